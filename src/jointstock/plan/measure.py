"""What a plan is worth, counted from its entries alone: the second path for every goal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import lcm

from jointstock.plan.unmet import curves_of
from jointstock.programme.programme import Programme
from jointstock.programme.terms import Terms
from jointstock.words.entries import Entry
from jointstock.words.money import minor_units
from jointstock.words.months import Month
from jointstock.words.results import Late, NotCalledOff, NotServed, Shortfall

Cell = tuple[str, str]

# Goals of which more is better; of all others, less.
_MOST = ("give", "give_early", "steady")


def sought_most(goal: str, *, in_force: bool) -> bool:
    """Whether the goal is better the greater its value; *steady* is not with a plan in force."""
    return goal in _MOST and not (goal == "steady" and in_force)


@dataclass(frozen=True, slots=True)
class Measures:
    """Goal values by name, and what falls short, all from the entries."""

    values: dict[str, float]
    missing_below: tuple[float, ...]
    shortfalls: tuple[Shortfall, ...]
    not_served: tuple[NotServed, ...]
    not_called_off: tuple[NotCalledOff, ...]
    late: tuple[Late, ...]


def measure(programme: Programme, entries: Iterable[Entry]) -> Measures:
    """Count every goal of a plan, and its shortfalls, in whole numbers and fractions."""
    flows = Flows(programme, tuple(entries))
    terms = Terms(programme)
    shortfalls, penalty, below = _floors(programme, terms, flows)
    unserved = not_served(programme, flows)
    not_called_off, late = demanded(programme, flows)
    months = programme.months
    gifts = [(row, flows.gifts[row.donation]) for row in programme.donations]
    weighted = sum((Fraction(row.weight) * sum(given) for row, given in gifts), Fraction(0))
    early = sum(
        (
            Fraction(row.weight) * sum(units * (months - t) for t, units in enumerate(given))
            for row, given in gifts
        ),
        Fraction(0),
    )
    steady = sum((months - t) * units for t, units in enumerate(flows.delivered) if units)
    waits = waited(programme, flows)
    values = {
        "serve": float(sum(one.units for one in unserved)),
        "firm": float(sum(one.units for one in not_called_off)),
        "floors": float(penalty),
        "unmet": _unmet(programme, flows),
        "late": float(sum(one.unit_months for one in late)),
        "give": float(weighted),
        "give_early": float(early),
        "cost": present_cost(programme, terms, flows.entries),
        "steady": float(steady),
        # what the rules of allotment look at
        "leximin": float(sum(below)),
        "pro-rata": float(sum(Fraction(one.unit_months, one.firm) for one in waits.values())),
        **dict.fromkeys(("equal", "priority"), float(sum(w.unit_months for w in waits.values()))),
    }
    steps = tuple(map(float, below))
    return Measures(values, steps, shortfalls, unserved, not_called_off, late)


class Flows:
    """Units by month, read from entries."""

    def __init__(self, programme: Programme, entries: tuple[Entry, ...]) -> None:
        months = programme.months
        self.entries = entries
        self.stock_in: dict[Cell, list[int]] = defaultdict(lambda: [0] * months)
        self.bears: dict[Cell, list[int]] = defaultdict(lambda: [0] * months)
        self.used: dict[Cell, list[int]] = defaultdict(lambda: [0] * months)
        self.gifts: dict[str, list[int]] = defaultdict(lambda: [0] * months)
        self.own: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0] * months)
        self.called: dict[tuple[str, str, str], int] = defaultdict(int)
        self.delivered = [0] * months
        for entry in entries:
            t = entry.month - programme.start
            units = entry.transfers[0].quantity
            cell = (entry.member, entry.item)
            if entry.kind in ("delivery", "promise") and entry.member:
                self.stock_in[cell][t] += units
            if entry.kind == "delivery":
                self.delivered[t] += units
                if entry.backfill:
                    self.bears[cell][t] -= units
                else:
                    self.own[entry.member, entry.contract, entry.item][t] += units
            elif entry.kind == "call_off" and not entry.backfill:
                self.called[entry.member, entry.contract, entry.item] += units
            elif entry.kind == "use":
                self.used[cell][t] += units
                self.stock_in[cell][t] -= units
            elif entry.kind == "donation":
                self.gifts[entry.donation][t] += units
                self.stock_in[cell][t] -= units
                self.bears[cell][t] += units


def _floors(
    programme: Programme, terms: Terms, flows: Flows
) -> tuple[tuple[Shortfall, ...], Fraction, tuple[Fraction, ...]]:
    """Shortfalls, the floors goal, and floor-months missing below each step."""
    settings = programme.plan
    opening = {(row.member, row.item): row.units for row in programme.stocks}
    found: list[Shortfall] = []
    weighed: dict[Fraction, dict[tuple[int, int], int]] = {}
    for member in programme.members:
        alike = weighed.setdefault(Fraction(member.weight), defaultdict(int))
        for item in programme.items:
            cell = (member.member, item.item)
            stock, borne = opening.get(cell, 0), 0
            floors = terms.floor(*cell)
            for t, floor in enumerate(floors):
                stock += flows.stock_in[cell][t]
                borne += flows.bears[cell][t] if settings.borne == "donor" else 0
                missing = min(max(floor - stock - borne, 0), floor)
                if missing:
                    found.append(Shortfall(*cell, programme.start + t, missing, borne, floor))
                    alike[floor, missing] += 1
    penalty, below = _weighed(programme, weighed)
    return tuple(found), penalty, tuple(below)


def _unmet(programme: Programme, flows: Flows) -> float:
    """Expected unmet demand of campaigns begun at the end of each month, by weight of the member.

    Of the stock with what is borne of gifts, as at the floors.
    """
    opening = {(row.member, row.item): row.units for row in programme.stocks}
    weights = {row.member: float(row.weight) for row in programme.members}
    bears = programme.plan.borne == "donor"
    found = 0.0
    for cell, curve in curves_of(programme).items():
        if cell[0] not in weights:
            continue
        held = opening.get(cell, 0)
        for t in range(programme.months):
            held += flows.stock_in[cell][t] + (flows.bears[cell][t] if bears else 0)
            found += weights[cell[0]] * curve.value(max(held, 0))
    return found


def _weighed(
    programme: Programme, weighed: Mapping[Fraction, Mapping[tuple[int, int], int]]
) -> tuple[Fraction, list[Fraction]]:
    """The floors goal, and what is missing by step, from how often so much of a floor is missing.

    ``weighed`` counts months by the member's weight, then by the floor and what is missing of it.
    """
    steps, severity = programme.plan.steps, Fraction(programme.plan.severity)
    weights = [severity ** (steps - k) for k in range(1, steps + 1)]
    # counted in whole parts, of which ``whole`` make a floor: fractions take long to add up
    whole = steps * lcm(*{floor for alike in weighed.values() for floor, _ in alike})
    parts = {weight: [0] * steps for weight in weighed}
    for weight, alike in weighed.items():
        own = parts[weight]
        for (floor, missing), months in alike.items():
            worth = months * (whole // (steps * floor))
            for k in range(steps):
                part = (k + 1) * floor - steps * (floor - missing)
                if part > 0:
                    own[k] += min(part, floor) * worth
    below = [Fraction(sum(own[k] for own in parts.values()), whole) for k in range(steps)]
    penalty = sum(
        (
            weight * step * Fraction(part, whole)
            for weight, own in parts.items()
            for step, part in zip(weights, own, strict=True)
        ),
        Fraction(0),
    )
    return penalty, below


def not_served(programme: Programme, flows: Flows) -> tuple[NotServed, ...]:
    """Own use that is not served, by member, item and month."""
    found = []
    for row in programme.use:
        t = row.month - programme.start
        if 0 <= t < programme.months:
            served = flows.used[row.member, row.item][t]
            if served < row.units:
                found.append(NotServed(row.member, row.item, row.month, row.units - served))
    return tuple(found)


def demanded(
    programme: Programme, flows: Flows
) -> tuple[tuple[NotCalledOff, ...], tuple[Late, ...]]:
    """Firm demand not called off, and unit-months of firm demand delivered late."""
    dated: dict[tuple[str, str, str], list[tuple[int | None, int]]] = defaultdict(list)
    for row in programme.demand:
        due = None if row.by is None else row.by - programme.start
        dated[row.member, row.contract, row.item].append((due, row.firm))
    found, late = [], []
    for key, rows in dated.items():
        missing = max(sum(firm for _, firm in rows) - flows.called[key], 0)
        if missing:
            found.append(NotCalledOff(*key, missing))
        first = min((due for due, _ in rows if due is not None), default=programme.months)
        delivered = waits = 0
        for t in range(min(first, 0), programme.months):
            delivered += flows.own[key][t] if t >= 0 else 0
            wanted = sum(firm for due, firm in rows if due is not None and due <= t)
            waits += max(wanted - missing - delivered, 0)
        if waits:
            late.append(Late(*key, waits))
    return tuple(found), tuple(late)


@dataclass(frozen=True, slots=True)
class Waited:
    """A member's firm demand for an item, what came of it, and its unit-months of waiting.

    A unit that is not there by the end of a month waits for that month, whatever its date;
    ``months`` are the months, counted from the first, in which the units that came did so.
    """

    firm: int
    months: tuple[int, ...]
    unit_months: int


def waited(programme: Programme, flows: Flows) -> dict[Cell, Waited]:
    """Firm demand by member and item, under all contracts together, and when it was met."""
    firm: dict[Cell, int] = defaultdict(int)
    for row in programme.demand:
        firm[row.member, row.item] += row.firm
    found = {}
    for (member, item), units in firm.items():
        own = [by for (m, _, i), by in flows.own.items() if (m, i) == (member, item)]
        came = [t for t in range(programme.months) for by in own for _ in range(by[t])][:units]
        unit_months = sum(came) + programme.months * (units - len(came))
        if units:
            found[member, item] = Waited(units, tuple(came), unit_months)
    return found


def units_moved(entries: Iterable[Entry], in_force: Iterable[Entry]) -> int:
    """Units of call-offs, deliveries and gifts that differ from the plan in force by month."""
    change: dict[tuple[int, str, str, str, str], int] = defaultdict(int)
    for sign, found in ((1, entries), (-1, in_force)):
        for entry in found:
            if entry.kind in ("call_off", "delivery", "donation"):
                part = entry.backfill or entry.donation
                key = (entry.month.ordinal, entry.kind, entry.member, entry.line, part)
                change[key] += sign * entry.transfers[0].quantity
    return sum(abs(units) for units in change.values())


def present_cost(programme: Programme, terms: Terms, entries: Iterable[Entry]) -> float:
    """Payments, fees and common costs at (1 + r) ** (-t / 12), in units of the currency."""
    total = 0.0
    scale = minor_units(programme.currency)
    rate_of_year = 1.0 + float(programme.discount_rate)
    present = [rate_of_year ** (-t / 12.0) for t in range(programme.months)]

    @cache
    def per_unit(currency: str, month: Month) -> Fraction:
        rate = terms.rate(currency, programme.currency, month)
        return Fraction(rate) * scale / minor_units(currency)

    for entry in entries:
        if entry.kind not in ("payment", "fee", "common"):
            continue
        worth = present[entry.month - programme.start]
        for one in entry.transfers:
            sign = spent(one.source, one.target)
            if sign and one.unit == programme.currency:
                total += sign * one.quantity * worth
            elif sign:
                rate = per_unit(one.unit, entry.month)  # divided last, and rounded once
                total += sign * (one.quantity * rate.numerator / rate.denominator) * worth
    return total / scale


def spent(source: str, target: str) -> int:
    """1 for money that reaches a supplier or the agency, -1 for money that comes back."""
    payees = ("paid:", "fee:")
    return int(target.startswith(payees)) - int(source.startswith(payees))
