"""Columns of call-offs and deliveries, and the rules of lines: lead, capacity, ramps, opening."""

from __future__ import annotations

import numpy as np

from jointstock.plan.case import RampStep
from jointstock.plan.draft import Draft
from jointstock.solve.highs import Solver
from jointstock.solve.model import Floats, Indices


def add_streams(draft: Draft) -> None:
    """Deliveries and totals of every stream; call-offs of those whose timing bears on money."""
    case, model = draft.case, draft.model
    n, count = len(case.streams), case.periods.count
    high = np.zeros((n, count))
    left = np.maximum(case.best_capacity - case.promised, 0)
    best = case.periods.total(left).astype(float)
    for stream in case.streams:
        if stream.possible:
            first = stream.arrives
            most = best[case.line_index[stream.line.line], first:]
            high[stream.index, first:] = np.inf if draft.open_ended else most
    draft.delivered = model.columns("delivery", (n, count), high=high, whole=True)
    draft.total = model.columns("total", n)
    rows = model.rows("total", n, low=0.0, high=0.0)
    model.put(rows[:, None], draft.delivered, 1.0)
    model.put(rows, draft.total, -1.0)
    _add_call_offs(draft, high)


def _add_call_offs(draft: Draft, high: Floats) -> None:
    """Claims called off and not yet delivered never go below zero, and end at zero (lead)."""
    case, model = draft.case, draft.model
    draft.timed = [s.index for s in case.streams if s.possible and _is_timed(draft, s.index)]
    draft.calls = np.full((len(case.streams), case.periods.count), -1, np.int64)
    for index in draft.timed:
        stream = case.streams[index]
        first, last = stream.periods
        start, count = stream.arrives, case.periods.count
        window, after = (case.periods.first[first : last + 1], case.periods.first[start:])
        calls = model.columns("call_off", len(window), whole=True, places=window)
        draft.calls[index, first : last + 1] = calls
        waiting = model.columns("waiting", count - start, places=after)
        draft.waiting = np.append(draft.waiting, waiting)
        model_rows = model.rows("lead", count - start, low=0.0, high=0.0, places=after)
        model.put(model_rows, waiting, 1.0)
        model.put(model_rows[1:], waiting[:-1], -1.0)
        model.put(model_rows, draft.delivered[index, start:], 1.0)
        ready = case.ready(stream)[first : last + 1]
        model.put(model_rows[ready - start], calls, -1.0)
        end = model.rows("all delivered", 1, low=0.0, high=0.0)
        model.put(end, waiting[-1], 1.0)


def _is_timed(draft: Draft, index: int) -> bool:
    """Whether the month of call-off can make a budget hold or break."""
    stream = draft.case.streams[index]
    if draft.all_timed:
        return True
    if (stream.line.contract, stream.line.item) not in draft.tariff.prices:
        return False
    kinds = {row.kind for row in draft.case.programme.budgets if row.member == stream.member}
    return "commitment" in kinds or ("payment" in kinds and draft.case.share_at(stream) > 0)


def add_lines(draft: Draft) -> None:
    """Capacity with ramps and opening, minimum order, and the order of a line's ramps."""
    case, model = draft.case, draft.model
    columns = model.columns("opened", len(case.closed), high=1.0, whole=True)
    draft.opened = dict(zip(case.closed, (int(c) for c in columns), strict=True))
    _add_ramps(draft)
    capacities, promised = case.periods.total(case.capacity), case.periods.total(case.promised)
    for line, index in case.line_index.items():
        streams = [s.index for s in case.streams if s.line.line == line and s.possible]
        capacity = capacities[index].astype(float)
        opened = draft.opened.get(line)
        base = 0.0 if opened is not None else capacity
        rows = model.rows("capacity", case.periods.count, high=base - promised[index])
        if streams:
            model.put(rows[None, :], draft.delivered[streams], 1.0)
        if opened is not None:
            model.put(rows, opened, -capacity)
            least = model.rows("minimum order", 1, low=0.0)
            model.put(least, opened, -float(case.lines[line].minimum_order))
            if streams:
                model.put(least, draft.total[streams], 1.0)
        for ramp in case.ramps:
            if ramp.row.line == line:
                source, at, months = _in_force(draft, ramp)
                extra = float(ramp.row.extra_per_month)
                model.put(rows[at], draft.decided[ramp.index, source], -extra * months)


