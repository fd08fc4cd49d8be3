"""What a bound says, and what it does not, in a sentence."""

from __future__ import annotations

from decimal import Decimal

from jointstock.words.results import Plan


def loose_bounds(plan: Plan) -> str:
    """Which goals' bounds say little because the rule of allotment before them is not proven.

    Blank where there is none. Such a bound holds for every plan that is as good in the rule, in
    parts of units too; a rule that is reached in steps leaves room in each step that is not proven.
    """
    rule = str(plan.settings.get("allotment", ""))
    names = [goal.goal for goal in plan.goals]
    if rule not in names or not plan.goal(rule).gap:
        return ""
    tolerance = float(Decimal(str(plan.settings.get("gap", 0))))
    later = plan.goals[names.index(rule) + 1 :]
    wide = [goal.goal for goal in later if goal.gap > tolerance]
    if not wide:
        return ""
    which = f"The bound of {wide[0]}" if len(wide) == 1 else f"The bounds of {', '.join(wide)}"
    say, they = ("says", "it holds") if len(wide) == 1 else ("say", "they hold")
    return (
        f"{which} {say} little here: {they} for every plan, in parts of units too, that is as good "
        f"by the rule {rule}, and that rule is not proven to the last step."
    )
