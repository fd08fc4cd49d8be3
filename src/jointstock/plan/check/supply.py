"""Rules of lines and call-offs: who, when, lead, capacity, ramps, opening, demand, ceiling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate

from jointstock.programme.programme import Programme
from jointstock.programme.tables import Line
from jointstock.programme.terms import Terms
from jointstock.words.entries import Entry
from jointstock.words.results import Decisions


def check_supply(
    programme: Programme, terms: Terms, entries: tuple[Entry, ...], decisions: Decisions
) -> Iterator[str]:
    """Every breach of a rule of supply."""
    calls = [entry for entry in entries if entry.kind == "call_off"]
    yield from _who_and_when(programme, calls)
    yield from _lead(programme, entries)
    yield from _ramps(programme, decisions)
    yield from _demand(programme, calls)
    by_line: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_line[entry.line].append(entry)
    for line in programme.lines:
        yield from _line(programme, terms, line, by_line[line.line], decisions)
    for contract in programme.contracts:
        called = sum(_units(e) for e in calls if e.contract == contract.contract)
        past = terms.past(contract.contract)
        if contract.ceiling is not None and called and past + called > contract.ceiling:
            yield (
                f"contract {contract.contract}: {past + called} units called off, "
                f"ceiling {contract.ceiling}"
            )


def _units(entry: Entry) -> int:
    return entry.transfers[0].quantity


def _who_and_when(programme: Programme, calls: list[Entry]) -> Iterator[str]:
    """Call-offs are by signatories, from their date on, inside the contract's dates."""
    signed = {(row.contract, row.member): row.from_ for row in programme.signatories}
    contracts = {row.contract: row for row in programme.contracts}
    for call in calls:
        told = f"call-off of {call.member} on {call.line} in {call.month}"
        if (call.contract, call.member) not in signed:
            yield f"{told}: no signatory of {call.contract}"
            continue
        contract = contracts[call.contract]
        for first in (signed[call.contract, call.member], contract.call_off_from):
            if first is not None and call.month < first:
                yield f"{told}: not before {first}"
        if contract.call_off_to is not None and call.month > contract.call_off_to:
            yield f"{told}: not after {contract.call_off_to}"


def _lead(programme: Programme, entries: tuple[Entry, ...]) -> Iterator[str]:
    """Deliveries to date never exceed call-offs to date a lead time earlier."""
    leads = {line.line: line.lead_months for line in programme.lines}
    net: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0] * programme.months)
    for entry in entries:
        t = entry.month - programme.start
        if entry.kind == "call_off":
            ready = t + leads[entry.line]
            if ready >= programme.months:
                yield f"call-off of {entry.member} on {entry.line} in {entry.month} comes too late"
            else:
                net[entry.member, entry.line, entry.backfill][ready] += _units(entry)
        elif entry.kind == "delivery":
            net[entry.member, entry.line, entry.backfill][t] -= _units(entry)
    for (member, line, backfill), change in net.items():
        waiting = list(accumulate(change))
        if min(waiting) < 0:
            at = programme.start + waiting.index(min(waiting))
            yield f"{member} on {line} ({backfill or 'own demand'}): delivered too soon by {at}"
        if waiting[-1] != 0:
            yield f"{member} on {line} ({backfill or 'own demand'}): {waiting[-1]} never delivered"


def _line(
    programme: Programme,
    terms: Terms,
    line: Line,
    entries: list[Entry],
    decisions: Decisions,
) -> Iterator[str]:
    """Deliveries and promises of a line within its capacity; opened only with its minimum order."""
    opened = line.already_open or line.line in decisions.lines_opened
    capacity = terms.capacity(line.line)
    for taken in decisions.ramps:
        if taken.line == line.line:
            ramp = next(r for r in programme.ramps if (r.line, r.step) == (taken.line, taken.step))
            for t in range(taken.month - programme.start + ramp.lead_months, programme.months):
                capacity[t] += ramp.extra_per_month
    out = [0] * programme.months
    called = 0
    for entry in entries:
        if entry.kind in ("delivery", "promise"):
            out[entry.month - programme.start] += _units(entry)
        if entry.kind == "call_off":
            called += _units(entry)
    for t, units in enumerate(out):
        if units > (capacity[t] if opened else 0):
            yield (
                f"line {line.line} delivers {units} in {programme.start + t}, "
                f"capacity {capacity[t] if opened else 0}"
            )
    if not opened and called:
        yield f"line {line.line} is not opened but {called} units are called off on it"
    if line.line in decisions.lines_opened:
        if line.already_open:
            yield f"line {line.line} is opened although it is open"
        if called < line.minimum_order:
            yield (
                f"line {line.line} is opened with {called} units called off, "
                f"minimum order {line.minimum_order}"
            )


def _ramps(programme: Programme, decisions: Decisions) -> Iterator[str]:
    """Ramps are decided once, in their window, in step, on open lines."""
    rows = {(row.line, row.step): row for row in programme.ramps}
    open_lines = {line.line for line in programme.lines if line.already_open}
    open_lines |= set(decisions.lines_opened)
    taken = {(one.line, one.step): one.month for one in decisions.ramps}
    if len(taken) < len(decisions.ramps):
        yield "a ramp is taken twice"
    for (line, step), month in taken.items():
        row = rows[line, step]
        told = f"ramp {step} of {line} decided in {month}"
        if line not in open_lines:
            yield f"{told}: the line is not open"
        if row.decide_from is not None and month < row.decide_from:
            yield f"{told}: not before {row.decide_from}"
        if row.decide_to is not None and month > row.decide_to:
            yield f"{told}: not after {row.decide_to}"
        below = [number for name, number in rows if name == line and number < step]
        if below and taken.get((line, max(below)), programme.end + 1) > month:
            yield f"{told}: step {max(below)} is not taken by then"


def _demand(programme: Programme, calls: list[Entry]) -> Iterator[str]:
    """A member calls off at most its firm and optional demand under a contract."""
    wanted: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in programme.demand:
        wanted[row.member, row.contract, row.item] += row.firm + row.optional
    called: dict[tuple[str, str, str], int] = defaultdict(int)
    for call in calls:
        if not call.backfill:
            called[call.member, call.contract, call.item] += _units(call)
    for (member, contract, item), units in called.items():
        if units > wanted[member, contract, item]:
            yield (
                f"{member} calls off {units} {item} under {contract}, "
                f"demand {wanted[member, contract, item]}"
            )
