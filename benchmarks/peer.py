"""The planner against a supply planner's heuristic on the same input, over many programmes."""

from __future__ import annotations

from fractions import Fraction
from statistics import mean, quantiles

from benchmarks.demand_by_demand import demand_by_demand
from benchmarks.generated import sized
from benchmarks.timing import show
from jointstock.plan import plan
from jointstock.plan.flows import Flows
from jointstock.plan.measure import measure
from jointstock.programme.programme import Programme
from jointstock.programme.terms import Terms
from jointstock.words.entries import Entry

SIZE = (4, 2, 60)
SEEDS = range(50)
LOWEST = 20  # the lowest twentieth of all member-months


def main() -> None:
    """Plan every programme in both ways, and say by how much worse the heuristic is."""
    rows: dict[str, list[float]] = {}
    for seed in SEEDS:
        programme = sized(*SIZE, seed=seed)
        ours = _measured(programme, plan(programme, bounds=False).entries)
        theirs = _measured(programme, demand_by_demand(programme))
        for name, worse in _worse(ours, theirs).items():
            rows.setdefault(name, []).append(round(worse, 6) + 0.0)
    found = []
    for name, values in rows.items():
        low, middle, high = quantiles(values, n=4, method="inclusive")
        better = sum(value < -1e-9 for value in values)
        found.append((name, min(values), low, middle, high, max(values), better))
    head = ("by how much worse", "best", "lower quartile", "median", "upper quartile", "worst")
    show(f"demand by demand, {len(SEEDS)} programmes of size A", (*head, "times better"), found)


def _measured(programme: Programme, entries: tuple[Entry, ...]) -> dict[str, float]:
    """What a plan comes to, counted from its entries alone."""
    values = measure(programme, entries).values
    parts = _parts_held(programme, entries)
    lowest = mean(parts[: max(1, len(parts) // LOWEST)])
    return values | {"lowest": lowest, "missing": sum(1 - part for part in parts)}


def _parts_held(programme: Programme, entries: tuple[Entry, ...]) -> list[float]:
    """The part of its floor that each member holds, with what it bears, the lowest months first."""
    flows, terms = Flows(programme, entries), Terms(programme)
    opening = {(row.member, row.item): row.units for row in programme.stocks}
    found = []
    for member in programme.members:
        for item in programme.items:
            cell = member.member, item.item
            held = opening.get(cell, 0)
            for t, floor in enumerate(terms.floor(*cell)):
                held += flows.stock_in[cell][t] + flows.bears[cell][t]
                if floor:
                    found.append(float(min(Fraction(held, floor), 1)))
    return sorted(found)


def _worse(ours: dict[str, float], theirs: dict[str, float]) -> dict[str, float]:
    """By how much the second is worse: above zero where it is."""
    return {
        "lowest twentieth of member-months, points of the floor": 100
        * (ours["lowest"] - theirs["lowest"]),
        "goal floors, percent": 100 * (theirs["floors"] / ours["floors"] - 1),
        "floor-months missing, percent": 100 * (theirs["missing"] / ours["missing"] - 1),
        "units given, fewer": ours["give"] - theirs["give"],
        "firm demand not called off, units more": theirs["firm"] - ours["firm"],
        "late, unit-months more": theirs["late"] - ours["late"],
        "present cost, percent": 100 * (theirs["cost"] / ours["cost"] - 1),
    }
