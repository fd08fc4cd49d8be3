"""Who gets which units: a group's deliveries handed out, the earliest to the earliest date."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jointstock.plan.game.model import Blocks
from jointstock.plan.game.wants import Want
from jointstock.solve.model import Floats


@dataclass(frozen=True, slots=True)
class Served:
    """What each player gets of a want: by source (n, S, P) and bought outside (n, P); and late.

    ``late`` (n, P) is what has come by no period of those in which it was wanted.
    """

    delivered: Floats
    bought: Floats
    late: Floats


def served(want: Want, at: Blocks, x: Floats, z: Floats) -> Served:
    """Hand out a group's units (columns ``x``) to its players (``z``), kind by kind.

    Within a kind units come in the order of their periods and go to demand in the order of its
    dates; of one date to the players in their order; what has no date comes last, options after.
    """
    n, count = want.due.shape
    delivered = np.zeros((n, len(want.sources), count))
    bought = np.zeros((n, count))
    for k, kind in enumerate(want.kinds):
        waiting = _queue(want, kind.players, z, float(x[at.extra[k]]))
        for p in range(count):
            lots = [(s, float(x[at.delivered[k, s, p]])) for s in range(len(want.sources))]
            lots.append((-1, float(x[at.bought[k, p]])))
            for s, lot in lots:
                units = lot
                while units > 1e-9 and waiting:
                    player, left = waiting[-1]
                    part = min(units, left)
                    if s < 0:
                        bought[player, p] += part
                    else:
                        delivered[player, s, p] += part
                    units -= part
                    waiting[-1] = (player, left - part)
                    if left - part <= 1e-9:
                        waiting.pop()
    got = np.cumsum(delivered.sum(axis=1) + bought, axis=1)
    late = np.maximum(want.due * z[:, None] - got, 0.0)
    return Served(delivered, bought, np.where(late > 1e-7, late, 0.0))


def _queue(
    want: Want, players: tuple[int, ...], z: Floats, extra: float
) -> list[tuple[int, float]]:
    """Demand still to be served, the last to be served first in the list."""
    dated = []
    for player in players:
        if z[player] <= 0.0:
            continue
        steps = np.diff(want.due[player], prepend=0.0) * z[player]
        dated += [(int(p), player, float(steps[p])) for p in np.flatnonzero(steps)]
        rest = want.firm[player] * z[player] - steps.sum()
        if rest > 0.0:
            dated.append((want.due.shape[1], player, float(rest)))
        used = min(want.optional[player] * z[player], extra)
        if used > 0.0:
            dated.append((want.due.shape[1] + 1, player, float(used)))
            extra -= used
    return [(player, units) for _, player, units in sorted(dated, key=_order)]


def _order(one: tuple[int, int, float]) -> tuple[int, int]:
    return -one[0], -one[1]
