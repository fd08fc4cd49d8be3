"""A raid model: what a day brings, which share of it arrives, and how uncertain its rate is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jointstock.need.laws import (
    Law,
    NegativeBinomialDays,
    OccupiedDays,
    Raids,
    recorded,
)
from jointstock.words.errors import SettingError

if TYPE_CHECKING:
    from jointstock.need.record import Record

Array = NDArray[np.float64]


@dataclass(frozen=True)
class RaidModel:
    """Threats by class that reach one member.

    ``law`` says what a day brings; each threat launched reaches the member with the ``share`` of
    its class (C,), by itself; ``pace`` is how many of the law's days pass in a day; ``rate_cv`` is
    the coefficient of variation of the rate over a campaign, gamma distributed.
    """

    law: Law
    share: tuple[float, ...]
    pace: float = 1.0
    rate_cv: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is no rate and no share."""
        if not all(0.0 <= one <= 1.0 for one in self.share):
            raise SettingError(f"a share of {self.share} is no probability; give 0 to 1")
        for name, value in (("a pace", self.pace), ("a rate's variation", self.rate_cv)):
            if not 0.0 <= value < float("inf"):
                raise SettingError(f"{name} of {value} is not possible; give 0 or more")

    @classmethod
    def empirical(
        cls,
        days: ArrayLike,
        *,
        share: float | Sequence[float] = 1.0,
        pace: float = 1.0,
        rate_cv: float = 0.0,
    ) -> RaidModel:
        """Days drawn from ``days``: threats by day, (D,), or by day and class, (D, C)."""
        counts = np.asarray(days, dtype=np.int64)
        counts = counts[:, None] if counts.ndim == 1 else counts
        if counts.ndim != 2 or counts.size == 0 or counts.min() < 0:
            raise SettingError("days are counts of 0 or more by day, or by day and class")
        shares = [share] * counts.shape[1] if isinstance(share, int | float) else share
        return cls(recorded(counts), tuple(map(float, shares)), pace, rate_cv)

    @classmethod
    def negative_binomial(
        cls,
        raids_per_day: float,
        size_mean: float,
        size_shape: float,
        share: float = 1.0,
        *,
        rate_cv: float = 0.0,
    ) -> RaidModel:
        """Poisson raids whose sizes are negative binomial, as in reinsurance; one class."""
        if not (size_mean >= 0.0 and size_shape > 0.0):
            raise SettingError("a raid's size has a mean of 0 or more and a shape above 0")
        law = Raids(float(size_mean), float(size_shape))
        return cls(law, (float(share),), float(raids_per_day), rate_cv)

    @classmethod
    def daily(
        cls, mean: float, shape: float, share: float = 1.0, *, rate_cv: float = 0.0
    ) -> RaidModel:
        """Independent days, each negative binomial with a mean and a shape; one class."""
        if not (mean >= 0.0 and shape > 0.0):
            raise SettingError("a day has a mean of 0 or more and a shape above 0")
        return cls(NegativeBinomialDays(float(mean), float(shape)), (float(share),), 1.0, rate_cv)

    @classmethod
    def occupied(
        cls,
        occupancy: float,
        size_mean: float,
        size_shape: float,
        share: float = 1.0,
        *,
        rate_cv: float = 0.0,
    ) -> RaidModel:
        """Days of which a part has threats, 1 + negative binomial in number; one class."""
        if not (0.0 <= occupancy <= 1.0 and size_mean >= 1.0 and size_shape > 0.0):
            raise SettingError("an occupancy is 0 to 1, a size has a mean of 1 or more")
        law = OccupiedDays(float(occupancy), float(size_mean), float(size_shape))
        return cls(law, (float(share),), 1.0, rate_cv)

    @classmethod
    def fit(
        cls, raids: Record, class_: str, *, share: float = 1.0, rate_cv: float | None = None
    ) -> RaidModel:
        """The model that `fit` chooses for a class of a record; ``rate_cv`` as it finds it."""
        from jointstock.need.fit import fit

        found = fit(raids, class_)
        cv = found.rate_cv if rate_cv is None else rate_cv
        return cls(found.law, (float(share),), 1.0, cv)

    @property
    def arriving(self) -> Array:
        """Expected threats a day that reach the member, by class, shape (C,)."""
        return np.asarray(self.pace * self.law.mean * np.array(self.share), dtype=np.float64)

    def spread(self, days: float) -> float | None:
        """The squared variation k of the days that pass, for eq. (5); ``None``: they are exact.

        A law that cannot be divided takes whole days, whose number then is negative binomial with
        mean H and variance (cH)^2, or Poisson where that is less than H; exact where c is 0.
        """
        count, square = days * self.pace, self.rate_cv**2
        if self.law.divisible:
            return square
        if square == 0.0:
            return None
        return max(0.0, square - 1.0 / count) if count > 0 else 0.0

    def step(self, shots: NDArray[Any]) -> NDArray[Any]:
        """The law's step at the shots' function g, shape (C, ...): thinned first, eq. (1)."""
        share = np.array(self.share).reshape(-1, *(1,) * (shots.ndim - 1))
        with np.errstate(over="ignore", invalid="ignore"):
            return self.law.step(1.0 - share + share * shots)
