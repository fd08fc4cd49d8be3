"""What each goal cost the next: the goals again without one of them, as far as the one after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import ceil, floor, isclose, isfinite

from jointstock.plan.measure import sought_most
from jointstock.plan.outcome import read_outcome
from jointstock.plan.planner import Planned, read_found
from jointstock.plan.search import Search
from jointstock.plan.stated import stated
from jointstock.programme.programme import Programme
from jointstock.programme.settings import ALLOT_STOCK
from jointstock.solve.highs import InfeasibleError
from jointstock.words.results import Goal, GoalCost

Progress = Callable[[str], None]

# A programme of no more member-item-months than this is planned anew for each goal in seconds.
SMALL = 1_000

# Goals of which nothing is less than none, whatever the plan: they cannot have been cost anything.
NEVER_BELOW_ZERO = ("serve", "firm", "floors", "late")
# A difference that is a smaller part of the value is the arithmetic of the solver.
_ZERO = 1e-9
# Two searches reached one value of a goal where they differ by no greater part of it.
_ONE_VALUE = 1e-6
# Goals that count whole units: so what they cost is a whole number too.
_WHOLE = ("serve", "firm", "late", "steady")


def is_small(programme: Programme) -> bool:
    """Whether what its goals cost one another is found without being asked for."""
    return len(programme.members) * len(programme.items) * programme.months <= SMALL


def costs_of_goals(joint: Planned, progress: Progress | None = None) -> tuple[GoalCost, ...]:
    """For each two neighbours in the order of the goals: what holding the one cost the other.

    The goals before both are held as the plan has them. Goals that have nothing to count are
    passed over, and a rule of allotment that is reached in steps is cost nothing that has one
    value. Where the later goal has the best value there is, nothing was cost, and nothing
    is planned. ``progress`` is told what is left out.
    """
    found = []
    for held, goal in pairwise(counted_goals(joint.case.programme)):
        if joint.case.steps_of(goal) != (goal,):
            continue
        mine = joint.plan.goal(goal)
        if goal in NEVER_BELOW_ZERO and mine.value == 0.0:
            found.append(GoalCost(held, mine, mine, 0.0, 0.0, 0.0))
            continue
        if (held, goal) == ("firm", "late"):  # what is not called off is never late
            alone = replace(mine, value=0.0, bound=0.0, gap=0.0)
            found.append(_compared(joint, held, alone))
            continue
        if progress is not None:
            progress(f"without {held}")
        found.append(_goal_cost(joint, held, goal))
    return tuple(found)


def counted_goals(programme: Programme) -> tuple[str, ...]:
    """The goals in order that have something to count in this programme."""
    wants = any(row.firm for row in programme.demand)
    by_demand = programme.plan.allotment not in ALLOT_STOCK
    counts = {
        "serve": any(row.units for row in programme.use),
        "firm": wants,
        "floors": wants if by_demand else any(row.units for row in programme.floors),
        "late": any(row.firm and row.by is not None for row in programme.demand),
        "give": any(row.up_to for row in programme.donations),
    }
    return tuple(goal for goal in programme.plan.order if counts.get(goal, True))


def _goal_cost(joint: Planned, held: str, goal: str) -> GoalCost:
    """What a goal cost the next; of gifts that are as many, how much earlier they could come."""
    order, parts = joint.case.goals, _parts(joint, goal)
    before = [one for one in order[: order.index(goal)] if one not in _parts(joint, held)]
    alone = _without(joint, before, parts)
    costs = [_compared(joint, held, one) for one in alone]
    return costs[-1] if costs[0].most == 0.0 else costs[0]


def _parts(joint: Planned, goal: str) -> tuple[str, ...]:
    """A goal as it is reached for: *give* is two."""
    return ("give", "give_early") if goal == "give" else joint.case.steps_of(goal)


def _without(joint: Planned, before: list[str], parts: tuple[str, ...]) -> list[Goal]:
    """What a goal comes to right after these, in the way in which the plan was found.

    Where that way does not end in whole units the plan itself stands for what was found, since it
    is one that is as good in the goals before.
    """
    search = _whole_search(joint, before, parts)
    if search is None:
        reached = [one for one in joint.reached if one.goal in (*before, *parts)]
        worth = joint.worth
    else:
        reached = [one for one in search.reached if one.goal != "settle"]
        outcome = read_outcome(search.nodes[0].draft, search.point().x)
        worth = read_found(joint.case.programme, outcome, joint.in_force).worth
    if search is None or not joint.proves:
        bounding = search or Search(joint.case, joint.in_force, linear=True)
        reached = bounding.bounds(reached)
    in_force = joint.in_force is not None
    return [
        stated(joint.case, one, worth, in_force=in_force) for one in reached if one.goal in parts
    ]


def _whole_search(joint: Planned, before: list[str], parts: tuple[str, ...]) -> Search | None:
    """A search that reached a goal in whole units, with those before as good as in the plan."""
    had = {one.goal: one.value for one in joint.reached}
    for begin in joint.begin:
        try:
            search = begin()
            for goal in (*before, *parts, "settle"):
                search.reach(goal)
        except InfeasibleError:
            continue
        alike = all(
            isclose(one.value, had[one.goal], rel_tol=_ONE_VALUE, abs_tol=_ONE_VALUE)
            for one in search.reached[: len(before)]
        )
        # a restricted search proves nothing, and nothing else would then bound it
        if alike and search.is_whole() and not (joint.proves and search.restricted):
            return search
    return None


def _compared(joint: Planned, held: str, theirs: Goal) -> GoalCost:
    """What a goal cost: the next one's value in the plan against that without, the worse the more.

    The best with ``held`` lies between the plan's bound and value, the best without between those
    of ``theirs``. It is never the worse: a plan that keeps to ``held`` as well is there for both.
    """
    mine = joint.plan.goal(theirs.goal)
    sign = -1.0 if sought_most(theirs.goal, in_force=joint.in_force is not None) else 1.0
    cost = sign * (mine.value - theirs.value)
    least, most = sign * (mine.bound - theirs.value), sign * (mine.value - theirs.bound)
    if theirs.goal in _WHOLE and isfinite(least) and isfinite(most):
        least, most = ceil(least - _ONE_VALUE), floor(most + _ONE_VALUE)
    smallest = _ZERO * max(abs(mine.value), 1.0)
    cost, least, most = (one if one > smallest else 0.0 for one in (cost, least, most))
    return GoalCost(held, mine, theirs, cost, float(least), float(most))
