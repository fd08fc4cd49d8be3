"""Columns of call-offs and deliveries, and the rules of lines: lead, capacity, ramps, opening."""

from __future__ import annotations

import numpy as np

from jointstock.plan.draft import Draft
from jointstock.solve.highs import Solver
from jointstock.solve.model import Floats, Indices


def add_streams(draft: Draft) -> None:
    """Deliveries and totals of every stream; call-offs of those whose timing bears on money."""
    case, model = draft.case, draft.model
    n, months = len(case.streams), case.months
    high = np.zeros((n, months))
    best = _best_capacity(draft)
    for stream in case.streams:
        if stream.possible:
            first = stream.first_delivery
            high[stream.index, first:] = best[case.line_index[stream.line.line], first:]
    draft.delivered = model.columns("delivery", (n, months), high=high, whole=True)
    draft.total = model.columns("total", n)
    rows = model.rows("total", n, low=0.0, high=0.0)
    model.put(rows[:, None], draft.delivered, 1.0)
    model.put(rows, draft.total, -1.0)
    _add_call_offs(draft, high)


def _add_call_offs(draft: Draft, high: Floats) -> None:
    """Claims called off and not yet delivered never go below zero, and end at zero (lead)."""
    case, model = draft.case, draft.model
    draft.timed = [s.index for s in case.streams if s.possible and _is_timed(draft, s.index)]
    draft.calls = np.full((len(case.streams), case.months), -1, np.int64)
    for index in draft.timed:
        stream = case.streams[index]
        first, last = stream.calls
        lead, months = stream.line.lead_months, case.months
        window, after = np.arange(first, last + 1), np.arange(first + lead, months)
        calls = model.columns("call_off", len(window), whole=True, places=window)
        draft.calls[index, first : last + 1] = calls
        start = first + lead
        waiting = model.columns("waiting", months - start, places=after)
        draft.waiting = np.append(draft.waiting, waiting)
        model_rows = model.rows("lead", months - start, low=0.0, high=0.0, places=after)
        model.put(model_rows, waiting, 1.0)
        model.put(model_rows[1:], waiting[:-1], -1.0)
        model.put(model_rows, draft.delivered[index, start:], 1.0)
        model.put(model_rows[: last - first + 1], calls, -1.0)
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


def _best_capacity(draft: Draft) -> Floats:
    """What is left of each line's capacity with every ramp in force as soon as can be (L, T)."""
    case = draft.case
    best = (case.capacity - case.promised).astype(float)
    for ramp in case.ramps:
        start = ramp.first + ramp.row.lead_months
        best[case.line_index[ramp.row.line], start:] += ramp.row.extra_per_month
    return np.asarray(np.maximum(best, 0.0))


def add_lines(draft: Draft) -> None:
    """Capacity with ramps and opening, minimum order, and the order of a line's ramps."""
    case, model = draft.case, draft.model
    columns = model.columns("opened", len(case.closed), high=1.0, whole=True)
    draft.opened = dict(zip(case.closed, (int(c) for c in columns), strict=True))
    _add_ramps(draft)
    for line, index in case.line_index.items():
        streams = [s.index for s in case.streams if s.line.line == line and s.possible]
        capacity = case.capacity[index].astype(float)
        opened = draft.opened.get(line)
        base = 0.0 if opened is not None else capacity
        rows = model.rows("capacity", case.months, high=base - case.promised[index])
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
                start = ramp.first + ramp.row.lead_months
                if start < case.months:
                    until = case.months - ramp.row.lead_months
                    source = draft.decided[ramp.index, ramp.first : until]
                    model.put(rows[start:], source, -float(ramp.row.extra_per_month))


def _add_ramps(draft: Draft) -> None:
    """A ramp is a step from 0 to 1 over its window; never down, never before the one below it.

    Before the cost goal nothing speaks against a ramp, so it is held as open as its line, by
    equations alone: the rules of ramps (bounds and ``ramp_rules``) rest until cost counts, and
    then take the equations' place (`release_ramps`). Duals of the goals before are then those of
    a capacity with every ramp in force.
    """
    case, model = draft.case, draft.model
    n, months = len(case.ramps), case.months
    reach = np.zeros((n, months))
    for ramp in case.ramps:
        reach[ramp.index, ramp.first :] = np.inf
    draft.decided = model.columns("decided", (n, months), low=-reach, high=reach, whole=True)
    ties: list[Indices] = []
    for ramp in case.ramps:
        own = draft.decided[ramp.index]
        opened = draft.opened.get(ramp.row.line)
        level = 1.0 if opened is None else 0.0
        count = months - ramp.first
        tie = model.rows("ramp as open as its line", count, low=level, high=level)
        model.put(tie, own[ramp.first :], 1.0)
        if opened is not None:
            model.put(tie, opened, -1.0)
        ties.append(tie)
        window = own[ramp.first : ramp.last + 1]
        rising = model.rows("ramp stays", len(window) - 1)
        model.put(rising, window[1:], 1.0)
        model.put(rising, window[:-1], -1.0)
        draft.ramp_rules.append((rising, 0.0, np.inf))
        after = own[ramp.last + 1 :]
        same = model.rows("ramp window", len(after))
        model.put(same, after, 1.0)
        model.put(same, own[ramp.last], -1.0)
        draft.ramp_rules.append((same, 0.0, 0.0))
        below = case.ramps[ramp.index - 1] if ramp.index else None
        if below is not None and below.row.line == ramp.row.line:
            step = model.rows("ramp in step", count)
            model.put(step, own[ramp.first :], 1.0)
            model.put(step, draft.decided[below.index, ramp.first :], -1.0)
            draft.ramp_rules.append((step, -np.inf, 0.0))
    draft.ramp_ties = np.concatenate([*ties, np.zeros(0, np.int64)])


def release_ramps(draft: Draft, solver: Solver, tight: set[int]) -> None:
    """Let ramps be left out, except where an earlier goal rests on one (its row in ``tight``)."""
    for ramp in draft.case.ramps:
        solver.bound(draft.decided[ramp.index, ramp.first :], 0.0, 1.0)
    for rows, low, high in draft.ramp_rules:
        if len(rows):
            solver.bound_rows(rows, low, high)
    free = np.array([row for row in draft.ramp_ties if int(row) not in tight], np.int64)
    if len(free):
        solver.bound_rows(free, -np.inf, solver.high_rows[free])
