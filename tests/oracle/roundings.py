"""How far rounding can carry spending above its unrounded sum: what budgets are tightened by.

The rule, in full. A budget is tightened by half a minor unit for each *transfer* to date (within
the block of fiscal years) that can be inexact:

- payments: one transfer for each (contract, month, cause), and one for its fee. It can be inexact
  if, at the bands the plan selects, the amount of one unit that could fall due in it is no whole
  number of minor units of the budget's currency. A unit could fall due as advance in a month in
  which the member may call off on a line of the contract early enough to be delivered, as balance
  in a month in which such a unit could be delivered; for itself where it has demand, and as a
  donor of the item. A standing promise counts with the whole amount of its row.
- commitments: one transfer for each (line, month) for itself and for each donation, at the full
  price with the fee.
- funding: one for each (row, month of its window) in which backfill of its donation could be paid
  (or signed for). It is tightened by a whole minor unit if one unit's payment with fee is not
  whole; where the currencies differ, always, by one minor unit more than what one minor unit of
  the funder is worth.

Where every unit amount is whole nothing is tightened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jointstock.words.money import minor_units
from oracle.facts import Band, Facts
from oracle.money import Bands, funds, promise_amount, unit_part

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Chance:
    """A way in which one transfer of a month could be inexact, if the item is at that band."""

    month: int
    transfer: tuple[object, ...]
    contract: str
    item: str
    band: Band
    minor_units: Fraction


def chances(facts: Facts, member: str, kind: str) -> list[Chance]:
    """Every way in which a transfer out of the member's budgets could be inexact."""
    currency = facts.budget_currency(member, kind)
    if currency is None:
        return []
    found: list[Chance] = []
    for month, transfer, line, band, part, weight in _units(facts, member, kind):
        row = facts.lines[line]
        amount = part * band.price * facts.rate(band.currency, currency, month)
        if (amount * minor_units(currency)).denominator > 1 or weight > 1:
            found.append(Chance(month, transfer, row.contract, row.item, band, weight))
    return found


def margins(facts: Facts, member: str, kind: str, bands: Bands) -> list[Fraction]:
    """What each month's transfers add to the tightening, in minor units, at the given bands."""
    worst: dict[tuple[int, tuple[object, ...]], Fraction] = {}
    for one in chances(facts, member, kind):
        if bands[one.contract, one.item] == one.band:
            worst[one.month, one.transfer] = one.minor_units
    return [
        sum((m for (at, _), m in worst.items() if at == month), Fraction(0))
        for month in facts.months
    ]


Unit = tuple[int, tuple[object, ...], str, Band, Fraction, Fraction]


def _units(facts: Facts, member: str, kind: str) -> Iterator[Unit]:
    """Month, transfer, line, band, part of the price and weight of every unit that could be."""
    for line, row in facts.lines.items():
        for band in facts.bands[row.contract, row.item]:
            for why in _reasons(facts, member, line):
                if kind == "payment":
                    yield from _paid_units(facts, member, line, band)
                else:
                    yield from _signed_units(facts, member, line, band, why)
                if why:
                    yield from _funded_units(facts, member, line, band, why, kind)
    if kind == "payment":
        yield from _promised_units(facts, member)


def _reasons(facts: Facts, member: str, line: str) -> list[str]:
    """What the member could call off on the line for: itself (blank), or donations."""
    row = facts.lines[line]
    wanted = facts.demand(member, row.contract, row.item)
    own = [""] if sum(one.firm + one.optional for one in wanted) else []
    gifts = facts.donations.values()
    return own + [
        one.donation for one in gifts if (one.donor, one.item) == (member, row.item) and one.up_to
    ]


def _paid_units(facts: Facts, member: str, line: str, band: Band) -> Iterator[Unit]:
    contract = facts.lines[line].contract
    for cause, months in (
        ("advance", facts.call_off_months(member, line)),
        ("balance", facts.delivery_months(member, line)),
    ):
        for month in months:
            part = unit_part(facts, member, line, month, cause)
            yield month, (contract, cause, "payment"), line, band, part, HALF
            fee = part * facts.fee(contract)
            yield month, (contract, cause, "fee"), line, band, fee, HALF


def _signed_units(facts: Facts, member: str, line: str, band: Band, why: str) -> Iterator[Unit]:
    for month in facts.call_off_months(member, line):
        part = facts.index(month) * (1 + facts.fee(facts.lines[line].contract))
        yield month, (line, why), line, band, part, HALF


def _funded_units(
    facts: Facts, member: str, line: str, band: Band, why: str, kind: str
) -> Iterator[Unit]:
    full = 1 + facts.fee(facts.lines[line].contract)
    for number, row in enumerate(facts.programme.funding):
        terms = funds(facts, number, member, kind)
        if row.donation != why or terms is None:
            continue
        given, _, window = terms
        got = facts.budget_currency(member, kind)
        assert got is not None
        flows = [("advance", facts.call_off_months(member, line))]
        if kind == "payment":
            flows.append(("balance", facts.delivery_months(member, line)))
        for cause, months in flows:
            for month in (one for one in months if one in window):
                part = unit_part(facts, member, line, month, cause)
                part = part if kind == "payment" else facts.index(month)
                worth = facts.rate(given, got, month) * minor_units(got) / minor_units(given)
                weight = Fraction(1) if given == got else 1 + worth
                yield month, ("funding", number), line, band, part * full, weight


def _promised_units(facts: Facts, member: str) -> Iterator[Unit]:
    for number, row in enumerate(facts.programme.promised):
        month = facts.when(row.due, 0)
        if row.customer != member or not row.contract or month not in facts.months:
            continue
        for band in facts.bands[row.contract, facts.lines[row.line].item]:
            owed = promise_amount(facts, number, band, month)
            if owed is None or not band.price:
                continue
            cause, amount = owed
            part = amount / band.price
            yield month, (row.contract, cause, "payment"), row.line, band, part, HALF
            fee = part * facts.fee(row.contract)
            yield month, (row.contract, cause, "fee"), row.line, band, fee, HALF
