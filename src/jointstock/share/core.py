"""The least core: shares under which the group that overpays most overpays least."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite

from jointstock.share.master import Level, Master
from jointstock.share.table import TableGame
from jointstock.words.errors import SettingError
from jointstock.words.games import Game, Group, Search, Span, Worst

# How far a bound may lie from what it bounds, as a part of the size of the game's amounts.
CLOSED = 1e-7

# How many further groups a search hands over beside the worst.
MORE = 16


@dataclass(frozen=True, slots=True)
class Core:
    """Shares in the least core; ``level`` is the most that any group overpays under them.

    No shares have a lower level: ``weights`` are a balanced collection that proves it, given what
    its groups cost alone; empty where shares were held within limits. ``bound`` is the most that
    any of the 2**n groups can overpay; it is ``closed`` where it lies within ``tolerance`` of the
    level. ``groups`` are all that were met, with their costs. The core is empty where the level is
    above zero; where no group can have what it wants alone, the level is minus infinity.
    """

    shares: Mapping[str, float]
    level: float
    bound: float
    tolerance: float
    weights: Mapping[Group, float]
    groups: Mapping[Group, float]
    rounds: int

    @property
    def closed(self) -> bool:
        """Whether the level is proven over all groups."""
        return self.bound <= self.level + self.tolerance


def least_core(
    game: Game, *, upper: Mapping[str, float] | None = None, by_head: bool = False
) -> Core:
    """Shares of the game's cost under which the worst group overpays least, and the proof.

    ``upper`` holds shares below amounts; ``by_head`` counts what a group overpays for each of its
    players. Where a player cannot have alone what it wants, nothing keeps it from paying for all;
    then no share is below zero. Found by adding the worst group to a linear program until none is
    worse (Drechsel and Kimms 2010 do the same for lot sizing games). Raises ``SettingError`` if
    all players together cannot have what they want, ``InfeasibleError`` if ``upper`` leaves
    nothing.
    """
    total = whole_cost(game)
    if len(game.players) == 1:
        only = {game.players[0]: total}
        return Core(only, 0.0, 0.0, tolerance_of(game), {}, {}, 0)
    bounded = all(isfinite(game.cost([player])) for player in game.players)
    lower = -inf if bounded else 0.0
    master = Master(game, total, size_of(game), by_head=by_head, upper=upper, lower=lower)
    if not seed(master, game):
        alike = dict.fromkeys(game.players, total / len(game.players))
        return Core(alike, -inf, -inf, tolerance_of(game), {}, {}, 0)
    found, worst, rounds = closed_level(master, game, None)
    return Core(
        dict(zip(game.players, map(float, found.shares), strict=True)),
        found.level,
        worst.bound,
        tolerance_of(game),
        found.weights if bounded and upper is None else {},
        {group: cost for group, (_, cost) in master.groups.items()},
        rounds,
    )


def seed(master: Master, game: Game) -> bool:
    """Begin with each player alone, which bounds every level, and all but one.

    Where none of these can have what it wants, any group that can will do; whether there is one.
    """
    players = frozenset(game.players)
    for player in game.players:
        master.take(frozenset([player]), game.cost([player]))
        if len(players) > 2:
            master.take(players - {player}, game.cost(players - {player}))
    if not master.groups:
        worst = game.worst_group(dict.fromkeys(game.players, 0.0))
        if worst.group:
            master.take(worst.group, worst.cost)
    return bool(master.groups)


def closed_level(master: Master, game: Game, outside: Span | None) -> tuple[Level, Worst, int]:
    """Add groups until the worst that a search finds is no worse than the level."""
    tolerance = tolerance_of(game)
    rounds = 0
    while True:
        found = master.solve()
        rounds += 1
        head = found.level if master.by_head else 0.0
        above = 0.0 if master.by_head else found.level
        asked = {
            player: float(share) - head
            for player, share in zip(game.players, found.shares, strict=True)
        }
        worst = game.worst_group(
            asked, Search(above=above, slack=tolerance / 2.0, outside=outside, most=MORE)
        )
        new = worst.excess > above + tolerance / 2.0 and master.take(worst.group, worst.cost)
        if not new:
            return found, _told(worst, found.level - above), rounds
        for group, cost in worst.more:
            master.take(group, cost)


def _told(worst: Worst, by: float) -> Worst:
    """What was searched by head, told as a level."""
    return Worst(worst.group, worst.cost, worst.excess + by, worst.bound + by)


def whole_cost(game: Game) -> float:
    """What all players pay together; ``SettingError`` where they cannot have what they want."""
    total = game.cost(game.players)
    if total == float("inf"):
        raise SettingError(
            "all members together cannot have what they want, so there is no cost to share"
        )
    return total


def tolerance_of(game: Game) -> float:
    """How far apart two amounts of a game are one."""
    return CLOSED * size_of(game)


def size_of(game: Game) -> float:
    """The size of a game's amounts: the largest of a table, else of the costs of one and of all."""
    if isinstance(game, TableGame):
        return game.size
    alone = (abs(game.cost([player])) for player in game.players)
    return max(abs(whole_cost(game)), *(cost for cost in alone if isfinite(cost)), 1e-6)
