"""What members want of an item under a contract, and from where it can come, as arrays.

Axes: n players (members with firm demand), P delivery periods of ``rule.every`` months each.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from jointstock.plan.case import Case
from jointstock.programme.tables import OutsideOffer, Price
from jointstock.solve.model import Floats
from jointstock.words.shares import Rule


@dataclass(frozen=True, slots=True)
class Source:
    """Slots of a line, or those that a step of its ramps adds (``step`` above 0).

    ``capacity`` (P,) is what is free of promises; ``fixed`` what opening or the step costs, in
    present cost; ``lead`` months pass from call-off to delivery.
    """

    line: str
    step: int
    lead: int
    capacity: Floats
    fixed: float
    closed: bool
    minimum: int


@dataclass(frozen=True, slots=True)
class Kind:
    """Players who may call off alike: first and last month of it, and the part paid then.

    Those who have not signed may call off in no month: ``last`` lies before ``first``.
    """

    players: tuple[int, ...]
    first: int
    last: int
    advance: Fraction


@dataclass(frozen=True, slots=True)
class Want:
    """Demand for an item under a contract.

    ``firm`` and ``optional`` (n,) in units; ``due`` (n, P) firm units wanted by each period.
    ``bands`` are those that totals can reach; ``past`` the units that were called off before.
    """

    contract: str
    item: str
    firm: Floats
    optional: Floats
    due: Floats
    kinds: tuple[Kind, ...]
    sources: tuple[Source, ...]
    bands: tuple[tuple[Price | None, float, float], ...]
    offer: OutsideOffer | None

    @property
    def name(self) -> str:
        """The want in words."""
        return f"{self.item} under {self.contract}"


class Periods:
    """The horizon in delivery periods; what falls into one is delivered in its last month."""

    def __init__(self, case: Case, rule: Rule) -> None:
        """Cut the horizon; its last period may be short."""
        self.every = rule.every
        self.starts = np.arange(0, case.months, rule.every)
        self.ends = np.minimum(self.starts + rule.every, case.months) - 1
        self.count = len(self.starts)
        self.lengths = self.ends - self.starts + 1
        yearly = 1.0 + float(case.programme.discount_rate)
        self.worth = yearly ** (-np.arange(case.months) / 12.0)

    def sums(self, monthly: Floats) -> Floats:
        """Monthly figures (T,) by period, shape (P,)."""
        return np.asarray(np.add.reduceat(monthly.astype(float), self.starts))


def players_of(case: Case) -> tuple[str, ...]:
    """Members with firm demand, in the order of the table of members."""
    wanting = {pool.member for pool in case.pools if pool.firm}
    return tuple(member for member in case.members if member in wanting)


def wants(case: Case, rule: Rule) -> tuple[Want, ...]:
    """Every contract and item of which somebody has firm demand."""
    players = players_of(case)
    periods = Periods(case, rule)
    keys = dict.fromkeys((pool.contract, pool.item) for pool in case.pools if pool.firm)
    return tuple(_want(case, periods, players, *key) for key in keys)


def _want(case: Case, periods: Periods, players: tuple[str, ...], contract: str, item: str) -> Want:
    n = len(players)
    firm, optional, due = np.zeros(n), np.zeros(n), np.zeros((n, periods.count))
    for pool in case.pools:
        if (pool.contract, pool.item) == (contract, item) and pool.member in players:
            i = players.index(pool.member)
            firm[i], optional[i] = pool.firm, pool.optional
            for month, units in pool.dated:
                if month < case.months:
                    due[i, max(month, 0) // periods.every :] += units
    offers = [row for row in case.programme.outside_offers if row.item == item]
    return Want(
        contract,
        item,
        firm,
        optional,
        due,
        _kinds(case, players, contract, firm),
        _sources(case, periods, contract, item),
        _bands(case, contract, item, float((firm + optional).sum())),
        offers[0] if offers else None,
    )


def _kinds(case: Case, players: tuple[str, ...], contract: str, firm: Floats) -> tuple[Kind, ...]:
    """Players grouped by when they may call off and what they pay then."""
    found: dict[tuple[int, int, Fraction], list[int]] = {}
    for i, player in enumerate(players):
        if firm[i]:
            window = case.window(contract, player, 0)
            first, last = (0, -1) if window is None else window
            advance = Fraction(0) if window is None else case.terms.advance(contract, player)
            found.setdefault((first, last, advance), []).append(i)
    return tuple(Kind(tuple(inside), *key) for key, inside in found.items())


def _sources(case: Case, periods: Periods, contract: str, item: str) -> tuple[Source, ...]:
    """The lines under the contract that make the item, each followed by its ramps.

    A step of ramps is taken as soon as it may be, or never.
    """
    found = []
    for line, row in case.lines.items():
        if (row.contract, row.item) != (contract, item):
            continue
        index = case.line_index[line]
        free = case.capacity[index] - case.promised[index]
        fixed = 0.0
        if not row.already_open and row.opening_cost:
            fixed = float(row.opening_cost) * rate(case, row.currency, 0)
        found.append(
            Source(
                line,
                0,
                row.lead_months,
                periods.sums(np.maximum(free, 0)),
                fixed,
                not row.already_open,
                row.minimum_order,
            )
        )
        for ramp in case.ramps:
            if ramp.row.line != line:
                continue
            extra = np.zeros(case.months)
            extra[ramp.first + ramp.row.lead_months :] = ramp.row.extra_per_month
            cost = float(ramp.row.cost) * periods.worth[ramp.first]
            cost *= rate(case, ramp.row.currency, ramp.first) if ramp.row.cost else 0.0
            sums = periods.sums(extra)
            found.append(
                Source(
                    line, ramp.row.step, row.lead_months, sums, float(cost), closed=True, minimum=0
                )
            )
    return tuple(found)


def _bands(
    case: Case, contract: str, item: str, most: float
) -> tuple[tuple[Price | None, float, float], ...]:
    """Bands with the least and most units that select them, past call-offs taken off."""
    bands = case.terms.bands(contract, item)
    past = case.terms.past_of_item(contract, item)
    if not bands:
        return ((None, 0.0, np.inf),)
    found = []
    for k, band in enumerate(bands):
        least = float(band.from_units - past) if k else 0.0
        until = float(bands[k + 1].from_units - 1 - past) if k + 1 < len(bands) else np.inf
        if least <= most and until >= 0:
            found.append((band, max(least, 0.0), until))
    return tuple(found)


def rate(case: Case, currency: str, t: int) -> float:
    """Units of the programme's currency for one of another, in a month from the start."""
    return float(case.terms.rate(currency, case.programme.currency, case.programme.start + t))


def weights(case: Case, periods: Periods, currency: str) -> Floats:
    """What one unit of a currency, at the prices of the price year, costs today by month (T,)."""
    start = case.programme.start
    found = [
        float(case.terms.index(start + t)) * rate(case, currency, t) for t in range(case.months)
    ]
    return np.asarray(np.array(found) * periods.worth)
