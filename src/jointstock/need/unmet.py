"""Curves of expected unmet demand, which a plan may make least."""

from __future__ import annotations

import numpy as np

from jointstock.need.compound import consumptions
from jointstock.need.distribution import Array, Distribution
from jointstock.need.exposed import exposed, within_reach
from jointstock.need.requirement import DAYS, NODES
from jointstock.programme.programme import Programme
from jointstock.words.unmet import Unmet

# A curve in pieces lies above the exact one by at most this part of what is expected to be used.
TOLERANCE = 0.001
_TAIL = 1e-9


def unmet_curves(
    programme: Programme, *, days: int = DAYS, tolerance: float = TOLERANCE
) -> tuple[Unmet, ...]:
    """Expected unmet demand against supply of every member and item with exposure and defence.

    Of a campaign of ``days`` days with nothing delivered in it, eq. (8). Exact at the ends of its
    pieces, and above it by at most ``tolerance`` times the expected use between; a tolerance of 0
    makes a piece of every unit, so that the curve is exact at whole numbers.
    """
    cells, _ = within_reach(exposed(programme)[0], days)
    used = consumptions([one.drawing for one in cells], days, nodes=NODES)
    return tuple(
        _curve(one.member, one.item, days, use, tolerance)
        for one, use in zip(cells, used, strict=True)
    )


def _curve(member: str, item: str, days: int, use: Distribution, tolerance: float) -> Unmet:
    exact = use.unmet
    most = tolerance * use.mean
    top = int(np.count_nonzero(exact > max(most, _TAIL)))
    at = [0]
    while at[-1] < top:
        at.append(at[-1] + 1 if not most else _reach(exact, at[-1], top, most))
    return Unmet(member, item, days, tuple(at), tuple(float(exact[s]) for s in at))


def _reach(exact: Array, start: int, top: int, most: float) -> int:
    """The farthest end of a chord that lies above a convex curve by at most ``most``."""
    low, high = start + 1, top + 1
    while high - low > 1:
        end = (low + high) // 2
        chord = np.linspace(exact[start], exact[end], end - start + 1)
        low, high = (end, high) if (chord - exact[start : end + 1]).max() <= most else (low, end)
    return low
