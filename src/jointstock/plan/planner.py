"""The planner: goals in order, whole units, and a check on a second path before anyone sees it."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from jointstock.plan.case import Case
from jointstock.plan.check import check
from jointstock.plan.entries import planned_entries
from jointstock.plan.feasible import refuse_contradictions
from jointstock.plan.measure import Measures, measure, units_moved
from jointstock.plan.outcome import Outcome, read_outcome
from jointstock.plan.search import SMALL, Reached, Search
from jointstock.programme.programme import Programme
from jointstock.solve.highs import InfeasibleError
from jointstock.words.errors import SolverError
from jointstock.words.money import minor_units
from jointstock.words.results import BandReached, Decisions, Goal, Plan, RampTaken

Progress = Callable[[str], None]


def plan(
    programme: Programme,
    *,
    in_force: Plan | None = None,
    progress: Progress | None = None,
    bounds: bool = True,
) -> Plan:
    """Plan a programme: a checked set of planned entries, with what each goal came to.

    ``in_force`` is the plan that *steady* stays close to; ``progress`` is told each step in a
    word. Without ``bounds`` a large plan states infinite ones where they would take another
    search: for plans that are only compared with another.

    Raises ``ContradictionError`` if the programme's hard limits cannot be met, and ``CheckError``
    if the plan fails its own check, which is an error of ours.
    """
    case = Case(programme)
    refuse_contradictions(case)
    try:
        search, reached = _reach_all(case, in_force, progress or _silent, bounds)
    except InfeasibleError:
        raise SolverError("no plan was found although doing nothing is one") from None
    outcome = read_outcome(search.nodes[0].draft, search.point().x)
    entries = planned_entries(outcome)
    decisions = _decisions(outcome)
    check(programme, entries, decisions)
    found = measure(programme, entries)
    if in_force is not None:
        found.values["steady"] = float(units_moved(entries, in_force.entries))
    goals = tuple(
        _goal(programme, one, found, in_force is not None)
        for one in reached
        if one.goal != "settle"
    )
    within = all(goal.gap <= float(programme.plan.gap) for goal in goals)
    return Plan(
        programme=programme.id,
        as_of=programme.as_of,
        inputs_digest=programme.digest,
        settings=_settings(programme),
        status="optimal" if within else "limit",
        goals=goals,
        decisions=decisions,
        entries=entries,
        shortfalls=found.shortfalls,
        not_served=found.not_served,
        not_called_off=found.not_called_off,
    )


def _reach_all(
    case: Case, in_force: Plan | None, progress: Progress, bounds: bool
) -> tuple[Search, list[Reached]]:
    """Every goal in order, by the cheapest way that ends in whole units.

    First on linear faces: most programmes without tight budgets have whole corners there, and
    then the linear goals are exact. Else with budgets told as quotas of whole units near the
    linear plan, and bounds found without them. Else, and always where a proof is asked for, each
    goal in whole units before the next.
    """
    linear = _reach(Search(case, in_force, linear=True), progress, "linear")
    if linear.is_whole() and not linear.restricted:
        return linear, linear.reached
    if not case.programme.plan.exact and linear.size() > SMALL:
        if linear.is_whole():
            return linear, _bounded(progress, bounds, linear)
        for on_faces in (True, False):
            try:
                near = linear.near(linear.point().x, linear=on_faces)
                _reach(near, progress, "whole units")
            except InfeasibleError:
                break
            if near.is_whole():
                return near, _bounded(progress, bounds, near)
    whole = _reach(Search(case, in_force), progress, "whole units, proven")
    return whole, whole.reached


def _bounded(progress: Progress, bounds: bool, found: Search) -> list[Reached]:
    """What was reached, with bounds from a search of its own if they are asked for."""
    if not bounds:
        return [Reached(one.goal, one.value, -inf) for one in found.reached]
    progress("bounds")
    return found.bounds(found.reached)


def _silent(step: str) -> None:
    """Progress that nobody asked for."""


def _reach(search: Search, progress: Progress, way: str) -> Search:
    for goal in search.case.goals:
        progress(f"{goal} ({way})")
        search.reach(goal)
    return search


def _goal(programme: Programme, reached: Reached, found: Measures, steady: bool) -> Goal:
    """A goal as stated: its value counted from the entries, its bound in its own sense."""
    name = reached.goal
    value, bound = reached.value, reached.bound
    if name in ("give", "give_early", "steady") and not (name == "steady" and steady):
        value, bound = -value, -bound
    if name == "cost":
        value, bound = (x / minor_units(programme.currency) for x in (value, bound))
    stated = found.values[name]
    # what is the same for every plan is not in the solver's value, but it is in the stated one
    bound += stated - value
    gap = abs(stated - bound) / max(abs(stated), 1.0)
    if gap <= 1e-9:  # the arithmetic of the solver, not a gap
        bound, gap = stated, 0.0
    below = found.missing_below if name == "floors" else ()
    return Goal(name, stated, bound, gap, below)


def _decisions(outcome: Outcome) -> Decisions:
    """Lines opened, ramps taken, price bands reached."""
    case = outcome.case
    return Decisions(
        lines_opened=outcome.opened,
        ramps=tuple(
            RampTaken(
                case.ramps[index].row.line, case.ramps[index].row.step, case.programme.start + t
            )
            for index, t in outcome.ramps
        ),
        bands=tuple(
            BandReached(contract, item, price.from_units, str(price.unit_price), price.currency)
            for (contract, item), price in outcome.tariff.prices.items()
        ),
    )


def _settings(programme: Programme) -> dict[str, object]:
    """The settings a plan was made with, as they are stored with it."""
    settings = programme.plan
    return {
        "borne": settings.borne,
        "goals": list(settings.order),
        "steps": settings.steps,
        "severity": str(settings.severity),
        "exact": settings.exact,
        "gap": str(settings.gap),
        "nodes": settings.nodes,
    }
