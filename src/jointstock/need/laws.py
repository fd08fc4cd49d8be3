"""Laws of a day's threats, each by the generating function of what is launched.

A law's ``step`` takes y, what one launched threat adds to the sum by class, shape (C, ...), and
gives the day's function F(y) - 1, or for a law that can be divided into parts of a day log F(y) per
unit of pace; shape (...). Outside the radius within which F exists it gives nan (reals only).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]


class Law(Protocol):
    """How many threats of each class a day brings."""

    @property
    def divisible(self) -> bool:
        """Whether any part of a day, and any number of days, is a law of its own."""

    @property
    def mean(self) -> NDArray[np.float64]:
        """Threats launched in a day at pace 1, by class, shape (C,)."""

    def step(self, y: Values) -> Values:
        """Log F(y) where the law is divisible, else F(y) - 1."""

    def sample(self, rng: np.random.Generator, days: int) -> NDArray[np.int64]:
        """Threats launched on some days at pace 1, shape (days, C)."""


def nb(y: Values, mean: float, shape: float) -> Values:
    """The function of a negative binomial: (1 + mean/shape (1 - y))^-shape.

    An infinite shape is Poisson.
    """
    if np.isinf(shape):
        return np.asarray(np.exp(mean * (y - 1.0)))
    u = 1.0 + (mean / shape) * (1.0 - y)
    if u.dtype.kind == "f":
        u = np.where(u > 0.0, u, np.nan)
    if shape == 1.0:
        return np.asarray(1.0 / u)
    if shape == 2.0:
        return np.asarray(1.0 / (u * u))
    return np.asarray(u**-shape)


def _nb_sample(
    rng: np.random.Generator, mean: float, shape: float, count: int
) -> NDArray[np.int64]:
    rate = mean if np.isinf(shape) else rng.gamma(shape, mean / shape, count)
    return rng.poisson(rate, count)


@dataclass(frozen=True)
class Raids:
    """Raids that come one by one at any hour (Poisson, one a day at pace 1), of random size.

    Sizes are negative binomial with mean ``size_mean`` and shape ``size_shape``; one class.
    """

    size_mean: float
    size_shape: float
    divisible: bool = field(default=True, init=False)

    @property
    def mean(self) -> NDArray[np.float64]:
        """Threats a day at pace 1, shape (1,)."""
        return np.array([self.size_mean])

    def step(self, y: Values) -> Values:
        """Log F(y) = size(y) - 1."""
        return nb(y[0], self.size_mean, self.size_shape) - 1.0

    def sample(self, rng: np.random.Generator, days: int) -> NDArray[np.int64]:
        """Threats launched on some days at pace 1, shape (days, 1)."""
        sizes = [
            _nb_sample(rng, self.size_mean, self.size_shape, raids).sum()
            for raids in rng.poisson(1.0, days)
        ]
        return np.array(sizes, dtype=np.int64)[:, None]


@dataclass(frozen=True)
class NegativeBinomialDays:
    """Days alike and independent, the day's threats negative binomial; one class."""

    day_mean: float
    shape: float
    divisible: bool = field(default=True, init=False)

    @property
    def mean(self) -> NDArray[np.float64]:
        """Threats a day, shape (1,)."""
        return np.array([self.day_mean])

    def step(self, y: Values) -> Values:
        """Log F(y)."""
        if np.isinf(self.shape):
            return np.asarray(self.day_mean * (y[0] - 1.0))
        u = 1.0 + (self.day_mean / self.shape) * (1.0 - y[0])
        if u.dtype.kind == "f":
            u = np.where(u > 0.0, u, np.nan)
        return np.asarray(-self.shape * np.log(u))

    def sample(self, rng: np.random.Generator, days: int) -> NDArray[np.int64]:
        """Threats launched on some days, shape (days, 1)."""
        return _nb_sample(rng, self.day_mean, self.shape, days)[:, None]


@dataclass(frozen=True)
class OccupiedDays:
    """A day has threats with probability ``occupancy``; how many is 1 + negative binomial.

    ``size_mean`` is the mean of a day with threats, 1 or more; one class.
    """

    occupancy: float
    size_mean: float
    size_shape: float
    divisible: bool = field(default=False, init=False)

    @property
    def mean(self) -> NDArray[np.float64]:
        """Threats a day, shape (1,)."""
        return np.array([self.occupancy * self.size_mean])

    def step(self, y: Values) -> Values:
        """F(y) - 1."""
        size = y[0] * nb(y[0], self.size_mean - 1.0, self.size_shape)
        return np.asarray(self.occupancy * (size - 1.0))

    def sample(self, rng: np.random.Generator, days: int) -> NDArray[np.int64]:
        """Threats launched on some days, shape (days, 1)."""
        some = rng.random(days) < self.occupancy
        size = 1 + _nb_sample(rng, self.size_mean - 1.0, self.size_shape, days)
        return np.where(some, size, 0)[:, None]


@dataclass(frozen=True, eq=False)
class RecordedDays:
    """Days drawn from a record: ``counts`` of shape (D, C), drawn with ``weights`` (D,).

    What came on one day stays together, class by class.
    """

    counts: NDArray[np.int64]
    weights: NDArray[np.float64]
    divisible: bool = field(default=False, init=False)

    @property
    def mean(self) -> NDArray[np.float64]:
        """Threats a day by class, shape (C,)."""
        return np.asarray(self.weights @ self.counts, dtype=np.float64)

    def days(self, y: Values) -> Values:
        """The function of each recorded day, prod_c y_c^n_c, shape (D, ...)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log(y).reshape(y.shape[0], -1)
            powers = self.counts.astype(float) @ logs
        # 0 to the power of 0 is 1, and to any other power 0.
        if np.isnan(powers).any():
            flat = y.reshape(y.shape[0], -1)
            powers_of = flat[None, :, :] ** self.counts[:, :, None]
            found = powers_of.prod(axis=1)
        else:
            with np.errstate(over="ignore"):
                found = np.exp(powers)
        return np.asarray(found.reshape(-1, *y.shape[1:]))

    def step(self, y: Values) -> Values:
        """F(y) - 1."""
        found = np.tensordot(self.weights, self.days(y), axes=1)
        return np.asarray(found - 1.0)

    def sample(self, rng: np.random.Generator, days: int) -> NDArray[np.int64]:
        """Threats launched on some days, shape (days, C)."""
        return np.asarray(self.counts[rng.choice(len(self.counts), days, p=self.weights)])


def recorded(days: NDArray[np.int64]) -> RecordedDays:
    """The law of days of a record, shape (D, C): equal days are kept once, with their weight."""
    counts, times = np.unique(days, axis=0, return_counts=True)
    return RecordedDays(counts, times / times.sum())
