"""The changes that would help most: one limit moved, then verified by planning anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isclose

from jointstock.plan.measure import sought_most
from jointstock.plan.why.effects import Effects, moved_goals
from jointstock.plan.why.lever import Lever
from jointstock.words.results import Goal
from jointstock.words.why import Change, GoalMove, Help

# So many limits with the highest prices are estimated, and so many more are verified than asked
# for: some turn out worse than estimated.
ESTIMATED, MORE = 16, 2


def helpful(effects: Effects, most: int = 10, *, whole: bool = True) -> tuple[Help, ...]:
    """The changes that help the plan's goals most, the best first.

    Each is one limit moved by so much as is a change to speak of. The first goal that moves
    decides between two of them, then the next. ``whole`` verifies each by a new plan in whole
    units, and ranks by what that comes to; otherwise what stands is the linear estimate.
    """
    found: list[Help] = []
    for number in _likely(effects):
        lever = effects.live[number]
        if not effects.held.movable:
            found += _by_price(effects, lever)
            continue
        point = effects.point(number, lever.step)
        moves = [] if point is None else moved_goals(effects.held, point)
        moved = tuple(_move(effects, *one) for one in moves)
        change = lever.change(lever.step)
        if change.kind == "opening":  # only a new plan can tell whether it would be opened
            found.append(Help(change, None, (), ""))
        elif moved and moved[0].better:
            found.append(Help(change, moved[0], moved, "linear"))
    found.sort(key=lambda one: (one.estimated is not None, _rank(effects, one), -one.change.year))
    found = _one_of_each(found)
    if not whole or not effects.held.movable:
        return tuple(one for one in found if one.moved)[:most]
    verified = [_verified(effects, one) for one in found[: most + MORE]]
    verified = [one for one in verified if one.moved and one.moved[0].better]
    return tuple(sorted(verified, key=lambda one: _rank(effects, one)))[:most]


def _one_of_each(found: Sequence[Help]) -> list[Help]:
    """The best change of each limit: of a member's budget the latest year that does as much."""
    first: dict[tuple[str, ...], Help] = {}
    for one in found:
        first.setdefault(_limit(one.change), one)
    return list(first.values())


def _limit(change: Change) -> tuple[str, ...]:
    """Whose limit a change is about; the years of a budget are one."""
    return (change.kind, change.member, change.line, change.contract, change.donation)


def _by_price(effects: Effects, lever: Lever) -> list[Help]:
    """A change of a large plan, with what it can bring at the most, as the prices have it."""
    if lever.moves is None:
        return []
    goal, price = effects.first_price(lever)
    if not goal:
        return []
    before = effects.held.plan.goal(goal).value
    sign = 1.0 if sought_most(goal, in_force=False) else -1.0
    move = GoalMove(goal, before, before + sign * price * lever.step, better=True)
    return [Help(lever.change(lever.step), move, (move,), "price")]


def _likely(effects: Effects) -> list[int]:
    """The limits to look at: those with the highest prices, and those that have no price."""
    order = effects.held.case.goals
    priced: dict[tuple[str, ...], tuple[int, float, int, int]] = {}
    others = []
    for number, lever in enumerate(effects.live):
        if lever.moves is None:
            others.append(number)
            continue
        goal, price = effects.first_price(lever)
        if not goal:
            continue
        change = lever.change(lever.step)
        place = (order.index(goal), round(-price * lever.step, 6), -change.year, number)
        limit = _limit(change)
        priced[limit] = min(place, priced.get(limit, place))
    return [*(number for *_, number in sorted(priced.values())[:ESTIMATED]), *others]


def _move(effects: Effects, goal: str, before: float, after: float) -> GoalMove:
    """A goal's move in the linear model, told from where the plan is."""
    now = effects.held.plan.goal(goal).value
    return GoalMove(goal, now, now + after - before, _is_better(goal, before, after))


def _is_better(goal: str, before: float, after: float) -> bool:
    return (after > before) == sought_most(goal, in_force=False)


def _verified(effects: Effects, one: Help) -> Help:
    """The same change with what it moves in a plan made anew in whole units."""
    made = effects.planned(one.change.sets)
    moved = () if made is None else tuple(_between(effects.held.plan.goals, made.plan.goals))
    return Help(one.change, one.estimated, moved, "whole units")


def _between(before: Sequence[Goal], after: Sequence[Goal]) -> Iterable[GoalMove]:
    """The goals that two plans differ in, in order."""
    for was, now in zip(before, after, strict=True):
        if not isclose(was.value, now.value, rel_tol=1e-9, abs_tol=1e-6):
            better = _is_better(was.goal, was.value, now.value)
            yield GoalMove(was.goal, was.value, now.value, better)


def _rank(effects: Effects, one: Help) -> tuple[float, ...]:
    """What sorts the better change first: the goals in order, each by how much it betters."""
    by_goal = {move.goal: move for move in one.moved}
    ranks = []
    for goal in effects.held.case.goals:
        move = by_goal.get(goal)
        size = 0.0 if move is None else abs(move.after - move.before)
        ranks.append(round(-size if move is not None and move.better else size, 6))
    return tuple(ranks)
