"""What limits a plan, found in its entries and the programme, and said in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jointstock.programme.tables import Contract, Donation, Line, Row
from jointstock.publish import series
from jointstock.publish.brief import Brief
from jointstock.publish.wording import (
    in_spans,
    in_years,
    money,
    month,
    number,
    percent,
    sentence,
    units,
)
from jointstock.words.money import exact, minor_units, round_half_up
from jointstock.words.results import NotServed


@dataclass(frozen=True, slots=True)
class Limiting:
    """One thing that binds: its kind (line, lead, contract, budget, donation, demand), and how."""

    kind: str
    subject: str
    text: str


def limits(brief: Brief) -> list[Limiting]:
    """Everything that binds the plan, in the order of the tables."""
    return [
        *_lines(brief),
        *_contracts(brief),
        *_budgets(brief),
        *_donations(brief),
        *_demand(brief),
    ]


def _lines(brief: Brief) -> Iterator[Limiting]:
    loads = {load.line: load for load in brief.loads}
    for row in brief.programme.lines:
        load = loads.get(row.line)
        who = brief.line(row.line)
        if load is None:
            yield Limiting("line", who, f"Line {who} is not opened, so nothing comes from it.")
            continue
        mark = brief.mark(*_capacity_rows(brief, row.line))
        able = sum(load.capacity)
        used = sum(load.own) + sum(load.backfill) + sum(load.promised)
        full = [at for t, at in enumerate(brief.months) if load.full(t)]
        if full:
            earlier = sum(load.promised)
            text = (
                f"Line {who} is full in {len(full)} of {len(brief.months)} months "
                f"({in_spans(full)}): {number(used)} of the {number(able)}{mark} units it can "
                f"make are used"
            )
            if earlier:
                text += f", {number(earlier)} of them for promises made before the start"
            yield Limiting("line", who, sentence(text))
        elif able:
            share = percent(used, able)
            text = f"Line {who} is never full: {share} of what it can make{mark} is used"
            yield Limiting("line", who, sentence(text))
        yield from _lead(brief, row, load, mark)


def _capacity_rows(brief: Brief, line: str) -> list[Row]:
    found: list[Row] = [r for r in brief.programme.capacity if r.line == line]
    return found + [r for r in brief.programme.ramps if r.line == line]


def _lead(brief: Brief, row: Line, load: series.Load, mark: str) -> Iterator[Limiting]:
    """When the first unit called off can come, at the earliest."""
    able = [t for t, most in enumerate(load.capacity) if most > load.promised[t]]
    opens = next(r.call_off_from for r in brief.programme.contracts if r.contract == row.contract)
    wait = 0 if opens is None else max(opens - brief.programme.start, 0)
    by_lead = wait + row.lead_months
    first = next((t for t in able if t >= by_lead), None)
    if first is None or first == 0:
        return
    why = f"the lead of {row.lead_months} months{brief.mark(row)} from the first call-off"
    if first > by_lead:
        why += f", and no capacity to spare before{mark}"
    when = month(brief.months[first])
    who = brief.line(row.line)
    text = f"from line {who} nothing called off can come before {when}: {why}"
    yield Limiting("lead", who, sentence(text))


def _contracts(brief: Brief) -> Iterator[Limiting]:
    for row in brief.programme.contracts:
        called = series.total(
            e for e in series.of_kind(brief.plan, "call_off") if e.contract == row.contract
        )
        past = brief.terms.past(row.contract)
        if row.ceiling is not None:
            yield _ceiling(brief, row, called, past)
        for line in brief.programme.lines:
            if line.contract == row.contract and line.line in brief.plan.decisions.lines_opened:
                on_line = series.total(
                    e for e in series.of_kind(brief.plan, "call_off") if e.line == line.line
                )
                if line.minimum_order:
                    spare = on_line - line.minimum_order
                    text = (
                        f"Line {brief.line(line.line)} needs call-offs of at least "
                        f"{number(line.minimum_order)}{brief.mark(line)} to be opened; it gets "
                        f"{number(on_line)}, {number(spare)} more"
                        if spare
                        else f"Line {brief.line(line.line)} gets exactly the "
                        f"{number(line.minimum_order)}{brief.mark(line)} it needs to be opened"
                    )
                    yield Limiting("contract", row.contract, sentence(text))


def _ceiling(brief: Brief, row: Contract, called: int, past: int) -> Limiting:
    assert row.ceiling is not None
    left = row.ceiling - past - called
    mark = brief.mark(row)
    before = f" ({number(past)} of them before the start)" if past else ""
    if left <= 0:
        top = f"{number(row.ceiling)}{mark}"
        text = f"the ceiling of contract {row.contract}, {top}, is reached{before}"
    else:
        text = (
            f"contract {row.contract} has {number(left)} of its ceiling of "
            f"{number(row.ceiling)}{mark} left: {number(past + called)} are called off{before}"
        )
    return Limiting("contract", row.contract, sentence(text))


def _budgets(brief: Brief) -> Iterator[Limiting]:
    """Fiscal years in which what is left buys no further unit."""
    for kind, verb in (("payment", "pay for"), ("commitment", "sign for")):
        for row in brief.programme.members:
            own = [
                year
                for year in series.budget_years(brief.programme, brief.plan, kind)
                if year.member == row.member and year.limited
            ]
            unit = _unit_price(brief, row.member, own[0].currency) if own else None
            if unit is None:
                continue
            spent_out = [year for year in own if year.left < unit]
            rows = [r for r in brief.programme.budgets if (r.member, r.kind) == (row.member, kind)]
            mark = brief.mark(*rows)
            name = brief.name(row.member)
            if spent_out:
                years = in_years([year.fiscal_year for year in spent_out])
                text = (
                    f"{name} has less left{mark} than it takes to {verb} one more unit at the "
                    f"end of fiscal {'year' if len(spent_out) == 1 else 'years'} {years}"
                )
                yield Limiting("budget", name, sentence(text))
            else:
                last = own[-1]
                text = (
                    f"{name} is not held back by its budget at the end of any fiscal year; "
                    f"{money(last.left, last.currency)}{mark} is left at the end of the last"
                )
                yield Limiting("budget", name, sentence(text))


def _unit_price(brief: Brief, member: str, currency: str) -> int | None:
    """The least price of a unit with its fee, that the member may call off, in minor units."""
    fees = {row.contract: row.fee_percent for row in brief.programme.contracts}
    signed = {row.contract for row in brief.programme.signatories if row.member == member}
    found = []
    for band in brief.plan.decisions.bands:
        if band.contract not in signed:
            continue
        try:
            rate = brief.terms.rate(band.currency, currency, brief.programme.start)
        except KeyError:
            continue
        price = Fraction(band.unit_price) * (1 + exact(fees[band.contract]) / 100)
        found.append(round_half_up(price * rate * minor_units(currency)))
    return min(found, default=None)


def _donations(brief: Brief) -> Iterator[Limiting]:
    for row in brief.programme.donations:
        given, back = series.gift(brief.plan, row.donation)
        total = series.total(given)
        name, mark = brief.name(row.donor), brief.mark(row)
        if total >= row.up_to:
            ready = f"{number(row.up_to)}{mark}"
            text = f"{name} gives all the {ready} it is ready to give ({row.donation})"
        else:
            reasons = _why_not_more(brief, row, total, series.total(back))
            some = f"{number(total)} of up to" if total else "none of the"
            text = f"{name} gives {some} {number(row.up_to)}{mark} ({row.donation}){reasons}"
        yield Limiting("donation", name, sentence(text))


def _why_not_more(brief: Brief, row: Donation, given: int, back: int) -> str:
    """What holds a gift back, as far as the entries show it."""
    held = brief.stocks.get((row.donor, row.item), [0])
    if row.not_before is not None:
        held = held[max(row.not_before - brief.programme.start, 0) :] or [0]
    reasons = []
    # Once a first gift is made, the level must hold in every month after it.
    if row.keep_units:
        lowest = min(held)
        if lowest <= row.keep_units:
            reasons.append(
                f"it keeps {number(row.keep_units)}, and its stock falls to {number(lowest)}"
            )
    elif min(held) == 0:
        reasons.append("its stock falls to nothing")
    if row.backfill_within_months is not None and back <= given:
        reasons.append(
            f"each gift must be backfilled within {row.backfill_within_months} months, and "
            f"{number(back)} are"
        )
    if row.group:
        reasons.append(f"group {row.group} gives in full and together, or not at all")
    return f": {'; '.join(reasons)}" if reasons else ""


def _demand(brief: Brief) -> Iterator[Limiting]:
    for one in brief.plan.not_called_off:
        text = (
            f"{brief.name(one.member)} does not call off {number(one.units)} {one.item} of its "
            f"firm demand under {one.contract}"
        )
        yield Limiting("demand", brief.name(one.member), sentence(text))
    for cell, entries in _unserved(brief).items():
        months = [one.month for one in entries]
        text = (
            f"{brief.cell(*cell)} cannot serve {units(sum(one.units for one in entries))} "
            f"of its own use ({in_spans(months)})"
        )
        yield Limiting("demand", brief.name(cell[0]), sentence(text))


def _unserved(brief: Brief) -> dict[series.Cell, list[NotServed]]:
    found: dict[series.Cell, list[NotServed]] = {}
    for one in brief.plan.not_served:
        found.setdefault((one.member, one.item), []).append(one)
    return found
