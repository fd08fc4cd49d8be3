"""The risk that a plan was asked to hold, and where it does not, in sentences."""

from __future__ import annotations

from jointstock.words.results import Plan


def told(plan: Plan) -> list[str]:
    """Whether a plan holds the risk that its settings ask for; nothing where they ask for none."""
    if plan.outlasted is None:
        return []
    asked = f"{plan.settings['risk']} %, {plan.settings['campaign_days']} days of raids"
    if not plan.outlasted:
        held = "Risk held by every stock that raids are known to draw on"
        return [f"{held} ({asked}), whatever month they begin after"]
    found = [f"Risk not held ({asked}), by the exact check of the plan's own stocks:"]
    for cell in dict.fromkeys((one.member, one.item) for one in plan.outlasted):
        own = [one for one in plan.outlasted if (one.member, one.item) == cell]
        worst = max(own, key=lambda one: one.chance)
        span = "1 month" if len(own) == 1 else f"{len(own)} months, to {own[-1].month}"
        chance = f"{100 * worst.chance:.3g} %"  # a percent alone might read as what was asked
        found.append(
            f"  {' '.join(cell)} in {span}; at most {chance}, after {worst.month} with "
            f"{worst.stock:,} units"
        )
    return found


def sentence(plan: Plan) -> list[str]:
    """The same as one sentence, or none."""
    head, *cells = told(plan) or [""]
    return [f"{head} {'; '.join(one.strip() for one in cells)}".strip()] if head else []
