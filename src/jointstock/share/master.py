"""The linear program of shares: rows for the groups met so far, and the most that any overpays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jointstock.solve.highs import Solver
from jointstock.solve.model import Floats, Model
from jointstock.words.games import Game, Group

# Duals of the level's rows add up to one; weights of a balanced collection are no smaller.
_ZERO = 1e-7


@dataclass(frozen=True, slots=True)
class Level:
    """Shares (n,) under which no listed group overpays by more than ``level``.

    ``weights`` are the groups that hold the level where it is, with their duals: those are tight
    in every optimum, and no share can have a lower level while they cost what they cost.
    """

    shares: Floats
    level: float
    weights: Mapping[Group, float]


class Master:
    """Shares with a sum, and a row ``x(S) - p(S) * level <= c(S)`` for each group met.

    p(S) is one, or the number of players of S where excess counts by head. Amounts are scaled
    inside, so that the solver's tolerances mean the same for any currency.
    """

    def __init__(
        self,
        game: Game,
        total: float,
        size: float,
        *,
        by_head: bool = False,
        upper: Mapping[str, float] | None = None,
        lower: float = -np.inf,
    ) -> None:
        """Begin without groups.

        ``upper`` are amounts that shares may not pass, ``lower`` (zero or none) one that none is
        below; ``size`` is that of the game's amounts.
        """
        self.players = game.players
        self.places = {player: i for i, player in enumerate(game.players)}
        self.by_head = by_head
        self.scale = size / 1000.0
        model = Model()
        n = len(game.players)
        high = [(upper or {}).get(player, np.inf) / self.scale for player in game.players]
        self._x = model.columns("share", n, low=lower, high=high)
        self._level = model.columns("level", 1, low=-np.inf)
        every = model.rows("all", 1, low=total / self.scale, high=total / self.scale)
        model.put(every, self._x, 1.0)
        self._solver = Solver(model.finish())
        self._cost = np.zeros(n + 1)
        self._cost[self._level] = 1.0
        self.groups: dict[Group, tuple[int, float]] = {}

    def take(self, group: Group, cost: float) -> bool:
        """Add a group that costs so much alone; whether it is new and can have what it wants."""
        if group in self.groups or not np.isfinite(cost):
            return False
        self.groups[group] = self._add(group, cost / self.scale, self.by_head), cost
        return True

    def solve(self) -> Level:
        """The least level, and the groups that hold it."""
        answer = self._solver.minimise(self._cost)
        weights = {
            group: -float(answer.duals[row])
            for group, (row, _) in self.groups.items()
            if answer.duals[row] < -_ZERO
        }
        shares = answer.x[self._x] * self.scale
        return Level(shares, float(answer.x[self._level][0]) * self.scale, weights)

    def settle(self, groups: Sequence[Group], level: float) -> None:
        """Fix groups at what they overpay at a level, for all levels to come."""
        for group in groups:
            row, cost = self.groups[group]
            self._solver.bound_rows(np.array([row]), -np.inf, np.inf)
            size = len(group) if self.by_head else 1
            fixed = self._add(group, 0.0, None)
            side = (cost + level * size) / self.scale
            self._solver.bound_rows(np.array([fixed]), side, side)

    def drop(self, group: Group) -> None:
        """Take a group's row out of force: its excess is settled by others."""
        row, _ = self.groups[group]
        self._solver.bound_rows(np.array([row]), -np.inf, np.inf)

    def _add(self, group: Group, side: float, by_head: bool | None) -> int:
        """A row for a group; without the level in it where ``by_head`` is ``None``."""
        columns = [int(self._x[place]) for place in sorted(self.places[p] for p in group)]
        values = [1.0] * len(columns)
        if by_head is not None:
            columns.append(int(self._level[0]))
            values.append(-float(len(group)) if by_head else -1.0)
        self._solver.add_row(np.array(columns, np.int64), np.array(values), side)
        return len(self._solver.low_rows) - 1
