"""Threats met from a stock, in the compiled simulation; needs numba (the extra ``fast``).

Arrays that all functions share, for M members, C classes, I items and K looks; a cell is a member
and a class, a stock a member and an item; after the last stock stands one more, for cells whose
items are all empty:

- ``cells`` (M C, 8): by `CLASS`; `BASE`, the first stock of its member; `NOW`, the stock that it
  takes from, and `MOST`, shots at a threat from it; `ROOM`, threats that may still be put off, of
  `FULL` that might when none was; `THROUGH`, threats that were not stopped;
- ``stocks`` (M I + 1, 9): by `HELD`, units there before what is put off is met; `LOOKED`, its
  level; `BELOW_IT`, the highest below which transfers are made; `SENDS`, the first of them;
  `GIVES`, whether it is the giver of one; `SOLE`, whether no more than one class draws on it,
  and nothing after it; from `FIRST` to `END`, the cells among which are those that draw on it;
  `SHORT`, whether a shot was wanted that was not there;
- ``success`` (M C, I): the success of a shot of this campaign, as its place in a grid; -1 before it
  is drawn; ``stops`` (C, I, G, K + 1): for each of the grid, the chances that a threat is stopped
  up to each look, and by one shot, out of 2^64;
- ``prefers`` (C, I): items in the order in which a class takes them, -1 after the last; ``looks``
  (C, I, K + 1): shots, 0 after the last, and then those of all looks;
- ``transfers`` (R, 5): stock to, below, stock from, kept, lot, those to one stock together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numba import njit

from jointstock.need.xoshiro import Array, below, bits, draw

CLASS, BASE, NOW, MOST, ROOM, FULL, THROUGH = range(7)
HELD, LOOKED, BELOW_IT, SENDS, GIVES, SOLE, FIRST, END, SHORT = range(9)
TO, BELOW, GIVER, KEEP, LOT = range(5)
FAR = 1 << 50

# All becomes one piece of code, in which references to arrays are not counted: that would take
# longer than a raid. Nothing in it makes an array.
_OPTIONS: dict[str, Any] = {
    "cache": True, "forceinline": True, "_nrt": False, "error_model": "numpy",
}  # fmt: skip
Function = TypeVar("Function", bound=Callable[..., object])
compiled: Callable[[Function], Function] = njit(**_OPTIONS)


@njit(cache=True, inline="always")
def meet_by_two(
    a: Any, b: Any, c: Any, d: Any, count: int, held: int, least: int,
    first: int, again: int, stops_first: Any, stops_both: Any,
) -> Any:  # fmt: skip
    """Meet threats with two salvos while ``least`` units are there.

    Returns the next state of the stream, threats left, units left, and threats not stopped.
    """
    through: Any = 0
    missed: Any = 0
    some: Any = count if count * least <= held else np.int64(held / least)
    for _threat in range(some):  # no branch in here that might be guessed wrong
        x, a, b, c, d = bits(a, b, c, d)
        missed += x >= stops_first
        through += x >= stops_both
    held -= first * some + again * missed
    count -= some
    while count > 0 and held >= least:
        x, a, b, c, d = bits(a, b, c, d)
        held -= first + again * (x >= stops_first)
        through += x >= stops_both
        count -= 1
    return a, b, c, d, count, held, through


@compiled
def meet_by_many(
    s: Array, stocks: Array, stops: Array, looks: Array,
    at: int, class_: int, item: int, g: int, count: int, least: int,
) -> Any:  # fmt: skip
    """The same with any number of salvos: threats left, threats not stopped."""
    through = 0
    while count > 0 and stocks[at, HELD] >= least:
        x, hit = draw(s), False
        for k in range(looks.shape[2] - 1):
            stocks[at, HELD] -= looks[class_, item, k]
            hit = x < stops[class_, item, g, k]
            if hit:
                break
        through += not hit
        count -= 1
    return count, through


@compiled
def fire(
    s: Array, stocks: Array, stops: Array, looks: Array,
    at: int, class_: int, item: int, g: int, count: int,
) -> Any:  # fmt: skip
    """Fire at threats one by one until a stock is empty: how many are met, and not stopped.

    A salvo takes what is left where that is fewer.
    """
    have, met, through, salvos = stocks[at, HELD], 0, 0, looks.shape[2] - 1
    while met < count and have > 0:
        x, hit, left = draw(s), False, have
        for k in range(salvos):
            shots = looks[class_, item, k]
            if shots == 0 or hit:
                break
            if shots > left:
                stocks[at, SHORT] = 1
                miss, all_miss = 1.0 - stops[class_, item, g, salvos] * 2.0**-64, 1.0
                for _shot in range(have):
                    all_miss *= miss
                hit, left = x * 2.0**-64 < 1.0 - all_miss, 0
                break
            hit, left = x < stops[class_, item, g, k], left - shots
        met += 1
        through += not hit
        have = left
    stocks[at, HELD] = have
    return met, through


@compiled
def meet(
    s: Array, cells: Array, stocks: Array, success: Array, stops: Array, looks: Array,
    cell: Any, at: Any, count: Any,
) -> Any:  # fmt: skip
    """Meet threats of a cell from a stock: how many are left when it is empty, and words drawn.

    With care as soon as the stock may not suffice.
    """
    if count == 0 or stocks[at, HELD] == 0:
        return count, 0
    class_, item, drawn = cells[cell, CLASS], at - cells[cell, BASE], 0
    g = success[cell, item]
    if g < 0:
        g = below(s, stops.shape[2])
        success[cell, item] = g
        drawn = 1
    least = looks[class_, item, looks.shape[2] - 1]
    if looks.shape[2] == 3:
        a, b, c, d, left, held, through = meet_by_two(
            s[0], s[1], s[2], s[3], count, stocks[at, HELD], least,
            looks[class_, item, 0], looks[class_, item, 1],
            stops[class_, item, g, 0], stops[class_, item, g, 1],
        )  # fmt: skip
        s[0], s[1], s[2], s[3] = a, b, c, d
        stocks[at, HELD] = held
    else:
        left, through = meet_by_many(s, stocks, stops, looks, at, class_, item, g, count, least)
    if left > 0:
        met, more = fire(s, stocks, stops, looks, at, class_, item, g, left)
        through, left = through + more, left - met
        if left > 0:
            stocks[at, SHORT] = 1
    cells[cell, THROUGH] += through
    return left, drawn + count - left
