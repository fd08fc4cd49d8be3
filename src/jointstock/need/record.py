"""A record of raids as counts by day and class, and by month, as models are made from it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from jointstock.need.laws import OccupiedDays
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

    law: OccupiedDays
    days: int
    rate_cv: float


def months(rows: Sequence[RaidMonth]) -> Months:
    """The law that has the occupancy, mean and variance of the months together, eq. (12).

    The rate's variation is what the months differ by beyond what their days explain. A month
    without a variance gives that of its mean alone. Raises ``SettingError`` without any day.
    """
    days = sum(row.days for row in rows)
    raids = sum(row.raid_days for row in rows)
    launched = sum(row.launched for row in rows)
    if not days:
        raise SettingError("monthly statistics need at least one month with days")
    mean = launched / days
    squares = sum(
        row.days * (float(row.daily_variance or 0) + (row.launched / row.days) ** 2)
        for row in rows
        if row.days
    )
    if not raids or not launched:
        return Months(OccupiedDays(0.0, 1.0, math.inf), days, 0.0)
    size = launched / raids
    variance = squares / raids - size**2
    more = variance - (size - 1.0)
    shape = (size - 1.0) ** 2 / more if size > 1.0 and more > 0.0 else math.inf
    within = squares / days - mean**2
    each = np.array([row.launched / row.days for row in rows if row.days])
    spans = np.array([row.days for row in rows if row.days])
    between = float((spans @ (each - mean) ** 2) / spans.sum()) if len(each) > 1 else 0.0
    sampled = within * len(each) / days
    drift = max(0.0, between - sampled) + within / days
    law = OccupiedDays(raids / days, max(size, 1.0), shape)
    return Months(law, days, math.sqrt(drift) / mean)
