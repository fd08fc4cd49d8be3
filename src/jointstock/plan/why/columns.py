"""Where a figure stands in a plan's linear model: the columns that it adds up."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from jointstock.plan.draft import Draft
from jointstock.plan.why.held import Held
from jointstock.solve.model import Floats, Indices
from jointstock.words.why import Figure


def path_of(draft: Draft, member: str, item: str, x: Floats) -> Floats:
    """A level by month at a point of a model (T,)."""
    c = draft.case.cells[member, item]
    path = x[draft.spare[c]] + draft.target[c]
    first, n = int(draft.balance[c, 0]), len(path)
    own = (draft.shortfall_rows >= first) & (draft.shortfall_rows < first + n)
    np.subtract.at(path, draft.shortfall_rows[own] - first, x[draft.shortfall[own]])
    return np.asarray(path)


def columns_of(draft: Draft, figure: Figure) -> tuple[Indices, Floats]:
    """The columns of a model that a figure adds up, and how often; constants are left out."""
    case = draft.case
    if figure.kind == "level":
        assert figure.month is not None
        c, t = case.cells[figure.member, figure.item], case.t(figure.month)
        pieces = draft.shortfall[draft.shortfall_rows == draft.balance[c, t]]
        columns = np.concatenate([draft.spare[c, t : t + 1], pieces])
        return columns, np.concatenate([[1.0], -np.ones(len(pieces))])
    if figure.kind == "gift":
        k = next(i for i, row in enumerate(case.donations) if row.donation == figure.donation)
        return draft.given[k, -1:], np.ones(1)
    if figure.kind == "use":
        assert figure.month is not None
        at = (case.cells[figure.member, figure.item], case.t(figure.month))
        cells, months = draft.unserved_at
        found = draft.unserved[(cells == at[0]) & (months == at[1])]
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
        for own, columns, values in zip(_owners(draft), cost.columns, cost.values, strict=True)
        if own == pool.index
    ]
    nothing = (np.zeros(0, np.int64), np.zeros(0))
    return tuple(np.concatenate(part) for part in zip(nothing, *mine, strict=True))  # type: ignore[return-value]


def _owners(draft: Draft) -> list[int]:
    """The demand behind each part of the goal *late*, in the order in which parts were added."""
    found = []
    for pool in draft.case.pools:
        before = [due for due, _ in pool.dated if due < 0]
        found += [pool.index] * sum(b > a for a, b in pairwise([*before, 0]))
        if pool.dated and pool.dated[0][0] < draft.case.months:
            found.append(pool.index)
    return found


def value_at(held: Held, figure: Figure, x: Floats) -> float:
    """A figure at a point of a plan's linear model."""
    if figure.kind == "level":
        assert figure.month is not None
        path = path_of(held.draft, figure.member, figure.item, x)
        return float(path[held.case.t(figure.month)])
    columns, signs = columns_of(held.draft, figure)
    return float(signs @ x[columns])
