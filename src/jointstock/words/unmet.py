"""Expected unmet demand against supply: how need tells a plan what a unit more is worth."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from jointstock.words.needs import Cut


@dataclass(frozen=True, slots=True)
class Unmet:
    """What a campaign of ``days`` days is expected to ask of an item beyond a member's supply.

    A convex function of whole units of supply that falls: ``units`` expected at each supply of
    ``at``, which rise from 0; between them on the line, beyond the last as at the last.
    """

    member: str
    item: str
    days: int
    at: tuple[int, ...]
    units: tuple[float, ...]

    @property
    def top(self) -> int:
        """The supply beyond which a unit more is worth nothing."""
        return self.at[-1]

    def value(self, supply: int) -> float:
        """Expected unmet units at a supply of 0 or more."""
        if supply >= self.top:
            return self.units[-1]
        k = bisect_right(self.at, supply) - 1
        return self.units[k] - self.slopes[k] * (supply - self.at[k])

    @property
    def slopes(self) -> tuple[float, ...]:
        """What a unit of supply takes off between each two of ``at``: never more than before."""
        ends = pairwise(zip(self.at, self.units, strict=True))
        return tuple((u0 - u1) / (s1 - s0) for (s0, u0), (s1, u1) in ends)

    def cuts(self) -> tuple[Cut, ...]:
        """Lines that lie nowhere above it and are it together, the steepest first."""
        starts = zip(self.at, self.units, self.slopes, strict=False)
        lines = [Cut(unmet + slope * supply, -slope) for supply, unmet, slope in starts]
        return (*lines, Cut(self.units[-1], 0.0))
