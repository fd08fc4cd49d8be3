"""Where a figure stands in a plan's linear model: the columns that it adds up."""

from __future__ import annotations

import numpy as np

from jointstock.plan.draft import Draft
from jointstock.plan.why.held import Held
from jointstock.solve.model import Floats, Indices
from jointstock.words.why import Figure


def path_of(draft: Draft, member: str, item: str, x: Floats) -> Floats:
    """A level by month at a point of a model (T,): that of the end of the month's period."""
    c = draft.case.cells[member, item]
    path = x[draft.spare[c]] + draft.target[c]
    first, n = int(draft.balance[c, 0]), len(path)
    own = (draft.shortfall_rows >= first) & (draft.shortfall_rows < first + n)
    np.subtract.at(path, draft.shortfall_rows[own] - first, x[draft.shortfall[own]])
    return np.asarray(path[draft.case.periods.of])


def columns_of(draft: Draft, figure: Figure) -> tuple[Indices, Floats]:
    """The columns of a model that a figure adds up, and how often; constants are left out."""
    case = draft.case
    if figure.kind == "level":
        assert figure.month is not None
        c, p = case.cells[figure.member, figure.item], case.period(figure.month)
        pieces = draft.shortfall[draft.shortfall_rows == draft.balance[c, p]]
        columns = np.concatenate([draft.spare[c, p : p + 1], pieces])
        return columns, np.concatenate([[1.0], -np.ones(len(pieces))])
    if figure.kind == "gift":
        k = next(i for i, row in enumerate(case.donations) if row.donation == figure.donation)
        return draft.given[k, -1:], np.ones(1)
    if figure.kind == "use":
        assert figure.month is not None
        at = (case.cells[figure.member, figure.item], case.period(figure.month))
        cells, periods = draft.unserved_at
        found = draft.unserved[(cells == at[0]) & (periods == at[1])]
        return found, np.ones(len(found))
    key = (figure.member, figure.contract, figure.item)
    pool = next(p for p in case.pools if (p.member, p.contract, p.item) == key)
    if figure.kind == "firm":
        made = draft.model.column_blocks
        first = next(block for block in made if block.name == "not called off").start
        return np.array([first + pool.index]), np.ones(1)
    cost = draft.cost("late")
    mine = [
        (columns, values)
        for own, columns, values in zip(draft.late_of, cost.columns, cost.values, strict=True)
        if own == pool.index
    ]
    nothing = (np.zeros(0, np.int64), np.zeros(0))
    return tuple(np.concatenate(part) for part in zip(nothing, *mine, strict=True))  # type: ignore[return-value]


def value_at(held: Held, figure: Figure, x: Floats) -> float:
    """A figure at a point of a plan's linear model."""
    if figure.kind == "level":
        assert figure.month is not None
        path = path_of(held.draft, figure.member, figure.item, x)
        return float(path[held.case.t(figure.month)])
    columns, signs = columns_of(held.draft, figure)
    return float(signs @ x[columns])
