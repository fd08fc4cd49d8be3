"""What a plan is worth, counted from its entries alone: the second path for every goal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from math import fsum, lcm
from operator import attrgetter
from typing import TypeVar

from jointstock.plan.flows import Flows, demanded, not_served, waited
from jointstock.plan.unmet import curves_of
from jointstock.programme.programme import Programme
from jointstock.programme.terms import Terms
from jointstock.words.entries import Entry
from jointstock.words.money import minor_units
from jointstock.words.results import Late, NotCalledOff, NotServed, Shortfall

T = TypeVar("T", Shortfall, NotServed, NotCalledOff, Late)

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


@dataclass(frozen=True, slots=True)
class Tally:
    """What some entries of a plan come to, exactly: tallies of slices add up to the whole plan's.

    ``paid`` is money in minor units by currency and month from the start; ``unmet`` holds a term
    for each month of each stock.
    """

    shortfalls: tuple[Shortfall, ...]
    penalty: Fraction
    below: tuple[Fraction, ...]
    not_served: tuple[NotServed, ...]
    not_called_off: tuple[NotCalledOff, ...]
    late: tuple[Late, ...]
    unmet: tuple[float, ...]
    give: Fraction
    give_early: Fraction
    steady: int
    waits: int
    parts_waited: Fraction
    paid: Mapping[tuple[str, int], int]


def measure(programme: Programme, entries: Iterable[Entry]) -> Measures:
    """Count every goal of a plan, and its shortfalls, in whole numbers and fractions."""
    return added_up(programme, [tally(programme, entries)])


def tally(programme: Programme, entries: Iterable[Entry]) -> Tally:
    """Count what is missing, late, given and paid, of a programme or of a slice of it."""
    flows = Flows(programme, tuple(entries))
    shortfalls, penalty, below = _floors(programme, Terms(programme), flows)
    not_called_off, late = demanded(programme, flows)
    months = programme.months
    gifts = [(Fraction(row.weight), flows.gifts[row.donation]) for row in programme.donations]
    early = (
        weight * sum(units * (months - t) for t, units in enumerate(given))
        for weight, given in gifts
    )
    waits = waited(programme, flows).values()
    return Tally(
        shortfalls,
        penalty,
        below,
        not_served(programme, flows),
        not_called_off,
        late,
        tuple(_unmet(programme, flows)),
        sum((weight * sum(given) for weight, given in gifts), Fraction(0)),
        sum(early, Fraction(0)),
        sum((months - t) * units for t, units in enumerate(flows.delivered) if units),
        sum(one.unit_months for one in waits),
        sum((Fraction(one.unit_months, one.firm) for one in waits), Fraction(0)),
        _paid(programme, flows.entries),
    )


def added_up(programme: Programme, tallies: Sequence[Tally]) -> Measures:
    """The measures of a programme of which each slice has been told, in the order of its tables."""
    below = [sum(parts, Fraction(0)) for parts in zip(*(one.below for one in tallies), strict=True)]
    unserved = _in_order(
        (one for part in tallies for one in part.not_served),
        ((row.member, row.item, row.month) for row in programme.use),
    )
    dated = [(row.member, row.contract, row.item) for row in programme.demand]
    not_called_off = _in_order((one for part in tallies for one in part.not_called_off), dated)
    late = _in_order((one for part in tallies for one in part.late), dated)
    cells = ((who.member, what.item) for who in programme.members for what in programme.items)
    values = {
        "serve": float(sum(one.units for one in unserved)),
        "firm": float(sum(one.units for one in not_called_off)),
        "floors": float(sum((one.penalty for one in tallies), Fraction(0))),
        "unmet": fsum(term for one in tallies for term in one.unmet),
        "late": float(sum(one.unit_months for one in late)),
        "give": float(sum((one.give for one in tallies), Fraction(0))),
        "give_early": float(sum((one.give_early for one in tallies), Fraction(0))),
        "cost": _present(programme, Terms(programme), [one.paid for one in tallies]),
        "steady": float(sum(one.steady for one in tallies)),
        # what the rules of allotment look at
        "leximin": float(sum(below)),
        "pro-rata": float(sum((one.parts_waited for one in tallies), Fraction(0))),
        **dict.fromkeys(("equal", "priority"), float(sum(one.waits for one in tallies))),
    }
    return Measures(
        values,
        tuple(map(float, below)),
        _in_order((one for part in tallies for one in part.shortfalls), cells),
        unserved,
        not_called_off,
        late,
    )


def _in_order(found: Iterable[T], keys: Iterable[tuple[object, ...]]) -> tuple[T, ...]:
    """What was found, in the order in which its first fields stand among the keys."""
    every = tuple(found)
    if not every:
        return ()
    at: dict[tuple[object, ...], int] = {}
    for key in keys:
        at.setdefault(key, len(at))
    names = [field.name for field in fields(every[0])][: len(next(iter(at)))]
    key_of = attrgetter(*names)
    return tuple(sorted(every, key=lambda one: at[key_of(one)]))


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


def _unmet(programme: Programme, flows: Flows) -> Iterator[float]:
    """Expected unmet demand of campaigns begun at the end of each month, by weight of the member.

    Of the stock with what is borne of gifts, as at the floors.
    """
    opening = {(row.member, row.item): row.units for row in programme.stocks}
    weights = {row.member: float(row.weight) for row in programme.members}
    items = {row.item for row in programme.items}
    bears = programme.plan.borne == "donor"
    for cell, curve in curves_of(programme).items():
        if cell[0] not in weights or cell[1] not in items:
            continue
        held = opening.get(cell, 0)
        for t in range(programme.months):
            held += flows.stock_in[cell][t] + (flows.bears[cell][t] if bears else 0)
            yield weights[cell[0]] * curve.value(max(held, 0))


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
    return _present(programme, terms, [_paid(programme, entries)])


def _paid(programme: Programme, entries: Iterable[Entry]) -> dict[tuple[str, int], int]:
    """Payments, fees and common costs in minor units, by currency and month."""
    found: dict[tuple[str, int], int] = defaultdict(int)
    for entry in entries:
        if entry.kind in ("payment", "fee", "common"):
            for one in entry.transfers:
                sign = spent(one.source, one.target)
                if sign:
                    found[one.unit, entry.month.ordinal] += sign * one.quantity
    start = programme.start.ordinal
    return {(unit, month - start): amount for (unit, month), amount in found.items()}


def _present(
    programme: Programme, terms: Terms, paid: Iterable[Mapping[tuple[str, int], int]]
) -> float:
    """Money by currency and month at (1 + r) ** (-t / 12), in units of the programme's currency."""
    together: dict[tuple[str, int], int] = defaultdict(int)
    for part in paid:
        for key, amount in part.items():
            together[key] += amount
    scale = minor_units(programme.currency)
    rate_of_year = 1.0 + float(programme.discount_rate)
    total = 0.0
    for (unit, t), amount in sorted(together.items()):
        rate = Fraction(terms.rate(unit, programme.currency, programme.start + t))
        whole = amount * rate * scale / minor_units(unit)  # rounded once
        total += float(whole) * rate_of_year ** (-t / 12.0)
    return total / scale


def spent(source: str, target: str) -> int:
    """1 for money that reaches a supplier or the agency, -1 for money that comes back."""
    payees = ("paid:", "fee:")
    return int(target.startswith(payees)) - int(source.startswith(payees))
