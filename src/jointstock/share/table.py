"""Games given as a table of all groups, or as a function of a group."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from jointstock.solve.subsets import Floats, asked, sums
from jointstock.words.errors import SettingError
from jointstock.words.games import EVERY, Game, Group, Relaxation, Search, Worst

# A table of so many players has a million groups; four more take sixteen times as long.
MOST_PLAYERS = 24

# Into so many parts all groups are cut; the worst of each is a candidate beside the worst.
_PARTS = 64


class TableGame:
    """A game whose every group's cost is known.

    A game of gains, as of creditors who share an estate, is the game of its negative costs.
    """

    def __init__(self, players: Iterable[str], cost: Mapping[Group, float]) -> None:
        """Take the cost of every group but the empty one, which costs nothing unless it is told.

        Raises ``SettingError`` for players that are none, twice or too many, and for a group
        without a cost.
        """
        self.players = named(players)
        costs = np.zeros(1 << len(self.players))
        for k in range(1, len(costs)):
            group = self._group(k)
            if group not in cost:
                told = ", ".join(p for p in self.players if p in group)
                raise SettingError(f"the game has no cost for the group {told}")
            costs[k] = cost[group]
        self.costs = costs
        self._open(costs)

    @classmethod
    def of(cls, players: Iterable[str], costs: Floats) -> TableGame:
        """The game of an array of costs (2**n,): bit i of an index tells if player i is in."""
        game = cls.__new__(cls)
        game.players = named(players)
        if costs.shape != (1 << len(game.players),):
            raise SettingError(f"{len(game.players)} players make {1 << len(game.players)} groups")
        game.costs = np.asarray(costs, float)
        game._open(game.costs)
        return game

    def _open(self, costs: Floats) -> None:
        if math.isnan(float(costs.sum())) or not math.isfinite(costs[-1]):
            raise SettingError("each group's cost is a number, and that of all players is finite")
        finite = costs[np.isfinite(costs)]
        self.size = max(float(np.abs(finite).max()), 1e-6)
        self._settled: tuple[Search, Floats] | None = None

    def cost(self, group: Iterable[str]) -> float:
        """What the group pays alone."""
        places = {player: i for i, player in enumerate(self.players)}
        return float(self.costs[sum(1 << places[player] for player in set(group))])

    def worst_group(self, shares: Mapping[str, float], search: Search = EVERY) -> Worst:
        """The group that overpays most: every group is looked at, so the bound is the excess."""
        excess = sums(np.array([shares[player] for player in self.players]))
        excess -= self._asked(search)
        worst = int(excess.argmax())
        top = float(excess[worst])
        if top == -math.inf:
            return Worst(frozenset(), math.inf, top, top)
        more: tuple[tuple[Group, float], ...] = ()
        if search.most:
            above = -math.inf if search.above is None else search.above + search.slack
            rows = excess.reshape(min(_PARTS, len(excess)), -1)
            best = rows.argmax(axis=1) + np.arange(len(rows)) * rows.shape[1]
            best = best[(excess[best] > above) & (best != worst)]
            best = best[np.argsort(-excess[best], kind="stable")][: search.most]
            more = tuple((self._group(int(k)), float(self.costs[k])) for k in best)
        return Worst(self._group(worst), float(self.costs[worst]), top, top, more)

    def relaxation(self, group: Group | None = None) -> Relaxation | None:
        """A table has no linear model."""
        return None

    def _asked(self, search: Search) -> Floats:
        """Costs, infinite for the groups that are not asked for; kept while these are the same."""
        key = replace(search, above=None, slack=0.0, most=0)
        if self._settled is None or self._settled[0] != key:
            costs = np.where(asked(search, self.players), self.costs, math.inf)
            self._settled = key, costs
        return self._settled[1]

    def _group(self, number: int) -> Group:
        return frozenset(p for i, p in enumerate(self.players) if number >> i & 1)


class FunctionGame:
    """A game whose cost is a function of the group; each group is asked for once at most."""

    def __init__(self, players: Iterable[str], function: Callable[[Group], float]) -> None:
        """Keep the function, which takes a frozenset of players."""
        self.players = named(players)
        self._function = function
        self._known: dict[Group, float] = {frozenset(): 0.0}
        self.table: TableGame | None = None

    def cost(self, group: Iterable[str]) -> float:
        """What the group pays alone."""
        key = frozenset(group)
        if key not in self._known:
            self._known[key] = float(self._function(key))
        return self._known[key]

    def worst_group(self, shares: Mapping[str, float], search: Search = EVERY) -> Worst:
        """The group that overpays most, over the table of all groups."""
        return tabled(self).worst_group(shares, search)

    def relaxation(self, group: Group | None = None) -> Relaxation | None:
        """A function has no linear model."""
        return None


def tabled(game: Game) -> TableGame:
    """The table of a game, made once of a function; ``SettingError`` if it would be too large."""
    if isinstance(game, TableGame):
        return game
    if isinstance(game, FunctionGame) and game.table is not None:
        return game.table
    if len(game.players) > MOST_PLAYERS:
        raise SettingError(
            f"a table of {len(game.players)} players is too large; {MOST_PLAYERS} are the most"
        )
    costs = np.zeros(1 << len(game.players))
    for k in range(1, len(costs)):
        costs[k] = game.cost(p for i, p in enumerate(game.players) if k >> i & 1)
    table = TableGame.of(game.players, costs)
    if isinstance(game, FunctionGame):
        game.table = table
    return table


def named(players: Iterable[str]) -> tuple[str, ...]:
    """Players in their order; ``SettingError`` if there are none or one is there twice."""
    found = tuple(players)
    if not found or len(set(found)) < len(found):
        raise SettingError("a game has at least one player, and each of them once")
    return found
