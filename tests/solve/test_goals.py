"""A goal that is held stays reached, and nothing else is taken away with it."""

from contextlib import suppress
from dataclasses import dataclass, replace
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jointstock.solve.goals import (
    hold_face,
    hold_prices,
    hold_value,
    is_whole,
    rests_on_slack,
    same,
    scale_of,
)
from jointstock.solve.highs import InfeasibleError, Solver
from jointstock.solve.model import Floats, Matrix, Model

many = settings(max_examples=150, deadline=None, derandomize=True)


@dataclass(frozen=True)
class Drawn:
    """A small model with points, and some goals for it."""

    matrix: Matrix
    goals: list[Floats]


def drawn(seed: int) -> Drawn:
    """Small whole coefficients, so that ties and corners of many rows are common."""
    dice = Random(seed)
    n, m = dice.randint(2, 6), dice.randint(1, 5)
    inside = [dice.randint(0, 3) for _ in range(n)]
    model = Model()
    columns = model.columns("x", n, high=[float(dice.randint(3, 6)) for _ in range(n)])
    for _ in range(m):
        values = [float(dice.choice((-2, -1, 0, 0, 1, 1, 2))) for _ in range(n)]
        here = float(np.dot(values, inside))
        kind = dice.choice(("<=", ">=", "=", "between"))
        low = -np.inf if kind == "<=" else here - (0 if kind == "=" else dice.randint(0, 3))
        high = np.inf if kind == ">=" else here + (0 if kind == "=" else dice.randint(0, 3))
        row = model.rows("row", 1, low=low, high=high)
        model.put(row, columns, values)
    goals = [
        np.array([float(dice.choice((-3, -1, 0, 0, 0, 1, 2))) for _ in range(n)])
        for _ in range(dice.randint(2, 4))
    ]
    return Drawn(model.finish(), goals)


def by_rows(one: Drawn) -> list[float]:
    """The goals' values in order, each held by a plain row of its value."""
    solver = Solver(one.matrix)
    values = []
    for goal in one.goals:
        value = solver.minimise(goal).value
        values.append(value)
        solver.add_row(np.arange(len(goal)), goal, value + 1e-7)
    return values


def by_faces(one: Drawn) -> tuple[list[float], Floats]:
    """The goals' values in order, each held by its optimal face, and the last point."""
    solver = Solver(one.matrix)
    values = []
    x = np.zeros(0)
    for goal in one.goals:
        answer = solver.minimise(goal)
        values.append(answer.value)
        hold_face(solver, answer)
        x = answer.x
    return values, x


@many
@given(st.integers(0, 10**6))
def test_the_face_is_the_whole_optimum(seed: int) -> None:
    """Later goals do as well on faces as with rows of values: no more is held, and no less."""
    one = drawn(seed)
    values, x = by_faces(one)
    assert values == pytest.approx(by_rows(one), abs=1e-5)
    for goal, value in zip(one.goals, values, strict=True):
        assert goal @ x == pytest.approx(value, abs=1e-5)


@many
@given(st.integers(0, 10**6))
def test_no_later_goal_leaves_the_face(seed: int) -> None:
    """Whatever is asked for on a face, either way, the goal that is held keeps its value."""
    one = drawn(seed)
    solver = Solver(one.matrix)
    first = one.goals[0]
    answer = solver.minimise(first)
    hold_face(solver, answer)
    for sign in (1.0, -1.0):
        for goal in one.goals[1:]:
            assert first @ solver.minimise(sign * goal).x == pytest.approx(answer.value, abs=1e-5)


