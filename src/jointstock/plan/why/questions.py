"""A plan that can be asked: why a figure is what it is, and what would help most."""

from __future__ import annotations

from dataclasses import replace

from jointstock.plan.goal_costs import is_small
from jointstock.plan.planner import Planned
from jointstock.plan.why.effects import Effects
from jointstock.plan.why.explain import why
from jointstock.plan.why.held import Held, as_found, held
from jointstock.plan.why.helpful import helpful
from jointstock.programme.programme import Programme
from jointstock.words.months import Month
from jointstock.words.results import Plan
from jointstock.words.why import Explanation, Help

# Limits of a programme of no more member-item-months than this are moved one by one; of a larger
# one, prices are told.
MOVED = 2_500


def _is_movable(programme: Programme) -> bool:
    return len(programme.members) * len(programme.items) * programme.months <= MOVED


def _model(programme: Programme, plan: Plan) -> Held:
    return replace(held(programme, plan), movable=_is_movable(programme))


class Questions:
    """A plan whose model is kept, so that each further question is answered from it."""

    def __init__(self, programme: Programme, plan: Plan) -> None:
        """Make the linear model of the plan's decisions.

        Raises ``SettingError`` where the plan is none of the programme as it is.
        """
        self.small = is_small(programme)
        self._effects = Effects(_model(programme, plan))

    @classmethod
    def of(cls, way: Planned) -> Questions:
        """The same of a plan that was just made: of a large one nothing is made anew."""
        programme = way.case.programme
        if _is_movable(programme):
            return cls(programme, way.plan)
        found = cls.__new__(cls)
        found.small = False
        found._effects = Effects(as_found(way))
        return found

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

    def helpful(self, most: int = 10, *, whole: bool | None = None) -> tuple[Help, ...]:
        """The changes that would help the plan most, the best first.

        With ``whole`` each is verified by a plan made anew in whole units (``None``: where the
        programme is small); otherwise they stand as the linear relaxation has them.
        """
        return helpful(self._effects, most, whole=self.small if whole is None else whole)
