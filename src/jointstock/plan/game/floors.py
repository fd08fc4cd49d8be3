"""What stating a floor higher than it is would bring a member, and cost the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from jointstock.plan.game.variants import higher_floors, under_rule
from jointstock.plan.measure import measure
from jointstock.programme.programme import Programme
from jointstock.programme.settings import ALLOT_STOCK, ALLOTMENTS
from jointstock.words.results import Plan
from jointstock.words.shares import HIGHER, HigherFloor

Planner = Callable[[Programme], Plan]


@dataclass(frozen=True, slots=True)
class _Stated:
    """A programme by a rule of allotment, and what is missing when floors are true."""

    programme: Programme
    planner: Planner
    missing: dict[str, float]

    def case(self, member: str, percent: int) -> HigherFloor:
        """A member states its floor higher: what is then missing of the true floors, less before.

        Planned anew and measured against the floors as they are.
        """
        other = self.planner(higher_floors(self.programme, (member,), percent))
        shortfalls = measure(self.programme, other.entries).shortfalls
        after = _missing(self.programme, replace(other, shortfalls=shortfalls))
        change = {name: after[name] - before for name, before in self.missing.items()}
        others = sum(value for name, value in change.items() if name != member)
        rule = self.programme.plan.allotment
        return HigherFloor(member, percent, change[member], others, rule)


def floors_stated_higher(
    programme: Programme, plans: Mapping[str, Plan], planner: Planner
) -> tuple[HigherFloor, ...]:
    """What each member with a floor gains by stating it higher, by each rule of allotment.

    ``plans`` holds the plans with true floors by rules that look at stock, and ``planner`` makes
    those with other floors, in the same way. By the programme's own rule with each percentage of
    `HIGHER`, by the others with the last. By rules that look at demand no goal counts a floor, so
    nobody gains: there is nothing to plan.
    """
    members = tuple(dict.fromkeys(row.member for row in programme.floors if row.units))
    own = programme.plan.allotment
    found: list[HigherFloor] = []
    for rule in (own, *(rule for rule in ALLOTMENTS if rule != own)):
        percents = HIGHER if rule == own else HIGHER[-1:]
        cases = [(member, percent) for member in members for percent in percents]
        if rule not in ALLOT_STOCK:
            found += [HigherFloor(*case, own=0.0, others=0.0, rule=rule) for case in cases]
        elif rule in plans:
            ruled, plan = under_rule(programme, rule), plans[rule]
            stated = _Stated(ruled, planner, _missing(programme, plan))
            found += [stated.case(*case) for case in cases]
    return tuple(found)


def _missing(programme: Programme, plan: Plan) -> dict[str, float]:
    """Floor-months missing by member."""
    names = (row.member for row in programme.members)
    return {name: float(plan.floor_months_missing(name)) for name in names}
