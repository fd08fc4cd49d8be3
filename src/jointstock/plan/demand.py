"""The rules of demand: firm and optional, the ceiling, price bands, and lateness."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from jointstock.plan.case import Pool
from jointstock.plan.draft import Draft
from jointstock.solve.model import Floats, Indices

Range = tuple[int, int | None]


def add_demand(draft: Draft, ranges: Mapping[tuple[str, str], Range]) -> None:
    """Demand, ceilings, and the range of totals that the chosen price bands allow.

    ``ranges`` gives for a contract and item the least and most units in all, past ones included.
    """
    _add_pools(draft)
    case, model = draft.case, draft.model
    for contract, row in case.contracts.items():
        streams = [s.index for s in case.streams if s.line.contract == contract]
        if row.ceiling is not None and streams:
            room = row.ceiling - case.terms.past(contract)
            model.put(model.rows("ceiling", 1, high=room), draft.total[streams], 1.0)
    for (contract, item), (least, most) in ranges.items():
        streams = [
            s.index for s in case.streams if (s.line.contract, s.line.item) == (contract, item)
        ]
        past = case.terms.past_of_item(contract, item)
        high = np.inf if most is None else most - past
        rows = model.rows("price band", 1, low=least - past, high=high)
        if streams:
            model.put(rows, draft.total[streams], 1.0)


def _add_pools(draft: Draft) -> None:
    """Call-offs and what is not called off make the firm demand and the options used."""
    case, model = draft.case, draft.model
    pools = case.pools
    firm = np.array([pool.firm for pool in pools], float)
    missing = model.columns("not called off", len(pools), high=firm, whole=True)
    used = model.columns(
        "options used", len(pools), high=[pool.optional for pool in pools], whole=True
    )
    rows = model.rows("demand", len(pools), low=firm, high=firm)
    model.put(rows, missing, 1.0)
    model.put(rows, used, -1.0)
    for pool in pools:
        streams = _streams_of(draft, pool)
        if streams:
            model.put(rows[pool.index], draft.total[streams], 1.0)
        if pool.dated:
            _add_lateness(draft, pool, int(missing[pool.index]), streams)
    draft.cost("firm").add(missing, 1.0)


def _streams_of(draft: Draft, pool: Pool) -> list[int]:
    return [
        stream.index
        for stream in draft.case.streams
        if stream.donation < 0
        and (stream.member, stream.line.contract, stream.line.item)
        == (pool.member, pool.contract, pool.item)
    ]


def _add_lateness(draft: Draft, pool: Pool, missing: int, streams: list[int]) -> None:
    """Firm demand whose date has come, called off and not yet delivered, period by period.

    From the first date on, what was delivered is written as ``wanted - missing - late + ahead``,
    so that one row a period carries both the deliveries to date and the lateness. What is late at
    the end of a period is so in each of its months in which it was wanted. Dates before the start
    count the months before it once, with the weight of their number.
    """
    case, model, periods = draft.case, draft.model, draft.case.periods
    wanted = np.zeros(case.months)
    for due, firm in pool.dated:
        if due < case.months:
            wanted[max(due, 0) :] += firm
    _add_before_start(draft, pool, missing)
    due = max(0, pool.dated[0][0])
    if due >= case.months:
        return
    first = int(periods.of[due])
    n = periods.count - first
    begins = periods.first[first:]
    steps = [_late_by_month(wanted[periods.months(p)]) for p in range(first, periods.count)]
    late = model.columns("late", n, high=[one[0][0] for one in steps], places=begins)
    ahead = model.columns("ahead", n, places=begins)
    at_end = wanted[periods.last[first:]]
    step = at_end - np.concatenate([[0.0], at_end[:-1]])
    rows = model.rows("late", n, low=-step, high=-step, places=begins)
    _put_late(draft, rows, late, np.arange(n), -1.0)
    _put_late(draft, rows, ahead, np.arange(n), 1.0)
    model.put(rows[0], missing, -1.0)
    if streams:
        model.put(rows[:1], draft.delivered[streams][:, : first + 1], -1.0)
        model.put(rows[None, 1:], draft.delivered[streams][:, first + 1 :], -1.0)
    _count_late(draft, pool, late, np.array([one[0][1] for one in steps]))
    more = [(at, *one) for at, found in enumerate(steps) for one in found[1:]]
    if more:
        at, widths, months = zip(*more, strict=True)
        later = model.columns("late for longer", len(more), high=widths)
        _put_late(draft, rows, later, np.array(at), -1.0)
        _count_late(draft, pool, later, np.array(months))


def _count_late(draft: Draft, pool: Pool, columns: Indices, months: Floats | float) -> None:
    """What a member waits for, in unit-months: so many months for each unit of some columns."""
    draft.cost("late").add(columns, months)
    draft.late_of.append(pool.index)


def _put_late(draft: Draft, rows: Indices, columns: Indices, at: Indices, value: float) -> None:
    """Put columns of a level into the rows of their periods, and out of those that follow."""
    draft.model.put(rows[at], columns, value)
    inner = at + 1 < len(rows)
    draft.model.put(rows[at[inner] + 1], columns[inner], -value)


def _late_by_month(wanted: Floats) -> list[tuple[float, float]]:
    """What is late at a period's end, in pieces: units, and in how many of its months they are.

    ``wanted`` is the demand whose date has come, by month: what came last is late the shortest.
    """
    found = []
    levels = np.unique(wanted)[::-1]
    for level, below in zip(levels, [*levels[1:], -np.inf], strict=True):
        found.append((float(level - below), float((wanted >= level).sum())))
    return found


def _add_before_start(draft: Draft, pool: Pool, missing: int) -> None:
    """Months of lateness that lie before the start, where nothing can have been delivered."""
    before = [(due, firm) for due, firm in pool.dated if due < 0]
    wanted = 0
    for (due, firm), (until, _) in pairwise([*before, (0, 0)]):
        wanted += firm
        if until > due:
            late = draft.model.columns("late before the start", 1)
            row = draft.model.rows("late before the start", 1, low=wanted)
            draft.model.put(row, late, 1.0)
            draft.model.put(row, missing, 1.0)
            _count_late(draft, pool, late, float(until - due))
