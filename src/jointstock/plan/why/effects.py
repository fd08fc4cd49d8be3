"""What moving a limit does: which limits bear on a goal at all, and where each leads."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from jointstock.plan.alike import Alike
from jointstock.plan.goal_costs import NEVER_BELOW_ZERO
from jointstock.plan.why.columns import path_of
from jointstock.plan.why.faces import Moves
from jointstock.plan.why.figures import Record
from jointstock.plan.why.held import Held, held
from jointstock.plan.why.lever import Lever
from jointstock.plan.why.levers import levers
from jointstock.programme.programme import Programme
from jointstock.programme.whatif import laid_over
from jointstock.solve.goals import is_zero
from jointstock.solve.model import Floats, Indices
from jointstock.words.errors import JointstockError, SettingError


@dataclass(frozen=True, slots=True)
class Point:
    """A linear point, and the model that it is one of: the plan's own, or one made anew."""

    model: Held
    x: Floats


@dataclass(slots=True)
class Effects:
    """The limits of a plan that bear on something, each moved when it is asked for.

    A limit whose prices are zero in every goal can be left out: a lesser value of a goal would lie
    below what its prices prove. So whatever is left out moves nothing, however degenerate the
    point is. ``programme`` is what was planned, on its grid; that of the model may be by month.
    ``improved`` says whether the plan was made better where bounds were far, if that is known.
    """

    held: Held
    programme: Programme
    improved: bool | None = None
    record: Record = field(init=False)
    live: list[Lever] = field(default_factory=list)
    _points: dict[tuple[int, int], Point | None] = field(default_factory=dict)
    _without: dict[str, Floats | None] = field(default_factory=dict)
    _plans: dict[tuple[str, ...], Record | None] = field(default_factory=dict)
    _alike: Alike = field(init=False)

    def __post_init__(self) -> None:
        """Keep the limits that bear on a goal, and those that only a new model can tell of."""
        self.record = self.held.record
        self._alike = Alike(self.programme, self.held.plan, self.held.in_force, self.improved)
        self.live = [one for one in levers(self.held) if one.moves is None or self._bears(one)]

    def _bears(self, lever: Lever) -> bool:
        assert lever.moves is not None
        return any(self._prices(lever.moves, goal).any() for goal in self.held.counted)

    def _prices(self, moves: Moves, goal: str) -> Floats:
        """What each row and column that a limit moves brings a goal, scaled; below zero is better.

        A column is moved at its upper bound alone: what it costs at the lower one says nothing,
        and one that an earlier goal holds there stays.
        """
        answer = self.held.answers[goal]
        rows = answer.duals[moves.rows] * moves.by
        columns = np.minimum(answer.reduced[moves.columns], 0.0) * moves.columns_by
        for before in self.held.counted[: self.held.counted.index(goal)]:
            reduced = self.held.answers[before].reduced[moves.columns]
            columns[(reduced > 0.0) & ~is_zero(reduced)] = 0.0
        if moves.shares is not None:
            columns = _most_of_each(columns, moves.shares)
        found = np.concatenate([rows, columns])
        found[is_zero(found)] = 0.0
        return found

    def price(self, lever: Lever, goal: str) -> float:
        """What a unit of a limit can bring a goal at the most, the goals before it held, as stated.

        It is the rate at the plan. A goal that is as good as can be has none.
        """
        if lever.moves is None:
            return lever.known[1] if lever.known is not None and lever.known[0] == goal else 0.0
        return self._rate(lever.moves, goal)

    def _rate(self, moves: Moves, goal: str) -> float:
        value = self.held.answers[goal].value
        if goal in NEVER_BELOW_ZERO and is_zero(np.array([value])).all():
            return 0.0
        rate = float(self._prices(moves, goal).sum())
        return abs(self.held.stated(goal, rate)) if rate < 0.0 else 0.0

    def first_price(self, lever: Lever) -> tuple[str, float]:
        """The first goal that a unit of a limit can better, and its price; blank for none."""
        for goal in self.held.counted:
            if price := self.price(lever, goal):
                return goal, price
        return "", 0.0

    def guess(self, lever: Lever) -> tuple[str, float]:
        """The same by the limit beside it whose price guides, where it has none of its own."""
        for goal in self.held.counted if lever.guide is not None else ():
            assert lever.guide is not None
            if rate := self._rate(lever.guide, goal):
                return goal, rate
        return "", 0.0

    def point(self, number: int, units: int) -> Point | None:
        """Where so many units of a limit lead; ``number`` is its place in ``live``.

        ``None`` where no plan of the decisions is left.
        """
        key = (number, units)
        if key not in self._points:
            lever = self.live[number]
            if lever.moves is not None:
                x = self.held.moved(lever.moves, units)
                self._points[key] = None if x is None else Point(self.held, x)
            else:
                self._points[key] = self._anew(lever, units)
        return self._points[key]

    def without(self, goal: str) -> Floats | None:
        """The point that is best in all goals but one."""
        if goal not in self._without:
            self._without[goal] = self.held.again(Moves(), without=(goal,))
        return self._without[goal]

    def planned(self, sets: tuple[str, ...]) -> Record | None:
        """The plan of a changed programme in whole units; ``None`` where there is none."""
        if sets not in self._plans:
            self._plans[sets] = None
            with suppress(JointstockError):
                changed = laid_over(self.programme, sets)
                self._plans[sets] = Record(changed, self._alike.plan(changed))
        return self._plans[sets]

    def _anew(self, lever: Lever, units: int) -> Point | None:
        try:
            changed = laid_over(self.held.case.programme, lever.change(units).sets)
            mine = self.held
            model = held(changed, mine.plan, lever.decisions, mine, mine.in_force)
        except SettingError:
            return None
        return Point(model, model.x)


def _most_of_each(prices: Floats, shares: Indices) -> Floats:
    """The most that one of those that share a number is worth: below zero is better."""
    numbers, which = np.unique(shares, return_inverse=True)
    found = np.zeros(len(numbers))
    np.minimum.at(found, which, prices)
    return found


def moved_goals(before: Held, point: Point) -> list[tuple[str, float, float]]:
    """Goals that differ at a point, in order: name, value before, value there, each as stated.

    Models leave out what is the same for every plan, so *cost* tells a difference alone.
    """
    was, now = before.goals(before.x), point.model.goals(point.x)
    found = []
    for name in before.case.goals:
        a, b = was.get(name, 0.0), now.get(name, 0.0)
        if abs(a - b) > 1e-6 * max(1.0, abs(a)):
            found.append((name, a, b))
    return found


def first_better(before: Held, point: Point) -> tuple[str, float]:
    """The first goal that differs at a point, and how much better it is there; blank for none."""
    for name, was, now in moved_goals(before, point):
        sign = -1.0 if before.sought_most(name) else 1.0
        return name, sign * (was - now)
    return "", 0.0


def rises(before: Held, point: Point, t: int) -> dict[tuple[str, str], float]:
    """By how much each level is higher at a point at the end of month t, where it is."""
    found = {}
    for member, item in before.case.cells:
        was = path_of(before.draft, member, item, before.x)[t]
        now = path_of(point.model.draft, member, item, point.x)[t]
        if now - was > 1e-6:
            found[member, item] = float(now - was)
    return dict(sorted(found.items(), key=lambda one: -one[1]))
