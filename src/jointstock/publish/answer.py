"""The answer in plain words: what a plan says, each sentence with numbers counted from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jointstock.programme.tables import Contract, Donation
from jointstock.publish import outlasted, series
from jointstock.publish.amounts import exact_money
from jointstock.publish.brief import BASES, Brief
from jointstock.publish.reconciled import from_shares_to_plan
from jointstock.publish.share_sheets import rows_behind
from jointstock.publish.shares import marked, not_bought, proof
from jointstock.publish.wording import (
    count,
    listed,
    money,
    month,
    number,
    percent,
    sentence,
    units,
)
from jointstock.words.entries import Entry
from jointstock.words.money import exact, minor_units, round_half_up


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence or two under the question they answer."""

    topic: str
    text: str


def answer(brief: Brief) -> list[Told]:
    """What the plan says, question by question; marks stand behind what rests on assumptions."""
    found = [
        *(Told("What is bought", text) for text in _bought(brief)),
        *(Told("Which lines", text) for text in _lines(brief)),
        *(Told("Who gets what by when", text) for text in _received(brief)),
        *(Told("The worst month", text) for text in _worst(brief)),
        *(Told("What can be given", text) for text in _given(brief)),
        *(Told("What it costs", text) for text in _cost(brief)),
        *(Told("Who pays what", text) for text in _shares(brief)),
        *(Told("What is not met", text) for text in _not_met(brief)),
        *(Told("The risk asked for", text) for text in outlasted.sentence(brief.plan)),
        Told("What is assumed", _assumed(brief)),
    ]
    return [Told(one.topic, sentence(one.text)) for one in found]


def _shares(brief: Brief) -> Iterator[str]:
    found = brief.findings.shares
    if found is None:
        if brief.findings.not_shared:
            yield f"not told here: {brief.findings.not_shared}"
        return
    rows = brief.programme
    mark = brief.mark(*rows_behind(brief))
    parts = [
        f"{exact_money(one.share, found.currency)}{mark} by {brief.name(one.member)}"
        for one in found.members
    ]
    yield f"of the least cost of all firm demand, as of today: {listed(parts)}"
    names = {one.member: brief.name(one.member) for one in rows.members}
    yield marked(from_shares_to_plan(found), found.currency, mark)
    if found.left_out:
        yield not_bought(found, names)
    yield from proof(found.worst, names, found.currency)


def _bought(brief: Brief) -> Iterator[str]:
    calls = series.of_kind(brief.plan, "call_off")
    for row in brief.programme.contracts:
        own = [entry for entry in calls if entry.contract == row.contract]
        if not own:
            yield f"nothing is called off under contract {row.contract}"
            continue
        mark = brief.mark_of(own)
        who = [m.member for m in brief.programme.members if any(e.member == m.member for e in own)]
        parts = [
            f"{number(series.total(e for e in own if e.member == member))}{mark} by "
            f"{brief.name(member)}"
            for member in who
        ]
        text = (
            f"{number(series.total(own))}{mark} {_items(brief, own)} are called off under contract "
            f"{row.contract}, {_stretch(own)}: {listed(parts)}"
        )
        backfill = series.total(entry for entry in own if entry.backfill)
        if backfill:
            text += f"; {number(backfill)}{mark} of them replace gifts"
        yield text + _of_ceiling(brief, row, series.total(own))
        yield from _bands(brief, row.contract)


def _items(brief: Brief, entries: list[Entry]) -> str:
    names = {row.item: row.name for row in brief.programme.items}
    codes = list(dict.fromkeys(entry.item for entry in entries))
    return listed(codes) if len(codes) > 1 or not names.get(codes[0]) else codes[0]


def _stretch(entries: list[Entry]) -> str:
    first, last = min(e.month for e in entries), max(e.month for e in entries)
    return f"in {month(first)}" if first == last else f"from {month(first)} to {month(last)}"


def _of_ceiling(brief: Brief, row: Contract, called: int) -> str:
    if row.ceiling is None:
        return ""
    left = row.ceiling - brief.terms.past(row.contract) - called
    ceiling = f"{number(row.ceiling)}{brief.mark(row)}"
    if left <= 0:
        return f". The ceiling of {ceiling} is reached"
    return f". {number(left)} of the ceiling of {ceiling} are left"


