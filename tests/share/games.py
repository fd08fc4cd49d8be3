"""Games that several tests of shares play."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from jointstock.share.table import FunctionGame, TableGame

CLAIMS = {"first": 100.0, "second": 200.0, "third": 300.0}

# Birmingham airport 1968-69 (Littlechild and Owen 1973; Littlechild and Thompson 1977): cost of a
# runway, movements, and the fees of a movement by the Shapley value and by the nucleolus. Of them
# the 11 types and 13,572 movements in all were read in the documentation of the R package
# AirportProblems; the figures by type are as commonly told, from memory. The fees follow from them
# by the closed forms, which is a second path for the fees alone.
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
# dollars: navigation, flood control, power. The data are quoted from memory of the literature and
# no text of them was found to read; what the tests expect of them is worked out anew. They serve as
# a game of that shape, and are no evidence that the published figures are these.
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


# Six municipalities in Scania that build a water supply (Young, Okada and Hashimoto), in million
# kronor. The working paper of 1979 (WP-79-77 of IIASA) was read as far as its tables 7 and 8, which
# hold what each pays alone, what each adds when it comes last, and shares by several methods: so
# the costs of single municipalities, of all but one, and of all are verified, to a hundredth. Those
# of other groups are as commonly told, from memory; that two methods then give the published shares
# to a hundredth speaks for them without proving them.
_SCANIA = """
A 21.95 H 17.08 K 10.91 L 15.88 M 20.81 T 21.98
AH 34.69 AK 32.86 AL 37.83 AM 42.76 AT 43.93 HK 22.96 HL 25.00 HM 37.89 HT 39.06 KL 26.79
KM 31.45 KT 32.89 LM 31.10 LT 37.86 MT 39.41
AHK 40.74 AHL 43.22 AHM 55.50 AHT 56.67 AKL 48.74 AKM 53.40 AKT 54.84 ALM 53.05 ALT 59.81
AMT 61.36 HKL 27.26 HKM 42.55 HKT 44.94 HLM 45.81 HLT 46.98 HMT 56.49 KLM 42.01 KLT 48.77
KMT 50.32 LMT 51.46
AHKL 48.95 AHKM 60.25 AHKT 62.72 AHLM 64.03 AHLT 65.20 AHMT 74.10 AKLM 63.96 AKLT 70.72
AKMT 72.27 ALMT 73.41 HKLM 48.07 HKLT 49.24 HKMT 59.35 HLMT 64.41 KLMT 56.61
AHKLM 69.76 AHKMT 77.42 AHLMT 83.00 AHKLT 70.93 AKLMT 73.97 HKLMT 66.46 AHKLMT 83.82
"""


def scania() -> TableGame:
    """The water supply of six municipalities in Scania."""
    told = _SCANIA.split()
    costs = {frozenset(k): float(v) for k, v in zip(told[::2], told[1::2], strict=True)}
    return TableGame("AHKLMT", costs)