@many
@given(st.integers(0, 10**6), st.floats(0.0, 3.0))
def test_added_rows_belong_to_the_face(seed: int, part: float) -> None:
    """A row that was added, as quotas are, is held on the face like the matrix's own."""
    one = drawn(seed)
    n = len(one.goals[0])
    most = float(Solver(one.matrix).minimise(-np.ones(n)).x.sum()) - part
    with_added = Solver(one.matrix)
    with_added.add_row(np.arange(n), np.ones(n), most)
    by_value = with_added.copy()
    try:
        answer = with_added.minimise(one.goals[0])
    except InfeasibleError:
        assume(False)  # noqa: FBT003
    hold_face(with_added, answer)
    by_value.add_row(np.arange(n), one.goals[0], answer.value + 1e-7)
    got, expected = (s.minimise(one.goals[1]) for s in (with_added, by_value))
    assert got.value == pytest.approx(expected.value, abs=1e-5)
    assert one.goals[0] @ got.x == pytest.approx(answer.value, abs=1e-5)


def two_rows() -> Solver:
    """Two columns of at most 4 that are at least 3 together."""
    model = Model()
    columns = model.columns("x", 2, high=4.0, whole=True)
    model.put(model.rows("enough", 1, low=3.0), columns, 1.0)
    return Solver(model.finish())


def test_a_face_by_hand() -> None:
    """Least x + y holds the row at 3, and both columns stay free on it."""
    solver = two_rows()
    tight = hold_face(solver, solver.minimise(np.array([1.0, 1.0])))
    assert tight == [0]
    assert (solver.low_rows[0], solver.high_rows[0]) == (3, 3)
    assert solver.minimise(np.array([-1.0, 0.0])).x == pytest.approx([3, 0])
    assert solver.minimise(np.array([0.0, -1.0])).x == pytest.approx([0, 3])


def test_a_value_above_the_optimum() -> None:
    """A goal held at 5 where 3 is possible leaves room for 5, and for no more that counts."""
    solver = two_rows()
    hold_value(solver, np.array([1.0, 1.0]), 5.0, np.array([2.0, 1.0]))
    answer = solver.minimise(np.array([-1.0, -1.0]))
    assert 5.0 <= -answer.value < 5.01
    assert rests_on_slack(solver, answer)
    assert not rests_on_slack(solver, solver.minimise(np.array([1.0, 1.0])))


def test_whole_points() -> None:
    """Only columns that must be whole are asked, to the solver's tolerance."""
    whole = two_rows().matrix.whole
    assert is_whole(whole, np.array([1.0, 2.0 + 1e-8]))
    assert not is_whole(whole, np.array([1.0, 2.0 + 1e-4]))


def test_scale_and_sameness() -> None:
    """The largest coefficient becomes 1,000; values are one within a millionth."""
    assert scale_of(np.array([-4000.0, 2.0])) == 4.0
    assert scale_of(np.zeros(3)) == 1.0
    assert same(1.0, 1.0 + 5e-7)
    assert not same(1.0, 1.0 + 5e-6)
    assert same(1e9, 1e9 + 0.5)
    assert not same(1e9, 1e9 + 2.0)


@many
@given(st.integers(0, 10**9), st.integers(-2, 2))
def test_what_prices_of_another_model_leave_is_optimal(seed: int, by: int) -> None:
    """Whatever model the prices are of: a point that is left is as good as the best one."""
    one = drawn(seed)
    goal = one.goals[0]
    try:
        prices = Solver(one.matrix).minimise(goal).duals
        moved = replace(
            one.matrix, low_rows=one.matrix.low_rows + by, high_rows=one.matrix.high_rows + by
        )
        best = Solver(moved).minimise(goal).value
    except InfeasibleError:
        return
    solver = Solver(moved)
    if hold_prices(solver, goal, prices) is None:
        return
    with suppress(InfeasibleError):
        left = solver.minimise(-goal)
        assert -left.value == pytest.approx(best, abs=1e-6)


def test_prices_that_ask_for_a_side_that_is_not_there_hold_nothing() -> None:
    """A column without an upper bound cannot be held at it, and every bound stays as it was."""
    model = Model()
    model.columns("x", 1)
    solver = Solver(model.finish())
    assert hold_prices(solver, np.array([-1.0]), np.zeros(0)) is None
    assert (solver.low[0], solver.high[0]) == (0.0, np.inf)
