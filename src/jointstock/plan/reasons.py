"""Why a plan differs from the one in force: what changed, what no longer holds, what it is for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from jointstock.ledger.compare import Comparison, GoalChange, Moved, compare
from jointstock.plan.case import Case
from jointstock.plan.check import breaches_of
from jointstock.plan.entries import planned_entries
from jointstock.plan.measure import measure, sought_most
from jointstock.plan.outcome import decisions_of
from jointstock.plan.standing import standing
from jointstock.programme.diff import Difference, diff
from jointstock.programme.programme import Programme
from jointstock.words.results import Plan

_NAMES = {"delivery": "deliveries", "call_off": "call-offs", "donation": "gifts"}
# Of one way so many limits are told; the others are counted.
_TOLD = 2
# A difference that is a smaller part of a value is the arithmetic of the solver.
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Reason:
    """Why units that go one way moved.

    ``broken`` are the limits and rules that the plan in force would break now, and that speak of
    this way; without any, ``better`` is the goal that the new plan serves better than the plan in
    force would now, the goals before it being alike (blank: there is none, and what moved makes
    room for what had to).
    """

    moved: Moved
    broken: tuple[str, ...]
    better: str

    @property
    def cause(self) -> str:
        """Why it moved, as the beginning of a sentence that names what moved."""
        if self.broken:
            more = len(self.broken) - _TOLD
            rest = f"; and {more} more like it" if more > 0 else ""
            return f"The plan in force no longer holds: {'; '.join(self.broken[:_TOLD])}{rest}"
        if self.better:
            return f"To serve {self.better} better"
        return "To make room for what had to move"


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is behind the difference of two plans.

    ``changed`` is what the programmes differ in, where the one before is known; ``goals`` those
    whose values are others than in the plan in force; ``broken`` every limit and rule that the
    plan in force would break now.
    """

    changed: Difference | None
    goals: tuple[GoalChange, ...]
    broken: tuple[str, ...]
    moved: tuple[Reason, ...]

    def lines(self) -> list[str]:
        """All of it in sentences: each cause once, and under it what moved for it."""
        found = [] if self.changed is None else [f"Changed: {one}" for one in self.changed.lines()]
        found += [_goal(one) for one in self.goals]
        if not self.moved:
            return [*found, "Nothing moves."]
        by_cause: dict[str, list[Moved]] = defaultdict(list)
        for one in self.moved:
            by_cause[one.cause].append(one.moved)
        for cause, moved in by_cause.items():
            found += [f"{cause}.", *_ways(moved)]
        return found


def reasons_of(
    programme: Programme,
    in_force: Plan,
    plan: Plan,
    before: Programme | None = None,
    compared: Comparison | None = None,
) -> Reasons:
    """Why a plan of a programme differs from the one in force, made for the programme ``before``.

    The plan in force is told as entries of the programme as it is now, and checked on the same
    second path as any plan: what it breaks is what had to move.
    """
    found = compare(in_force, plan) if compared is None else compared
    outcome = standing(Case(programme), in_force)
    entries = planned_entries(outcome)
    broken = breaches_of(programme, entries, decisions_of(outcome))
    now = measure(programme, entries).values
    better = _served_better(plan, now)
    return Reasons(
        None if before is None else diff(before, programme),
        tuple(one for one in found.goals if one.goal != "steady" and _differs(one)),
        broken,
        tuple(_reason(programme, one, broken, better) for one in found.moved),
    )


def _reason(programme: Programme, moved: Moved, broken: tuple[str, ...], better: str) -> Reason:
    contracts = {row.line: row.contract for row in programme.lines}
    own = tuple(one for one in broken if _speaks_of(one, moved, contracts.get(moved.line, "")))
    return Reason(moved, own, "" if own else better)


def _speaks_of(sentence: str, moved: Moved, contract: str) -> bool:
    """Whether a breach names the way: its line, donation or contract, or its member's account."""
    codes = set(re.split(r"[^\w.-]+", sentence))
    if {moved.line, moved.donation, contract} & codes - {""}:
        return True
    return moved.member in codes and bool(codes & {moved.item, "budget", "committed"})


def _served_better(plan: Plan, now: dict[str, float]) -> str:
    """The first goal that differs from the values given, if it is better; else blank."""
    for goal in plan.goals:
        more = goal.value - now[goal.goal]
        if goal.goal != "steady" and abs(more) > _SAME * max(abs(goal.value), 1.0):
            return goal.goal if (more > 0) == sought_most(goal.goal, in_force=True) else ""
    return ""


def _differs(one: GoalChange) -> bool:
    if one.before is None or one.after is None:
        return True
    return abs(one.after - one.before) > _SAME * max(abs(one.before), 1.0)


def _goal(one: GoalChange) -> str:
    before, after = ("none" if x is None else f"{x:,.10g}" for x in (one.before, one.after))
    if one.before is None or one.after is None:
        return f"Goal {one.goal}: {before} before, {after} now"
    most = sought_most(one.goal, in_force=True)
    word = "better" if (one.after > one.before) == most else "worse"
    by = f"{abs(one.after - one.before):,.10g}"
    return f"Goal {one.goal} is {word} by {by}: {before} before, {after} now"


def _ways(moved: list[Moved]) -> Iterator[str]:
    """What moved, one line for each line of production and each gift: who, and how much."""
    by_way: dict[str, list[str]] = defaultdict(list)
    for one in moved:
        by = f" by {one.line}" if one.line else ""
        to = f" for {one.donation}" if one.donation else ""
        way = f"{_NAMES[one.kind]}{by}{to}"
        by_way[way].append(f"{one.member} {one.item}, {' and '.join(_counts(one))}")
    for way, who in by_way.items():
        yield f"- {way}: {'; '.join(who)}"


def _counts(one: Moved) -> Iterator[str]:
    """Units in another month, and more or fewer in all."""
    if one.moved:
        yield f"{one.moved:,} moved"
    if one.after != one.before:
        more = one.after - one.before
        yield f"{abs(more):,} {'more' if more > 0 else 'fewer'}"
