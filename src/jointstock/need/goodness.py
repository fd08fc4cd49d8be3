"""How well a law fits the days of a record: what was seen beside what the law says."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft
from scipy.stats import chi2

from jointstock.need.compound import Drawing, Steps, consumption, length_of, total
from jointstock.need.distribution import Distribution
from jointstock.need.laws import Law, RecordedDays
from jointstock.need.model import RaidModel
from jointstock.need.policy import FiringPolicy

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

# One shot that always hits: what is used then is what was launched.
_COUNTED = FiringPolicy.known([1], 1.0)
BINS = 10


def launched(law: Law, days: float, rate_cv: float = 0.0) -> Distribution:
    """The distribution of threats launched in some days under a law of one class, eq. (6).

    The transform of days of a record is that of their counts, so that no powers are taken.
    """
    model = RaidModel(law, (1.0,), 1.0, rate_cv)
    if not isinstance(law, RecordedDays):
        return consumption(model, _COUNTED, days)
    length = length_of(Drawing(model, (_COUNTED,)), days, Steps(1))
    step = rfft(np.bincount(law.counts[:, 0], law.weights), length) - 1.0
    pmf = irfft(total(step, days, model.spread(days)), length)
    return Distribution(np.maximum(pmf, 0.0))


def dispersion(counts: Counts) -> float:
    """Variance over mean of a day: 1 if days were Poisson; 0 without threats."""
    mean = counts.mean()
    return float(counts.var(ddof=1) / mean) if mean and counts.size > 1 else 0.0


def pit(counts: Counts, law: Law, *, fitted: int, seed: int = 0) -> float:
    """The probability of a fit as bad as this one, from the randomised integral transform.

    Each count becomes a number between P(X < x) and P(X <= x) at random, uniform if the law
    holds; ten bins of them are tested by chi square, less a degree for each of the ``fitted``
    parameters. (Czado, Gneiting and Held, Biometrics 65, 2009.)
    """
    cdf = np.concatenate([[0.0], launched(law, 1).cdf, [1.0]])
    below = cdf[np.minimum(counts, cdf.size - 2)]
    up_to = cdf[np.minimum(counts + 1, cdf.size - 1)]
    places = below + np.random.default_rng(seed).random(counts.size) * (up_to - below)
    seen = np.histogram(places, BINS, (0.0, 1.0))[0]
    even = counts.size / BINS
    return float(chi2.sf(((seen - even) ** 2 / even).sum(), max(1, BINS - 1 - fitted)))


def autocorrelation(values: Array, lag: int = 1) -> float:
    """Correlation of days with those ``lag`` days earlier; 0 where they do not vary."""
    off = values - values.mean()
    square = float(off @ off)
    return float(off[lag:] @ off[:-lag]) / square if square > 0.0 and off.size > lag else 0.0


def ljung_box(values: Array, lags: int = 7) -> float:
    """The probability of as much dependence between days by chance (Ljung and Box, 1978)."""
    n = values.size
    if n <= lags + 1 or not values.var():
        return 1.0
    terms = (autocorrelation(values, k) ** 2 / (n - k) for k in range(1, lags + 1))
    return float(chi2.sf(n * (n + 2) * sum(terms), lags))


def clustering(counts: Counts, days: int = 30) -> float:
    """Variance of sums over some days, over what independent days would have; 1 if they are."""
    if counts.size < 2 * days or not counts.var():
        return 1.0
    sums = np.convolve(counts, np.ones(days, dtype=np.int64), mode="valid")
    return float(sums.var() / (days * counts.var()))


def same_day(counts: Counts) -> Array:
    """Correlation of classes on the same day, shape (C, C); 0 where one does not vary."""
    off = counts - counts.mean(axis=0)
    scale = np.sqrt((off**2).sum(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (off.T @ off) / np.outer(scale, scale)
    return np.asarray(np.nan_to_num(found), dtype=np.float64)
