"""Money that standing promises cost, whatever is planned: balances due and price adjustments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from jointstock.plan.case import Case
from jointstock.plan.tariff import Tariff
from jointstock.programme.tables import Promised
from jointstock.words.money import minor_units, round_half_up


@dataclass(frozen=True, slots=True)
class Fixed:
    """One payment (a refund if below zero) for a standing promise, unrounded and without fee.

    ``amount`` is in minor units of the price's currency, ``t`` the month it falls in.
    """

    row: Promised
    item: str
    cause: str
    t: int
    amount: Fraction


def fixed_payments(case: Case, tariff: Tariff, member: str) -> tuple[Fixed, ...]:
    """What the member pays for standing promises that name a contract with a price.

    What is not yet paid is due on delivery at the selected price. What was paid before was paid
    at the price of the band that the past total selects; the difference is settled on delivery.
    """
    found = []
    for row in case.programme.promised:
        t = case.t(row.due)
        item = case.lines[row.line].item
        price = tariff.prices.get((row.contract, item))
        if row.customer != member or price is None or not 0 <= t < case.months:
            continue
        unit = Fraction(price.unit_price) * minor_units(price.currency)
        if not row.paid:
            amount = unit * case.terms.index(case.programme.start + t) * row.units
            found.append(Fixed(row, item, "balance", t, amount))
            continue
        past = case.terms.past_of_item(row.contract, item)
        before = case.terms.band_of(row.contract, item, past)
        if before is not None and before.unit_price != price.unit_price:
            was = Fraction(before.unit_price) * minor_units(price.currency)
            found.append(Fixed(row, item, "adjustment", t, (unit - was) * row.units))
    return tuple(found)


def owed_by_month(
    case: Case, tariff: Tariff, fixed: Iterable[Fixed], currency: str
) -> dict[int, int]:
    """What a member owes in each month if nothing is called off, in minor units of its budget.

    Fees included, rounded half up once for each contract, cause and currency of a month.
    """
    amounts: dict[tuple[int, str, str, str], Fraction] = defaultdict(Fraction)
    for one in fixed:
        price = tariff.prices[one.row.contract, one.item]
        amounts[one.t, one.row.contract, one.cause, price.currency] += one.amount
    owed: dict[int, int] = defaultdict(int)
    for (t, contract, _, priced_in), amount in amounts.items():
        converted = amount * tariff.rate(priced_in, currency, t)
        owed[t] += round_half_up(converted)
        owed[t] += round_half_up(converted * case.fee_rate(contract))
    return owed
