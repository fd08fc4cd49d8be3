"""Random numbers of the compiled simulation; needs numba (the extra ``fast``).

They are those of xoshiro256+ (Blackman and Vigna, 2018), four words of state a stream.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]

_LOW = np.uint64(0xFFFFFFFF)


@njit(cache=True, inline="always")
def bits(a: Any, b: Any, c: Any, d: Any) -> Any:
    """64 random bits of a state that is kept in registers, and the next state."""
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
def draw(s: Array) -> Any:
    """The next 64 random bits of a stream of state s (4,)."""
    found, s[0], s[1], s[2], s[3] = bits(s[0], s[1], s[2], s[3])
    return found


@njit(cache=True, inline="always")
def below(s: Array, count: int) -> int:
    """A whole number from 0 to below ``count``."""
    return int(float(draw(s) >> np.uint64(11)) * (count * 2.0**-53))


@njit(cache=True, inline="always")
def pick(half: Any, table: Array, row: Any) -> Any:
    """A number by Walker's alias method, from 32 random bits and a row of tables (rows, n).

    An entry holds the chance of its number, out of 2^32, below the number taken in its place. All
    is unsigned: an index that could be below zero is looked at twice.
    """
    x = half * np.uint64(table.shape[1])
    k, low = x >> np.uint64(32), x & _LOW
    entry = table[row, k]
    return k if low < (entry & _LOW) else entry >> np.uint64(32)


@njit(cache=True)
def raw(s: Array, count: int) -> Any:
    """The sum of so many draws: what the generator alone costs."""
    a, b, c, d = s[0], s[1], s[2], s[3]
    total = np.uint64(0)
    for _ in range(count):
        found, a, b, c, d = bits(a, b, c, d)
        total += found
    s[0], s[1], s[2], s[3] = a, b, c, d
    return total
