"""What a plan is worth, counted from its entries alone: the second path for every goal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jointstock.programme.programme import Programme
from jointstock.programme.terms import Terms
from jointstock.words.entries import Entry
from jointstock.words.money import minor_units
from jointstock.words.months import Month
from jointstock.words.results import NotCalledOff, NotServed, Shortfall

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


def measure(programme: Programme, entries: Iterable[Entry]) -> Measures:
    """Count every goal of a plan, and its shortfalls, in whole numbers and fractions."""
    flows = _Flows(programme, tuple(entries))
    terms = Terms(programme)
    shortfalls, penalty, below = _floors(programme, terms, flows)
    not_served = _not_served(programme, flows)
    not_called_off, late = _demand(programme, flows)
    months = programme.months
    gifts = [(row, flows.gifts[row.donation]) for row in programme.donations]
    weighted = sum(
        (Fraction(row.weight) * units for row, given in gifts for units in given), Fraction(0)
    )
    early = sum(
        (
            Fraction(row.weight) * units * (months - t)
            for row, given in gifts
            for t, units in enumerate(given)
        ),
        Fraction(0),
    )
    steady = sum((months - t) * units for t, units in enumerate(flows.delivered) if units)
    values = {
        "serve": float(sum(one.units for one in not_served)),
        "firm": float(sum(one.units for one in not_called_off)),
        "floors": float(penalty),
        "late": float(late),
        "give": float(weighted),
        "give_early": float(early),
        "cost": present_cost(programme, terms, flows.entries),
        "steady": float(steady),
    }
    return Measures(values, below, shortfalls, not_served, not_called_off)


class _Flows:
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
    programme: Programme, terms: Terms, flows: _Flows
) -> tuple[tuple[Shortfall, ...], Fraction, tuple[float, ...]]:
    """Shortfalls, the floors goal, and floor-months missing below each step."""
    settings = programme.plan
    steps, severity = settings.steps, Fraction(settings.severity)
    weights = [severity ** (steps - k) for k in range(1, steps + 1)]
    opening = {(row.member, row.item): row.units for row in programme.stocks}
    found: list[Shortfall] = []
    # by the member's weight and the floor: the missing part of each step, over steps * floor
    parts: dict[tuple[Decimal, int], list[int]] = defaultdict(lambda: [0] * steps)
    for member in programme.members:
        for item in programme.items:
            cell = (member.member, item.item)
            stock, borne = opening.get(cell, 0), 0
            floors = terms.floor(*cell)
            for t, floor in enumerate(floors):
                stock += flows.stock_in[cell][t]
                borne += flows.bears[cell][t] if settings.borne == "donor" else 0
                missing = min(max(floor - stock - borne, 0), floor)
                if missing == 0:
                    continue
                found.append(Shortfall(*cell, programme.start + t, missing, borne))
                own, held = parts[member.weight, floor], steps * (floor - missing)
                for k in range(held // floor, steps):
                    own[k] += min((k + 1) * floor - held, floor)
    below = [Fraction(0)] * steps
    penalty = Fraction(0)
    for (weight, floor), own in parts.items():
        exact = [Fraction(part, steps * floor) for part in own]
        below = [one + more for one, more in zip(below, exact, strict=True)]
        worst = sum((w * part for w, part in zip(weights, exact, strict=True)), Fraction(0))
        penalty += Fraction(weight) * worst
    return tuple(found), penalty, tuple(float(part) for part in below)


def _not_served(programme: Programme, flows: _Flows) -> tuple[NotServed, ...]:
    found = []
    for row in programme.use:
        t = row.month - programme.start
        if 0 <= t < programme.months:
            served = flows.used[row.member, row.item][t]
            if served < row.units:
                found.append(NotServed(row.member, row.item, row.month, row.units - served))
    return tuple(found)


def _demand(programme: Programme, flows: _Flows) -> tuple[tuple[NotCalledOff, ...], int]:
    """Firm demand not called off, and unit-months of firm demand delivered late."""
    dated: dict[tuple[str, str, str], list[tuple[int | None, int]]] = defaultdict(list)
    for row in programme.demand:
        due = None if row.by is None else row.by - programme.start
        dated[row.member, row.contract, row.item].append((due, row.firm))
    found, late = [], 0
    for key, rows in dated.items():
        missing = max(sum(firm for _, firm in rows) - flows.called[key], 0)
        if missing:
            found.append(NotCalledOff(*key, missing))
        first = min((due for due, _ in rows if due is not None), default=programme.months)
        delivered = 0
        for t in range(min(first, 0), programme.months):
            delivered += flows.own[key][t] if t >= 0 else 0
            wanted = sum(firm for due, firm in rows if due is not None and due <= t)
            late += max(wanted - missing - delivered, 0)
    return tuple(found), late


def units_moved(entries: Iterable[Entry], in_force: Iterable[Entry]) -> int:
    """Units of call-offs, deliveries and gifts that differ from the plan in force by month."""
    change: dict[tuple[Month, str, str, str, str], int] = defaultdict(int)
    for sign, found in ((1, entries), (-1, in_force)):
        for entry in found:
            if entry.kind in ("call_off", "delivery", "donation"):
                part = entry.backfill or entry.donation
                key = (entry.month, entry.kind, entry.member, entry.line, part)
                change[key] += sign * entry.transfers[0].quantity
    return sum(abs(units) for units in change.values())


def present_cost(programme: Programme, terms: Terms, entries: Iterable[Entry]) -> float:
    """Payments, fees and common costs at (1 + r) ** (-t / 12), in units of the currency."""
    total = 0.0
    scale = minor_units(programme.currency)
    rate_of_year = 1.0 + float(programme.discount_rate)
    present = [rate_of_year ** (-t / 12.0) for t in range(programme.months)]
    for entry in entries:
        if entry.kind not in ("payment", "fee", "common"):
            continue
        worth = present[entry.month - programme.start]
        for one in entry.transfers:
            sign = _spent(one.source, one.target)
            if sign and one.unit == programme.currency:
                total += sign * one.quantity * worth
            elif sign:
                rate = terms.rate(one.unit, programme.currency, entry.month)
                amount = Fraction(one.quantity, minor_units(one.unit)) * rate * scale
                total += sign * float(amount) * worth
    return total / scale


def _spent(source: str, target: str) -> int:
    """1 for money that reaches a supplier or the agency, -1 for money that comes back."""
    payees = ("paid:", "fee:")
    return int(target.startswith(payees)) - int(source.startswith(payees))
