"""A live planner: the plan in force, what facts make of it, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from jointstock.ledger.compare import Comparison, compare
from jointstock.plan.live import Live, Replanned
from jointstock.plan.planner import Progress, plan
from jointstock.plan.reasons import Reasons, reasons_of
from jointstock.programme.programme import Programme
from jointstock.programme.revised import with_sets
from jointstock.words.results import Plan


@dataclass(frozen=True)
class Answer:
    """What a planner makes of some facts.

    ``programme`` is the one with the facts; ``rebuilt`` says that the plan was made from nothing,
    since nothing of the plan in force could be begun with.
    """

    programme: Programme
    plan: Plan
    rebuilt: bool
    before: Programme
    in_force: Plan
    made: Replanned

    @cached_property
    def compared(self) -> Comparison:
        """What differs between the plan in force and this one."""
        return compare(self.in_force, self.plan)

    @cached_property
    def reasons(self) -> Reasons:
        """Why it differs."""
        return reasons_of(
            self.programme, self.in_force, self.plan, self.before, compared=self.compared
        )


class Planner:
    r"""Holds a programme with its plan in force, and the models behind it, for what comes next.

    ::

        planner = Planner(programme)
        answer = planner.replan(sets=["slip SOB 2"])
        print(*answer.reasons.lines(), sep="\n")
        planner.accept(answer)

    Asking changes nothing. Only `accept` makes another plan the one in force, and a person calls
    it. The same facts in the same order give the same answers.
    """

    def __init__(
        self, programme: Programme, in_force: Plan | None = None, progress: Progress | None = None
    ) -> None:
        """Plan the programme, or take over the plan in force; then solve each model once.

        Raises what `plan` raises.
        """
        made = plan(programme, progress=progress) if in_force is None else in_force
        self._live = Live(programme, made)
        self._live.warm()

    @property
    def programme(self) -> Programme:
        """The programme that the plan in force was made for."""
        return self._live.programme

    @property
    def plan(self) -> Plan:
        """The plan in force."""
        return self._live.plan

    def replan(
        self,
        programme: Programme | None = None,
        *,
        sets: Sequence[str] = (),
        steady: bool = True,
        progress: Progress | None = None,
    ) -> Answer:
        """Plan again with facts: a programme that has them, or single figures and facts in words.

        ``sets`` are as on the command line (``capacity.SOB@2028-01=18``, ``slip SOB 2``), laid
        over ``programme``, or over the one that the plan in force was made for. Without ``steady``
        the goal of that name is left out, for an answer at once: more units move than need to.
        Raises what `plan` and `with_sets` raise.
        """
        changed = self.programme if programme is None else programme
        if sets:
            changed = with_sets(changed, sets)
        made = self._live.replan(changed, progress, steady=steady)
        return Answer(changed, made.plan, made.rebuilt, self.programme, self.plan, made)

    def prove(self, answer: Answer, progress: Progress | None = None) -> Plan:
        """The plan of the answer's programme made from nothing, with the bounds that takes.

        Raises what `plan` raises.
        """
        return plan(answer.programme, in_force=answer.in_force, progress=progress)

    def accept(self, answer: Answer) -> None:
        """Make an answer's plan the one in force.

        Raises ``ValueError`` if it answers what was asked when another plan was in force.
        """
        if answer.in_force is not self.plan:
            raise ValueError("the answer was made when another plan was in force; ask again")
        self._live.accept(answer.made)
