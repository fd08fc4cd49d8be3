"""Planning with what need has to say: floors that hold a risk, and expected unmet demand."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from jointstock import plan as plans
from jointstock.programme.programme import Programme
from jointstock.words.results import Plan


def with_needs(programme: Programme) -> Programme:
    """The programme with what its settings ask of need; itself where they ask for nothing.

    Each floor is raised to what holds the risk, and the curves of expected unmet demand are there
    for the goal *unmet*. To do it twice changes nothing more. Raises ``SettingError`` where no
    member's need is known.
    """
    settings = programme.plan
    if not settings.asks_need:
        return programme
    from jointstock.need import chance_constrained, not_known, requirement, unmet_curves
    from jointstock.words.errors import SettingError

    days = settings.campaign_days
    found = programme = programme.as_read
    if settings.risk is not None:
        needs = requirement(
            programme, days=days, service=1.0 - float(settings.risk) / 100, fitted=False
        )
        if not needs.needs:
            unknown = dict.fromkeys(not_known(programme, days).values())
            why = "; ".join(unknown) or "there are no rows of exposure and defences that meet"
            raise SettingError(f"no member's risk is known: {why}")
        found = chance_constrained(programme, needs)
    if "unmet" in settings.order:  # anew each time: the raids may be others since
        found = found.replace(unmet=unmet_curves(programme, days=days))
    return found


def with_check(programme: Programme, made: Plan) -> Plan:
    """A plan with the months in which it does not hold the risk asked for: exact, from its stocks.

    The plan itself where none is asked for.
    """
    settings = programme.plan
    if settings.risk is None:
        return made
    from jointstock.need import outlasted, stock_risks

    asked = programme, made, float(settings.risk) / 100, settings.campaign_days
    return dataclasses.replace(made, outlasted=outlasted(*asked), stock_risks=stock_risks(*asked))


def plan(
    programme: Programme,
    *,
    in_force: Plan | None = None,
    progress: Callable[[str], None] | None = None,
    bounds: bool = True,
) -> Plan:
    """`jointstock.plan.plan` with what the settings ask of need, checked exactly afterwards.

    Raises what that raises, and ``SettingError`` where need is asked for and not known.
    """
    ready = with_needs(programme)
    made = plans.plan(ready, in_force=in_force, progress=progress, bounds=bounds)
    return with_check(ready, made)
