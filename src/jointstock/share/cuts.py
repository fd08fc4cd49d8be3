"""What every group pays at the least, by the prices of a certificate: all groups at once.

Prices of a way bound each group by a constant and what its players add (`bounds.cut`); a group pays
at least the largest bound of its cheapest way. So a table of all groups follows from a few hundred
sets of prices, in plain arithmetic.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointstock.share.bounds import cut, every_choice, key_of, slots_of
from jointstock.solve.subsets import Floats, sums

Data = Mapping[str, Any]

# A table of so many players is checked, and no larger one.
MOST_PLAYERS = 20

_SAME = 1e-6


def least_costs(model: Data, players: Sequence[str], lots: list[list[Data]]) -> Floats:
    """What each group pays at the least, shape (2**n,), in units of the currency of today.

    Bit i of an index tells whether player i is in. Minus infinity where a way is missing, infinite
    where every way is barred.
    """
    total = np.zeros(1 << len(players))
    covered: list[int] = []
    for ways in lots:
        wants = ways[0]["wants"]
        covered += wants
        told = {key_of(way["choices"]): way for way in ways}
        least = np.full(len(total), np.inf)
        for choices in every_choice(model, wants):
            way = told.get(key_of(choices))
            if way is None or way["wants"] != wants:
                return np.full(len(total), -np.inf)
            np.minimum(least, _of_way(model, players, wants, choices, way), out=least)
        total += least
    whole = sorted(covered) == list(range(len(model["wants"])))
    return total if whole else np.full(len(total), -np.inf)


def _of_way(
    model: Data, players: Sequence[str], wants: list[int], choices: Any, way: Data
) -> Floats:
    """What each group pays at the least by one way; infinite where it cannot go it."""

    def by_group(prices: list[Data], *, free: bool) -> Floats:
        constant, added = cut(model, wants, choices, prices, free=free)
        return constant + sums(np.array([added.get(player, 0.0) for player in players]))

    least = by_group(
        [_cheapest(model["wants"][w], c) for w, c in zip(wants, choices, strict=True)], free=False
    )
    for prices in way["cuts"]:
        np.maximum(least, by_group(prices, free=False), out=least)
    barred = _out_of_reach(model, players, wants, choices)
    for prices in way["barred"]:
        barred |= by_group(prices, free=True) > _slack(prices)
    least[barred] = np.inf
    return least


def _slack(prices: list[Data]) -> float:
    """How far above zero counts, since multipliers are rounded."""
    largest = max((abs(p) for told in prices for row in told["served"] for p in row), default=0.0)
    return _SAME * max(1.0, largest)


def _cheapest(want: Data, choice: Data) -> Data:
    """Prices that need no proof: each unit at what it costs where it is cheapest."""
    band, offer = want["bands"][choice["band"]], want["outside"]
    used = slots_of(want, choice)
    whole = []
    for k, kind in enumerate(want["kinds"]):
        costs = [band["unit_costs"][k][s][p] for s, p in used if kind["can"][s][p]]
        if choice["outside"] and offer is not None:
            able = zip(kind["can_outside"], offer["unit_costs"][k], strict=True)
            costs += [cost for can, cost in able if can]
        whole.append(min(costs, default=0.0))
    none = [[0.0] * len(row) for row in want["late_costs"]]
    return {
        "rooms": {},
        "served": none,
        "total": whole,
        "band": 0.0,
        "outside": 0.0,
        "orders": {},
        "slots": [],
    }


def _out_of_reach(
    model: Data, players: Sequence[str], wants: list[int], choices: Any
) -> NDArray[np.bool_]:
    """Which groups a way is out of reach for, by quantities alone."""
    found = np.zeros(1 << len(players), bool)
    for w, choice in zip(wants, choices, strict=True):
        want = model["wants"][w]
        own = [want["players"][player] for player in players]
        firm = sums(np.array([float(one["firm"]) for one in own]))
        most = firm + sums(np.array([float(one["optional"]) for one in own]))
        band = want["bands"][choice["band"]]
        top = np.inf if band["to"] is None else float(band["to"])
        used = slots_of(want, choice)
        able = np.minimum(most, _made(want, own, used))
        able = np.minimum(able, model["rooms"].get(want["contract"], np.inf))
        if not choice["outside"]:
            found |= np.minimum(able, top) < firm - _SAME
        reached = able if choice["contract"] else np.zeros(len(able))
        found |= reached < band["from"] - _SAME
        for s in choice["opened"]:
            one = want["sources"][s]
            same = {r for r, o in enumerate(want["sources"]) if o["line"] == one["line"]}
            made = _made(want, own, {(r, p) for r, p in used if r in same})
            found |= np.minimum(np.minimum(able, made), top) < one["minimum_order"] - _SAME
    return found


def _made(want: Data, own: Sequence[Data], slots: Collection[tuple[int, int]]) -> Floats:
    """What each group can get of some slots, shape (2**n,)."""
    base = sum(want["slots"][s][p] for s, p in slots)
    added = [sum(one["slots"][s][p] for s, p in slots) for one in own]
    return float(base) + sums(np.array(added, float))
