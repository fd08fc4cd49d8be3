"""Games in which a group's cost depends on what its players want together, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from jointstock.share.table import named, tabled
from jointstock.words.errors import SettingError
from jointstock.words.games import EVERY, Group, Relaxation, Search, Worst


class QuantityGame:
    """A game of whole quantities, one for each player, and a cost of their total."""

    def __init__(self, quantities: Mapping[str, int], at: Callable[[int], float]) -> None:
        """Keep quantities by player and the cost of a total; each total is asked for once.

        Raises ``SettingError`` for a quantity below zero.
        """
        self.players = named(quantities)
        self.quantities = tuple(int(quantities[player]) for player in self.players)
        if min(self.quantities) < 0:
            raise SettingError("a quantity is zero or more")
        self._places = {player: i for i, player in enumerate(self.players)}
        self.at: Callable[[int], float] = cache(lambda total: float(at(total)))

    def cost(self, group: Iterable[str]) -> float:
        """What the group pays alone."""
        inside = set(group)
        if not inside:
            return 0.0
        return self.at(sum(self.quantities[self._places[player]] for player in inside))

    def worst_group(self, shares: Mapping[str, float], search: Search = EVERY) -> Worst:
        """The group that overpays most, over the table of all groups."""
        return tabled(self).worst_group(shares, search)

    def relaxation(self, group: Group | None = None) -> Relaxation | None:
        """A cost of a total has no linear model."""
        return None
