"""Plans to be held against another: made in the same way, so that only the programmes differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isclose, isinf

from jointstock.plan.planner import Progress, plan
from jointstock.programme.programme import Programme
from jointstock.words.results import Plan


@dataclass(slots=True)
class Alike:
    """Makes plans to be compared with one, each as that one was made.

    Where bounds are far a plan is looked at again, and may become better (`improved`). Then what
    it is held against gets the same look, and else none does: who gains or loses would otherwise
    be told of the look as well. Each stays close to the plan in force that the first stays close
    to. ``improved`` says whether the first became better; where that is not known, it is planned
    once more without the look when this is first asked.
    """

    programme: Programme
    base: Plan
    in_force: Plan | None = None
    improved: bool | None = None
    _bounds: bool | None = field(default=None, init=False)

    def plan(self, programme: Programme, progress: Progress | None = None) -> Plan:
        """Plan another programme in the same way. Raises what `plan` raises."""
        return plan(programme, in_force=self.in_force, progress=progress, bounds=self.bounds)

    @property
    def bounds(self) -> bool:
        """Whether the others need bounds: the look begins where they are far."""
        if self._bounds is None:
            self._bounds = self._was_improved() if self.improved is None else self.improved
        return self._bounds

    def _was_improved(self) -> bool:
        if any(isinf(goal.bound) for goal in self.base.goals):
            return False
        again = plan(self.programme, in_force=self.in_force, bounds=False)
        pairs = zip(again.goals, self.base.goals, strict=False)
        return not all(isclose(a.value, b.value, rel_tol=1e-9) for a, b in pairs)
