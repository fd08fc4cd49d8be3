"""What other records of the same length would have given: the use of a campaign under each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft

from jointstock.need.bootstrap import interval
from jointstock.need.compound import Drawing, circle, total
from jointstock.need.distribution import TIE
from jointstock.words.needs import Estimate

Array = NDArray[np.float64]

# Enough for ends of an interval: each end moves by about a tenth of its width between seeds.
TIMES = 100
# Fewer nodes than a requirement has: an interval is told to two digits.
_NODES = 2


class Others:
    """The laws of other records behind a drawing; none where its law is from no record."""

    def __init__(self, drawing: Drawing, length: int, times: int = TIMES, seed: int = 0) -> None:
        """Work out the step of a day under each, shape (times, n, K)."""
        self.drawing = drawing
        self.length = length
        self.p, self.weights = drawing.nodes(_NODES)
        self.steps: NDArray[Any] | None = None
        self._used: dict[float, Array] = {}
        model = drawing.model
        if times and hasattr(model.law, "resampled"):
            z = circle(length)
            shots = np.array(
                [
                    one.shots(z[None, :], own[:, None])
                    for one, own in zip(drawing.policies, self.p, strict=True)
                ]
            )
            share = np.array(model.share).reshape(-1, 1, 1)
            self.steps = model.law.resampled(1.0 - share + share * shots, times, seed)

    def used(self, days: float, only: list[int] | None = None) -> Array:
        """Probabilities of what is used in some days, of each resample or of some, (B, length)."""
        assert self.steps is not None
        steps = self.steps if only is None else self.steps[only]
        model = self.drawing.model
        function = total(steps, days * model.pace, model.spread(days))
        mean = np.einsum("n,bnk->bk", self.weights, function)
        return np.asarray(np.maximum(irfft(mean, self.length, axis=1), 0.0))

    def estimate(self, value: float, of: Callable[[Array], Array], days: float) -> Estimate:
        """A value with the middle 90 percent of what ``of`` makes of the resamples."""
        if self.steps is None:
            return Estimate(value, value, value)
        if days not in self._used:
            self._used[days] = self.used(days)
        return Estimate(value, *interval(of(self._used[days])))


def quantiles(pmfs: Array, alpha: float) -> Array:
    """The smallest stock of each row that suffices with probability ``alpha``, shape (B,)."""
    return np.asarray((np.cumsum(pmfs, axis=1) < alpha - TIE).sum(axis=1), dtype=np.float64)


def means(pmfs: Array) -> Array:
    """Expected units of each row, shape (B,)."""
    return np.asarray(pmfs @ np.arange(pmfs.shape[1]), dtype=np.float64)


def survivals(pmfs: Array, stocks: NDArray[np.int64]) -> Array:
    """Probability of each row that each stock runs out, shape (B, stocks)."""
    cdf = np.cumsum(pmfs, axis=1)
    inside = np.minimum(stocks, pmfs.shape[1] - 1)
    return np.asarray(np.clip(1.0 - cdf[:, inside], 0.0, 1.0), dtype=np.float64)
