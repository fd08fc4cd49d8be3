"""What stating a floor higher than it is would bring a member, and cost the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from jointstock.plan.game.variants import higher_floor
from jointstock.plan.measure import measure
from jointstock.programme.programme import Programme
from jointstock.words.results import Plan
from jointstock.words.shares import HigherFloor

# So much higher a floor is stated, in percent.
PERCENT = (10, 25)


def floors_stated_higher(
    programme: Programme, joint: Plan, planner: Callable[[Programme], Plan]
) -> tuple[HigherFloor, ...]:
    """For each member with a floor: what is missing of the true floors if it states its own higher.

    Each case is planned anew and measured against the floors as they are; ``joint`` is the plan in
    which all state theirs as they are.
    """
    names = [member.member for member in programme.members]
    before = {name: joint.floor_months_missing(name) for name in names}
    found = []
    for member in dict.fromkeys(row.member for row in programme.floors if row.units):
        for percent in PERCENT:
            other = planner(higher_floor(programme, member, percent))
            true = replace(other, shortfalls=measure(programme, other.entries).shortfalls)
            change = {name: true.floor_months_missing(name) - before[name] for name in names}
            others = sum(value for name, value in change.items() if name != member)
            found.append(HigherFloor(member, percent, float(change[member]), float(others)))
    return tuple(found)
