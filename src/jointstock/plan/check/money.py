"""Rules of money: every amount worked out again from the programme, to the minor unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from jointstock.programme.programme import Programme
from jointstock.programme.tables import Price
from jointstock.programme.terms import Terms
from jointstock.words.entries import Entry
from jointstock.words.money import as_whole, minor_units, round_half_up, to_minor
from jointstock.words.months import Month
from jointstock.words.results import Decisions

# member, contract, cause, currency of the price, month
Occasion = tuple[str, str, str, str, Month]


def check_money(
    programme: Programme, terms: Terms, entries: tuple[Entry, ...], decisions: Decisions
) -> Iterator[str]:
    """Every payment and fee against its exact amount rounded once; bands, funding, common costs."""
    called: dict[tuple[str, str], int] = defaultdict(int)
    for entry in entries:
        if entry.kind == "call_off":
            called[entry.contract, entry.item] += entry.transfers[0].quantity
    prices = {
        key: terms.band_of(*key, terms.past_of_item(*key) + called[key])
        for key in dict.fromkeys((row.contract, row.item) for row in programme.prices)
    }
    yield from _bands(prices, decisions)
    owed = _owed(programme, terms, entries, prices)
    rates = {row.contract: Fraction(row.fee_percent) / 100 for row in programme.contracts}
    for kind, booked in _booked(entries).items():
        for key in owed.keys() | booked.keys():
            exact = owed.get(key, 0)
            due = round_half_up(exact, rates[key[1]] if kind == "fee" else 1)
            if booked[key] != due:
                yield (
                    f"{kind} of {key[0]} under {key[1]} ({key[2]}) in {key[4]}: "
                    f"{booked[key]} booked, {due} owed, minor units of {key[3]}"
                )
    yield from _exchanged(terms, entries)
    yield from _funding(programme, entries)
    yield from _common(programme, entries, decisions)


def _booked(entries: tuple[Entry, ...]) -> dict[str, dict[Occasion, int]]:
    """What reached suppliers and agencies by occasion, less what came back: payments and fees."""
    payees = ("paid:", "fee:")
    booked: dict[str, dict[Occasion, int]] = {kind: defaultdict(int) for kind in ("payment", "fee")}
    for entry in entries:
        found = booked.get(entry.kind)
        if found is None:
            continue
        for one in entry.transfers:
            sign = one.target.startswith(payees) - one.source.startswith(payees)
            if sign:
                key = (entry.member, entry.contract, entry.cause, one.unit, entry.month)
                found[key] += sign * one.quantity
    return booked


def _bands(prices: dict[tuple[str, str], Price | None], decisions: Decisions) -> Iterator[str]:
    told = {(band.contract, band.item): band.from_units for band in decisions.bands}
    for key, band in prices.items():
        if band is not None and told.get(key) != band.from_units:
            yield f"band of {key}: {told.get(key)} told, {band.from_units} selected by the total"


def _owed(
    programme: Programme,
    terms: Terms,
    entries: tuple[Entry, ...],
    prices: dict[tuple[str, str], Price | None],
) -> dict[Occasion, Fraction | int]:
    """Exact payments by occasion, without fee, in minor units of the price's currency."""
    owed: dict[Occasion, Fraction | int] = defaultdict(int)

    @cache
    def part_of(contract: str, member: str, cause: str) -> tuple[int, int]:
        advance = terms.advance(contract, member)
        return (advance if cause == "advance" else 1 - advance).as_integer_ratio()

    @cache
    def of_unit(
        contract: str, item: str, above: int, below: int, month: Month
    ) -> Fraction | int:  # the part as two numbers, which are looked up faster than a fraction
        price = prices[contract, item]
        assert price is not None
        whole = Fraction(price.unit_price) * minor_units(price.currency) * terms.index(month)
        return as_whole(whole * Fraction(above, below))

    for entry in entries:
        price = prices.get((entry.contract, entry.item))
        if entry.kind not in ("call_off", "delivery") or price is None:
            continue
        cause = "advance" if entry.kind == "call_off" else "balance"
        key = (entry.member, entry.contract, cause, price.currency, entry.month)
        part = part_of(entry.contract, entry.member, cause)
        unit = of_unit(entry.contract, entry.item, *part, entry.month)
        owed[key] += entry.transfers[0].quantity * unit
    members = {row.member for row in programme.members}
    items = {row.line: row.item for row in programme.lines}
    for row in programme.promised:
        price = prices.get((row.contract, items[row.line]))
        if (
            row.customer not in members
            or price is None
            or not programme.start <= row.due <= programme.end
        ):
            continue
        unit = Fraction(price.unit_price) * minor_units(price.currency)
        if row.paid:
            past = terms.past_of_item(row.contract, items[row.line])
            before = terms.band_of(row.contract, items[row.line], past)
            assert before is not None
            unit -= Fraction(before.unit_price) * minor_units(price.currency)
            cause = "adjustment"
        else:
            unit *= terms.index(row.due)
            cause = "balance"
        key = (row.customer, row.contract, cause, price.currency, row.due)
        owed[key] += unit * row.units
    return owed


