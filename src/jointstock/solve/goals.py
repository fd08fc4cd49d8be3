"""Goals in order on one model: solve a goal, hold it exactly, go on to the next."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jointstock.solve.highs import Answer, Solver
from jointstock.solve.model import Floats

# Reduced costs and duals below this are zero. Costs are scaled to at most 1,000 (`scale_of`), the
# solver's own tolerance is 1e-8, and the least difference that means anything is about 1e-4.
_ZERO = 1e-6


def scale_of(cost: Floats) -> float:
    """What to divide a cost by so that its largest coefficient is 1,000; 1 for no cost."""
    largest = float(np.abs(cost).max(initial=0.0))
    return largest / 1000.0 if largest else 1.0


def same(a: float, b: float) -> bool:
    """Whether two values of a scaled goal are one value."""
    return abs(a - b) <= 1e-6 + 1e-9 * max(abs(a), abs(b))


def is_zero(values: Floats) -> NDArray[np.bool_]:
    """Which reduced costs or duals of a scaled goal are none."""
    return np.asarray(np.abs(values) <= _ZERO)


def is_whole(whole: NDArray[np.bool_], x: Floats) -> bool:
    """Whether every column that must be a whole number (``whole``) is one."""
    values = x[whole]
    return bool(np.all(np.abs(values - np.round(values)) <= 1e-6))


def rests_on_slack(solver: Solver, answer: Answer) -> bool:
    """Whether an answer uses up the slack of a held value, so that its face is not quite real."""
    return bool(np.any(np.abs(answer.duals[solver.slack_rows]) > _ZERO))


def hold_face(solver: Solver, answer: Answer) -> list[int]:
    """Hold a goal at its linear optimum by keeping to the optimal face.

    By complementary slackness a point is optimal if and only if each column with a reduced cost
    stays at its bound and each row with a dual stays at its side. Bounds alone are changed, so
    no dense row is added, and a model whose corners are whole keeps whole corners. Returns every
    row that has a dual.
    """
    moved = np.flatnonzero(np.abs(answer.reduced) > _ZERO)
    moved = moved[solver.low[moved] < solver.high[moved]]
    if len(moved):
        low, high = solver.low[moved], solver.high[moved]
        at = np.where(answer.reduced[moved] > 0, low, high)
        if not np.all(np.isfinite(at)):
            at = np.where(np.isfinite(at), at, answer.x[moved])
        solver.bound(moved, at, at)
    tight = np.flatnonzero(np.abs(answer.duals) > _ZERO)
    rows = tight[solver.low_rows[tight] < solver.high_rows[tight]]
    if len(rows):
        side = np.where(answer.duals[rows] > 0, solver.low_rows[rows], solver.high_rows[rows])
        solver.bound_rows(rows, side, side)
    return [int(row) for row in tight]


def hold_prices(solver: Solver, cost: Floats, prices: Floats) -> list[int] | None:
    """Hold a goal by prices of its rows, duals of nearly the same model; the rows that have one.

    Any point of what is left is optimal. ``None``, with nothing held, where the prices ask for a
    side that a column or row has not got: then they bound nothing.
    """
    reduced = cost - solver.matrix.a.T @ prices
    columns, rows = np.flatnonzero(~is_zero(reduced)), np.flatnonzero(~is_zero(prices))
    sides = np.concatenate(
        [
            np.where(reduced[columns] > 0, solver.low[columns], solver.high[columns]),
            np.where(prices[rows] > 0, solver.low_rows[rows], solver.high_rows[rows]),
        ]
    )
    if not np.all(np.isfinite(sides)):
        return None
    return hold_face(solver, Answer(np.zeros(0), 0.0, 0.0, reduced, prices))


def hold_value(solver: Solver, cost: Floats, value: float, x: Floats) -> None:
    """Hold a goal at a value above its linear optimum, by a row; ``x`` is the point reached.

    The slack is two millionths of the largest coefficient: below any difference that means
    something, above what columns that are whole only to the solver's tolerance add up to. Where
    a model falls into parts, each is held at what it came to itself.
    """
    over = value - float(cost @ x)
    for columns in solver.apart(np.flatnonzero(cost)):
        reached = float(cost[columns] @ x[columns]) + over
        high = reached + 2e-3 + 1e-7 * abs(reached)
        solver.add_row(columns, cost[columns], high, slack=True)
