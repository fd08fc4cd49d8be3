"""The audit of any shares, also of those that a conference agreed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from jointstock.share.core import tolerance_of, whole_cost
from jointstock.words.errors import SettingError
from jointstock.words.games import Game, Group, Search


@dataclass(frozen=True, slots=True)
class Audit:
    """What a group could gain at most by leaving, over all 2**n groups.

    ``group`` would gain ``gain`` by leaving (it keeps what is below zero by staying), and none
    could gain more than ``bound``. ``cost`` is what the group costs alone.
    """

    shares: Mapping[str, float]
    group: Group
    cost: float
    gain: float
    bound: float
    tolerance: float

    @property
    def closed(self) -> bool:
        """Whether the search ended with a bound that proves its answer."""
        return self.bound <= self.gain + self.tolerance

    @property
    def stable(self) -> bool:
        """Whether no group gains by leaving. Said only where the bound is closed."""
        return self.closed and self.bound <= self.tolerance


def audit(game: Game, shares: Mapping[str, float]) -> Audit:
    """Which group would gain most by leaving under given shares, and how much, with a bound.

    The shares must be those of the game's players. They need not add up to the cost: what they
    leave open is told by the sum. Raises ``SettingError`` for other players, and for a share that
    is no number.
    """
    if set(shares) != set(game.players):
        wrong = ", ".join(sorted(set(shares) ^ set(game.players)))
        raise SettingError(f"shares are told for the players of the game; not so for {wrong}")
    if not all(map(math.isfinite, shares.values())):
        raise SettingError("a share is a finite amount")
    whole_cost(game)
    worst = game.worst_group(shares)
    return Audit(
        dict(shares), worst.group, worst.cost, worst.excess, worst.bound, tolerance_of(game)
    )


def tightest(game: Game, shares: Mapping[str, float], player: str) -> tuple[Group, float]:
    """Of the groups with a player the one that overpays most, and by how much."""
    worst = game.worst_group(shares, Search(inside=player))
    return worst.group, worst.excess
