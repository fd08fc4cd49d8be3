"""The usual rule: Owen's prices, then the nearest shares that no group would leave."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from jointstock.share.core import Core, least_core
from jointstock.share.keys import Shares, by_cost_alone, equal, separable
from jointstock.share.nearest import nearest
from jointstock.share.owen import owen
from jointstock.solve.highs import InfeasibleError
from jointstock.words.errors import SettingError
from jointstock.words.games import Game


@dataclass(frozen=True, slots=True)
class Agreed:
    """Shares by the usual rule, what they started from, and the least core they lie in.

    ``monotone`` is whether nobody pays more than its earlier share; ``individual`` whether nobody
    pays more than alone. Each is kept where any shares have it.
    """

    shares: Shares
    start: Shares
    core: Core
    individual: bool
    monotone: bool


def agreed(game: Game, *, earlier: Mapping[str, float] | None = None) -> Agreed:
    """Shares near Owen's prices under which no group gains by leaving, or as little as can be.

    Nobody pays more than alone, nor more than an ``earlier`` share (after an accession), where
    such shares exist that keep groups as well. A game without a linear model starts from
    separable costs, or from the first of cost alone and equal parts that it has.
    """
    alone = {p: cost for p in game.players if math.isfinite(cost := game.cost([p]))}
    both = {p: min(alone.get(p, math.inf), (earlier or {}).get(p, math.inf)) for p in game.players}
    start = _start(game)
    free = least_core(game)
    kept = max(free.level, 0.0) + free.tolerance
    for upper, individual, monotone in (
        (both, True, True),
        (alone, True, not earlier),
        (None, False, not earlier),
    ):
        try:
            core = free if upper is None else least_core(game, upper=upper)
        except InfeasibleError:
            continue
        if core.level > kept:
            continue
        level = max(core.level, 0.0)
        shares, _ = nearest(game, start, level, groups=core.groups, upper=upper)
        return Agreed(shares, start, core, individual, monotone)
    raise AssertionError("shares without an upper limit always exist")


def _start(game: Game) -> Shares:
    """What the shares are sought near: the first of these that the game has."""
    for method in (_at_prices, separable, by_cost_alone):
        with suppress(SettingError):
            return method(game)
    return equal(game)


def _at_prices(game: Game) -> Shares:
    """Shares at Owen's prices alone."""
    return owen(game).shares
