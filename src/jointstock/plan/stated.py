"""Goals as a plan states them: values counted from its entries, bounds in their own sense."""

from __future__ import annotations

from collections.abc import Iterable

from jointstock.plan.case import Case
from jointstock.plan.measure import Measures, sought_most
from jointstock.plan.search import Reached
from jointstock.words.money import minor_units
from jointstock.words.results import Goal


def stated_goals(
    case: Case, reached: Iterable[Reached], found: Measures, *, in_force: bool
) -> tuple[Goal, ...]:
    """Every goal in order; the steps of a rule of allotment are one goal, named after the rule."""
    came_to = {one.goal: one for one in reached}
    goals: list[Goal] = []
    for goal in case.programme.plan.order:
        steps = case.steps_of(goal)
        if steps != (goal,):
            goals.append(_allotted(case, [came_to[step] for step in steps], found))
            continue
        names = ("give", "give_early") if goal == "give" else (goal,)
        goals += [stated(case, came_to[name], found, in_force=in_force) for name in names]
    return tuple(goals)


def stated(case: Case, reached: Reached, found: Measures, *, in_force: bool) -> Goal:
    """A goal as stated: its value counted from the entries, its bound in its own sense."""
    name = reached.goal
    value, bound = reached.value, reached.bound
    if sought_most(name, in_force=in_force):
        value, bound = -value, -bound
    if name == "cost":
        value, bound = (x / minor_units(case.programme.currency) for x in (value, bound))
    stated = found.values[name]
    # what is the same for every plan is not in the solver's value, but it is in the stated one
    bound += stated - value
    below = found.missing_below if name == "floors" else ()
    return _with_gap(name, stated, bound, below)


def _allotted(case: Case, steps: Iterable[Reached], found: Measures) -> Goal:
    """A rule that is reached in steps: all that is missing, and how far its order is proven.

    No plan has less missing in a step, those before it being alike, up to the first step that is
    not proven. The bound is that step's; of those after it nothing is said.
    """
    rule = case.programme.plan.allotment
    value = found.values[rule]
    unproven = next((left for step in steps if (left := _unproven(step))), 0.0)
    below = found.missing_below if rule == "leximin" else ()
    return _with_gap(rule, value, value - unproven, below)


def _unproven(step: Reached) -> float:
    """How much less a step might have come to; the arithmetic of the solver is none."""
    left = max(step.value - step.bound, 0.0)
    return left if left > 1e-9 * max(abs(step.value), 1.0) else 0.0


def _with_gap(name: str, value: float, bound: float, below: tuple[float, ...]) -> Goal:
    gap = abs(value - bound) / max(abs(value), 1.0)
    if gap <= 1e-9:  # the arithmetic of the solver, not a gap
        bound, gap = value, 0.0
    return Goal(name, value, bound, gap, below)
