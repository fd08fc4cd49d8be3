"""Fees and subsidies: what they do to the saving, and how far they can go before a group leaves."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from jointstock.share.core import size_of, tolerance_of
from jointstock.solve.highs import Solver
from jointstock.solve.model import Model
from jointstock.words.games import EVERY, Game, Group, Relaxation, Search, Worst


def most_that_holds(game: Game) -> float:
    """The largest sum that all together could pay so that no group would rather leave.

    Less the cost of all it is the largest fee that the group alone can bear; below the cost, the
    core is empty. Infinite where no group can have what it wants alone.
    """
    places = {player: i for i, player in enumerate(game.players)}
    if len(places) == 1:
        return game.cost(game.players)
    scale, tolerance = size_of(game) / 1000.0, tolerance_of(game)
    model = Model()
    x = model.columns("share", len(places), low=-np.inf)
    model.rows("none", 1)
    solver = Solver(model.finish())
    met: set[Group] = set()

    def take(group: Group, cost: float) -> None:
        if group not in met and math.isfinite(cost):
            met.add(group)
            columns = x[[places[player] for player in group]]
            solver.add_row(columns, np.ones(len(columns)), cost / scale)

    for player in game.players:
        take(frozenset([player]), game.cost([player]))
    if len(met) < len(places):
        return math.inf
    while True:
        answer = solver.minimise(-np.ones(len(places)))
        shares = dict(zip(game.players, map(float, answer.x[x] * scale), strict=True))
        worst = game.worst_group(shares, Search(above=0.0, slack=tolerance))
        if worst.excess <= tolerance or worst.group in met:
            return math.fsum(shares.values())
        take(worst.group, worst.cost)


# A subsidy such as the European Union's for joint buys asks for three members.
LEAST_SUBSIDISED = 3


class SubsidisedGame:
    """A game in which every group of at least so many players gets the same sum from outside."""

    def __init__(self, game: Game, amount: float, least: int = LEAST_SUBSIDISED) -> None:
        """Keep the game; ``amount`` in its units goes to groups of ``least`` players or more."""
        self.players = game.players
        self._game, self._amount, self._least = game, amount, least

    def cost(self, group: Iterable[str]) -> float:
        """What the group pays alone, less what it gets."""
        inside = set(group)
        paid = self._game.cost(inside)
        return paid - self._amount if len(inside) >= self._least else paid

    def worst_group(self, shares: Mapping[str, float], search: Search = EVERY) -> Worst:
        """The group that overpays most: a search of the large ones, a list of the small ones."""
        above = None if search.above is None else search.above - self._amount
        large = self._game.worst_group(
            shares,
            replace(search, least=max(search.least, self._least), above=above),
        )
        found = [
            Worst(
                large.group,
                large.cost - self._amount,
                large.excess + self._amount,
                large.bound + self._amount,
                tuple((group, cost - self._amount) for group, cost in large.more),
            )
        ]
        inside = [p for p in self.players if search.within is None or p in search.within]
        for size in range(search.least, min(self._least, len(inside))):
            for group in map(frozenset, itertools.combinations(inside, size)):
                if search.inside is None or search.inside in group:
                    excess = math.fsum(shares[p] for p in group) - self._game.cost(group)
                    found.append(Worst(group, self._game.cost(group), excess, excess))
        worst = max(found, key=lambda one: one.excess)
        bound = max(one.bound for one in found)
        return Worst(worst.group, worst.cost, worst.excess, bound, found[0].more)

    def relaxation(self, group: Group | None = None) -> Relaxation | None:
        """The prices of the game without the sum."""
        return self._game.relaxation(group)
