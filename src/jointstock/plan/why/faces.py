"""Goals in their order, each held by its optimal face, and a limit that is moved there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from jointstock.solve.goals import hold_face, is_zero
from jointstock.solve.highs import Answer, Basis, InfeasibleError, Solver
from jointstock.solve.model import Floats, Indices

_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Moves:
    """What one unit more of a limit moves: sides of rows, and upper bounds of columns.

    Columns of one number in ``shares`` share what is let through, so that one of them at the most
    is worth its price; without it each of them is.
    """

    rows: Indices = field(default_factory=lambda: _NONE)
    by: Floats = field(default_factory=lambda: np.zeros(0))
    columns: Indices = field(default_factory=lambda: _NONE)
    columns_by: Floats = field(default_factory=lambda: np.zeros(0))
    shares: Indices | None = None

    def times(self, by: float) -> Moves:
        """The same for so many units."""
        return replace(self, by=self.by * by, columns_by=self.columns_by * by)


def together(each: Iterable[Moves | None]) -> Moves | None:
    """Several moved at once, what they share kept apart; ``None`` where there is none."""
    found = [one for one in each if one is not None]
    if not found:
        return None
    shares, used = [], 0
    for one in found:
        own = np.arange(len(one.columns)) if one.shares is None else one.shares
        shares.append(own + used)
        used = int(shares[-1].max(initial=used - 1)) + 1
    return Moves(
        np.concatenate([one.rows for one in found]),
        np.concatenate([one.by for one in found]),
        np.concatenate([one.columns for one in found]),
        np.concatenate([one.columns_by for one in found]),
        np.concatenate(shares),
    )


def on_face(face: Solver, base: Solver, moves: Moves, units: float, cost: Floats) -> Floats | None:
    """The least point in a cost on a face of a model, where a limit is moved by so many units.

    It is best in the goals that are held, too, by complementary slackness. ``base`` is the model
    with none of them held. ``None`` where the face has no point there. The solver is left as it
    was.
    """
    low, high, rows = shifted(face, base, moves, units)
    before = (face.low[moves.columns], face.high[moves.columns])
    rows_before = (face.low_rows[moves.rows], face.high_rows[moves.rows])
    face.bound(moves.columns, low, high)
    face.bound_rows(moves.rows, *rows)
    try:
        return face.minimise(cost).x
    except InfeasibleError:
        return None
    finally:
        face.bound(moves.columns, *before)
        face.bound_rows(moves.rows, *rows_before)


def shifted(
    solver: Solver, base: Solver, moves: Moves, units: float
) -> tuple[Floats, Floats, tuple[Floats, Floats]]:
    """Bounds of the moved columns and sides of the moved rows, as they are to be.

    A column that is held at its lower bound stays there.
    """
    at, rows = moves.columns, moves.rows
    up = units * moves.columns_by
    fixed = solver.low[at] == solver.high[at]
    held_low = fixed & (solver.high[at] < base.high[at])
    held_high = fixed & ~held_low & (base.low[at] < base.high[at])
    high = solver.high[at] + np.where(held_low, 0.0, up)
    low = solver.low[at] + np.where(held_high, up, 0.0)
    by = units * moves.by
    return low, high, (solver.low_rows[rows] + by, solver.high_rows[rows] + by)


def in_order(
    solver: Solver,
    costs: Mapping[str, Floats],
    goals: Sequence[str],
    bases: Mapping[str, Basis | None],
    found: dict[str, Basis | None] | None = None,
) -> dict[str, Answer]:
    """Seek goals in their order, each held by its optimal face: answers by goal.

    Each goal starts from its basis in ``bases`` where there is one that fits. Those it ends at are
    put into ``found``: to read them takes longer than most of the steps between.
    """
    answers: dict[str, Answer] = {}
    for goal in goals:
        solver.start_at(bases.get(goal), optimal=True)
        answers[goal] = _without_idle_prices(solver.minimise(costs[goal]), costs[goal])
        if found is not None:
            found[goal] = solver.basis()
        hold_face(solver, answers[goal])
    return answers


def _without_idle_prices(answer: Answer, cost: Floats) -> Answer:
    """An answer that cannot be less than none told without prices of rows: they would be idle.

    Such prices prove no more than the costs alone, and hide what rows are worth to later goals.
    """
    if cost.min(initial=0.0) < 0.0 or not is_zero(np.array([answer.value])).all():
        return answer
    return replace(answer, reduced=cost, duals=np.zeros_like(answer.duals))
