"""A plan that can be asked: why a figure is what it is, and what would help most."""

from __future__ import annotations

from contextlib import suppress

from jointstock.plan.case import Case
from jointstock.plan.goal_costs import is_small
from jointstock.plan.measure import units_moved
from jointstock.plan.planner import Planned, Progress
from jointstock.plan.replan import Planner
from jointstock.plan.why.effects import Effects
from jointstock.plan.why.explain import why
from jointstock.plan.why.held import Held, as_found, as_sought, held
from jointstock.plan.why.helpful import Anew, helpful
from jointstock.programme.programme import Programme
from jointstock.programme.whatif import laid_over
from jointstock.words.entries import delivered_before
from jointstock.words.errors import JointstockError, SettingError
from jointstock.words.months import Month
from jointstock.words.results import Plan
from jointstock.words.why import Explanation, Help

# Limits of a programme of no more member-item-months than this are moved one by one; of a larger
# one, prices are told.
MOVED = 2_500
# The changes that help a programme of no more member-item-periods than this are each planned anew
# unless somebody asks for less: it takes about a minute.
VERIFIED = 10_000


def _is_movable(programme: Programme) -> bool:
    return len(programme.members) * len(programme.items) * programme.months <= MOVED


def _model(programme: Programme, plan: Plan, in_force: Plan | None) -> Held:
    if _is_movable(programme):
        return held(programme, plan, in_force=in_force)
    return as_sought(programme, plan, in_force)


class Questions:
    """A plan whose model is kept, so that each further question is answered from it."""

    def __init__(self, programme: Programme, plan: Plan, in_force: Plan | None = None) -> None:
        """Make the linear model of the plan's decisions; ``in_force`` is what it stays close to.

        Raises ``SettingError`` where the plan is none of the programme as it is, or was made to
        stay close to another plan than is given.
        """
        _check_close(programme, plan, in_force)
        self._keep(programme, Effects(_model(programme, plan, in_force), programme))

    @classmethod
    def of(cls, way: Planned) -> Questions:
        """The same of a plan that was just made: of a large one nothing is made anew."""
        programme, movable = way.case.programme, _is_movable(way.case.programme)
        model = held(programme, way.plan, in_force=way.in_force) if movable else as_found(way)
        found = cls.__new__(cls)
        found._keep(programme, Effects(model, programme, way.improved))
        return found

    def _keep(self, programme: Programme, effects: Effects) -> None:
        self.small = is_small(programme)
        self._programme, self._effects = programme, effects

    def why(
        self,
        member: str,
        item: str | None = None,
        month: Month | None = None,
        *,
        whole: bool | None = None,
    ) -> Explanation:
        """Why a member's figures are what they are.

        Parameters
        ----------
        member, item
            Whose figures; without ``item`` those of all its items.
        month
            Of which month; without one the lowest, and what else falls short.
        whole
            Whether the limits that are told are also moved in plans made anew, in whole units;
            ``None``: where the programme is small.

        Raises ``SettingError`` for a member, item or month that is not there.
        """
        anew = self.small if whole is None else whole
        return why(self._effects, member, item, month, whole=anew)

    def helpful(
        self, most: int = 10, *, whole: bool | None = None, progress: Progress | None = None
    ) -> tuple[Help, ...]:
        """The changes that would help the plan most, the best first.

        With ``whole`` each is verified by a plan made anew in whole units (``None``: where that
        takes about a minute); otherwise they stand as the linear relaxation or its prices have
        them. ``progress`` is told each change as it is planned.
        """
        if whole is None:
            case = Case(self._programme)
            whole = len(case.cells) * case.periods.count <= VERIFIED
        anew = self._anew(progress or _silent) if whole else None
        return helpful(self._effects, most, anew)

    def _anew(self, tell: Progress) -> Anew:
        """How a changed programme is planned anew: a small one from nothing.

        Of a larger one a live planner keeps what a change does not touch as it is in the plan.
        """
        small = self._from_nothing if self.small else None
        planner: list[Planner] = []

        def made(sets: tuple[str, ...]) -> Plan | None:
            tell("; ".join(sets))
            if small is not None:
                return small(sets)
            if not planner:
                planner.append(Planner(self._programme, in_force=self._effects.held.plan))
            with suppress(JointstockError):
                changed = laid_over(self._programme, sets)
                return planner[0].replan(changed, steady=False).plan
            return None

        return made

    def _from_nothing(self, sets: tuple[str, ...]) -> Plan | None:
        made = self._effects.planned(sets)
        return None if made is None else made.plan


def _check_close(programme: Programme, plan: Plan, in_force: Plan | None) -> None:
    """Raise ``SettingError`` where the plan's *steady* does not count what it says it does.

    With a plan in force it counts units that moved, without one how early all is delivered.
    """
    stated = next((one.value for one in plan.goals if one.goal == "steady"), None)
    if stated is None:
        return
    if in_force is None:
        if stated != delivered_before(programme.end + 1, plan.entries):
            raise SettingError(
                "the plan was made to stay close to a plan in force: give that one too, with "
                "--in-force PLAN"
            )
    elif stated != units_moved(plan.entries, in_force.entries):
        raise SettingError("the plan was made to stay close to another plan than is given in force")


def _silent(step: str) -> None:
    """Progress that nobody asked for."""
