"""Planning again after a fact: what it does not touch stays, and the rest starts where it stood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from math import inf

from jointstock.plan.case import Case
from jointstock.plan.conflicts import seen_conflicts
from jointstock.plan.kept import Kept
from jointstock.plan.node import Nodes
from jointstock.plan.outcome import Outcome, read_outcome
from jointstock.plan.planner import Found, Progress, made_plan, planned, unswept
from jointstock.plan.resumed import reach_again
from jointstock.plan.search import Reached, Search, reach_goals
from jointstock.plan.sliced import InForce, Sliced, read_slices
from jointstock.plan.slices import Slice, slices, touched
from jointstock.plan.standing import put, standing
from jointstock.plan.stated import stated_goals
from jointstock.programme.programme import Programme
from jointstock.solve.highs import LARGE, InfeasibleError
from jointstock.words.errors import CheckError, ContradictionError, SolverError
from jointstock.words.results import Plan


@dataclass(frozen=True, slots=True)
class Replanned:
    """A plan made again: ``rebuilt`` says that nothing of the plan in force could be begun with.

    ``kept`` is where the models that were solved began, for when the plan is accepted.
    """

    programme: Programme
    plan: Plan
    rebuilt: bool
    kept: dict[Slice | None, Kept]
    read: Sliced | None = None


@dataclass(slots=True)
class Live:
    """A programme with its plan in force, and where each model of it stood.

    A small programme is planned whole, as `plan` does, from bases that were kept: bounds and all.
    Of a large one only the slice that a fact touches is, in the bands that the plan has reached,
    with what the others leave of each budget. What would come of looking at all of it again is not
    known then, so bounds are infinite. Where a fact touches several, all is planned from nothing.
    """

    programme: Programme
    plan: Plan
    kept: dict[Slice | None, Kept] = field(default_factory=dict)
    _large: bool | None = None
    _in_force: InForce | None = None

    @property
    def is_large(self) -> bool:
        """Whether the model of the whole programme is a large one."""
        if self._large is None:
            nodes = Nodes(Case(self.programme), self.plan)
            prices = {(r.contract, r.item) for r in self.programme.prices}
            terms = nodes.case.terms
            node = nodes.make({key: terms.bands(*key)[:1] for key in sorted(prices)})
            self._large = node is not None and len(node.solver.matrix.low_rows) >= LARGE
        return self._large

    def warm(self) -> None:
        """Solve every model once, so that what comes can begin where it stood."""
        if not self.is_large:
            self._solve(None)
            return
        self._by_slices()
        for own in slices(self.programme):
            self._solve(own)

    def _solve(self, own: Slice | None) -> None:
        """Solve a model as it is now, and keep where each goal of it stands."""
        kept = self._kept(own, takes=True)
        with suppress(InfeasibleError, SolverError, CheckError):  # then it begins from nothing
            if own is None:
                planned(self.programme, in_force=self.plan, kept=kept)
            else:
                self._part(self.programme, own, kept, _silent)
            self.kept[own] = kept

    def replan(
        self, programme: Programme, progress: Progress | None = None, *, steady: bool = True
    ) -> Replanned:
        """Plan a programme that differs from the one in force by some facts.

        What is asked leaves no trace until it is accepted. Raises what `plan` raises.
        """
        tell = progress or _silent
        asked = programme if steady else _without_steady(programme)
        if not self.is_large:
            kept = self._kept(None, takes=False)
            began = bool(kept.bases)
            made = planned(asked, in_force=self.plan, progress=tell, kept=kept).plan
            return Replanned(programme, made, not began, {None: kept})
        every = slices(programme)
        alike = every == slices(self.programme)
        own = touched(self.programme, programme, every) if alike else every
        if len(own) < 2:  # several together have stood nowhere yet
            with suppress(InfeasibleError, SolverError, CheckError), unswept():
                return self._slices(programme, asked, own, tell)
        made = planned(asked, in_force=self.plan, progress=tell, bounds=False).plan
        return Replanned(programme, made, rebuilt=True, kept={})

    def _kept(self, own: Slice | None, *, takes: bool) -> Kept:
        """Where the model of a slice (``None``: of a small programme) stood, as a copy.

        What has stood nowhere yet takes what it comes to in any case.
        """
        found = self.kept.get(own)
        if found is None:
            return Kept(None if own is None else self._bands())
        return found.copy(takes=takes)

    def _slices(
        self, programme: Programme, asked: Programme, own: Sequence[Slice], tell: Progress
    ) -> Replanned:
        """The plan in force with a slice, if there is one, planned again."""
        if seen := seen_conflicts(programme):
            raise ContradictionError(seen)
        case, in_force = Case(programme), self._by_slices()
        outcome = standing(case, self.plan)
        kept: dict[Slice | None, Kept] = {}
        for one in own:
            kept[one] = self._kept(one, takes=False)
            outcome = put(outcome, self._part(asked, one, kept[one], tell))
        read = read_slices(outcome, in_force.read)
        if found := read.breaches():
            raise CheckError(found)
        worth = read.worth()
        worth.values["steady"] = float(in_force.units_moved(read))
        goals = [Reached(goal, 0.0, -inf) for goal in Case(asked).goals]
        stated = stated_goals(Case(asked), goals, worth, in_force=True)
        made = made_plan(asked, Found(read.books.entries, read.decisions, worth), stated)
        return Replanned(programme, made, rebuilt=False, kept=kept, read=read)

    def _by_slices(self) -> InForce:
        """The plan in force by slices."""
        if self._in_force is None:
            self._in_force = InForce.of(self.programme, self.plan)
        return self._in_force

    def _part(self, programme: Programme, own: Slice, kept: Kept, tell: Progress) -> Outcome:
        """What a slice comes to, the others as they are.

        Raises ``InfeasibleError`` or ``SolverError`` where no plan keeps to bands and budgets.
        """
        case = Case(own.of(programme), self._by_slices().beside(own))
        # ties that *steady* would break in favour of the plan in force are left where it stood
        goals = case.goals if "steady" in programme.plan.order else case.goals[:-1]
        reach = partial(reach_goals, progress=tell, way="whole units", settle="settle" in goals)
        begin_linear = partial(Search, case, self.plan, linear=True, kept=kept)
        faces = reach_again(begin_linear, kept, goals, tell)
        if kept.takes:
            kept.whole = faces.is_whole()
        for begin in _ways(faces):
            found = faces if begin is None else reach(begin())
            if found.is_whole():
                return read_outcome(found.nodes[0].draft, found.point().x)
        raise SolverError("no plan in whole units was found near the plan in force")

    def _bands(self) -> dict[tuple[str, str], int]:
        return {(one.contract, one.item): one.from_units for one in self.plan.decisions.bands}

    def accept(self, made: Replanned) -> None:
        """Make a plan the one in force; models it was not asked of stay where they stood.

        Those it was asked of are solved once more: the next facts find them where they stand now.
        """
        self.programme, self.plan = made.programme, made.plan
        self._in_force = None
        if self.is_large:
            self._in_force = InForce.of(made.programme, made.plan, made.read)
        bands = self._bands()
        self.kept = {
            own: kept
            for own, kept in (self.kept | made.kept).items()
            if own is None or kept.bands == bands
        }
        for own in made.kept:
            if own in self.kept and not self.kept[own].takes:
                self._solve(own)


def _ways(faces: Search) -> tuple[Callable[[], Search] | None, ...]:
    """The linear search itself, then searches with quotas near it, on faces and in whole units."""
    x = faces.point().x
    return (None, lambda: faces.near(x, linear=True), lambda: faces.near(x, linear=False))


def _without_steady(programme: Programme) -> Programme:
    """The programme with its goals but for *steady*, where it has others."""
    goals = tuple(goal for goal in programme.plan.order if goal != "steady")
    if not goals:
        return programme
    return programme.replace(plan=replace(programme.plan, goals=goals))


def _silent(step: str) -> None:
    """Progress that nobody asked for."""
