"""A game of some of the players of another, under the same rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from jointstock.share.table import named
from jointstock.words.games import EVERY, Game, Group, Relaxation, Search, Worst


class PartGame:
    """The game of some players, whose groups cost what they cost in the game of all."""

    def __init__(self, game: Game, players: Iterable[str]) -> None:
        """Keep the game, and the players in its order."""
        inside = set(players)
        self.players = named(player for player in game.players if player in inside)
        self._game = game

    def cost(self, group: Iterable[str]) -> float:
        """What the group pays alone."""
        return self._game.cost(group)

    def worst_group(self, shares: Mapping[str, float], search: Search = EVERY) -> Worst:
        """The group that overpays most, of groups of these players."""
        every = dict.fromkeys(self._game.players, 0.0) | dict(shares)
        return self._game.worst_group(every, replace(search, within=frozenset(self.players)))

    def relaxation(self, group: Group | None = None) -> Relaxation | None:
        """Owen's prices of these players, or of a group of them."""
        return self._game.relaxation(frozenset(self.players) if group is None else group)
