"""What lines let through: capacity, standing promises, leads and openings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from jointstock.plan.case import Stream
from jointstock.plan.why.faces import Moves
from jointstock.plan.why.held import Held, blocks
from jointstock.plan.why.lever import STEP, Lever, about, less, sized
from jointstock.programme.whatif import assignment
from jointstock.solve.model import Floats, Indices


def streams_of(held: Held, line: str) -> list[Stream]:
    """The ways by which units of a line can reach members."""
    return [one for one in held.case.streams if one.line.line == line and one.possible]


def streams_to(held: Held, member: str, item: str) -> list[Stream]:
    """The ways by which units of an item can reach a member's level, on lines that are open."""
    bears = not held.draft.all_bear
    return [
        one
        for one in held.case.streams
        if (one.member, one.line.item) == (member, item)
        and one.possible
        and is_open(held, one.line.line)
        and not (bears and one.donation >= 0)
    ]


def first_month(held: Held, member: str, item: str) -> int | None:
    """The first month in which something called off can have come; ``None`` for never."""
    return min((one.first_delivery for one in streams_to(held, member, item)), default=None)


def is_open(held: Held, line: str) -> bool:
    """Whether a line is open in the plan."""
    return held.case.lines[line].already_open or line in held.plan.decisions.lines_opened


def capacity_of(held: Held, line: str) -> Floats:
    """What a line can make by month in the plan, ramps included (T,)."""
    case = held.case
    able = case.capacity[case.line_index[line]].astype(float)
    for taken in held.plan.decisions.ramps:
        for ramp in case.ramps:
            if (ramp.row.line, ramp.row.step) == (line, taken.step) and taken.line == line:
                able[case.t(taken.month) + ramp.row.lead_months :] += ramp.row.extra_per_month
    return np.asarray(able)


def first_full(held: Held, line: str) -> int | None:
    """The first month from which a line could deliver and has nothing to spare."""
    case, streams = held.case, streams_of(held, line)
    if not streams:
        return None
    used = case.promised[case.line_index[line]].astype(float)
    for entry in held.plan.entries:
        if entry.kind == "delivery" and entry.line == line:
            used[case.t(entry.month)] += entry.transfers[0].quantity
    able = capacity_of(held, line)
    first = min(one.first_delivery for one in streams)
    full = np.flatnonzero((used >= able)[first:])
    return int(full[0]) + first if len(full) else None


def of_lines(held: Held) -> Iterator[Lever]:
    """Capacity, promises to others, lead and minimum order of lines that deliver to members."""
    case = held.case
    rows = dict(zip(case.line_index, blocks(held.draft, "capacity"), strict=True))
    least = dict(zip(case.closed, blocks(held.draft, "minimum order"), strict=True))
    for line, row in case.lines.items():
        streams = streams_of(held, line)
        if not streams:
            continue
        if not is_open(held, line):
            yield from _unopened(held, line)
            continue
        t = first_full(held, line)
        if t is not None:
            yield _capacity(held, line, t, rows[line])
            yield from _promised(held, line, t, rows[line])
        if row.lead_months:
            found = less(about("lead", line=line, item=row.item), "lines", row, "lead_months")
            yield replace(found, guide=sooner(held, line))
        if line in least and row.minimum_order:
            moves = Moves(least[line], np.array([-1.0]))
            like = about("minimum", line=line, item=row.item)
            yield replace(less(like, "lines", row, "minimum_order", step=STEP), moves=moves)


def sooner(held: Held, line: str) -> Moves | None:
    """What a line could make in the month before it can deliver, once more in the month after.

    So much comes sooner where its lead is a month shorter. ``None`` where there is no such month.
    """
    case = held.case
    rows = dict(zip(case.line_index, blocks(held.draft, "capacity"), strict=True))
    first = min((one.first_delivery for one in streams_of(held, line)), default=0)
    if not 0 < first < case.months:
        return None
    spare = capacity_of(held, line) - case.promised[case.line_index[line]]
    month = range(first, first + 1)
    return of_capacity(held, line, rows[line], month).times(max(float(spare[first - 1]), 1.0))


def _capacity(held: Held, line: str, t: int, rows: Indices) -> Lever:
    """So many units a month more from the first month in which the line is full."""
    case = held.case
    month = case.programme.start + t
    found = [r for r in case.programme.capacity if r.line == line]
    before = [r for r in found if r.from_ <= month]
    shown = [max(before, key=lambda r: r.from_)] if before else []
    shown += [r for r in found if r.from_ > month]
    like = replace(about("capacity", line=line, item=case.lines[line].item), month=month)
    return Lever(
        lambda units: sized(like, units, (f"add {line} {units} {month}",), *shown),
        of_capacity(held, line, rows, range(t, case.months)),
    )


def of_capacity(held: Held, line: str, rows: Indices, months: range) -> Moves:
    """A unit of capacity in some months, and the bounds of deliveries that were read from it."""
    periods, units = np.unique(held.case.periods.of[months], return_counts=True)
    bounded = [] if held.draft.open_ended else [one.index for one in streams_of(held, line)]
    columns = held.draft.delivered[bounded][:, periods]
    by, at = (np.broadcast_to(one, columns.shape).ravel() for one in (units, periods))
    return Moves(rows[periods], units.astype(float), columns.ravel(), by.astype(float), at)


def _promised(held: Held, line: str, t: int, rows: Indices) -> Iterator[Lever]:
    """Units less that the line owes to others in the first month in which it is full."""
    case = held.case
    month = case.programme.start + t
    like = replace(about("promised", line=line, item=case.lines[line].item), month=month)
    for row in case.programme.promised:
        free = row.customer not in case.members and not row.contract
        if (row.line, row.due) == (line, month) and free and row.units:
            moves = of_capacity(held, line, rows, range(t, t + 1))
            yield replace(less(like, "promised", row, "units", step=STEP), moves=moves)


def _unopened(held: Held, line: str) -> Iterator[Lever]:
    """A line that is not opened: its minimum order as low as what could be called off on it."""
    case = held.case
    row = case.lines[line]
    wanted = sum(
        pool.firm + pool.optional
        for pool in case.pools
        if (pool.contract, pool.item) == (row.contract, row.item)
    )
    if row.minimum_order > 1 and wanted:
        least = min(row.minimum_order - 1, wanted)
        like = about("opening", line=line, item=row.item, contract=row.contract)
        sets = (assignment("lines", row, "minimum_order", least),)
        change = sized(like, row.minimum_order - least, sets, row)
        yield Lever(lambda _: change, anew=True)