def _exchanged(terms: Terms, entries: tuple[Entry, ...]) -> Iterator[str]:
    """Both sides of an exchange agree with the month's rate, within the rounding of its parts."""
    both: dict[tuple[str, str, str, str, Month], dict[str, int]] = {}
    parts: dict[tuple[str, str, str, str, Month], int] = defaultdict(int)
    for entry in entries:
        for one in entry.transfers:
            name = one.target if one.target.startswith("exchange:") else one.source
            if name.startswith("exchange:"):
                key = (entry.kind, entry.member, entry.cause, name, entry.month)
                sides = both.setdefault(key, defaultdict(int))
                sides[one.unit.removeprefix("commitment:")] += one.quantity
                parts[key] += 1
    for key, sides in both.items():
        kind, member, cause, name, month = key
        _, first, second = name.split(":")
        # a payment's rate is of the price's currency in the member's, funding's the other way
        from_, to = (first, second) if kind == "funding" else (second, first)
        rate = terms.rate(from_, to, month) * minor_units(to) / minor_units(from_)
        if abs(sides[from_] * rate - sides[to]) > parts[key] * (1 + rate):
            yield (
                f"{kind} of {member} ({cause}) in {month}: {sides[from_]} {from_} against "
                f"{sides[to]} {to}, minor units"
            )


def _funding(programme: Programme, entries: tuple[Entry, ...]) -> Iterator[str]:
    """Funding pays for backfill of its donation, in the month it is paid, within its dates."""
    paid: dict[tuple[str, Month, str], int] = defaultdict(int)
    funded: dict[tuple[str, Month, str], int] = defaultdict(int)
    by_row: dict[str, int] = defaultdict(int)
    rows = {row.ref: row for row in programme.funding}
    for entry in entries:
        for one in entry.transfers:
            if entry.kind in ("payment", "fee") and entry.backfill:
                if one.source.startswith("budget:"):
                    paid[entry.backfill, entry.month, "payment"] += one.quantity
            elif entry.kind == "call_off" and entry.backfill:
                if one.source.startswith("committed:"):
                    paid[entry.backfill, entry.month, "commitment"] += one.quantity
            elif entry.kind == "funding":
                row = rows[entry.rests_on[0]]
                if one.source.startswith("funder:"):
                    by_row[f"{row.ref} {entry.cause}"] += one.quantity
                    early = row.from_ is not None and entry.month < row.from_
                    if early or (row.to is not None and entry.month > row.to):
                        yield f"funding of {row.donation} by {row.payer} in {entry.month}: no date"
                if one.target.startswith(("budget:", "committed:")):
                    funded[entry.donation, entry.month, entry.cause] += one.quantity
    for (donation, month, kind), amount in funded.items():
        if amount > paid[donation, month, kind]:
            yield f"funding of {donation} in {month}: {amount}, backfill costs less ({kind})"
    for name, amount in by_row.items():
        row = rows[name.rsplit(" ", 1)[0]]
        if amount > to_minor(row.amount, row.currency):
            yield f"funding of {row.donation} by {row.payer}: {amount} is more than promised"


def _common(
    programme: Programme, entries: tuple[Entry, ...], decisions: Decisions
) -> Iterator[str]:
    """Openings, ramps and common costs: each once, in its month, in full."""
    expected: dict[tuple[str, str, Month, str], int] = defaultdict(int)
    lines = {row.line: row for row in programme.lines}
    for name in decisions.lines_opened:
        line = lines[name]
        if line.opening_cost:
            key = ("opening", name, programme.start, line.currency)
            expected[key] += to_minor(line.opening_cost, line.currency)
    ramps = {(row.line, row.step): row for row in programme.ramps}
    for taken in decisions.ramps:
        ramp = ramps[taken.line, taken.step]
        if ramp.cost:
            key = ("ramp", ramp.line, taken.month, ramp.currency)
            expected[key] += to_minor(ramp.cost, ramp.currency)
    for cost in programme.costs:
        if programme.start <= cost.month <= programme.end and cost.amount:
            key = ("cost", "", cost.month, cost.currency)
            expected[key] += to_minor(cost.amount, cost.currency)
    booked: dict[tuple[str, str, Month, str], int] = defaultdict(int)
    for entry in entries:
        if entry.kind == "common":
            one = entry.transfers[0]
            booked[entry.cause, entry.line, entry.month, one.unit] += one.quantity
    for key in expected.keys() | booked.keys():
        if expected[key] != booked[key]:
            yield f"common cost {key[:2]} in {key[2]}: {booked[key]} booked, {expected[key]} due"
