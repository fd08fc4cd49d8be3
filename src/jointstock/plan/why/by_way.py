"""By way of which minimum order a change helps, where the linear model can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isclose

from jointstock.plan.why.effects import Effects
from jointstock.plan.why.faces import Moves, together
from jointstock.plan.why.lever import Lever
from jointstock.words.why import Change, Help


def by_way_of_orders(effects: Effects, told: Sequence[Help]) -> list[Help]:
    """Changes with the minimum order by way of which each helps, if it helps by that alone.

    Asked are those that are estimated to bring the first goal just what a lower minimum order does.
    Then the order is left out, and the change with it: where that brings the goal no more than
    leaving out the order alone, the change helps by way of it.
    """
    levers = {one.change(one.step): one for one in effects.live if one.moves is not None}
    orders = [one for change, one in levers.items() if change.kind == "minimum" and one.most]
    if not effects.held.movable or not orders:
        return list(told)
    return [_told(effects, one, levers.get(one.change), orders) for one in told]


def _told(effects: Effects, one: Help, lever: Lever | None, orders: Sequence[Lever]) -> Help:
    """A change with the order it helps by way of; as it is where there is none, or it is one."""
    if lever is None or lever in orders or one.estimated is None:
        return one
    goal, gain = one.estimated.goal, one.estimated.better_by
    for order in orders:
        lowered = order.change(order.step)
        if isclose(_gained(effects, goal, order, order.step), gain, rel_tol=1e-3):
            without = _gained(effects, goal, order, order.most or 0)
            with_it = _gained(effects, goal, order, order.most or 0, lever)
            if with_it - without <= 1e-3 * gain:
                return replace(one, by_way_of=_order(lowered))
    return one


def _gained(
    effects: Effects, goal: str, order: Lever, units: int, beside: Lever | None = None
) -> float:
    """What a goal gains where a minimum order is so much lower, and another limit moved beside."""
    held = effects.held
    assert order.moves is not None
    moves = order.moves.times(units)
    if beside is not None and beside.moves is not None:
        moves = together((moves, beside.moves.times(beside.step))) or Moves()
    x = held.moved(moves)
    if x is None:
        return 0.0
    sign = 1.0 if held.sought_most(goal) else -1.0
    return sign * (held.goals(x)[goal] - held.goals(held.x)[goal])


def _order(lowered: Change) -> Change:
    """A minimum order as it is: the same limit, not moved."""
    return replace(lowered, units=0, sets=())
