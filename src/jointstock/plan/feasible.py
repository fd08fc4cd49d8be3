"""What no plan can meet: hard limits that conflict before anything is planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from jointstock.plan.case import Case
from jointstock.plan.fixed import fixed_payments
from jointstock.plan.tariff import Prices, Tariff
from jointstock.programme.faults import fault
from jointstock.programme.tables import Row
from jointstock.words.errors import ContradictionError, Place, Problem
from jointstock.words.money import from_minor, round_half_up


def refuse_contradictions(case: Case) -> None:
    """Raise ``ContradictionError`` with every conflict that can be seen without planning.

    A plan may always call off nothing and give nothing, so only what stands before the plan can
    conflict: promises with capacity, their payment with budgets, past call-offs with ceilings.
    """
    found = [*_promised_above_capacity(case), *_past_above_ceiling(case), *_unpaid(case)]
    if found:
        raise ContradictionError(found)


def _place(row: Row) -> Place:
    return Place(row.at.file, row.at.row)


def _promised_above_capacity(case: Case) -> Iterator[Problem]:
    """Promises due in a month above what the line can make with every ramp it can have."""
    best = case.capacity.copy()
    for ramp in case.ramps:
        best[case.line_index[ramp.row.line], ramp.first + ramp.row.lead_months :] += (
            ramp.row.extra_per_month
        )
    for line, index in case.line_index.items():
        for t in np.flatnonzero(case.promised[index] > best[index]):
            month = case.programme.start + int(t)
            for row in case.programme.promised:
                if row.line == line and row.due == month:
                    message = (
                        f"line {line} has promised {case.promised[index, t]} units for {month}, "
                        f"and can make {best[index, t]}"
                    )
                    yield fault("promised-above-capacity", _place(row), row.units, message)


def _past_above_ceiling(case: Case) -> Iterator[Problem]:
    """Past call-offs above the ceiling of their contract."""
    for row in case.programme.contracts:
        past = case.terms.past(row.contract)
        if row.ceiling is not None and past > row.ceiling:
            message = (
                f"contract {row.contract} has {past} units called off before the start, "
                f"above its ceiling of {row.ceiling}"
            )
            yield fault("past-above-ceiling", _place(row), row.ceiling, message)


def _unpaid(case: Case) -> Iterator[Problem]:
    """Standing promises whose payment no budget of their member can meet, at the lowest price."""
    prices: Prices = {
        (row.contract, row.item): min(
            case.terms.bands(row.contract, row.item), key=lambda band: band.unit_price
        )
        for row in case.programme.prices
    }
    tariff = Tariff(case, prices)
    for member in case.members:
        blocks = case.terms.grants(member, "payment")
        owed: dict[int, int] = defaultdict(int)
        for one in fixed_payments(case, tariff, member) if blocks else ():
            price = tariff.prices[one.row.contract, one.item]
            rate = tariff.rate(price.currency, blocks[0].currency, one.t)
            amount = one.amount * rate
            owed[one.t] += round_half_up(amount)
            owed[one.t] += round_half_up(amount * case.fee_rate(one.row.contract))
        for block in blocks:
            spent = 0
            for t in sorted(owed):
                month = case.programme.start + t
                if not block.first <= month <= block.last:
                    continue
                spent += owed[t]
                if spent > block.granted(month):
                    for row in case.programme.promised:
                        if row.customer == member and row.due == month:
                            message = (
                                f"{member} owes {from_minor(spent, block.currency):,} "
                                f"{block.currency} for promises by {month}, "
                                "above its grants to date"
                            )
                            yield fault("promised-above-budget", _place(row), row.units, message)
                    break
