"""Owen's prices: what a slot, a unit by a date, the opening and the band are worth.

Owen (1975) values each player's bundle at the duals of the linear programme of all. Here the
bundle is a player's switch: what it wants, less the slots it brings. The opening and each ramp are
relaxed: their cost falls on the units they make, at most as many as the joint plan makes there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jointstock.solve.highs import InfeasibleError, Solver
from jointstock.words.games import Group, Price, Relaxation
from jointstock.words.shares import NO_DATE

if TYPE_CHECKING:
    from jointstock.plan.game.game import PlanGame
    from jointstock.plan.game.lots import Lot
    from jointstock.plan.game.model import Blocks
    from jointstock.plan.game.wants import Want
    from jointstock.solve.model import Floats
    from jointstock.solve.switched import Cheapest

_ZERO = 1e-9


def owens_prices(game: PlanGame, group: Group) -> Relaxation | None:
    """What the demand of each in a group is worth, and the prices behind it, in the currency.

    ``None`` where the group cannot have what they want.
    """
    joint = game.cheapest(group)
    if joint is None:
        return None
    z = game.switches(group)
    value, worth, prices = 0.0, np.zeros(len(z)), list[Price]()
    for lot, one in joint:
        priced = _of_lot(game, lot, one, z)
        if priced is None:
            return None
        value += priced[0]
        worth += priced[1]
        prices += priced[2]
    return Relaxation(
        value,
        {p: float(worth[i]) for p, i in game.places.items() if p in group},
        value - float(worth.sum()),
        tuple(prices),
    )


def _of_lot(
    game: PlanGame, lot: Lot, one: Cheapest, z: Floats
) -> tuple[float, Floats, list[Price]] | None:
    """The linear cost of a lot, what each player's part of it is worth (n,), and the prices."""
    way = lot.model.ways[one.way]
    solver = Solver(lot.built.matrix)
    solver.bound(way.columns, 0.0, way.high)
    solver.bound_rows(way.rows, way.low_rows, way.high_rows)
    solver.bound(lot.built.switches, z, z)
    cost, constant = way.cost.copy(), way.constant
    prices: list[Price] = []
    for want, at, choice in zip(lot.wants, lot.built.blocks, lot.choices[one.way], strict=True):
        for s in choice.opened:
            source = want.sources[s]
            columns = at.delivered[:, s].ravel()
            made = float(one.x[columns].sum())
            if not source.fixed or made <= 1e-6:
                continue
            cost[columns] += source.fixed / game.scale / made
            constant -= source.fixed / game.scale
            solver.bound_rows(at.volume[s : s + 1], -np.inf, made)
            what = f"{source.line} ramp {source.step}" if source.step else source.line
            prices.append(Price("opening", what, "a unit", source.fixed / made))
    try:
        answer = solver.minimise(cost)
    except InfeasibleError:
        return None
    for want, at in zip(lot.wants, lot.built.blocks, strict=True):
        prices += _of_want(game, want, at, answer.duals)
    worth = answer.reduced[lot.built.switches] * z * game.scale
    return (answer.value + constant) * game.scale, worth, prices


def _of_want(game: PlanGame, want: Want, at: Blocks, duals: Floats) -> list[Price]:
    """The prices of one want: units by date, slots by line and period, order and band."""
    found = []
    for k, kind in enumerate(want.kinds):
        total = duals[at.total[k]]
        steps = np.diff(want.due[list(kind.players)], axis=1, prepend=0.0).sum(axis=0)
        who = tuple(game.players[i] for i in kind.players)
        for p in map(int, np.flatnonzero(steps)):
            price = total - duals[at.served[k, p]]
            found.append(Price("unit", want.name, _month(game, p), float(price) * game.scale, who))
        if want.firm[list(kind.players)].sum() > steps.sum():
            price = float(total) * game.scale
            found.append(Price("unit", want.name, NO_DATE, price, who))
    for s, source in enumerate(want.sources):
        for p in map(int, np.flatnonzero(np.abs(duals[at.capacity[s]]) > _ZERO)):
            rent = -float(duals[at.capacity[s, p]]) * game.scale
            found.append(Price("slot", source.line, _month(game, p), rent))
        if abs(duals[at.least[s]]) > _ZERO:
            found.append(
                Price("order", source.line, "a unit", float(duals[at.least[s]]) * game.scale)
            )
    if abs(duals[at.band[0]]) > _ZERO:
        found.append(Price("band", want.name, "a unit", float(duals[at.band[0]]) * game.scale))
    return found


def _month(game: PlanGame, p: int) -> str:
    return str(game.programme.start + int(game.periods.ends[p]))
