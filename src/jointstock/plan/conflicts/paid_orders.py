"""Minimum orders that money does not reach, where capacity and demand would.

A line that opens takes call-offs of its minimum order, and so at least the price band of that
total. A later band counts where money and demand could reach it at its own price. Where the
closed form is too mild, a plan that reaches the order exactly is made as a proof; without one the
model is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

import numpy as np

from jointstock.plan.bands import Key
from jointstock.plan.case import Case
from jointstock.plan.conflicts.affordable import Costs, Window
from jointstock.plan.conflicts.late import LatePlan
from jointstock.plan.conflicts.openings import forced, orders_unreached, standing_alone
from jointstock.plan.conflicts.orders import had_by, most_called_off, wanted_by
from jointstock.plan.conflicts.purses import NONE, may_rise, prices_where
from jointstock.plan.conflicts.shape import Found, Shape
from jointstock.plan.tariff import Tariff
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Price


def unaffordable_order(case: Case) -> Iterator[Found]:
    """At most one conflict for each line that is forced open, budgets included; disjoint."""
    return orders_unreached(case, order_paid)


def order_paid(programme: Programme, line: str) -> Shape:
    """Whether a line's minimum order can be reached with the money there is."""
    part = _with_money(programme, standing_alone(programme, line))
    whole = Case(part)
    key = whole.lines[line].contract, whole.lines[line].item
    rising = may_rise(Case(programme))

    @cache
    def costs_at(band: Price | None, *, mild: bool) -> Costs:
        prices = prices_where(whole, rising if mild else NONE)
        return Costs(Tariff(whole, prices if band is None else {**prices, key: band}))

    def met(some: Programme) -> bool:
        case = Case(some)
        if line not in forced(case):
            return True
        needed = case.lines[line].minimum_order
        return any(
            most_called_off(case, line, all_gifts=True, costs=costs) >= needed
            for costs in (costs_at(band, mild=True) for band in _later(case, key, needed))
            if _in_reach(case, key, costs)
        )

    def surely(some: Programme) -> bool:
        case = Case(some)
        if line not in forced(case):
            return True
        needed = case.lines[line].minimum_order
        band = next(iter(_later(case, key, needed)))
        late = LatePlan(case, costs_at(band, mild=False))
        return late.take(line, needed) == needed and late.holds()

    return Shape(part, met, surely=surely)


def _with_money(programme: Programme, part: Programme) -> Programme:
    """A part with budgets, and all promises that are paid out of them."""
    asking = {row.member for row in part.demand} | {row.donor for row in part.donations}
    given = {row.donation for row in part.donations}
    owed = [row for row in programme.promised if row.customer in asking and row.contract]
    known = {id(row) for row in part.promised}
    lines = {row.line for row in owed} | {row.line for row in part.lines}
    contracts = {row.contract for row in programme.lines if row.line in lines}
    return part.replace(
        budgets=tuple(row for row in programme.budgets if row.member in asking),
        promised=(*part.promised, *(row for row in owed if id(row) not in known)),
        lines=tuple(row for row in programme.lines if row.line in lines),
        contracts=tuple(row for row in programme.contracts if row.contract in contracts),
        prices=tuple(row for row in programme.prices if row.contract in contracts),
        funding=tuple(row for row in programme.funding if row.donation in given),
        escalation=programme.escalation,
        exchange=programme.exchange,
    )


def _later(case: Case, key: Key, needed: int) -> Collection[Price | None]:
    """The price bands that call-offs of so many units, or more, can fall into."""
    bands = case.terms.bands(*key)
    band = case.terms.band_of(*key, case.terms.past_of_item(*key) + needed)
    return (None,) if band is None else bands[bands.index(band) :]


def _in_reach(case: Case, key: Key, costs: Costs) -> bool:
    """Whether demand and money could reach a band at its own price, on whatever lines."""
    band = costs.tariff.prices.get(key)
    if band is None:
        return True
    asked = wanted_by(case, key, all_gifts=True)
    window = Window(0, case.months - 1, 0, case.months)
    most = sum(
        int(np.max(had_by(case, member, asked, window, costs)))
        for member in {**asked.own, **asked.funded}
    )
    return most >= band.from_units - case.terms.past_of_item(*key)