def _in_force(draft: Draft, ramp: RampStep) -> tuple[Indices, Indices, Indices]:
    """By how many months of a period more a ramp is in force for being decided in another.

    Returns periods of decision, periods in which it is in force, and for each two the months that
    the level of the first adds in the second. Where each period is a month that is one, a lead
    time later.
    """
    periods = draft.case.periods
    start = periods.begin(ramp.first) + ramp.row.lead_months
    months = np.clip(periods.last[None, :] + 1 - start[:, None], 0, periods.lengths[None, :])
    months[:-1] -= months[1:]  # by being decided now, and not in the period after
    months[: periods.of[ramp.first]] = 0
    source, at = np.nonzero(months)
    return source, at, months[source, at]


def _add_ramps(draft: Draft) -> None:
    """A ramp is a step from 0 to 1 over its window; never down, never before the one below it.

    Before the cost goal nothing speaks against a ramp, so it is held as open as its line, by
    equations alone: the rules of ramps (bounds and ``ramp_rules``) rest until cost counts, and
    then take the equations' place (`release_ramps`). Duals of the goals before are then those of
    a capacity with every ramp in force.
    """
    case, model = draft.case, draft.model
    n, count = len(case.ramps), case.periods.count
    reach = np.zeros((n, count))
    for ramp in case.ramps:
        reach[ramp.index, case.periods.of[ramp.first] :] = np.inf
    draft.decided = model.columns("decided", (n, count), low=-reach, high=reach, whole=True)
    ties: list[Indices] = []
    for ramp in case.ramps:
        own = draft.decided[ramp.index]
        opened = draft.opened.get(ramp.row.line)
        level = 1.0 if opened is None else 0.0
        first, last = case.periods.within(ramp.first, ramp.last)
        left = count - first
        tie = model.rows("ramp as open as its line", left, low=level, high=level)
        model.put(tie, own[first:], 1.0)
        if opened is not None:
            model.put(tie, opened, -1.0)
        ties.append(tie)
        window = own[first : last + 1]
        rising = model.rows("ramp stays", len(window) - 1)
        model.put(rising, window[1:], 1.0)
        model.put(rising, window[:-1], -1.0)
        draft.ramp_rules.append((rising, 0.0, np.inf))
        after = own[last + 1 :]
        same = model.rows("ramp window", len(after))
        model.put(same, after, 1.0)
        model.put(same, own[last], -1.0)
        draft.ramp_rules.append((same, 0.0, 0.0))
        below = case.ramps[ramp.index - 1] if ramp.index else None
        if below is not None and below.row.line == ramp.row.line:
            step = model.rows("ramp in step", left)
            model.put(step, own[first:], 1.0)
            model.put(step, draft.decided[below.index, first:], -1.0)
            draft.ramp_rules.append((step, -np.inf, 0.0))
    draft.ramp_ties = np.concatenate([*ties, np.zeros(0, np.int64)])


def release_ramps(draft: Draft, solver: Solver, tight: set[int]) -> None:
    """Let ramps be left out, except where an earlier goal rests on one (its row in ``tight``)."""
    for ramp in draft.case.ramps:
        solver.bound(draft.decided[ramp.index, draft.case.periods.of[ramp.first] :], 0.0, 1.0)
    for rows, low, high in draft.ramp_rules:
        if len(rows):
            solver.bound_rows(rows, low, high)
    free = np.array([row for row in draft.ramp_ties if int(row) not in tight], np.int64)
    if len(free):
        solver.bound_rows(free, -np.inf, solver.high_rows[free])
