"""The solver does what it says: known answers, bounds in place, and failures told as such."""

import numpy as np
import pytest

from jointstock.solve.highs import InfeasibleError, Solver
from jointstock.solve.model import Matrix, Model
from jointstock.words.errors import SolverError


def made(*, whole: bool = False) -> Matrix:
    """x, y >= 0 with x + 2y <= 4 and 4x + 2y <= 12, as in any first lesson."""
    model = Model()
    columns = model.columns("x", 2, whole=whole)
    rows = model.rows("limits", 2, high=[4.0, 12.0])
    model.put(rows[0], columns, [1.0, 2.0])
    model.put(rows[1], columns, [4.0, 2.0])
    return model.finish()


COST = np.array([-1.0, -1.0])


def test_a_known_linear_answer() -> None:
    """The best corner is (8/3, 2/3), worth 10/3, with duals 1/3 and 1/6 to be read off by hand."""
    answer = Solver(made()).minimise(COST)
    assert answer.x == pytest.approx([8 / 3, 2 / 3])
    assert answer.value == answer.bound == pytest.approx(-10 / 3)
    assert answer.duals == pytest.approx([-1 / 3, -1 / 6])
    assert answer.reduced == pytest.approx([0, 0])


def test_a_known_whole_answer() -> None:
    """In whole units three is the best; the bound is proven."""
    answer = Solver(made(whole=True)).minimise_whole(COST, gap=0.0, nodes=1000)
    assert answer.value == answer.bound == pytest.approx(-3)
    assert answer.x.sum() == pytest.approx(3)
    assert answer.x == pytest.approx(np.round(answer.x))
    assert len(answer.duals) == len(answer.reduced) == 0


def test_only_some_columns_whole() -> None:
    """With x alone whole it is 2 beside y = 1, or 3 beside 0: at most three together."""
    answer = Solver(made()).minimise_whole(
        np.array([-2.0, -1.0]), gap=0.0, nodes=1000, whole=np.array([True, False])
    )
    assert answer.value == pytest.approx(-6)
    assert answer.x == pytest.approx([3, 0])


def test_a_start_is_no_more_than_a_start() -> None:
    """From a poor point the best one is found all the same."""
    answer = Solver(made(whole=True)).minimise_whole(
        COST, gap=0.0, nodes=1000, start=np.array([0.0, 0.0])
    )
    assert answer.value == pytest.approx(-3)


def test_bounds_change_in_place() -> None:
    """A live model takes new bounds of columns and rows, and the old ones again."""
    solver = Solver(made())
    solver.minimise(COST)
    solver.bound(np.array([0]), 0.0, 1.0)
    assert solver.minimise(COST).x == pytest.approx([1, 1.5])
    solver.bound_rows(np.array([0]), -np.inf, 2.0)
    assert solver.minimise(COST).x == pytest.approx([1, 0.5])
    solver.bound(np.array([0]), 0.0, np.inf)
    solver.bound_rows(np.array([0]), -np.inf, 4.0)
    assert solver.minimise(COST).value == pytest.approx(-10 / 3)


@pytest.mark.parametrize("live", [False, True])
def test_added_rows_hold(live: bool) -> None:
    """A row added before the first solve or after it limits every solve to come."""
    solver = Solver(made(whole=True))
    if live:
        solver.minimise(COST)
    solver.add_row(np.array([0, 1]), np.array([1.0, 1.0]), 2.5)
    assert solver.minimise(COST).value == pytest.approx(-2.5)
    assert solver.minimise_whole(COST, gap=0.0, nodes=1000).value == pytest.approx(-2)
    assert solver.high_rows.tolist() == [4, 12, 2.5]


def test_an_added_row_is_bounded_like_others() -> None:
    """The bounds of an added row change like those of the matrix's own."""
    solver = Solver(made())
    solver.add_row(np.array([1]), np.array([1.0]), 0.0)
    assert solver.minimise(COST).x == pytest.approx([3, 0])
    solver.bound_rows(np.array([2]), -np.inf, 0.5)
    assert solver.minimise(COST).x == pytest.approx([2.75, 0.5])


