"""Levels of filling: what is held cut into bands, so that the lowest is filled before the next.

A rule that looks after the worst off first asks for one thing after the other: as little as can be
missing in the lowest band, over all members and months, then in the next. Where the bands end at
every level that whole units can stand at, that is leximin, exactly.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import ceil, floor

# So many levels at most are told apart one by one; where there are more, so many bands are made,
# fewer where there are so many holdings that a band for each of them is more columns than this.
EXACT = 50
MOST, FEWEST = 25, 10
COLUMNS = 50_000

Levels = tuple[Fraction, ...]


def levels_of(holdings: Iterable[tuple[int, int]], count: int) -> Levels:
    """The upper ends of the bands, lowest first, for holdings of ``size`` units on a ``scale``.

    A holding of n units stands at the level n / scale; ``count`` is how many there are, over all
    months. Where few enough levels can be stood at, each is the end of a band; otherwise bands
    are equally high.
    """
    found = {(size, scale) for size, scale in holdings if size > 0}
    if all(size <= EXACT for size, _ in found):
        every = {Fraction(n, scale) for size, scale in found for n in range(1, size + 1)}
        if len(every) <= EXACT:
            return tuple(sorted(every))
    most = max(FEWEST, min(MOST, COLUMNS // count))
    top = max(Fraction(size, scale) for size, scale in found)
    return tuple(top * k / most for k in range(1, most + 1))


@cache
def pieces(
    size: int, scale: int, levels: Levels
) -> tuple[tuple[int, tuple[tuple[int, float], ...]], ...]:
    """What a unit missing from a holding takes out of each band, from the first one missing on.

    Returns (units, ((band, height), ...)) for runs of units alike; heights are parts of the
    scale, and those of a unit add up to 1 / scale.
    """
    ends = [level * scale for level in levels]  # in units
    marks = {0, size} | {cut for end in ends for cut in (floor(end), ceil(end)) if cut < size}
    bounds = sorted(marks)
    found = []
    for low, high in pairwise(bounds):
        band, below, heights = bisect_right(ends, Fraction(low)), Fraction(low), []
        while below < low + 1:
            above = min(ends[band], Fraction(low + 1))
            heights.append((band, float((above - below) / scale)))
            band, below = band + 1, above
        found.append((high - low, tuple(heights)))
    return tuple(reversed(found))
