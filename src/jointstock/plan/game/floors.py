"""What stating a floor higher than it is would bring a member, and cost the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from jointstock.plan.game.variants import higher_floors, under_rule
from jointstock.plan.measure import measure
from jointstock.programme.programme import Programme
from jointstock.programme.settings import ALLOT_STOCK
from jointstock.words.results import Plan
from jointstock.words.shares import HIGHER, HigherFloor

Planner = Callable[[Programme], Plan]


@dataclass(frozen=True, slots=True)
class _Stated:
    """A programme by a rule of allotment, its plan, and what is missing when floors are true."""

    programme: Programme
    planner: Planner
    plan: Plan
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

    def heedless(self, members: tuple[str, ...]) -> bool:
        """Whether the plan is the same when all state their floors higher, as no floor counts."""
        if self.programme.plan.allotment in ALLOT_STOCK:
            return False
        other = self.planner(higher_floors(self.programme, members, HIGHER[-1]))
        return other.entries == self.plan.entries


def floors_stated_higher(
    programme: Programme, plans: Mapping[str, Plan], planner: Planner
) -> tuple[HigherFloor, ...]:
    """What each member with a floor gains by stating it higher, by each rule of allotment.

    ``plans`` holds the plan by each rule with true floors, and ``planner`` makes those with other
    floors, in the same way. By the programme's own rule with each percentage of `HIGHER`, by the
    others with the last. A rule that looks at no floor is asked once, with all floors higher: where
    the plan stays the same, nobody gains.
    """
    members = tuple(dict.fromkeys(row.member for row in programme.floors if row.units))
    found: list[HigherFloor] = []
    for rule, plan in plans.items() if members else ():
        percents = HIGHER if rule == programme.plan.allotment else HIGHER[-1:]
        found += _by_rule(under_rule(programme, rule), plan, planner, members, percents)
    return tuple(found)


def _by_rule(
    programme: Programme,
    plan: Plan,
    planner: Planner,
    members: tuple[str, ...],
    percents: tuple[int, ...],
) -> Iterator[HigherFloor]:
    stated = _Stated(programme, planner, plan, _missing(programme, plan))
    same = stated.heedless(members)
    for member in members:
        for percent in percents:
            if same:
                yield HigherFloor(member, percent, 0.0, 0.0, programme.plan.allotment)
            else:
                yield stated.case(member, percent)


def _missing(programme: Programme, plan: Plan) -> dict[str, float]:
    """Floor-months missing by member."""
    names = (row.member for row in programme.members)
    return {name: float(plan.floor_months_missing(name)) for name in names}
