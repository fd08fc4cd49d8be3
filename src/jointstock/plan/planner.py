"""The planner: goals in order, whole units, and a check on a second path before anyone sees it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import NamedTuple

from jointstock.plan.bands import most_bands
from jointstock.plan.case import Case
from jointstock.plan.check import check
from jointstock.plan.conflicts import conflicts, seen_conflicts
from jointstock.plan.entries import planned_entries
from jointstock.plan.improved import WIDE, improved
from jointstock.plan.kept import Kept
from jointstock.plan.measure import Measures, measure, units_moved
from jointstock.plan.outcome import Outcome, decisions_of, read_outcome
from jointstock.plan.search import SMALL, Reached, Search, reach_goals
from jointstock.plan.stated import stated_goals
from jointstock.programme.programme import Programme
from jointstock.programme.settings import ALLOTMENTS
from jointstock.solve.highs import InfeasibleError
from jointstock.solve.model import Floats
from jointstock.words.entries import Entry
from jointstock.words.errors import ContradictionError, SolverError
from jointstock.words.results import Decisions, Goal, Plan

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with the way that led to it, for what is asked about the plan later.

    ``begin`` makes fresh searches of that way, the quicker first, each in the same openings and
    quotas; ``reached`` is what they came to, and ``proves`` whether they bound it themselves.
    ``priced`` is the search whose linear goals know the price of every limit, money included.
    ``improved`` says that a better plan was found where bounds were far: one that is compared with
    it is to be made with bounds too.
    """

    plan: Plan
    worth: Measures
    case: Case
    in_force: Plan | None
    begin: tuple[Callable[[], Search], ...]
    reached: list[Reached]
    proves: bool
    priced: Search
    improved: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A whole point of a search as entries that were checked, and what they are worth."""

    entries: tuple[Entry, ...]
    decisions: Decisions
    worth: Measures


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
    search, and is not made better where they would be far (`improved`): for plans that are only
    compared with others made so.

    Raises ``ContradictionError`` if the programme's hard limits cannot be met, and ``CheckError``
    if the plan fails its own check, which is an error of ours.
    """
    return planned(programme, in_force=in_force, progress=progress, bounds=bounds).plan


def planned(
    programme: Programme,
    *,
    in_force: Plan | None = None,
    progress: Progress | None = None,
    bounds: bool = True,
    kept: Kept | None = None,
) -> Planned:
    """What `plan` makes, with the way to it; it begins where the last search stood (``kept``).

    Raises what `plan` raises.
    """
    tell = progress or _silent
    case = Case(programme)
    if seen := seen_conflicts(programme):
        raise ContradictionError(seen)
    try:
        search, way = _reach_all(case, in_force, tell, bounds, kept)
    except InfeasibleError:
        found_conflicts = conflicts(programme)
        if found_conflicts:
            raise ContradictionError(found_conflicts) from None
        coarse = " month by month: leave monthly_until blank" if len(case.periods.coarse) else ""
        raise SolverError(f"no plan was found although the programme has one{coarse}") from None
    found, goals = _read(case, search, way.reached, in_force)
    wide = _wide(case, goals) if bounds and not way.proves else set()
    if wide:
        tell("a better plan, where bounds are far")
        better = improved(search, way.reached, wide)
        if better is not None:
            way = way._replace(reached=_rebounded(tell, better), improved=True)
            found, goals = _read(case, better, way.reached, in_force)
    made = made_plan(programme, found, goals)
    return Planned(made, found.worth, case, in_force, *way)


def _read(
    case: Case, search: Search, reached: list[Reached], in_force: Plan | None
) -> tuple[Found, tuple[Goal, ...]]:
    """The plan that a search came to, with its goals as stated."""
    outcome = read_outcome(search.nodes[0].draft, search.point().x)
    found = read_found(case.programme, outcome, in_force)
    goals = stated_goals(case, reached, found.worth, in_force=in_force is not None)
    return found, goals


def _wide(case: Case, goals: Iterable[Goal]) -> set[str]:
    """The goals, or steps of one, whose gap is wide and wider than the programme asks for."""
    settings = case.programme.plan
    wide = [goal.goal for goal in goals if goal.gap > max(float(settings.gap), WIDE)]
    asked = ["floors" if goal == settings.allotment else goal for goal in wide]
    return {step for goal in asked for step in case.steps_of(goal)}


def read_found(programme: Programme, outcome: Outcome, in_force: Plan | None) -> Found:
    """An outcome as entries. Raises ``CheckError`` if they fail the check."""
    with unswept():
        entries = planned_entries(outcome)
        decisions = decisions_of(outcome)
        check(programme, entries, decisions)
        worth = measure(programme, entries)
        if in_force is not None:
            worth.values["steady"] = float(units_moved(entries, in_force.entries))
        return Found(entries, decisions, worth)


