"""Which group overpays most: each group bounded by itself where they are few, else one search."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from jointstock.solve.model import Floats
from jointstock.solve.subsets import asked
from jointstock.solve.switched import Asked
from jointstock.words.games import Group, Search, Span

if TYPE_CHECKING:
    from jointstock.plan.game.game import PlanGame

Groups = list[tuple[Group, float]]


def worst_of_few(game: PlanGame, shares: Floats, search: Search) -> tuple[Groups, float]:
    """Groups with their costs, the worst first, and the bound; money in parts of the scale."""
    known, above = game.underestimates, _above(game, search)
    assert known is not None
    mask = asked(search, game.players)
    found = known.worst(shares, mask, -math.inf if above is None else above)
    bits = 1 << np.arange(len(shares))
    return [(_named(game, k & bits != 0), cost) for k, cost in found.groups], found.bound


def worst_of_many(game: PlanGame, shares: Floats, search: Search) -> tuple[Groups, float]:
    """The same by one search with whole switches for each way to buy everything."""
    wanted = Asked(
        search.least,
        None if search.inside is None else game.places[search.inside],
        _above(game, search),
        None if search.outside is None else _rules(search.outside, len(shares)),
        None if search.within is None else game.switches(search.within),
    )
    found = game.together.model.worst(shares, wanted)
    return [(_named(game, z > 0.5), cost) for z, cost in found.groups], found.bound


def _above(game: PlanGame, search: Search) -> float | None:
    return None if search.above is None else (search.above + search.slack) / game.scale


def _named(game: PlanGame, inside: NDArray[np.bool_]) -> Group:
    return frozenset(game.players[i] for i in np.flatnonzero(inside))


@lru_cache(maxsize=2)  # a search that is asked again for the same span keeps its solvers
def _rules(span: Span, n: int) -> tuple[tuple[int, Floats], ...]:
    """A span as rules on switches: for each free player, its combination of the pivots."""
    rules = []
    for j, free in enumerate(span.free):
        combination = np.zeros(n)
        combination[list(span.pivots)] = [float(row[j]) for row in span.rows]
        rules.append((free, combination))
    return tuple(rules)
