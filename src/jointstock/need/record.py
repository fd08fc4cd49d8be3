"""A record of raids as counts by day and class, and by month, as models are made from it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from jointstock.need.bootstrap import TIMES
from jointstock.need.laws import EstimatedDays, OccupiedDays
from jointstock.programme.tables import Raid, RaidMonth
from jointstock.words.errors import SettingError

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Record:
    """Threats launched by day and class: ``counts`` of shape (D, C), day by day from ``first``."""

    first: date
    classes: tuple[str, ...]
    counts: Counts

    @property
    def days(self) -> int:
        """How many days it spans."""
        return len(self.counts)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.first + timedelta(self.days - 1)

    def of(self, class_: str) -> Counts:
        """Threats of a class by day, shape (D,); ``SettingError`` for a class it has not."""
        if class_ not in self.classes:
            raise SettingError(f"the record has no class {class_!r}; it has {self.classes}")
        return self.counts[:, self.classes.index(class_)]

    @classmethod
    def of_rows(
        cls,
        rows: Iterable[Raid],
        classes: Sequence[str] = (),
        from_: str = "",
        to: str = "",
    ) -> Record:
        """The record of rows of ``raids``, from one day to another, both included.

        Without a day the record begins or ends with its rows; a day inside without a row of a
        class had no threat of it. Raises ``SettingError`` where no row lies inside.
        """
        inside = [r for r in rows if (not from_ or r.day >= from_) and (not to or r.day <= to)]
        if not inside:
            raise SettingError(f"no raid is recorded from {from_ or 'any day'} to {to or 'any'}")
        first = date.fromisoformat(from_ or min(row.day for row in inside))
        last = date.fromisoformat(to or max(row.day for row in inside))
        names = tuple(classes) or tuple(sorted({row.class_ for row in inside}))
        counts = np.zeros(((last - first).days + 1, len(names)), dtype=np.int64)
        at = {name: k for k, name in enumerate(names)}
        for row in inside:
            if row.class_ in at:
                counts[(date.fromisoformat(row.day) - first).days, at[row.class_]] += row.launched
        return cls(first, names, counts)


@dataclass(frozen=True)
class Months:
    """What monthly statistics say of a class: a law of its days, and how the rate varies."""

    law: EstimatedDays
    days: int
    rate_cv: float


def months(rows: Sequence[RaidMonth], times: int = TIMES, seed: int = 0) -> Months:
    """The law that has the occupancy, mean and variance of the months together, eq. (12).

    The rate's variation is what the months differ by beyond what their days explain. A month
    without a variance gives that of its mean alone. Other laws are those of months drawn anew.
    Raises ``SettingError`` without any day.
    """
    table = np.array(
        [(r.days, r.raid_days, r.launched, float(r.daily_variance or 0)) for r in rows],
        dtype=np.float64,
    ).reshape(-1, 4)
    days = table[:, 0].sum()
    if not days:
        raise SettingError("monthly statistics need at least one month with days")
    law = _law_of(table)
    drawn = np.random.default_rng(seed).integers(0, len(table), (times, len(table)))
    others = tuple(_law_of(table[draw]) for draw in drawn) if len(table) > 1 else ()
    return Months(EstimatedDays(law, others), int(days), _variation(table))


def _law_of(table: NDArray[np.float64]) -> OccupiedDays:
    """By moments: columns days, days with a launch, launched, variance of a day."""
    days, raids, launched = table[:, 0].sum(), table[:, 1].sum(), table[:, 2].sum()
    if not raids or not launched:
        return OccupiedDays(0.0, 1.0, math.inf)
    size = float(launched / raids)
    more = _squares(table) / raids - size**2 - (size - 1.0)
    shape = (size - 1.0) ** 2 / more if size > 1.0 and more > 0.0 else math.inf
    return OccupiedDays(float(raids / days), max(size, 1.0), float(shape))


def _squares(table: NDArray[np.float64]) -> float:
    """The sum over days of squared launches."""
    days, launched, variance = table[:, 0], table[:, 2], table[:, 3]
    return float((days * variance + launched**2 / days).sum())


def _variation(table: NDArray[np.float64]) -> float:
    days, launched = table[:, 0], table[:, 2]
    mean = float(launched.sum() / days.sum())
    if not mean or len(table) < 2:
        return 0.0
    between = float(days @ (launched / days - mean) ** 2 / days.sum())
    within = float((days * table[:, 3]).sum() / days.sum())
    return math.sqrt(max(0.0, between - within * len(table) / days.sum())) / mean
