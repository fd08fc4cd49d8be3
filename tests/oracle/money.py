"""What a plan's quantities cost, from the text of the rules, in exact fractions.

A *cause* is ``advance``, ``balance`` or ``adjustment``. Amounts are in units of the currency of
the contract's price, unrounded and without the agency's fee, unless a name says otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from jointstock.words.money import minor_units, round_half_up, to_minor
from oracle.facts import Band, Facts
from oracle.quantities import Quantities

Bands = dict[tuple[str, str], Band | None]
Amounts = dict[tuple[str, str, int, str], Fraction]


def selected_bands(facts: Facts, plan: Quantities) -> Bands:
    """The band that each item's total under its contract selects."""
    return {
        (contract, item): facts.band_at(
            contract,
            item,
            facts.past_of(contract, item) + plan.called_off(facts, contract, item),
        )
        for contract, item in facts.products()
    }


def currency_of(facts: Facts, contract: str) -> str:
    """The currency in which the contract is paid; the programme's where it has no price."""
    for (name, _), bands in facts.bands.items():
        if name == contract and bands:
            return bands[0].currency
    return facts.programme.currency


def unit_part(facts: Facts, member: str, line: str, month: int, cause: str) -> Fraction:
    """The part of the price, with its index, that falls due for one unit in the month."""
    advance = facts.advance(member, facts.lines[line].contract)
    return (advance if cause == "advance" else 1 - advance) * facts.index(month)


def promise_amount(
    facts: Facts, row_number: int, band: Band, month: int
) -> tuple[str, Fraction] | None:
    """Cause and amount that a standing promise falling due costs its customer, if anything."""
    row = facts.programme.promised[row_number]
    if not row.contract or row.customer not in facts.members:
        return None
    if not row.paid:
        return "balance", row.units * band.price * facts.index(month)
    item = facts.lines[row.line].item
    before = facts.band_at(row.contract, item, facts.past_of(row.contract, item))
    assert before is not None
    return "adjustment", row.units * (band.price - before.price)


def promise_payments(facts: Facts, bands: Bands) -> Amounts:
    """What standing promises cost members, by member, contract, month and cause."""
    found: Amounts = defaultdict(Fraction)
    for number, row in enumerate(facts.programme.promised):
        month = facts.when(row.due, 0)
        band = bands.get((row.contract, facts.lines[row.line].item))
        if month not in facts.months or band is None:
            continue
        owed = promise_amount(facts, number, band, month)
        if owed is not None and owed[1]:
            found[row.customer, row.contract, month, owed[0]] += owed[1]
    return found


def payments(facts: Facts, plan: Quantities, bands: Bands) -> Amounts:
    """Everything members pay for units, by member, contract, month and cause, fees not included."""
    found = promise_payments(facts, bands)
    for member, line, month, units, cause, _ in _flows(facts, plan):
        row = facts.lines[line]
        band = bands[row.contract, row.item]
        amount = band.price * units * unit_part(facts, member, line, month, cause) if band else 0
        if amount:
            found[member, row.contract, month, cause] += amount
    return found


def backfill_spending(
    facts: Facts, plan: Quantities, bands: Bands, kind: str
) -> dict[tuple[str, int], Fraction]:
    """What the backfill of each donation costs in a month, fee included, in the donor's currency.

    ``kind`` is ``payment``, or ``commitment`` for the full price at call-off.
    """
    found: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
    for member, line, month, units, cause, donation in _flows(facts, plan):
        row = facts.lines[line]
        band = bands[row.contract, row.item]
        currency = facts.budget_currency(member, kind)
        if not donation or band is None or currency is None:
            continue
        part = unit_part(facts, member, line, month, cause)
        if kind == "commitment":
            part = facts.index(month) if cause == "advance" else Fraction(0)
        price = band.price * facts.rate(band.currency, currency, month)
        found[donation, month] += units * part * price * (1 + facts.fee(row.contract))
    return found