def _bands(brief: Brief, contract: str) -> Iterator[str]:
    for band in brief.plan.decisions.bands:
        if band.contract == contract:
            rows = brief.terms.bands(contract, band.item)
            row = next(one for one in rows if one.from_units == band.from_units)
            price = round_half_up(exact(row.unit_price) * minor_units(row.currency))
            text = f"the price is {money(price, row.currency)}{brief.mark(row)} a unit"
            if len(rows) > 1:
                text += f", that of the band from {number(row.from_units)} units on"
            yield text


def _lines(brief: Brief) -> Iterator[str]:
    opened = brief.plan.decisions.lines_opened
    closed = [row for row in brief.programme.lines if not row.already_open]
    if opened:
        yield f"the plan opens {listed([f'line {brief.line(line)}' for line in opened])}"
    elif closed:
        yield "no line is opened"
    for taken in brief.plan.decisions.ramps:
        yield (
            f"step {taken.step} of the ramps of line {brief.line(taken.line)} is decided in "
            f"{month(taken.month)}"
        )


def _received(brief: Brief) -> Iterator[str]:
    for member in brief.programme.members:
        came = [e for e in series.of_kind(brief.plan, "delivery") if e.member == member.member]
        if not came:
            continue
        total, last = series.total(came), max(e.month for e in came)
        half, to_date = last, 0
        for entry in sorted(came, key=lambda entry: entry.month):
            to_date += series.units_of(entry)
            if 2 * to_date >= total:
                half = entry.month
                break
        first = min(e.month for e in came)
        yield (
            f"{brief.name(member.member)} gets {number(total)}{brief.mark_of(came)}: the first in "
            f"{month(first)}, half by {month(half)}, all by {month(last)}"
        )


def _worst(brief: Brief) -> Iterator[str]:
    short = series.shortfalls(brief.programme, brief.plan)
    by_month = [sum(own[t] for own in short.values()) for t in range(len(brief.months))]
    if not any(by_month):
        yield "no member falls below its floor in any month" + _but_for_gifts(brief)
        return
    at = max(range(len(by_month)), key=lambda t: (by_month[t], -t))
    floors = {cell: brief.terms.floor(*cell)[at] for cell in short}
    worst = max(short, key=lambda cell: short[cell][at] / floors[cell] if floors[cell] else 0)
    mark = brief.stock_mark(*worst)
    last = max(t for t, missing in enumerate(by_month) if missing)
    yield (
        f"in {month(brief.months[at])} members together lack {number(by_month[at])}{mark} of the "
        f"{number(sum(floors.values()))}{mark} they should hold; {brief.cell(*worst)} lacks most "
        f"of its floor, {number(short[worst][at])} of {number(floors[worst])}{mark} "
        f"({percent(short[worst][at], floors[worst])})" + _but_for_gifts(brief)
    )
    if last == len(by_month) - 1:
        still = [brief.cell(*cell) for cell, own in short.items() if own[last]]
        yield f"at the end, in {month(brief.months[last])}, {listed(still)} still fall short"
    else:
        but = ", but for what donors bear for their own gifts" if _but_for_gifts(brief) else ""
        yield f"from {month(brief.months[last + 1])} on every floor is held{but}"


def _but_for_gifts(brief: Brief) -> str:
    borne = series.borne(brief.programme, brief.plan)
    bears = brief.donor_bears and any(max(by_month) > 0 for by_month in borne.values())
    return ", what donors bear for their own gifts not counted" if bears else ""


