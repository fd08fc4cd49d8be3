"""What ramps let through: one that is taken, a month earlier; one that is not, if it could be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from jointstock.plan.why.held import Held, blocks
from jointstock.plan.why.lever import Lever, about, by_months, less
from jointstock.plan.why.of_lines import is_open, of_capacity
from jointstock.programme.tables import Ramp
from jointstock.words.results import Decisions, RampTaken
from jointstock.words.why import Change


def of_ramps(held: Held) -> Iterator[Lever]:
    """A ramp in force a month earlier: decided earlier, or with a shorter lead.

    Nothing speaks against a ramp before the goal *cost*. So one that is not taken would have
    bettered no goal before it, as early as it can be decided; a month earlier it may.
    """
    case, decisions = held.case, held.plan.decisions
    taken = {(one.line, one.step): one for one in decisions.ramps}
    rows = dict(zip(case.line_index, blocks(held.draft, "capacity"), strict=True))
    for ramp in case.ramps:
        row, one = ramp.row, taken.get((ramp.row.line, ramp.row.step))
        like = about("ramp", line=row.line, item=case.lines[row.line].item)
        if one is None:
            yield from _not_taken(held, row, like)
            continue
        if row.lead_months:
            found = less(like, "ramps", row, "lead_months")
            before = case.t(one.month) + row.lead_months - 1
            if before < case.months:  # a month of the step's capacity, and no other change
                moves = of_capacity(held, row.line, rows[row.line], range(before, before + 1))
                by = float(row.extra_per_month)
                yield replace(found, moves=moves.times(by), most=1)
        if row.decide_from == one.month and one.month > case.programme.start:
            yield by_months(like, "ramps", row, "decide_from", -1, _decided(held, row, -1))


def _not_taken(held: Held, row: Ramp, like: Change) -> Iterator[Lever]:
    """A ramp that is not taken: decided as early as it can be, with a shorter lead or a month more.

    The steps below it are decided with it.
    """
    if not is_open(held, row.line):
        return
    start = held.case.programme.start
    asked = replace(like, kind="untaken")
    if row.lead_months:
        yield replace(less(asked, "ramps", row, "lead_months"), decisions=_decided(held, row, 0))
    if row.decide_from is not None and row.decide_from > start:
        yield by_months(asked, "ramps", row, "decide_from", -1, _decided(held, row, -1))


def _decided(held: Held, row: Ramp, by: int) -> Decisions:
    """The plan's decisions with a ramp decided so many months after it can be at the earliest.

    One that is taken is moved from where it is; steps below one that is not come with it.
    """
    case, decisions = held.case, held.plan.decisions
    taken = {(one.line, one.step): one for one in decisions.ramps}
    key = (row.line, row.step)
    if key in taken:
        taken[key] = replace(taken[key], month=taken[key].month + by)
        return replace(decisions, ramps=tuple(taken.values()))
    for ramp in case.ramps:
        name = (ramp.row.line, ramp.row.step)
        if ramp.row.line == row.line and ramp.row.step <= row.step and name not in taken:
            first = max(ramp.first + (by if name == key else 0), 0)
            taken[name] = RampTaken(*name, case.programme.start + first)
    return replace(decisions, ramps=tuple(taken.values()))
