"""The rules of donations: how much, when, what the donor keeps, groups, and backfill in time.

What is given in a period is given in its last month, and what comes in may come as late as that.
"""

from __future__ import annotations

import numpy as np

from jointstock.plan.case import Case
from jointstock.plan.draft import Draft
from jointstock.plan.real_stock import gifts_from, put_stock, put_trough
from jointstock.solve.model import Floats, Indices


def add_gifts(draft: Draft) -> None:
    """Columns of gifts by donation and period, and of gifts to date; must precede the stock."""
    case, model, at = draft.case, draft.model, draft.case.periods.last
    n, months = len(case.donations), case.months
    high: Floats = np.zeros((n, case.periods.count))
    for k, row in enumerate(case.donations):
        if not case.terms.may_give(row):
            continue
        first = 0 if row.not_before is None else max(0, case.t(row.not_before))
        deadline = row.backfill_within_months
        last = months - (deadline or 0)  # later gifts would be backfilled beyond the horizon
        high[k, (at >= first) & (at < last)] = row.up_to
    for together in given_together(case):  # in months only in which each of the group may give
        high[together] *= (high[together] > 0).all(axis=0)
    draft.gifts = model.columns("gift", high.shape, high=high, whole=True)
    up_to = np.array([row.up_to for row in case.donations], float)
    draft.given = model.columns("given", high.shape, high=up_to[:, None])
    _to_date(draft, draft.given, [[k] for k in range(n)], draft.gifts)
    backfill = [[s.index for s in case.streams if s.donation == k] for k in range(n)]
    draft.backfilled = model.columns("backfilled", high.shape)
    _to_date(draft, draft.backfilled, backfill, draft.delivered)
    _add_groups(draft, high)
    give, early = draft.cost("give"), draft.cost("give_early")
    left = (months - at).astype(float)
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


def given_together(case: Case) -> list[list[int]]:
    """Donations that are given together, by the index of their rows."""
    groups: dict[str, list[int]] = {}
    for k, row in enumerate(case.donations):
        if row.group and row.up_to > 0:
            groups.setdefault(row.group, []).append(k)
    return list(groups.values())


def _add_groups(draft: Draft, high: Floats) -> None:
    """Every row of a group in full in one month, or none."""
    case, model = draft.case, draft.model
    for members in given_together(case):
        at = np.flatnonzero(high[members[0]] > 0)
        chosen = model.columns("group gives", len(at), high=1.0, whole=True)
        draft.begun = np.append(draft.begun, chosen)
        once = model.rows("group once", 1, high=1.0)
        model.put(once, chosen, 1.0)
        for k in members:
            rows = model.rows("group in full", len(at), low=0.0, high=0.0)
            model.put(rows, draft.gifts[k, at], 1.0)
            model.put(rows, chosen, -float(case.donations[k].up_to))


def add_backfill_rules(draft: Draft) -> None:
    """Backfill at most what is given, and in time where the row says within how many months."""
    case, model, periods = draft.case, draft.model, draft.case.periods
    for k, row in enumerate(case.donations):
        streams = [s.index for s in case.streams if s.donation == k]
        most = model.rows("backfill at most given", 1, high=0.0)
        if streams:
            model.put(most, draft.total[streams], 1.0)
        model.put(most, draft.given[k, -1], -1.0)
        within = row.backfill_within_months
        if within is not None and within < case.months:
            due = periods.last + within
            due = due[due < case.months]
            by = [periods.until_month(int(t)) for t in due]
            rows = model.rows("backfill in time", len(due), low=0.0)
            model.put(rows, draft.backfilled[k, by], 1.0)
            model.put(rows, draft.given[k, : len(due)], -1.0)


def add_donor_stock(draft: Draft) -> None:
    """A donor's real stock stays at or above zero, and above what it keeps from its first gift.

    Where the donor bears its gifts, the stock in the balance rows leaves them out, so they are
    taken off here.
    """
    case, model, count = draft.case, draft.model, draft.case.periods.count
    for (member, item), c in case.cells.items():
        gifts = gifts_from(draft, member, item)
        if not gifts:
            continue
        if not draft.all_bear:
            rows = model.rows("donor stock", count, low=-draft.target[c])
            put_stock(draft, c, rows, np.arange(count))
        keeps = [case.donations[k].keep_units for k in gifts]
        for k in gifts:
            keep = case.donations[k].keep_units
            if keep > 0:
                rows = model.rows("donor keeps", count, low=-draft.target[c])
                put_stock(draft, c, rows, np.arange(count))
                if keep > min(keeps) or keep > _without_gifts(draft, c):
                    started = _started(draft, k)
                    model.put(rows, started, -float(keep))
                    _add_trough(draft, c, keep, started)
                else:
                    # without any gift the stock is never below: the rule can hold from the start
                    model.raise_low(rows, float(keep))
                    _add_trough(draft, c, keep, None)


def _add_trough(draft: Draft, c: int, keep: int, started: Indices | None) -> None:
    """What a donor keeps it keeps inside a period too, before anything comes in."""
    at = np.flatnonzero(draft.case.troughs[c] > 0)
    at = at[at > 0]  # gifts begin at the end of the first period, if ever
    if not len(at):
        return
    low = draft.case.troughs[c, at] - draft.target[c, at - 1]
    low = low if started is not None else low + keep
    rows = draft.model.rows("donor keeps inside", len(at), low=low)
    put_trough(draft, c, rows, at)
    if started is not None:
        draft.model.put(rows, started[at - 1], -float(keep))


def _without_gifts(draft: Draft, c: int) -> int:
    """The least that a stock can be if nothing is given and nothing delivered but promises."""
    case = draft.case
    net = np.cumsum(case.promised_in[c] - case.use[c])
    return int(case.opening[c] + net.min())


def _started(draft: Draft, k: int) -> Indices:
    """Columns that turn from 0 to 1 with the first gift of a row, one a period."""
    case, model, count = draft.case, draft.model, draft.case.periods.count
    started = model.columns("gifts begun", count, high=1.0, whole=True)
    draft.begun = np.append(draft.begun, started)
    rising = model.rows("gifts begun stays", count - 1, low=0.0)
    model.put(rising, started[1:], 1.0)
    model.put(rising, started[:-1], -1.0)
    rows = model.rows("gifts need a beginning", count, high=0.0)
    model.put(rows, draft.given[k], 1.0)
    model.put(rows, started, -float(case.donations[k].up_to))
    return started