def _given(brief: Brief) -> Iterator[str]:
    if not brief.programme.donations:
        return
    freed = {one.donation: one for one in brief.findings.freed}
    for row in brief.programme.donations:
        given, back = series.gift(brief.plan, row.donation)
        total = series.total(given)
        donor, to = brief.donor(row), brief.name(row.recipient)
        mark = brief.mark(row)
        if not total:
            yield f"{donor} can give none of {number(row.up_to)}{mark} to {to}"
            continue
        text = (
            f"{donor} can give {number(total)}{mark} of {number(row.up_to)}{mark} {row.item} to "
            f"{to}, {_stretch(given)}" + _backfilled(brief, row, total, back)
        )
        one = freed.get(row.donation)
        if one is not None and one.without_buy < one.with_buy:
            less = f"{number(one.without_buy)}{mark}" if one.without_buy else "none"
            text += f". Without the joint buy it could give {less}"
        elif one is not None and one.months_earlier:
            when = "earlier" if one.months_earlier > 0 else "later"
            text += (
                f". The joint buy lets it give {number(abs(one.months_earlier), 1)} months {when}"
            )
        yield text


def _backfilled(brief: Brief, row: Donation, given: int, back: list[Entry]) -> str:
    if not back:
        return "; nothing is bought to replace them"
    replaced = series.total(back)
    last = month(max(entry.month for entry in back))
    text = f"; {'all' if replaced == given else number(replaced)} are replaced by {last}"
    paid: dict[str, list[series.Funded]] = {}
    for one in series.fundings(brief.plan):
        if one.entry.donation == row.donation:
            paid.setdefault(one.payer, []).append(one)
    payers = [
        f"{brief.name(payer)} pays {money(sum(one.amount for one in own), own[0].currency)}"
        for payer, own in paid.items()
    ]
    return text + (f", of which {listed(payers)}" if payers else "")


def _cost(brief: Brief) -> Iterator[str]:
    entries = series.of_kind(brief.plan, "payment", "fee", "common")
    mark = brief.mark_of(entries)
    parts = [
        f"{brief.told(brief.spent(kind))}{mark} {words}"
        for kind, words in (
            ("payment", "to suppliers"),
            ("fee", "in fees to the agency"),
            ("common", "in common, for opening lines, ramps and shared costs"),
        )
        if any(entry.kind == kind for entry in entries)
    ]
    if not parts:
        yield "the plan pays nothing"
        return
    yield f"the plan pays {listed(parts)}: {brief.told(brief.spent())}{mark} in all"
    costs = [goal for goal in brief.plan.goals if goal.goal == "cost"]
    if costs and brief.programme.discount_rate:
        currency = brief.programme.currency
        worth = money(round(costs[0].value * minor_units(currency)), currency)
        rate = number(brief.programme.discount_rate * 100, 2)
        yield f"at {rate} % a year that is worth {worth}{mark} at the start"


def _not_met(brief: Brief) -> Iterator[str]:
    plan = brief.plan
    calls = sum(one.units for one in plan.not_called_off)
    unserved = sum(one.units for one in plan.not_served)
    waits = [f"{brief.name(one.member)} {number(one.unit_months)}" for one in plan.late]
    if calls:
        who = listed(list(dict.fromkeys(brief.name(one.member) for one in plan.not_called_off)))
        yield f"{units(calls)} of firm demand {_are(calls)} not called off ({who})"
    if unserved:
        who = listed(list(dict.fromkeys(brief.name(one.member) for one in plan.not_served)))
        yield f"{units(unserved)} of members' own use cannot be served ({who})"
    if waits:
        late = sum(one.unit_months for one in plan.late)
        yield f"firm demand comes late by {number(late)} unit-months in all ({listed(waits)})"
    if not (calls or unserved or waits):
        yield "all firm demand is called off and comes in time, and all own use is served"


def _are(value: int) -> str:
    return "is" if value == 1 else "are"


def bases(brief: Brief) -> dict[str, int]:
    """How many input rows are reported, estimated and assumed."""
    found = dict.fromkeys(BASES, 0)
    for _, row in brief.programme.rows():
        found[row.basis] += 1
    return found


def _assumed(brief: Brief) -> str:
    found = bases(brief)
    every = sum(found.values())
    tables = {name for name, row in brief.programme.rows() if row.basis == "assumed"}
    if not found["assumed"]:
        return f"none of the {number(every)} input rows is assumed"
    return (
        f"{number(found['assumed'])} of {count(every, 'input row')} are assumed, in "
        f"{count(len(tables), 'table')}; {number(found['estimated'])} are estimated and "
        f"{number(found['reported'])} reported"
    )
