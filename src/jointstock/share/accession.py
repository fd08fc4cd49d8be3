"""A nation joins later: everybody before and after, and what is to be paid where someone loses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from jointstock.share.agreed import Agreed, agreed
from jointstock.share.core import tolerance_of, whole_cost
from jointstock.solve.highs import Solver
from jointstock.solve.model import Model
from jointstock.words.games import Game, Group, Search


@dataclass(frozen=True, slots=True)
class Accession:
    """Shares before and after players join, in the usual way.

    ``monotone`` says that nobody pays more than before. Where no such shares exist that keep every
    group, ``entry`` is the least that the newcomers must pay to earlier members, beside their
    share, so that none of those is worse off.
    """

    joining: tuple[str, ...]
    before: Agreed
    after: Agreed
    entry: float

    @property
    def monotone(self) -> bool:
        """Whether nobody pays more than before."""
        return self.after.monotone


def accession(before: Game, after: Game) -> Accession:
    """The shares of a game and of the one that it becomes when players join.

    After Sprumont (1990) shares are monotone if nobody pays more after others have joined; here
    that is asked of the nearest shares in the (least) core.
    """
    first = agreed(before)
    second = agreed(after, earlier=first.shares)
    joining = tuple(player for player in after.players if player not in before.players)
    entry = 0.0
    if not second.monotone:
        level = max(second.core.level, 0.0)
        entry = entry_payment(after, first.shares, level, second.core.groups)
    return Accession(joining, first, second, entry)


def entry_payment(
    game: Game, earlier: Mapping[str, float], level: float, groups: Mapping[Group, float]
) -> float:
    """The least by which earlier members pay more in all, over shares that keep every group.

    Groups are kept if none overpays by more than ``level``; found by adding the worst group.
    """
    places = {player: i for i, player in enumerate(game.players)}
    model = Model()
    x = model.columns("share", len(places), low=-np.inf)
    over = model.columns("above the earlier share", len(earlier))
    total, tolerance = whole_cost(game), tolerance_of(game)
    scale = max(abs(total), tolerance) / 1000.0
    every = model.rows("all", 1, low=total / scale, high=total / scale)
    model.put(every, x, 1.0)
    rows = model.rows("earlier", len(earlier), high=[amount / scale for amount in earlier.values()])
    model.put(rows, x[[places[player] for player in earlier]], 1.0)
    model.put(rows, over, -1.0)
    solver = Solver(model.finish())
    cost = np.zeros(len(solver.low))
    cost[over] = 1.0
    met = {group: paid for group, paid in groups.items() if math.isfinite(paid)}
    for group, paid in met.items():
        solver.add_row(x[[places[p] for p in group]], np.ones(len(group)), (paid + level) / scale)
    while True:
        answer = solver.minimise(cost)
        shares = dict(zip(game.players, map(float, answer.x[x] * scale), strict=True))
        worst = game.worst_group(shares, Search(above=level, slack=tolerance))
        if worst.excess <= level + tolerance or worst.group in met:
            return max(answer.value * scale, 0.0)
        met[worst.group] = worst.cost
        side = (worst.cost + level) / scale
        columns = x[[places[p] for p in worst.group]]
        solver.add_row(columns, np.ones(len(columns)), side)
