"""The changes that would help most: limits moved, ranked, and verified by planning anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import isclose

from jointstock.plan.why.by_way import by_way_of_orders
from jointstock.plan.why.effects import Effects, moved_goals
from jointstock.plan.why.held import Held
from jointstock.plan.why.lever import Lever
from jointstock.words.results import Plan
from jointstock.words.why import Change, GoalMove, Help

# So many limits with the highest prices are estimated, and two more are verified than asked for:
# some turn out worse than estimated. Where they do nothing, so many in all are planned. Beside them
# stand so many floors. Of changes that have no price in a large plan so many are planned.
ESTIMATED, MORE, PLANNED, FLOORS, GUIDED = 24, 2, 24, 3, 6

# Plans a programme with some figures changed; ``None`` where there is no plan.
Anew = Callable[[tuple[str, ...]], Plan | None]


def helpful(effects: Effects, most: int = 10, anew: Anew | None = None) -> tuple[Help, ...]:
    """The changes that help the goals of a plan most, the best first, and then lower floors.

    Each is one limit moved by so much as is a change to speak of. The first goal that moves
    decides between two of them, then the next. A lower floor changes what the goal *floors*
    counts, so it is ranked with its like alone. ``anew`` verifies each by a new plan in whole
    units, and they are ranked by what that comes to; otherwise what stands is the estimate.
    """
    found = _estimated(effects)
    lower = [one for one in found if one.change.kind == "floor"]
    others = [one for one in found if one.change.kind != "floor"]
    if anew is None:
        told = [one for one in others if one.moved][:most]
        told += [one for one in lower if one.moved][: min(most, FLOORS)]
    else:
        verified = _verified(effects, others, most + MORE, anew)
        verified += _verified(effects, _guided(effects), GUIDED, anew)
        lowered = _verified(effects, lower, min(most, FLOORS), anew)
        told = [*_ranked(effects, verified)[:most], *_ranked(effects, lowered)]
    return tuple(by_way_of_orders(effects, told))


def _ranked(effects: Effects, found: Sequence[Help]) -> list[Help]:
    return sorted(found, key=lambda one: _rank(effects, one))


def _verified(effects: Effects, found: Sequence[Help], enough: int, anew: Anew) -> list[Help]:
    """The first of some changes that help in a plan made anew, until there are enough."""
    verified: list[Help] = []
    for one in found[:PLANNED]:
        if len(verified) == enough:
            break
        made = anew(one.change.sets)
        moved = () if made is None else tuple(between(effects.held, made))
        if moved and moved[0].better:
            verified.append(replace(one, moved=moved, by="whole units"))
    return verified


def _guided(effects: Effects) -> list[Help]:
    """Changes that have no price in a large plan, those first that a limit beside them speaks for.

    A lead, a month of joining or a date by which a gift is backfilled is no right-hand side: how
    much the limits that bind beside it are worth says which of them to plan anew.
    """
    if effects.held.movable:
        return []
    order, found = effects.held.case.goals, []
    for number, lever in enumerate(effects.live):
        goal, price = effects.guess(lever)
        if goal and lever.moves is None:
            found.append((order.index(goal), -price, number))
    levers = (effects.live[number] for _, _, number in sorted(found)[:GUIDED])
    return [Help(lever.change(lever.step), None, (), "") for lever in levers]


def between(held: Held, made: Plan) -> Iterator[GoalMove]:
    """The goals that a plan differs in from the one that is explained, in order.

    A goal that one of them does not count is left out.
    """
    after = {one.goal: one.value for one in made.goals}
    for was in held.plan.goals:
        now = after.get(was.goal, was.value)
        if not isclose(was.value, now, rel_tol=1e-9, abs_tol=1e-6):
            yield GoalMove(was.goal, was.value, now, _is_better(held, was.goal, was.value, now))


def _estimated(effects: Effects) -> list[Help]:
    """The changes that may help, the best first, those that only a new plan can tell before all."""
    found: list[Help] = []
    for number in _likely(effects):
        lever = effects.live[number]
        if lever.anew:
            found.append(Help(lever.change(lever.step), None, (), ""))
        elif not effects.held.movable:
            found += _by_price(effects, lever)
        else:
            found += _moved(effects, number, lever)
    found.sort(key=lambda one: (one.estimated is not None, _rank(effects, one), -one.change.year))
    return _one_of_each(found)


def _moved(effects: Effects, number: int, lever: Lever) -> Iterator[Help]:
    """A change with what it does on the linear relaxation, where that is for the better."""
    point = effects.point(number, lever.step)
    moved = []
    for goal, before, after in [] if point is None else moved_goals(effects.held, point):
        now = effects.held.plan.goal(goal).value
        better = _is_better(effects.held, goal, before, after)
        moved.append(GoalMove(goal, now, now + after - before, better))
    if moved and moved[0].better:
        yield Help(lever.change(lever.step), moved[0], tuple(moved), "linear")


def _one_of_each(found: Sequence[Help]) -> list[Help]:
    """The best change of each limit: of a member's budget the latest year that does as much."""
    first: dict[tuple[str, ...], Help] = {}
    for one in found:
        first.setdefault(_limit(one.change), one)
    return list(first.values())


def _limit(change: Change) -> tuple[str, ...]:
    """Whose limit a change is about; the years of a budget are one."""
    whose = (change.member, change.item, change.line, change.contract)
    return (change.kind, *whose, change.donation, change.payer)


def _by_price(effects: Effects, lever: Lever) -> Iterator[Help]:
    """A change of a large plan, with what it can bring at the most, as the prices have it."""
    goal, price = effects.first_price(lever)
    if goal:
        before = effects.held.plan.goal(goal).value
        sign = 1.0 if effects.held.sought_most(goal) else -1.0
        move = GoalMove(goal, before, before + sign * price * lever.step, better=True)
        yield Help(lever.change(lever.step), move, (move,), "price")


def _likely(effects: Effects) -> list[int]:
    """The limits to look at: those with the highest prices, and those that have no price."""
    order = effects.held.case.goals
    priced: dict[bool, dict[tuple[str, ...], tuple[int, float, int, int]]] = {True: {}, False: {}}
    others = []
    for number, lever in enumerate(effects.live):
        if lever.moves is None and lever.known is None:
            others.append(number)
            continue
        goal, price = effects.first_price(lever)
        if not goal:
            continue
        change = lever.change(lever.step)
        place = (order.index(goal), round(-price * lever.step, 6), -change.year, number)
        alike, limit = priced[change.kind == "floor"], _limit(change)
        alike[limit] = min(place, alike.get(limit, place))
    highest = [sorted(alike.values())[:ESTIMATED] for alike in priced.values()]
    return [*(number for part in highest for *_, number in part), *others]


def _is_better(held: Held, goal: str, before: float, after: float) -> bool:
    return (after > before) == held.sought_most(goal)


def _rank(effects: Effects, one: Help) -> tuple[float, ...]:
    """What sorts the better change first: the goals in order, each by how much it betters."""
    by_goal = {move.goal: move for move in one.moved}
    ranks = []
    for goal in effects.held.case.goals:
        move = by_goal.get(goal)
        ranks.append(0.0 if move is None else round(-move.better_by, 6))
    return tuple(ranks)