def test_a_copy_is_changed_apart() -> None:
    """A copy begins with all bounds and added rows, and what is done to it stays with it."""
    solver = Solver(made())
    solver.add_row(np.array([0, 1]), np.array([1.0, 1.0]), 3.0, slack=True)
    solver.bound(np.array([0]), 0.0, 2.0)
    twin = solver.copy()
    assert twin.slack_rows == solver.slack_rows == [2]
    assert twin.minimise(COST).value == pytest.approx(solver.minimise(COST).value)
    twin.bound(np.array([0]), 0.0, 0.0)
    twin.add_row(np.array([1]), np.array([1.0]), 1.0)
    assert twin.minimise(COST).value == pytest.approx(-1)
    assert solver.minimise(COST).value == pytest.approx(-3)


def test_the_matrix_is_not_changed() -> None:
    """Two solvers of one matrix do not know of each other."""
    matrix = made()
    solver = Solver(matrix)
    solver.bound(np.array([0, 1]), 0.0, 0.0)
    assert Solver(matrix).minimise(COST).value == pytest.approx(-10 / 3)


def test_no_point_at_all() -> None:
    """Where bounds and rows conflict, both ways of solving say so."""
    solver = Solver(made(whole=True))
    solver.bound(np.array([0]), 5.0, 5.0)
    with pytest.raises(InfeasibleError):
        solver.minimise(COST)
    with pytest.raises(InfeasibleError):
        solver.minimise_whole(COST, gap=0.0, nodes=1000)


def test_a_whole_point_that_is_not_there() -> None:
    """Between a third and two thirds lies no whole number, though there are points."""
    solver = Solver(made(whole=True))
    solver.bound(np.array([0]), 1 / 3, 2 / 3)
    assert solver.minimise(COST).x[0] == pytest.approx(2 / 3)
    with pytest.raises(InfeasibleError):
        solver.minimise_whole(COST, gap=0.0, nodes=1000)


def test_a_goal_without_end_is_an_error() -> None:
    """A model that can do better without end is a fault, not an answer."""
    model = Model()
    model.columns("x", 1)
    with pytest.raises(SolverError, match="nbounded"):
        Solver(model.finish()).minimise(np.array([-1.0]))


def test_it_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing is written to the streams that belong to the user's data."""
    solver = Solver(made(whole=True))
    solver.minimise(COST)
    solver.minimise_whole(COST, gap=0.0, nodes=1000)
    assert capfd.readouterr() == ("", "")


def test_a_basis_handed_over_is_a_start_only() -> None:
    """Begun from another solver's basis, with other bounds and a row more, the answer is right.

    With x <= 2 the best corner is (2, 1), worth 3; with x + y <= 2.5 besides, it is worth 2.5.
    """
    first, second = Solver(made()), Solver(made())
    assert first.basis() is None  # nothing solved yet: nothing to begin from
    second.start_at(None)
    first.minimise(COST)
    second.bound(np.array([0]), 0.0, 2.0)
    second.start_at(first.basis())
    assert second.minimise(COST).value == pytest.approx(-3)
    third = Solver(made())
    third.add_row(np.array([0, 1]), np.array([1.0, 1.0]), 2.5)
    third.start_at(second.basis())
    assert third.minimise(COST).value == pytest.approx(-2.5)


def test_the_best_of_a_goal_is_a_start_once_bounds_have_moved() -> None:
    """One unit less of the first column: the same value as from nothing."""
    first, second = Solver(made()), Solver(made())
    best = first.minimise(COST).value
    second.bound(np.array([0]), 0.0, 1.0)
    second.start_at(first.basis(), optimal=True)
    fresh = Solver(made())
    fresh.bound(np.array([0]), 0.0, 1.0)
    assert second.minimise(COST).value == pytest.approx(fresh.minimise(COST).value)
    assert second.minimise(COST).value >= best - 1e-9


def test_a_second_cost_among_the_best() -> None:
    """Three units in all are the most; of (2, 1) and (3, 0) the second cost takes its own."""
    solver = Solver(made(whole=True))
    for then, best in (([1.0, 0.0], [2, 1]), ([0.0, 1.0], [3, 0])):
        answer = solver.minimise_whole(COST, gap=0.0, nodes=1000, then=np.array(then))
        assert answer.value == pytest.approx(-3)
        assert answer.x == pytest.approx(best, abs=1e-5)
