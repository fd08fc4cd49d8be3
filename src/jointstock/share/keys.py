"""Plain keys: shares in proportion to something, kept as what others are compared with."""

from __future__ import annotations

import math
from collections.abc import Mapping

from jointstock.share.core import whole_cost
from jointstock.words.errors import SettingError
from jointstock.words.games import Game

Shares = dict[str, float]


def by_key(total: float, key: Mapping[str, float]) -> Shares:
    """A total in proportion to a key, such as quantities or national income.

    Raises ``SettingError`` for a key below zero, infinite, or zero for all.
    """
    whole = math.fsum(key.values())
    if not key or min(key.values()) < 0 or not 0 < whole < math.inf:
        raise SettingError("a key has a number for each member, none below 0, not all of them 0")
    return {player: total * part / whole for player, part in key.items()}


def equal(game: Game) -> Shares:
    """The same for everybody."""
    return by_key(whole_cost(game), dict.fromkeys(game.players, 1.0))


def by_cost_alone(game: Game) -> Shares:
    """In proportion to what each would pay alone."""
    return by_key(whole_cost(game), {p: game.cost([p]) for p in game.players})


def separable(game: Game) -> Shares:
    """Separable costs, remaining benefits (the rule of multi-purpose dams).

    Each pays what it adds when it comes last; the rest in proportion to what each would still
    save against its cost alone. Raises ``SettingError`` where nobody would save anything and
    something is left to share.
    """
    total, players = whole_cost(game), frozenset(game.players)
    last = {p: total - game.cost(players - {p}) for p in game.players}
    left = total - math.fsum(last.values())
    benefit = {p: max(game.cost([p]) - last[p], 0.0) for p in game.players}
    if not all(map(math.isfinite, (*last.values(), *benefit.values()))):
        raise SettingError("some group cannot have what it wants alone: no separable costs")
    if abs(left) <= 1e-9 * max(abs(total), 1.0) or math.fsum(benefit.values()) <= 0.0:
        if abs(left) > 1e-9 * max(abs(total), 1.0):
            raise SettingError("nobody saves anything, so no benefit is left to share by")
        return last
    rest = by_key(left, benefit)
    return {p: last[p] + rest[p] for p in game.players}
