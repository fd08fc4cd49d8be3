"""The shares nearest to given ones under which no group overpays by more than a level."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.optimize import nnls

from jointstock.share.core import MORE, tolerance_of, whole_cost
from jointstock.solve.highs import InfeasibleError
from jointstock.solve.subsets import Floats
from jointstock.words.games import Game, Group, Search, Worst


def nearest(
    game: Game,
    wanted: Mapping[str, float],
    level: float,
    *,
    groups: Mapping[Group, float],
    upper: Mapping[str, float] | None = None,
) -> tuple[dict[str, float], Worst]:
    """The shares of the game's cost nearest to ``wanted`` under which none overpays above a level.

    Near is the sum of squared changes, each over the size of the wanted share: a change is borne
    in proportion. ``groups`` are those to begin with, with their costs; more are added while the
    search finds one that overpays. Returns the shares and the last search with its bound. Raises
    ``InfeasibleError`` where nothing is left, which a level of the least core and amounts that
    were held in finding it cannot lead to.
    """
    players = game.players
    total, slack = whole_cost(game), tolerance_of(game)
    start = np.array([wanted[player] for player in players])
    weight = np.sqrt(np.maximum(np.abs(start), 1e-6 * max(abs(total), 1e-9)))
    met = {frozenset([p]): (upper or {}).get(p, np.inf) for p in players}
    limits = {group: cost + level for group, cost in groups.items() if np.isfinite(cost)}
    for group, most in met.items():
        limits[group] = min(limits.get(group, np.inf), most)
    while True:
        shares = projected(players, start, weight, total, limits, slack)
        named = dict(zip(players, map(float, shares), strict=True))
        worst = game.worst_group(named, Search(above=level, slack=2.0 * slack, most=MORE))
        found = [(worst.group, worst.cost), *worst.more]
        new = {g: cost + level for g, cost in found if cost + level < limits.get(g, np.inf) - slack}
        if worst.excess <= level + 2.0 * slack or not new:
            return named, worst
        limits |= new


def projected(
    players: tuple[str, ...],
    start: Floats,
    weight: Floats,
    total: float,
    limits: Mapping[Group, float],
    slack: float,
) -> Floats:
    """The point nearest to ``start`` (n,) with a sum and groups held below limits.

    With the sum taken out by an orthonormal basis, it is a problem of least distance, which
    Lawson and Hanson (1974, chapter 23) answer by one of non-negative least squares.
    """
    n = len(players)
    scale = max(abs(total), 1e-9)
    normal = weight / np.linalg.norm(weight)
    at = start + (total - start.sum()) * weight * weight / float(weight @ weight)
    basis = np.linalg.svd(normal[None, :])[2][1:].T
    listed = [(group, side) for group, side in limits.items() if np.isfinite(side)]
    if not listed or n == 1:
        return np.asarray(at)
    rows = np.array([[player in group for player in players] for group, _ in listed], float)
    sides = np.array([side for _, side in listed]) + slack
    over = (rows @ at - sides) / scale
    if over.max() <= 0.0:
        return np.asarray(at)
    # z moves the shares by weight * basis @ z, in parts of the total's scale
    move = rows * weight @ basis
    size = np.maximum(np.linalg.norm(move, axis=1), 1e-12)
    system = np.vstack([-(move / size[:, None]).T, (over / size)[None, :]])
    target = np.zeros(len(basis.T) + 1)
    target[-1] = 1.0
    multipliers = nnls(system, target, maxiter=50 * system.shape[1])[0]
    left = system @ multipliers - target
    if abs(left[-1]) < 1e-13:
        raise InfeasibleError
    z = -left[:-1] / left[-1] * scale
    return np.asarray(at + weight * (basis @ z))