@contextmanager
def unswept() -> Iterator[None]:
    """No search for unreachable cycles while many small objects are made that lie in none."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()


def made_plan(programme: Programme, found: Found, goals: tuple[Goal, ...]) -> Plan:
    """What was found as a plan; ``optimal`` where every gap is within the programme's."""
    within = all(goal.gap <= float(programme.plan.gap) for goal in goals)
    return Plan(
        programme=programme.id,
        as_of=programme.as_of,
        inputs_digest=programme.digest,
        settings=_settings(programme),
        status="optimal" if within else "limit",
        goals=goals,
        decisions=found.decisions,
        entries=found.entries,
        shortfalls=found.worth.shortfalls,
        not_served=found.worth.not_served,
        not_called_off=found.worth.not_called_off,
        late=found.worth.late,
    )


class _Way(NamedTuple):
    begin: tuple[Callable[[], Search], ...]
    reached: list[Reached]
    proves: bool
    priced: Search
    improved: bool = False


def _reach_all(
    case: Case, in_force: Plan | None, progress: Progress, bounds: bool, kept: Kept | None
) -> tuple[Search, _Way]:
    """Every goal in order, by the cheapest way that ends in whole units.

    First on linear faces: most programmes without tight budgets have whole corners there, and
    then the linear goals are exact. Else with budgets told as quotas of whole units near the
    linear plan, and bounds found without them. Else, and always where a proof is asked for, each
    goal in whole units before the next.
    """

    def in_whole_units() -> Search:
        return Search(case, in_force, kept=kept)

    def near(point: Floats, lower: int, *, linear: bool) -> Callable[[], Search]:
        return lambda: faces.near(point, linear=linear, lower=lower)

    def proven() -> tuple[Search, _Way]:
        whole = reach_goals(in_whole_units(), progress, "whole units, proven")
        return whole, _Way((in_whole_units,), whole.reached, proves=True, priced=whole)

    found_linear = on_linear_faces(case, in_force, progress, kept)
    if found_linear is None:
        return proven()
    faces, linear = found_linear
    if faces.is_whole() and not faces.restricted:
        quick = case.programme.plan.exact or faces.size() <= SMALL
        others = (in_whole_units,) if quick else ()
        return faces, _Way((linear, *others), faces.reached, proves=True, priced=faces)
    if not case.programme.plan.exact and faces.size() > SMALL:
        if faces.is_whole():
            reached = _bounded(progress, bounds, faces)
            return faces, _Way((linear,), reached, proves=False, priced=faces)
        point = faces.point().x
        for lower in range(most_bands(case)):
            both = near(point, lower, linear=True), near(point, lower, linear=False)
            for number, begin in enumerate(both):
                with suppress(InfeasibleError, SolverError):
                    found = reach_goals(begin(), progress, "whole units")
                    if found.is_whole():
                        reached = _bounded(progress, bounds, found)
                        return found, _Way(both[number:], reached, proves=False, priced=faces)
    return proven()


def on_linear_faces(
    case: Case,
    in_force: Plan | None = None,
    progress: Progress | None = None,
    kept: Kept | None = None,
) -> tuple[Search, Callable[[], Search]] | None:
    """The linear search and how to begin it, in the highest bands that a plan can keep to.

    ``None`` where it finds nothing because the goals rest on parts of what must be whole.
    """
    for lower in range(most_bands(case)):
        begin = partial(Search, case, in_force, linear=True, lower=lower, kept=kept)
        with suppress(InfeasibleError):
            return reach_goals(begin(), progress or _silent, "linear"), begin
    return None


def _bounded(progress: Progress, bounds: bool, found: Search) -> list[Reached]:
    """What was reached, with bounds from a search of its own if they are asked for."""
    if not bounds:
        return [Reached(one.goal, one.value, -inf) for one in found.reached]
    progress("bounds")
    return found.bounds(found.reached)


def _rebounded(progress: Progress, better: Search) -> list[Reached]:
    """What a better plan reached, with new bounds where those that hold do not cover it."""
    covered = all(one.bound > -inf for one in better.reached if one.goal != "settle")
    return better.reached if covered else _bounded(progress, bounds=True, found=better)


def _silent(step: str) -> None:
    """Progress that nobody asked for."""


def _settings(programme: Programme) -> dict[str, object]:
    """The settings a plan was made with, as they are stored with it; the usual allotment is not."""
    settings = programme.plan
    allotment = {} if settings.allotment == ALLOTMENTS[0] else {"allotment": settings.allotment}
    campaign: dict[str, object] = {}
    if settings.asks_need:
        campaign["campaign_days"] = settings.campaign_days
    if settings.risk is not None:
        campaign["risk"] = str(settings.risk)
    grid = {"monthly_until": settings.monthly_until, "quarterly_until": settings.quarterly_until}
    return {
        "borne": settings.borne,
        "goals": list(settings.order),
        "steps": settings.steps,
        "severity": str(settings.severity),
        **allotment,
        "exact": settings.exact,
        "gap": str(settings.gap),
        "nodes": settings.nodes,
        **campaign,
        **{name: months for name, months in grid.items() if months is not None},
    }
