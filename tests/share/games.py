"""Games that several tests of shares play."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from jointstock.share.table import FunctionGame, TableGame

CLAIMS = {"first": 100.0, "second": 200.0, "third": 300.0}

# Birmingham airport 1968-69 (Littlechild and Owen 1973): cost of a runway, movements, and the
# fees of a movement by the Shapley value and by the nucleolus.
BIRMINGHAM = (
    ("Fokker F27", 65_899, 42, 4.86, 7.89),
    ("Viscount 800", 76_725, 9_555, 5.66, 7.89),
    ("Trident", 95_200, 288, 10.30, 7.89),
    ("Britannia 100", 97_200, 303, 10.85, 7.89),
    ("Caravelle VI R", 97_436, 151, 10.92, 7.89),
    ("BAC 111-500", 98_142, 1_315, 11.13, 7.89),
    ("Vanguard 953", 102_496, 505, 13.40, 7.89),
    ("Comet 4B", 104_849, 1_128, 15.07, 7.89),
    ("Britannia 300", 113_322, 151, 44.80, 40.15),
    ("Coronado", 115_440, 112, 60.61, 40.15),
    ("Boeing 707", 117_676, 22, 162.24, 103.46),
)


def estate(size: float) -> FunctionGame:
    """What creditors get of an estate: each group, what the others' claims leave it."""

    def cost(group: frozenset[str]) -> float:
        return -max(0.0, size - sum(c for p, c in CLAIMS.items() if p not in group))

    return FunctionGame(CLAIMS, cost)


def runway(*costs: float) -> FunctionGame:
    """A game in which the largest need sets the cost."""
    needs = {f"p{i}": cost for i, cost in enumerate(costs)}
    return FunctionGame(needs, lambda group: max(needs[player] for player in group))


def bulk(n: int, seed: int) -> TableGame:
    """A purchase with price bands and a line that opens from 800 units on."""
    quantities = np.random.default_rng(seed).integers(20, 200, n)

    def cost(q: int) -> float:
        bands = [q * 6.6, max(q, 250) * 6.2, max(q, 500) * 5.9, 450 + 4.9 * max(q, 800)]
        return float(min(bands))

    players = [f"p{i}" for i in range(n)]
    costs = np.zeros(1 << n)
    for k in range(1, 1 << n):
        costs[k] = cost(int(sum(q for i, q in enumerate(quantities) if k >> i & 1)))
    return TableGame.of(players, costs)


def random(n: int, seed: int, steps: int = 0) -> TableGame:
    """Costs at random; with ``steps``, of so few values that there are ties everywhere."""
    dice = np.random.default_rng(seed)
    costs = dice.integers(0, steps, 1 << n).astype(float) if steps else dice.random(1 << n) * 100
    costs[0] = 0.0
    return TableGame.of([f"p{i}" for i in range(n)], costs)


def groups(players: tuple[str, ...]) -> Iterator[frozenset[str]]:
    """Every group but that of none and that of all."""
    for size in range(1, len(players)):
        yield from map(frozenset, itertools.combinations(players, size))


# The Tennessee Valley Authority's dams (Ransmeier 1942; Straffin and Heaney 1981), in thousands of
# dollars: navigation, flood control, power.
VALLEY = {
    frozenset(["navigation"]): 163_520.0,
    frozenset(["flood"]): 140_826.0,
    frozenset(["power"]): 250_096.0,
    frozenset(["navigation", "flood"]): 301_607.0,
    frozenset(["navigation", "power"]): 378_821.0,
    frozenset(["flood", "power"]): 367_370.0,
    frozenset(["navigation", "flood", "power"]): 412_584.0,
}


def valley() -> TableGame:
    """The dams of the Tennessee Valley."""
    return TableGame(["navigation", "flood", "power"], VALLEY)
