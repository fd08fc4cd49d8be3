"""The compiled part of the simulation; needs numba (the extra ``fast``).

Random numbers are those of xoshiro256+ (Blackman and Vigna, 2018), eight bytes of state a stream.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]

_UNIT = 2.0**-53


@njit(cache=True, inline="always")
def draw(s: Array) -> Any:
    """The next 64 random bits of a stream of state s (4,)."""
    found = s[0] + s[3]
    t = s[1] << np.uint64(17)
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= t
    s[3] = (s[3] << np.uint64(45)) | (s[3] >> np.uint64(19))
    return found


@njit(cache=True, inline="always")
def unit(s: Array) -> float:
    """A number from 0 to below 1."""
    return float(draw(s) >> np.uint64(11)) * _UNIT


@njit(cache=True, inline="always")
def pick(s: Array, chance: Array, other: Array) -> int:
    """A number by Walker's alias method, from one draw."""
    x = unit(s) * chance.size
    k = int(x)
    return k if x - k < chance[k] else other[k]


@njit(cache=True)
def raw(s: Array, count: int) -> Any:
    """The sum of so many draws: what the generator alone costs."""
    found = np.uint64(0)
    for _ in range(count):
        found += draw(s)
    return found


@njit(cache=True)
def campaigns(
    s: Array,
    count: int,
    raids_chance: Array,
    raids_other: Array,
    interval_of: Array,
    who_chance: Array,
    who_other: Array,
    size_chance: Array,
    size_other: Array,
    prefers: Array,
    looks: Array,
    success: Array,
    opening: Array,
    arriving: Array,
    transfers: Array,
    short: Array,
    missed: Array,
    left: Array,
) -> int:
    """Run campaigns and add up, as `jointstock.need.events` says; returns the raids in them.

    ``short`` (M, I), ``missed`` (M, C), ``left`` (M, I) each have a last axis of 2: the sum over
    campaigns, and the sum of squares.
    """
    members, items = opening.shape
    classes = prefers.shape[0]
    stock = np.empty((members, items), np.int64)
    ran_out = np.empty((members, items), np.bool_)
    leaked = np.empty((members, classes), np.int64)
    depth = looks.shape[2]
    # By member, class, item: the chance that a threat is stopped up to each look; -1 before drawn.
    stops = np.empty((members, classes, items, depth))
    raids = 0
    rates, grid = raids_chance.shape[0], success.shape[2]
    for _ in range(count):
        stock[:] = opening
        ran_out[:] = False
        leaked[:] = 0
        stops[:, :, :, 0] = -1.0
        rate = int(unit(s) * rates)
        for t in range(interval_of.size):
            span = interval_of[t]
            events = pick(s, raids_chance[rate, span], raids_other[rate, span])
            raids += events
            for _event in range(events):
                who = pick(s, who_chance, who_other)
                member, class_ = who // classes, who % classes
                threats = pick(s, size_chance[class_], size_other[class_])
                for _threat in range(threats):
                    hit = False
                    for at in range(items):
                        item = prefers[class_, at]
                        if item < 0 or hit:
                            break
                        chances = stops[member, class_, item]
                        if chances[0] < 0.0:
                            p = success[class_, item, int(unit(s) * grid)]
                            miss = 1.0
                            for k in range(depth):
                                miss *= (1.0 - p) ** looks[class_, item, k]
                                chances[k] = 1.0 - miss
                        have = stock[member, item]
                        if have == 0:
                            ran_out[member, item] = True
                            continue
                        u = unit(s)
                        used, cut = 0, False
                        for k in range(depth):
                            shots = looks[class_, item, k]
                            if shots == 0:
                                break
                            if used + shots > have:
                                cut = True
                                break
                            used += shots
                            if u < chances[k]:
                                hit = True
                                break
                        if cut:
                            # Fewer are left than the salvo takes: all of them are fired.
                            ran_out[member, item] = True
                            p = 1.0 - (1.0 - chances[0]) ** (1.0 / looks[class_, item, 0])
                            hit = u < 1.0 - (1.0 - p) ** have
                            used = have
                        stock[member, item] = have - used
                        break
                    if not hit:
                        leaked[member, class_] += 1
                for r in range(transfers.shape[0]):
                    item, to, below = transfers[r, 0], transfers[r, 1], transfers[r, 2]
                    giver, keep, lot = transfers[r, 3], transfers[r, 4], transfers[r, 5]
                    if to == member and stock[to, item] < below:
                        given = min(lot, stock[giver, item] - keep)
                        if given > 0:
                            stock[giver, item] -= given
                            stock[to, item] += given
            for member in range(members):
                for item in range(items):
                    stock[member, item] += arriving[t, member, item]
        for member in range(members):
            for item in range(items):
                one = 1.0 if ran_out[member, item] else 0.0
                short[member, item, 0] += one
                short[member, item, 1] += one
                have = float(stock[member, item])
                left[member, item, 0] += have
                left[member, item, 1] += have * have
            for class_ in range(classes):
                through = float(leaked[member, class_])
                missed[member, class_, 0] += through
                missed[member, class_, 1] += through * through
    return raids
