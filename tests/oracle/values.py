"""The value of every goal, from a plan's quantities, by the text of the goals."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from oracle.facts import Facts
from oracle.money import present_cost, selected_bands
from oracle.quantities import Quantities

# Goals of which more is better; of all others, less.
MOST = ("give", "give_early", "steady")


def goals_in_order(facts: Facts) -> list[str]:
    """The goals in the order of the settings; after *give* comes giving early."""
    order = []
    for goal in facts.programme.plan.order:
        order += ["give", "give_early"] if goal == "give" else [goal]
    return order


def penalty(facts: Facts, held: int, floor: int) -> Fraction:
    """What is missing of a floor, the deeper the heavier.

    p(r) = sum over k = 1..K of severity^(K - k) * clamp(k/K - r, 0, 1/K), with r = held / floor.
    """
    settings = facts.programme.plan
    step = Fraction(1, settings.steps)
    severity = Fraction(settings.severity)
    ratio = Fraction(held, floor)
    return sum(
        (
            severity ** (settings.steps - k) * min(max(k * step - ratio, Fraction(0)), step)
            for k in range(1, settings.steps + 1)
        ),
        Fraction(0),
    )


def missing_below(facts: Facts, plan: Quantities) -> list[Fraction]:
    """Floor-months missing below each step, the lowest step first."""
    steps = facts.programme.plan.steps
    found = [Fraction(0)] * steps
    for held, floor, _ in held_to_floors(facts, plan):
        for k in range(1, steps + 1):
            short = Fraction(k, steps) - Fraction(held, floor)
            found[k - 1] += min(max(short, Fraction(0)), Fraction(1, steps))
    return found


def held_to_floors(facts: Facts, plan: Quantities) -> list[tuple[int, int, str]]:
    """Stock with what is borne, floor and member, for every member, item and month with a floor."""
    found = []
    for member in facts.members:
        for item in facts.items:
            stock = plan.stock(facts, member, item)
            borne = plan.borne(facts, member, item)
            for month in facts.months:
                floor = facts.floor(member, item, month)
                if floor:
                    found.append((stock[month] + borne[month], floor, member))
    return found


def floors(facts: Facts, plan: Quantities) -> Fraction:
    """The sum of weight * p((stock + borne) / floor)."""
    return sum(
        (
            Fraction(facts.members[member].weight) * penalty(facts, held, floor)
            for held, floor, member in held_to_floors(facts, plan)
        ),
        Fraction(0),
    )


def unmet(facts: Facts, plan: Quantities) -> float:
    """The sum of weight * expected unmet demand at stock + borne, between the points on lines."""
    found = 0.0
    for curve in facts.programme.unmet:
        stock = plan.stock(facts, curve.member, curve.item)
        borne = plan.borne(facts, curve.member, curve.item)
        levels = [stock[month] + borne[month] for month in facts.months]
        weight = float(facts.members[curve.member].weight)
        found += weight * float(np.interp(levels, curve.at, curve.units).sum())
    return found


def not_called_off(facts: Facts, plan: Quantities) -> dict[tuple[str, str, str], int]:
    """Firm demand that is not called off, by member, contract and item."""
    return {
        key: max(0, sum(row.firm for row in facts.demand(*key)) - plan.own_called_off(facts, *key))
        for key in facts.wants()
    }


def late(facts: Facts, plan: Quantities) -> dict[tuple[str, str, str], int]:
    """Unit-months of firm demand delivered after its date, by member, contract and item."""
    missed = not_called_off(facts, plan)
    found = {}
    for member, contract, item in facts.wants():
        total = 0
        rows = [row for row in facts.demand(member, contract, item) if row.by is not None]
        lines = facts.lines_of(contract, item)
        first = min((facts.when(row.by, 0) for row in rows), default=facts.horizon)
        for month in range(first, facts.horizon):
            due = sum(row.firm for row in rows if facts.when(row.by, 0) <= month)
            got = sum(
                units
                for (who, line, when), units in plan.deliveries.items()
                if who == member and line in lines and when <= month
            )
            total += max(0, due - missed[member, contract, item] - got)
        found[member, contract, item] = total
    return found


def value(facts: Facts, plan: Quantities, goal: str) -> Fraction | float:
    """The value of one goal.

    *steady* is that without a plan in force: the sum of (T - t) times the units delivered.
    """
    early = facts.horizon
    if goal == "serve":
        return Fraction(sum(plan.not_served.values()))
    if goal == "firm":
        return Fraction(sum(not_called_off(facts, plan).values()))
    if goal == "floors":
        return floors(facts, plan)
    if goal == "unmet":
        return unmet(facts, plan)
    if goal == "late":
        return Fraction(sum(late(facts, plan).values()))
    if goal in ("give", "give_early"):
        return sum(
            (
                Fraction(facts.donations[name].weight)
                * units
                * (early - month if goal == "give_early" else 1)
                for (name, month), units in plan.gifts.items()
            ),
            Fraction(0),
        )
    if goal == "cost":
        return present_cost(facts, plan, selected_bands(facts, plan))
    if goal == "steady":
        every = [*plan.deliveries.items(), *plan.backfill_deliveries.items()]
        return Fraction(sum((early - month) * units for (_, _, month), units in every))
    raise KeyError(goal)


def values(facts: Facts, plan: Quantities) -> dict[str, Fraction | float]:
    """The value of every goal, in the order of the settings."""
    return {goal: value(facts, plan, goal) for goal in goals_in_order(facts)}
