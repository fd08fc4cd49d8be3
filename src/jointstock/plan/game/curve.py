"""What a total costs: a curve that is straight but for some bends and jumps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from jointstock.solve.model import Floats

# How many pieces are looked at before any is known to be straight.
_PIECES = 16


@dataclass(frozen=True)
class QuantityCurve:
    """A cost of a total, straight between some points (totals rising, costs of the same shape)."""

    players: tuple[str, ...]
    quantities: tuple[int, ...]
    totals: Floats
    costs: Floats

    def at(self, total: int) -> float:
        """The cost of a total."""
        return float(np.interp(total, self.totals, self.costs))


def bent(at: Callable[[int], float], total: int, near: float) -> tuple[Floats, Floats]:
    """Totals from 0 to ``total`` and their costs, so that a straight line between is near.

    A piece whose middle lies within ``near`` of the line is left; others are halved, down to one
    unit, so that a jump stands where it is. What cannot be had is left out.
    """
    known = {k: at(k) for k in sorted({round(x) for x in np.linspace(0, total, _PIECES + 1)})}
    points = sorted(known)
    open_pieces = list(pairwise(points))
    while open_pieces:
        low, high = open_pieces.pop()
        if high - low < 2:
            continue
        middle = (low + high) // 2
        known[middle] = at(middle)
        part = (middle - low) / (high - low)
        straight = known[low] + part * (known[high] - known[low])
        if not abs(known[middle] - straight) <= near:
            open_pieces += [(low, middle), (middle, high)]
    found = [(k, known[k]) for k in sorted(known) if np.isfinite(known[k])]
    return np.array([k for k, _ in found], float), np.array([cost for _, cost in found])
