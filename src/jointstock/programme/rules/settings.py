"""Settings of the planner that are possible each by itself, and not together."""

from __future__ import annotations

from collections.abc import Iterator
from math import log10

from jointstock.programme.faults import fault
from jointstock.programme.rules.draft import Draft
from jointstock.words.errors import Problem

_POWER = 12


def severity(draft: Draft) -> Iterator[Problem]:
    """The lowest step of a floor weighs no more than numbers can hold beside the highest one."""
    plan = draft.programme.plan
    if (plan.steps - 1) * log10(plan.severity) > _POWER:
        message = f"to the power of {plan.steps - 1}, for {plan.steps} steps, is above 10^{_POWER}"
        repair = "choose a smaller severity, or fewer steps"
        place = draft.scalar("plan.severity" if "plan.severity" in draft.at else "plan.steps")
        yield fault("value-range", place, plan.severity, message, repair)
