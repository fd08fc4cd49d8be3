"""Laws of a day's threats, each by the generating function of what is launched.

A law's ``step`` takes y, what one launched threat adds to the sum by class, shape (C, ...), and
gives the day's function F(y) - 1, or for a law that can be divided into parts of a day log F(y) per
unit of pace; shape (...). Outside the radius within which F exists it gives nan (reals only).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from jointstock.need.bootstrap import resampled

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

    What came on one day stays together, class by class. ``order`` says which of these days each
    day of the record was, in the record's order.
    """

    counts: NDArray[np.int64]
    weights: NDArray[np.float64]
    order: NDArray[np.int64]
    divisible: bool = field(default=False, init=False)

    @property
    def mean(self) -> NDArray[np.float64]:
        """Threats a day by class, shape (C,)."""
        return np.asarray(self.weights @ self.counts, dtype=np.float64)

    def days(self, y: Values) -> Values:
        """The function of each recorded day, prod_c y_c^n_c, shape (D, ...)."""
        flat = y.reshape(y.shape[0], -1)
        if (flat == 0).any():  # 0 to the power of 0 is 1, which logarithms do not know
            found = (flat[None, :, :] ** self.counts[:, :, None]).prod(axis=1)
        else:
            with np.errstate(over="ignore"):  # out of reach, which a bound then says
                found = np.exp(self.counts.astype(float) @ np.log(flat))
        return np.asarray(found.reshape(-1, *y.shape[1:]))

    def step(self, y: Values) -> Values:
        """F(y) - 1."""
        return np.asarray(_mixed(self.weights, self.days(y)) - 1.0)

    def resampled(self, y: Values, times: int, seed: int) -> Values:
        """Steps of the laws of block-resampled records, shape (times, ...)."""
        drawn = resampled(self.order.size, times, seed=seed)
        weights = np.zeros((times, len(self.counts)))
        np.add.at(weights.T, self.order, drawn.T)
        return np.asarray(_mixed(weights, self.days(y)) - 1.0)

    def sample(self, rng: np.random.Generator, days: int) -> NDArray[np.int64]:
        """Threats launched on some days, shape (days, C)."""
        return np.asarray(self.counts[rng.choice(len(self.counts), days, p=self.weights)])


def _mixed(weights: NDArray[np.float64], days: Values) -> Values:
    """Days weighed and added, part by part since weights are real: (..., D) and (D, ...)."""
    flat = days.reshape(days.shape[0], -1)
    if not np.iscomplexobj(flat):
        with np.errstate(invalid="ignore"):
            mixed = weights @ flat
        return np.asarray(mixed.reshape(*weights.shape[:-1], *days.shape[1:]))
    found = np.empty((*weights.shape[:-1], flat.shape[1]), dtype=np.complex128)
    found.real = weights @ np.ascontiguousarray(flat.real)
    found.imag = weights @ np.ascontiguousarray(flat.imag)
    return found.reshape(*weights.shape[:-1], *days.shape[1:])


def recorded(days: NDArray[np.int64]) -> RecordedDays:
    """The law of days of a record, shape (D, C): equal days are kept once, with their weight."""
    counts, order, times = np.unique(days, axis=0, return_inverse=True, return_counts=True)
    return RecordedDays(counts, times / times.sum(), order.ravel())


@dataclass(frozen=True)
class EstimatedDays:
    """A law of one class estimated from figures, and what ``others`` it might have been."""

    law: OccupiedDays
    others: tuple[OccupiedDays, ...]
    divisible: bool = field(default=False, init=False)

    @property
    def mean(self) -> NDArray[np.float64]:
        """Threats a day, shape (1,)."""
        return self.law.mean

    def step(self, y: Values) -> Values:
        """F(y) - 1."""
        return self.law.step(y)

    def resampled(self, y: Values, times: int, seed: int) -> Values:
        """Steps of other laws, shape (times, ...); they are taken in turn."""
        known = self.others or (self.law,)
        steps = [one.step(y) for one in known[:times]]
        return np.array([steps[(k + seed) % len(steps)] for k in range(times)])

    def sample(self, rng: np.random.Generator, days: int) -> NDArray[np.int64]:
        """Threats launched on some days, shape (days, 1)."""
        return self.law.sample(rng, days)


@dataclass(frozen=True, eq=False)
class JointDays:
    """Laws of different classes side by side, independent of one another on a day."""

    laws: tuple[RecordedDays | EstimatedDays, ...]
    divisible: bool = field(default=False, init=False)

    @property
    def mean(self) -> NDArray[np.float64]:
        """Threats a day by class, shape (C,)."""
        return np.concatenate([one.mean for one in self.laws])

    def _own(self, y: Values) -> Iterator[tuple[RecordedDays | EstimatedDays, Values]]:
        at = 0
        for one in self.laws:
            width = one.mean.size
            yield one, y[at : at + width]
            at += width

    def step(self, y: Values) -> Values:
        """F(y) - 1."""
        functions = [1.0 + one.step(own) for one, own in self._own(y)]
        return np.asarray(np.prod(functions, axis=0) - 1.0)

    def resampled(self, y: Values, times: int, seed: int) -> Values:
        """Steps of the laws of other records, each part resampled by itself, shape (times, ...)."""
        functions = [
            1.0 + one.resampled(own, times, seed + k) for k, (one, own) in enumerate(self._own(y))
        ]
        return np.asarray(np.prod(functions, axis=0) - 1.0)

    def sample(self, rng: np.random.Generator, days: int) -> NDArray[np.int64]:
        """Threats launched on some days, shape (days, C)."""
        return np.concatenate([one.sample(rng, days) for one in self.laws], axis=1)
