"""A model solved in parts is the same model: values, faces, whole numbers part by part."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.solve import parts as module
from jointstock.solve.goals import hold_face, hold_value
from jointstock.solve.highs import InfeasibleError, Solver
from jointstock.solve.model import Floats, Matrix, Model
from jointstock.solve.parts import Parts, prime_joined

NONE = np.zeros(0, np.int64)


@pytest.fixture(autouse=True)
def _every_part_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAST", 1)


def knapsacks(sizes: list[list[int]], rooms: list[float], shared: float) -> Matrix:
    """A knapsack a part (weights, room), and one row over all columns that joins them."""
    model = Model()
    joins = model.rows("shared", 1, high=shared)
    for weights, room in zip(sizes, rooms, strict=True):
        columns = model.columns("taken", len(weights), high=1.0, whole=True)
        model.put(model.rows("room", 1, high=room), columns, np.array(weights, float))
        model.put(joins, columns, 1.0)
    return model.finish()


def freed(matrix: Matrix) -> tuple[Solver, Parts]:
    """The same model without its joining row, as one and in parts."""
    whole = Solver(matrix)
    whole.bound_rows(np.array([0]), -np.inf, np.inf)
    return whole, Parts(whole, np.array([0]))


SIZES = st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=5), min_size=1, max_size=4)


@given(SIZES, st.integers(0, 20), st.randoms(use_true_random=False))
def test_parts_give_the_values_of_the_whole(
    sizes: list[list[int]], room: int, draw: Random
) -> None:
    """Linear, in whole numbers, and again on the optimal face, the values are the same."""
    matrix = knapsacks(sizes, [room + 0.5] * len(sizes), 3.0)
    whole, parts = freed(matrix)
    first, second = (np.array([-float(draw.randint(1, 9)) for _ in matrix.low]) for _ in range(2))
    assert parts.minimise(first).value == pytest.approx(whole.minimise(first).value)
    exact = [one.minimise_whole(first, gap=0.0, nodes=10_000) for one in (whole, parts)]
    assert exact[0].value == pytest.approx(exact[1].value)
    assert first @ exact[1].x == pytest.approx(exact[1].value)
    for one in (whole, parts):
        hold_face(one, one.minimise(first))
    assert parts.minimise(second).value == pytest.approx(whole.minimise(second).value)


def test_without_the_row_that_joins_there_are_parts() -> None:
    """Two knapsacks fall apart once their common row is out; with it they are one."""
    matrix = knapsacks([[2, 3], [4]], [4.0, 4.0], 2.0)
    assert len(freed(matrix)[1].parts) == 2
    joined = Parts(Solver(matrix), NONE)
    assert len(joined.parts) == 1
    cost = -np.ones(3)
    assert joined.minimise(cost).value == pytest.approx(-2)


def test_a_value_is_held_part_by_part() -> None:
    """Each part keeps what it came to: the whole may not move it from one to the other."""
    _, parts = freed(knapsacks([[2, 2], [2, 2]], [3.0, 3.0], 9.0))
    cost = -np.ones(4)
    found = parts.minimise_whole(cost, gap=0.0, nodes=100)
    assert found.value == pytest.approx(-2)
    hold_value(parts, cost, found.value, found.x)
    least: Floats = np.array([1.0, 1.0, 0.0, 0.0])
    assert parts.minimise(least).value == pytest.approx(1.0, abs=0.01)


def test_a_row_that_would_join_parts_is_refused() -> None:
    """What falls apart stays apart; a row inside one part is taken, there and in the whole."""
    _, parts = freed(knapsacks([[1, 1], [1]], [2.0, 1.0], 9.0))
    with pytest.raises(ValueError, match="would join"):
        parts.add_row(np.array([0, 2]), np.ones(2), 1.0)
    parts.add_row(np.array([0, 1]), np.ones(2), 1.0)
    assert parts.minimise(-np.ones(3)).value == pytest.approx(-2)
    parts.bound_rows(np.array([3]), -np.inf, 0.5)
    assert parts.minimise(-np.ones(3)).value == pytest.approx(-1.5)


def test_a_part_without_a_point_leaves_none_for_the_whole() -> None:
    """One part that cannot be met is enough."""
    _, parts = freed(knapsacks([[1], [1]], [1.0, 1.0], 9.0))
    parts.bound(np.array([0]), 0.0, 1.0)
    parts.bound_rows(np.array([1]), 2.0, 3.0)
    with pytest.raises(InfeasibleError):
        parts.minimise(-np.ones(2))


def test_a_part_without_a_point_has_no_first_basis() -> None:
    """What is bounded for the sake of a basis alone may leave a part no point: none is needed."""
    _, parts = freed(knapsacks([[1], [1]], [1.0, 1.0], 9.0))
    parts.bound_rows(np.array([1]), 1.0, 3.0)
    parts.bound(np.array([0]), 0.0, 0.0)
    parts.prime(-np.ones(2))
    parts.bound(np.array([0]), 0.0, 1.0)
    assert parts.minimise(-np.ones(2)).value == pytest.approx(-2)


def test_rows_and_bounds_that_stood_before_are_taken_over() -> None:
    """A solver that was changed falls apart as it is, added rows included."""
    solver = Solver(knapsacks([[1, 1], [1]], [2.0, 1.0], 9.0))
    solver.bound_rows(np.array([0]), -np.inf, np.inf)
    solver.add_row(np.array([0, 1]), np.ones(2), 1.0)
    solver.bound(np.array([2]), 0.0, 0.0)
    parts = Parts(solver, np.array([0]))
    assert parts.minimise(-np.ones(3)).value == pytest.approx(-1)
    parts.prime(-np.ones(3))
    parts.bound_rows(np.array([3]), -np.inf, 0.0)
    assert parts.minimise(-np.ones(3)).value == pytest.approx(0)


@given(SIZES, st.integers(0, 20), st.integers(0, 4), st.randoms(use_true_random=False))
def test_a_basis_joined_from_parts_changes_no_value(
    sizes: list[list[int]], room: int, shared: int, draw: Random
) -> None:
    """Begun part by part without the row that joins them, the whole model has the same optimum."""
    matrix = knapsacks(sizes, [room + 0.5] * len(sizes), float(shared))
    plain, begun = Solver(matrix), Solver(matrix)
    cost = np.array([-float(draw.randint(1, 9)) for _ in matrix.low])
    prime_joined(begun, cost, np.array([0]))
    assert begun.minimise(cost).value == pytest.approx(plain.minimise(cost).value)
    assert begun.minimise(-cost).value == pytest.approx(plain.minimise(-cost).value)


def test_a_joined_basis_is_the_best_where_the_joining_row_asks_nothing() -> None:
    """Two knapsacks with room in common for all: from their own bases no step is left to do."""
    matrix = knapsacks([[2, 3], [4]], [4.0, 4.0], 3.0)
    begun = Solver(matrix)
    cost = -np.ones(3)
    prime_joined(begun, cost, np.array([0]))
    assert begun.minimise(cost).value == pytest.approx(-1 - 2 / 3 - 1)
    assert begun.steps == 0


def test_a_part_without_a_point_leaves_a_joined_model_without_a_first_basis() -> None:
    """No basis is needed: what was bounded for its sake alone is given back."""
    begun = Solver(knapsacks([[1], [1]], [1.0, 1.0], 9.0))
    begun.bound_rows(np.array([1]), 1.0, 3.0)
    begun.bound(np.array([0]), 0.0, 0.0)
    prime_joined(begun, -np.ones(2), np.array([0]))
    begun.bound(np.array([0]), 0.0, 1.0)
    assert begun.minimise(-np.ones(2)).value == pytest.approx(-2)
