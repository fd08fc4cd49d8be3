"""A member's real stock as terms of rows: at the end of a period, and at its lowest inside one.

Nothing is counted on inside a period but what was there before it and the promises that fall due:
what is delivered may come as late as its last month. Own use that is not served is then the
earliest of the period.
"""

from __future__ import annotations

import numpy as np

from jointstock.plan.draft import Draft
from jointstock.solve.model import Indices


def add_troughs(draft: Draft) -> None:
    """Stocks stay at or above zero in the months of a period before its last, too.

    So does a donor's stock with what it bears: backfill serves no use before its gift.
    """
    case, model = draft.case, draft.model
    for c, (member, item) in enumerate(case.cells):
        at = np.flatnonzero(case.troughs[c] > 0)
        if len(at) and at[0] == 0:
            rows = model.rows("stock inside", 1, low=float(case.troughs[c, 0] - case.opening[c]))
            _put_unserved(draft, c, rows, at[:1])
            at = at[1:]
        if not len(at):
            continue
        low = case.troughs[c, at] - draft.target[c, at - 1]
        rows = model.rows("stock inside", len(at), low=low)
        _put_level(draft, c, rows, at - 1)
        _put_unserved(draft, c, rows, at)
        if not draft.all_bear and gifts_from(draft, member, item):
            put_trough(draft, c, model.rows("donor stock inside", len(at), low=low), at)


def gifts_from(draft: Draft, member: str, item: str) -> list[int]:
    """The donations that may take from a stock, by the index of their rows."""
    return [
        k
        for k, row in enumerate(draft.case.donations)
        if (row.donor, row.item) == (member, item) and row.up_to > 0
    ]


def put_stock(draft: Draft, c: int, rows: Indices, at: Indices) -> None:
    """Write a cell's real stock at the end of periods, less its constant part (``target``)."""
    _put_level(draft, c, rows, at)
    if not draft.all_bear:
        for k in gifts_from(draft, *list(draft.case.cells)[c]):
            draft.model.put(rows, draft.given[k, at], -1.0)
            draft.model.put(rows, draft.backfilled[k, at], 1.0)


def _put_level(draft: Draft, c: int, rows: Indices, at: Indices) -> None:
    """Write the level that the balance rows carry, less its constant part."""
    model, count = draft.model, draft.balance.shape[1]
    model.put(rows, draft.spare[c, at], 1.0)
    first = int(draft.balance[c, 0])
    own = (draft.shortfall_rows >= first) & (draft.shortfall_rows < first + count)
    row = _row_of(rows, at, count)[draft.shortfall_rows[own] - first]
    model.put(row[row >= 0], draft.shortfall[own][row >= 0], -1.0)


def put_trough(draft: Draft, c: int, rows: Indices, at: Indices) -> None:
    """Write what a cell has before periods (none of them the first), and their use not served."""
    put_stock(draft, c, rows, at - 1)
    _put_unserved(draft, c, rows, at)


def _put_unserved(draft: Draft, c: int, rows: Indices, at: Indices) -> None:
    cells, periods = draft.unserved_at
    own = cells == c
    row = _row_of(rows, at, draft.balance.shape[1])[periods[own]]
    draft.model.put(row[row >= 0], draft.unserved[own][row >= 0], 1.0)


def _row_of(rows: Indices, at: Indices, count: int) -> Indices:
    """The row of each period, -1 for none."""
    found = np.full(count, -1, np.int64)
    found[at] = rows
    return found
