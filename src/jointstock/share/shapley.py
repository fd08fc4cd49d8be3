"""The Shapley value: exact for few players, by counting, or sampled with its standard error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb, inf

import numpy as np

from jointstock.share.core import whole_cost
from jointstock.share.quantity import QuantityGame
from jointstock.share.table import TableGame, tabled
from jointstock.solve.subsets import Floats, per_player, sizes
from jointstock.words.errors import SettingError
from jointstock.words.games import Game

# A function is asked for all groups of so many players; beyond that permutations are drawn.
MOST_ASKED = 12

# Fewer pairs of permutations tell too little of how they scatter.
_LEAST_PAIRS = 8


@dataclass(frozen=True, slots=True)
class Shapley:
    """The Shapley value and the standard error of each share, zero where it is exact.

    ``permutations`` is how many were drawn from ``seed``, each with its reverse; 0: none.
    """

    shares: Mapping[str, float]
    errors: Mapping[str, float]
    permutations: int = 0
    seed: int = 0

    @property
    def error(self) -> float:
        """The largest standard error in relation to its share."""
        return max(
            (self.errors[p] / abs(self.shares[p]) if self.errors[p] else 0.0 for p in self.shares),
            default=0.0,
        )


def shapley(game: Game, *, error: float = 0.01, seed: int = 0, most: int = 2000) -> Shapley:
    """The Shapley value of a game (Shapley 1953): each player's mean cost of coming last.

    Exact for a table, for a game that depends on the total quantity, and for up to twelve players
    of any other; else permutations are drawn in pairs until the largest relative standard error
    is at most ``error``, or ``most`` were drawn. Where the game has a ``control``, a game by
    quantity that is like it, only the difference from it is sampled. Raises ``SettingError``
    where some group cannot have what it wants: its cost has no mean.
    """
    whole_cost(game)
    if isinstance(game, QuantityGame):
        return _exact(game.players, counted(game))
    if isinstance(game, TableGame) or len(game.players) <= MOST_ASKED:
        return _exact(game.players, by_table(tabled(game).costs))
    return sampled(game, error=error, seed=seed, most=most)


def by_table(costs: Floats) -> Floats:
    """The Shapley value of a table of costs (2**n,), shape (n,).

    With w(s) the weight of a group of s others, a player's share is the sum over the groups it is
    in of w(s - 1) c less the sum over those it is not in of w(s) c. The latter is the sum over
    all groups less those it is in, so one sum for each player remains.
    """
    if not np.all(np.isfinite(costs)):
        raise SettingError("some group cannot have what it wants alone: no Shapley value")
    n = len(costs).bit_length() - 1
    weights = [1.0 / (n * comb(n - 1, s)) for s in range(n)]
    joining = np.array([0.0, *weights])
    staying = np.array([*weights, 0.0])
    size = sizes(n)
    return np.asarray(
        per_player((joining + staying)[size] * costs) - float(np.dot(staying[size], costs))
    )


def counted(game: QuantityGame) -> Floats:
    """The Shapley value where cost depends on the total quantity, shape (n,).

    Groups of the others are counted by size and total, as the generating functions of voting
    power do; a player is taken out of the count of all by long division, in whole numbers.
    """
    n, quantities = len(game.players), game.quantities
    total = sum(quantities)
    exact = np.int64 if n <= 60 else object
    every = np.zeros((n + 1, total + 1), exact)
    every[0, 0] = 1
    for count, q in enumerate(quantities):
        for s in reversed(range(count + 1)):
            every[s + 1, q:] += every[s, : total + 1 - q]
    costs = np.array([game.at(q) for q in range(total + 1)])
    if not np.all(np.isfinite(costs[every.sum(axis=0) > 0])):
        raise SettingError("some group cannot have what it wants alone: no Shapley value")
    costs[~np.isfinite(costs)] = 0.0
    known: dict[int, float] = {}
    for q in set(quantities):
        others = every.copy()
        for s in range(1, n + 1):
            others[s, q:] -= others[s - 1, : total + 1 - q]
        added = costs[q:] - costs[: total + 1 - q]
        known[q] = sum(
            float(np.dot(others[s, : total + 1 - q].astype(float), added)) / (n * comb(n - 1, s))
            for s in range(n)
        )
    return np.array([known[q] for q in quantities])


def sampled(game: Game, *, error: float, seed: int, most: int) -> Shapley:
    """The Shapley value from random permutations, each with its reverse, and its errors.

    Where the game has a control, its marginal costs are taken off and its own exact value is
    added: a control variate.
    """
    n = len(game.players)
    control: QuantityGame | None = getattr(game, "control", None)
    base = np.zeros(n) if control is None else counted(control)
    random = np.random.default_rng(seed)
    found: list[Floats] = []
    known: dict[frozenset[str], float] = {}
    while True:
        order = random.permutation(n)
        pair = np.zeros(n)
        for one in (order, order[::-1]):
            pair += _added(game, control, one, known) / 2.0
        found.append(pair)
        if len(found) < _LEAST_PAIRS:
            continue
        draws = np.array(found)
        shares = base + draws.mean(axis=0)
        errors = draws.std(axis=0, ddof=1) / np.sqrt(len(found))
        if np.all(errors <= error * np.abs(shares)) or 2 * len(found) >= most:
            break
    return Shapley(
        dict(zip(game.players, map(float, shares), strict=True)),
        dict(zip(game.players, map(float, errors), strict=True)),
        2 * len(found),
        seed,
    )


def _added(
    game: Game,
    control: QuantityGame | None,
    order: np.ndarray,
    known: dict[frozenset[str], float],
) -> Floats:
    """What each player adds to the cost as they come in some order, less what the control says."""
    added = np.zeros(len(order))
    group: frozenset[str] = frozenset()
    before = quantity = 0
    level = 0.0
    for i in order:
        group |= {game.players[i]}
        if group not in known:
            known[group] = game.cost(group)
            if known[group] == inf:
                raise SettingError("some group cannot have what it wants alone: no Shapley value")
        added[i] = known[group] - level
        level = known[group]
        if control is not None:
            quantity = before + control.quantities[i]
            added[i] -= control.at(quantity) - control.at(before)
            before = quantity
    return added


def _exact(players: tuple[str, ...], shares: Floats) -> Shapley:
    named = dict(zip(players, map(float, shares), strict=True))
    return Shapley(named, dict.fromkeys(players, 0.0))
