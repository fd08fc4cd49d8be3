"""The rules of donations: how much, when, what the donor keeps, groups, and backfill in time."""

from __future__ import annotations

import numpy as np

from jointstock.plan.draft import Draft
from jointstock.solve.model import Floats, Indices


def add_gifts(draft: Draft) -> None:
    """Columns of gifts by donation and month, and of gifts to date; must precede the stock."""
    case, model = draft.case, draft.model
    n, months = len(case.donations), case.months
    high: Floats = np.zeros((n, months))
    for k, row in enumerate(case.donations):
        if not case.terms.may_give(row):
            continue
        first = 0 if row.not_before is None else max(0, case.t(row.not_before))
        deadline = row.backfill_within_months
        last = months - (deadline or 0)  # later gifts would be backfilled beyond the horizon
        high[k, first : max(last, first)] = row.up_to
    for together in _groups(draft):  # in months only in which each of the group may give
        high[together] *= (high[together] > 0).all(axis=0)
    draft.gifts = model.columns("gift", (n, months), high=high, whole=True)
    up_to = np.array([row.up_to for row in case.donations], float)
    draft.given = model.columns("given", (n, months), high=up_to[:, None])
    _to_date(draft, draft.given, [[k] for k in range(n)], draft.gifts)
    backfill = [[s.index for s in case.streams if s.donation == k] for k in range(n)]
    draft.backfilled = model.columns("backfilled", (n, months))
    _to_date(draft, draft.backfilled, backfill, draft.delivered)
    _add_groups(draft, high)
    give, early = draft.cost("give"), draft.cost("give_early")
    left = (months - np.arange(months)).astype(float)
    for k, row in enumerate(case.donations):
        give.add(draft.gifts[k], -float(row.weight))
        early.add(draft.gifts[k], -float(row.weight) * left)


def _to_date(draft: Draft, to_date: Indices, parts: list[list[int]], flow: Indices) -> None:
    """Rows that make each column of ``to_date`` (D, T) the running sum of its part of ``flow``."""
    rows = draft.model.rows("to date", to_date.shape, low=0.0, high=0.0)
    draft.model.put(rows, to_date, 1.0)
    draft.model.put(rows[:, 1:], to_date[:, :-1], -1.0)
    for k, indices in enumerate(parts):
        if indices:
            draft.model.put(rows[k][None, :], flow[indices], -1.0)


def _groups(draft: Draft) -> list[list[int]]:
    """Donations that are given together, by the index of their rows."""
    groups: dict[str, list[int]] = {}
    for k, row in enumerate(draft.case.donations):
        if row.group and row.up_to > 0:
            groups.setdefault(row.group, []).append(k)
    return list(groups.values())


def _add_groups(draft: Draft, high: Floats) -> None:
    """Every row of a group in full in one month, or none."""
    case, model = draft.case, draft.model
    for members in _groups(draft):
        months = np.flatnonzero(high[members[0]] > 0)
        chosen = model.columns("group gives", len(months), high=1.0, whole=True)
        draft.begun = np.append(draft.begun, chosen)
        once = model.rows("group once", 1, high=1.0)
        model.put(once, chosen, 1.0)
        for k in members:
            rows = model.rows("group in full", len(months), low=0.0, high=0.0)
            model.put(rows, draft.gifts[k, months], 1.0)
            model.put(rows, chosen, -float(case.donations[k].up_to))


def add_backfill_rules(draft: Draft) -> None:
    """Backfill at most what is given, and in time where the row says within how many months."""
    case, model = draft.case, draft.model
    for k, row in enumerate(case.donations):
        streams = [s.index for s in case.streams if s.donation == k]
        most = model.rows("backfill at most given", 1, high=0.0)
        if streams:
            model.put(most, draft.total[streams], 1.0)
        model.put(most, draft.given[k, -1], -1.0)
        within = row.backfill_within_months
        if within is not None and within < case.months:
            n = case.months - within
            rows = model.rows("backfill in time", n, low=0.0)
            model.put(rows, draft.backfilled[k, within:], 1.0)
            model.put(rows, draft.given[k, :n], -1.0)


def add_donor_stock(draft: Draft) -> None:
    """A donor's real stock stays at or above zero, and above what it keeps from its first gift.

    Where the donor bears its gifts, the stock in the balance rows leaves them out, so they are
    taken off here.
    """
    case, model = draft.case, draft.model
    for (member, item), c in case.cells.items():
        gifts = [
            k
            for k, row in enumerate(case.donations)
            if (row.donor, row.item) == (member, item) and row.up_to > 0
        ]
        if not gifts:
            continue
        if not draft.all_bear:
            rows = model.rows("donor stock", case.months, low=-draft.target[c])
            _put_stock(draft, c, gifts, rows)
        keeps = [case.donations[k].keep_units for k in gifts]
        for k in gifts:
            keep = case.donations[k].keep_units
            if keep > 0:
                rows = model.rows("donor keeps", case.months, low=-draft.target[c])
                _put_stock(draft, c, gifts, rows)
                if keep > min(keeps) or keep > _without_gifts(draft, c):
                    model.put(rows, _started(draft, k), -float(keep))
                else:
                    # without any gift the stock is never below: the rule can hold from the start
                    model.raise_low(rows, float(keep))


def _without_gifts(draft: Draft, c: int) -> int:
    """The least that a stock can be if nothing is given and nothing delivered but promises."""
    case = draft.case
    net = np.cumsum(case.promised_in[c] - case.use[c])
    return int(case.opening[c] + net.min())


def _put_stock(draft: Draft, c: int, gifts: list[int], rows: Indices) -> None:
    """Write the real stock of a cell, less its constant part, into rows (one a month)."""
    model = draft.model
    model.put(rows, draft.spare[c], 1.0)
    first = int(draft.balance[c, 0])
    own = (draft.shortfall_rows >= first) & (draft.shortfall_rows < first + len(rows))
    model.put(rows[draft.shortfall_rows[own] - first], draft.shortfall[own], -1.0)
    if not draft.all_bear:
        for k in gifts:
            model.put(rows, draft.given[k], -1.0)
            model.put(rows, draft.backfilled[k], 1.0)


def _started(draft: Draft, k: int) -> Indices:
    """Columns that turn from 0 to 1 with the first gift of a row, one a month."""
    case, model = draft.case, draft.model
    started = model.columns("gifts begun", case.months, high=1.0, whole=True)
    draft.begun = np.append(draft.begun, started)
    rising = model.rows("gifts begun stays", case.months - 1, low=0.0)
    model.put(rising, started[1:], 1.0)
    model.put(rising, started[:-1], -1.0)
    rows = model.rows("gifts need a beginning", case.months, high=0.0)
    model.put(rows, draft.given[k], 1.0)
    model.put(rows, started, -float(case.donations[k].up_to))
    return started
