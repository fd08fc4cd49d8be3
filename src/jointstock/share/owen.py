"""Shares at Owen's prices: what each one's demand is worth at the duals of the joint model."""

from __future__ import annotations

from dataclasses import dataclass

from jointstock.share.core import whole_cost
from jointstock.share.keys import Shares, by_key
from jointstock.words.errors import SettingError
from jointstock.words.games import Game, Relaxation


@dataclass(frozen=True, slots=True)
class Owen:
    """Shares at Owen's prices, and the prices.

    ``left`` is what the prices leave of the cost (below zero: they bring in more), given out in
    proportion to what each one's demand is worth; alike where nobody's is worth anything, since
    what it brings of the lines is worth more.
    """

    shares: Shares
    left: float
    relaxation: Relaxation


def owen(game: Game) -> Owen:
    """Shares at the duals of the game's linear model (Owen 1975).

    Where the model's rows belong to the players and nothing is lost by making it linear, these
    lie in the core. Raises ``SettingError`` for a game without a linear model.
    """
    found = game.relaxation()
    if found is None:
        raise SettingError("a game without a linear model has no prices of Owen's")
    left = whole_cost(game) - sum(found.worth.values())
    key = {player: max(worth, 0.0) for player, worth in found.worth.items()}
    spread = by_key(left, key if any(key.values()) else dict.fromkeys(key, 1.0))
    shares = {player: worth + spread[player] for player, worth in found.worth.items()}
    return Owen(shares, left, found)
