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
    return float(np.int64(draw(s) >> np.uint64(11))) * _UNIT  # a signed number is turned faster


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


@njit(cache=True, inline="always")
def bits(a: Any, b: Any, c: Any, d: Any) -> Any:
    """`draw` on a state that is kept in registers: 64 random bits, and the next state."""
    found = a + d
    t = b << np.uint64(17)
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = (d << np.uint64(45)) | (d >> np.uint64(19))
    return found, a, b, c, d


@njit(cache=True, inline="always")
def pick_by(half: Any, chance: Array, other: Array) -> int:
    """`pick` by 32 random bits."""
    x = float(np.int64(half)) * (chance.size * 2.0**-32)
    k = np.int64(x)
    o = other[k]
    return int(o + (k - o) * (x - k < chance[k]))  # no branch to be guessed wrong


@njit(cache=True, inline="always")
def fire(s: Array, stock: Array, ran_out: Array, looks: Array, chances: Array) -> bool:
    """Fire at one threat from a stock, each a view of length 1; whether it was stopped.

    ``chances`` are those of having stopped it up to each look. A salvo takes what is left.
    """
    have, used = stock[0], 0
    u = unit(s)
    for k in range(looks.size):
        shots = looks[k]
        if shots == 0:
            break
        if used + shots > have:
            # Fewer are left than the salvo takes: all of them are fired.
            ran_out[0] = True
            stock[0] = 0
            return bool(u < 1.0 - (1.0 - chances[0]) ** (have / looks[0]))
        used += shots
        if u < chances[k]:
            stock[0] = have - used
            return True
    stock[0] = have - used
    return False


@njit(cache=True, inline="always")
def draw_success(s: Array, grid: Array, looks: Array, chances: Array) -> None:
    """Draw a success for a campaign: the chances of having stopped a threat up to each look."""
    miss, left = 1.0 - grid[int(unit(s) * grid.size)], 1.0
    for k in range(looks.size):
        for _shot in range(looks[k]):
            left *= miss
        chances[k] = 1.0 - left


@njit(cache=True, inline="always")
def send(stock: Array, transfers: Array, member: int) -> None:
    """Make the transfers that a member's stock calls for."""
    for r in range(transfers.shape[0]):
        item, to, below = transfers[r, 0], transfers[r, 1], transfers[r, 2]
        giver, keep, lot = transfers[r, 3], transfers[r, 4], transfers[r, 5]
        if to == member and stock[to, item] < below:
            given = min(lot, stock[giver, item] - keep)
            if given > 0:
                stock[giver, item] -= given
                stock[to, item] += given


@njit(cache=True)
def add(sums: Array, found: Array) -> None:
    """Add figures (M, N) of a campaign to sums (M, N, 2), and their squares."""
    for member in range(found.shape[0]):
        for k in range(found.shape[1]):
            one = 1.0 * found[member, k]
            sums[member, k, 0] += one
            sums[member, k, 1] += one * one


@njit(cache=True, inline="always")
def meet(
    s: Array,
    threats: int,
    stock: Array,
    ran_out: Array,
    stops: Array,
    prefers: Array,
    looks: Array,
    success: Array,
) -> int:
    """Meet threats of one class one by one, item after item; how many are not stopped.

    ``stock``, ``ran_out``, ``prefers`` (I,) and ``stops``, ``looks`` (I, depth) are the member's
    and the class's.
    """
    leaked = 0
    for _threat in range(threats):
        hit = False
        for at in range(prefers.size):
            item = prefers[at]
            if item < 0:
                break
            if stock[item] == 0:
                ran_out[item] = True
                continue
            if stops[item, 0] < 0.0:
                draw_success(s, success[item], looks[item], stops[item])
            held, out = stock[item : item + 1], ran_out[item : item + 1]
            hit = fire(s, held, out, looks[item], stops[item])
            break
        if not hit:
            leaked += 1
    return leaked


@njit(cache=True)
def raids_of(
    s: Array,
    events: int,
    who: Any,
    sizes: Any,
    prefers: Array,
    looks: Array,
    success: Array,
    stops: Array,
    stock: Array,
    ran_out: Array,
    leaked: Array,
    transfers: Array,
) -> None:
    """So many raids in turn: whose, how large, and what is fired at each threat.

    Where a stock is enough whatever happens, shots are counted without a branch.
    """
    who_chance, who_other, member_of, class_of = who
    size_chance, size_other = sizes
    a, b, c, d = s[0], s[1], s[2], s[3]
    depth = looks.shape[2]
    most = np.zeros(prefers.shape[0], np.int64)
    for class_ in range(prefers.shape[0]):
        most[class_] = looks[class_, prefers[class_, 0]].sum()
    for _event in range(events):
        x, a, b, c, d = bits(a, b, c, d)
        cell = pick_by(x >> np.uint64(32), who_chance, who_other)
        member, class_ = member_of[cell], class_of[cell]
        half = x & np.uint64(0xFFFFFFFF)
        threats = pick_by(half, size_chance[class_], size_other[class_])
        item = prefers[class_, 0]
        own, chances = looks[class_, item], stops[member, class_, item]
        if chances[0] >= 0.0 and stock[member, item] >= threats * most[class_]:
            used, through = threats * own[0], 0
            for _threat in range(threats):
                x, a, b, c, d = bits(a, b, c, d)
                u = float(np.int64(x >> np.uint64(11))) * _UNIT
                for k in range(depth - 1):
                    used += own[k + 1] * (u >= chances[k])
                through += u >= chances[depth - 1]
            stock[member, item] -= used
            leaked[member, class_] += through
        else:
            s[0], s[1], s[2], s[3] = a, b, c, d
            leaked[member, class_] += meet(
                s,
                threats,
                stock[member],
                ran_out[member],
                stops[member, class_],
                prefers[class_],
                looks[class_],
                success[class_],
            )
            a, b, c, d = s[0], s[1], s[2], s[3]
        if transfers.size:
            send(stock, transfers, member)
    s[0], s[1], s[2], s[3] = a, b, c, d


@njit(cache=True)
def campaigns(
    s: Array,
    count: int,
    raids_chance: Array,
    raids_other: Array,
    interval_of: Array,
    who: Any,
    sizes: Any,
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
    campaigns, and the sum of squares. ``who`` and ``sizes`` are tables to pick by.
    """
    members, items = opening.shape
    classes = prefers.shape[0]
    stock = np.empty((members, items), np.int64)
    ran_out = np.empty((members, items), np.bool_)
    leaked = np.empty((members, classes), np.int64)
    # By member, class, item: the chance that a threat is stopped up to each look; -1 before drawn.
    stops = np.empty((members, classes, items, looks.shape[2]))
    raids = 0
    for _ in range(count):
        stock[:] = opening
        ran_out[:] = False
        leaked[:] = 0
        stops[:, :, :, 0] = -1.0
        rate = int(unit(s) * raids_chance.shape[0])
        for t in range(interval_of.size):
            span = interval_of[t]
            events = pick(s, raids_chance[rate, span], raids_other[rate, span])
            raids += events
            raids_of(
                s, events, who, sizes, prefers, looks, success, stops, stock, ran_out, leaked,
                transfers,
            )  # fmt: skip
            stock += arriving[t]
        add(short, ran_out)
        add(missed, leaked)
        add(left, stock)
    return raids
