"""What falls on whom without shares: each member's own units, and common costs by quantity."""

from __future__ import annotations

import numpy as np

from jointstock.plan.game.game import PlanGame
from jointstock.plan.game.served import served
from jointstock.words.shares import NO_DATE, Bills


def bills(game: PlanGame) -> Bills | None:
    """How the joint cost falls on the players of a game; ``None`` where they cannot be served."""
    found = game.cheapest(game.players)
    if found is None:
        return None
    n = len(game.players)
    z = np.ones(n)
    own, late, common = np.zeros(n), np.zeros(n), 0.0
    for lot, one in found:
        way = lot.model.ways[one.way]
        common += way.constant
        for want, at in zip(lot.wants, lot.built.blocks, strict=True):
            part = served(want, at, one.x, z)
            for k, kind in enumerate(want.kinds):
                inside = list(kind.players)
                costs = way.cost[at.delivered[k]]
                own[inside] += (part.delivered[inside] * costs).sum(axis=(1, 2))
                own[inside] += part.bought[inside] @ way.cost[at.bought[k]]
                late[inside] += part.late[inside] @ way.cost[at.late[k]]
    units = np.sum([want.firm for want in game.wants], axis=0)
    by = dict(zip(game.players, range(n), strict=True))
    return Bills(
        {p: float(own[i]) * game.scale for p, i in by.items()},
        {p: float(late[i]) * game.scale for p, i in by.items()},
        common * game.scale,
        {p: round(float(units[i])) for p, i in by.items()},
        {p: _dated(game, i) for p, i in by.items()},
        "; ".join(lot.model.ways[one.way].name for lot, one in found),
        game.opened(frozenset(game.players)),
    )


def _dated(game: PlanGame, i: int) -> tuple[tuple[str, str, int], ...]:
    """A player's units by want and month; those without a date last."""
    start, ends = game.programme.start, game.periods.ends
    found = []
    for want in game.wants:
        steps = np.diff(want.due[i], prepend=0.0)
        found += [
            (want.name, str(start + int(ends[p])), round(float(steps[p])))
            for p in np.flatnonzero(steps)
        ]
        rest = round(float(want.firm[i] - steps.sum()))
        if rest:
            found.append((want.name, NO_DATE, rest))
    return tuple(found)
