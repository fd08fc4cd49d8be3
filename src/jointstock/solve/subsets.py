"""All groups of a few players as whole numbers: bit i of a number says whether player i is in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import lcm
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from jointstock.words.games import Search, Span

Floats = NDArray[np.float64]
_Value = TypeVar("_Value", bound=np.generic)


def sums(values: NDArray[_Value]) -> NDArray[_Value]:
    """The sum of the values (n,) over each group, shape (2**n,)."""
    found = np.zeros(1 << len(values), values.dtype)
    for i, value in enumerate(values):
        half = 1 << i
        found[half : 2 * half] = found[:half] + value
    return found


def sizes(n: int) -> NDArray[np.int8]:
    """How many players each group has, shape (2**n,)."""
    return sums(np.ones(n, np.int8))


def per_player(values: Floats) -> Floats:
    """For each player the sum of values (2**n,) over the groups it is in, shape (n,).

    The groups with the last player are the upper half; folding it onto the lower one leaves the
    same question with a player less, so that all answers take two passes.
    """
    n = len(values).bit_length() - 1
    found = np.zeros(n)
    for i in reversed(range(n)):
        half = len(values) // 2
        found[i] = values[half:].sum()
        values = values[:half] + values[half:]
    return found


def asked(search: Search, players: Sequence[str]) -> NDArray[np.bool_]:
    """Which groups a search asks for, shape (2**n,): never that of none nor that of all."""
    n = len(players)
    numbers = np.arange(1 << n)
    found = sizes(n) >= max(search.least, 1)
    found[-1] = False
    if search.inside is not None:
        found &= numbers >> players.index(search.inside) & 1 == 1
    if search.within is not None:
        own = sum(1 << i for i, player in enumerate(players) if player in search.within)
        found &= (numbers & ~own == 0) & (numbers != own)
    if search.outside is not None:
        found &= ~in_span(search.outside, n)
    return np.asarray(found)


def in_span(span: Span, n: int) -> NDArray[np.bool_]:
    """Which groups lie in the span, shape (2**n,).

    A group lies in it if a basis of the null space is zero on the group. A whole-number basis is
    mixed with random weights and added up modulo 2**64, so that zero is exact; a group outside
    is taken for one inside with a chance of about 2**-60.
    """
    random = np.random.default_rng(20240103)
    mixed = [0] * n
    for j, free in enumerate(span.free):
        whole = reduce(lcm, (row[j].denominator for row in span.rows), 1)
        weight = int(random.integers(1 << 62)) * 2 + 1
        mixed[free] += weight * whole
        for pivot, row in zip(span.pivots, span.rows, strict=True):
            mixed[pivot] -= weight * int(row[j] * whole)
    found = sums(np.array([value % (1 << 64) for value in mixed], np.uint64))
    return np.asarray(found == 0)
