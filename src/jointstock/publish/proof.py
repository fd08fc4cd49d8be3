"""What a bound says, and what it does not, in a sentence."""

from __future__ import annotations

from decimal import Decimal
from math import isinf

from jointstock.words.results import Plan

# What a report and a summary say of a plan whose search stopped.
STOPPED = "The search stopped at its limit: the plan holds, a better one may exist."


def what_to_do(plan: Plan) -> str:
    """What to do with a plan whose search stopped at its limit; blank for any other.

    It is as sound as any: what is open is how much better one could be.
    """
    if plan.status == "optimal":
        return ""
    known = "and the gaps say how much better one could be at the most"
    if any(isinf(goal.bound) for goal in plan.goals):
        known = (
            "but how much better one could be was not looked for; a plan made from nothing tells it"
        )
    return (
        f"What to do: the plan keeps every limit and rule, so it can be used as it is, {known}. "
        "Where that matters, --exact proves every goal in whole units, which may take very long."
    )


def loose_bounds(plan: Plan) -> str:
    """Which goals' bounds say little because a goal before them is not quite proven.

    Blank where there is none. Such a bound holds for every plan that is as good in the earlier
    goal, in parts of units too; what is open there may be traded for much of a later goal. A rule
    of allotment, which is reached in steps, leaves such room in each step that is not proven.
    """
    tolerance = float(Decimal(str(plan.settings.get("gap", 0))))
    open_goals = [n for n, goal in enumerate(plan.goals) if goal.gap and not isinf(goal.gap)]
    if not open_goals:
        return ""
    first = plan.goals[open_goals[0]]
    later = (plan.goals[n] for n in open_goals[1:])
    wide = [goal.goal for goal in later if goal.gap > tolerance]
    if not wide:
        return ""
    which = f"The bound of {wide[0]}" if len(wide) == 1 else f"The bounds of {', '.join(wide)}"
    say, they = ("says", "it holds") if len(wide) == 1 else ("say", "they hold")
    return (
        f"{which} {say} little here: {they} for every plan, in parts of units too, that is as good "
        f"in {first.goal}, and {first.goal} comes first and is not proven to the last."
    )
