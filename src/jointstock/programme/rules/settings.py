"""Settings of the planner that are possible each by itself, and not together."""

from __future__ import annotations

from collections.abc import Iterator
from math import log10

from jointstock.programme.cells import plain
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


def campaign(draft: Draft) -> Iterator[Problem]:
    """A plan that asks for the need of members has something to reckon it from."""
    programme, plan = draft.programme, draft.programme.plan
    raided = programme.raids or programme.raid_months
    if not plan.asks_need or (raided and programme.defences and programme.exposure):
        return
    key = "risk" if plan.risk is not None else "goals"
    value = plain(plan.risk) if plan.risk is not None else "unmet"
    message = "asks what raids do to a stock, and no rows say what raids come and what stops them"
    repair = "add rows of raids (or raid_months), threats, defences and exposure, or leave it out"
    yield fault("value-range", draft.scalar(f"plan.{key}"), value, message, repair)


def grid(draft: Draft) -> Iterator[Problem]:
    """Quarters come after the part that is searched by month, which must then have an end."""
    plan = draft.programme.plan
    if plan.quarterly_until is None:
        return
    if plan.monthly_until is None or plan.quarterly_until < plan.monthly_until:
        message = "ends the quarters before they begin: they follow the months of monthly_until"
        repair = "set monthly_until to as much or less, or leave quarterly_until out"
        place = draft.scalar("plan.quarterly_until")
        yield fault("value-range", place, plan.quarterly_until, message, repair)
