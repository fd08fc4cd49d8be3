"""The distribution of a whole number of units used, and what is read from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jointstock.words.errors import SettingError
from jointstock.words.needs import Used

Array = NDArray[np.float64]

# Two probabilities that differ by less are the same one, met by rounding on either side.
TIE = 1e-12
_LEFT = 1e-9
_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)


@dataclass(frozen=True, eq=False)
class Distribution:
    """Probabilities of 0, 1, 2, ... units, shape (L,); what lies beyond has no probability."""

    pmf: Array

    @cached_property
    def cdf(self) -> Array:
        """Probability of at most s units for s = 0 ... L-1, shape (L,)."""
        return np.cumsum(self.pmf)

    @cached_property
    def mean(self) -> float:
        """Expected units."""
        return float(self.pmf @ np.arange(self.pmf.size))

    @cached_property
    def variance(self) -> float:
        """Variance, in units squared."""
        return float(self.pmf @ (np.arange(self.pmf.size) - self.mean) ** 2)

    def quantile(self, alpha: float) -> int:
        """The smallest stock that suffices with probability ``alpha`` or more, eq. (7).

        A level that equals ``alpha`` but for rounding suffices. Raises ``SettingError`` for an
        ``alpha`` outside 0 to 1, or nearer to 1 than the distribution is known.
        """
        if not 0.0 <= alpha < 1.0:
            raise SettingError(f"a probability of {alpha} has no quantile; give 0 or more, below 1")
        at = int(np.searchsorted(self.cdf, alpha - TIE))
        if at == self.pmf.size:
            raise SettingError(f"the tail beyond a probability of {alpha} is not known; give less")
        return at

    def survival(self, stock: int) -> float:
        """Probability that more than ``stock`` units are used: that the stock runs out."""
        if stock < 0:
            return 1.0
        return max(0.0, 1.0 - float(self.cdf[stock])) if stock < self.pmf.size else 0.0

    @cached_property
    def unmet(self) -> Array:
        """Expected units beyond a stock of s, E(D - s)+, for s = 0 ... L-1, eq. (8).

        Convex and falling in s; its slope from s to s + 1 is -P(D > s).
        """
        tail = np.maximum(1.0 - self.cdf, 0.0)
        beyond = np.cumsum(tail[::-1])[::-1]
        return np.asarray(beyond, dtype=np.float64)

    def told(self) -> Used:
        """The same as data, to nine digits."""
        tail = np.maximum(1.0 - self.cdf, 0.0)
        length = int(np.count_nonzero(tail >= _LEFT)) + 1
        pmf, survival = (
            tuple(float(f"{one:.9g}") for one in values[:length]) for values in (self.pmf, tail)
        )
        return Used(self.mean, {f"{at:g}": self.quantile(at) for at in _LEVELS}, pmf, survival)

    def cuts(self, stocks: list[int]) -> list[tuple[float, float]]:
        """Tangents of `unmet` at some stocks, as (value at 0, slope): unmet >= value + slope s.

        Each holds for every whole stock, with equality at its own and the next; together they are
        a convex function that a linear model may minimise.
        """
        found = []
        for stock in stocks:
            slope = -self.survival(stock)
            level = float(self.unmet[stock]) if 0 <= stock < self.pmf.size else 0.0
            found.append((level - slope * stock, slope))
        return found