def commitments(
    facts: Facts, plan: Quantities, bands: Bands
) -> dict[tuple[str, str, int, str], Fraction]:
    """What each call-off signs for, fee included, in the member's currency.

    By member, line, month and donation (blank: for itself), for members with such budgets.
    """
    found: dict[tuple[str, str, int, str], Fraction] = {}
    for member, line, month, units, cause, donation in _flows(facts, plan):
        row = facts.lines[line]
        band = bands[row.contract, row.item]
        currency = facts.budget_currency(member, "commitment")
        if cause != "advance" or band is None or currency is None:
            continue
        price = band.price * facts.index(month) * facts.rate(band.currency, currency, month)
        found[member, line, month, donation] = units * price * (1 + facts.fee(row.contract))
    return found


def _flows(facts: Facts, plan: Quantities) -> list[tuple[str, str, int, int, str, str]]:
    """Member, line, month, units, cause and donation of every call-off and delivery."""
    found = []
    for cause, own, because in (
        ("advance", plan.call_offs, plan.backfill_call_offs),
        ("balance", plan.deliveries, plan.backfill_deliveries),
    ):
        for (member, line, month), units in own.items():
            found.append((member, line, month, units, cause, ""))
        for (name, line, month), units in because.items():
            found.append((facts.donations[name].donor, line, month, units, cause, name))
    return found


@dataclass(frozen=True)
class Common:
    """Something the programme pays in common: contract, month, cause, amount and currency."""

    contract: str
    month: int
    cause: str
    amount: Fraction
    currency: str


def common(facts: Facts, plan: Quantities) -> list[Common]:
    """Openings (in month 0), ramps (in the month decided) and the programme's costs."""
    found = []
    for name, row in facts.lines.items():
        if name in plan.opened and not row.already_open and row.opening_cost:
            cost = Fraction(row.opening_cost)
            found.append(Common(row.contract, 0, "opening", cost, row.currency))
        for ramp in facts.ramps(name):
            if (name, ramp.step) in plan.ramps and ramp.cost:
                month = plan.ramps[name, ramp.step]
                cost = Fraction(ramp.cost)
                found.append(Common(row.contract, month, "ramp", cost, ramp.currency))
    for one in facts.programme.costs:
        month = facts.when(one.month, 0)
        if month in facts.months and one.amount:
            amount = Fraction(one.amount)
            found.append(Common(one.contract, month, "cost", amount, one.currency))
    return found


def present_cost(facts: Facts, plan: Quantities, bands: Bands) -> float:
    """Payments, fees and common costs, unrounded, in the programme's currency and month 0."""
    total = 0.0
    for (_, contract, month, _), amount in payments(facts, plan, bands).items():
        full = amount * (1 + facts.fee(contract))
        total += _present(facts, full, currency_of(facts, contract), month)
    for one in common(facts, plan):
        total += _present(facts, one.amount, one.currency, one.month)
    return total


def _present(facts: Facts, amount: Fraction, currency: str, month: int) -> float:
    home = amount * facts.rate(currency, facts.programme.currency, month)
    return float(home) * facts.discount(month)


def spent(facts: Facts, plan: Quantities, bands: Bands, member: str, kind: str) -> list[list[int]]:
    """The rounded transfers out of the member's budgets of that kind, by month, in minor units.

    A refund is negative. Payments: one transfer for each contract and cause, and one for its fee.
    Commitments: one transfer for each call-off and what it is for, its fee included.
    """
    found: list[list[int]] = [[] for _ in facts.months]
    currency = facts.budget_currency(member, kind)
    if currency is None:
        return found
    minor = minor_units(currency)
    if kind == "commitment":
        for (who, _, month, _), amount in commitments(facts, plan, bands).items():
            if who == member:
                found[month].append(round_half_up(amount * minor))
        return found
    for (who, contract, month, _), amount in payments(facts, plan, bands).items():
        if who == member:
            rate = facts.rate(currency_of(facts, contract), currency, month)
            for part in (Fraction(1), facts.fee(contract)):
                found[month].append(round_half_up(amount * part * rate * minor))
    return found


def funds(facts: Facts, number: int, member: str, kind: str) -> tuple[str, int, range] | None:
    """Currency, most minor units and months of a funding row, if it may pay for the member."""
    row = facts.programme.funding[number]
    if facts.donations[row.donation].donor != member:
        return None
    if facts.budget_currency(member, kind) is None:
        return None
    first = max(0, facts.when(row.from_, 0))
    last = min(facts.horizon - 1, facts.when(row.to, facts.horizon - 1))
    return row.currency, to_minor(row.amount, row.currency), range(first, last + 1)
