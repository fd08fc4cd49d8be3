"""The axis of the model: periods of one month or more, and what months they stand for.

A month is a period of its own unless the settings ask for a coarser grid further on. All that the
search plans has a period; `placing` puts it in months.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from jointstock.programme.programme import Programme

Counts = NDArray[np.int64]

# Calendar months at which quarters and half-years begin.
_QUARTERS, _HALVES = (1, 4, 7, 10), (1, 7)


@dataclass(frozen=True, eq=False, slots=True)
class Periods:
    """Periods that follow each other without a gap over the horizon.

    ``first`` and ``last`` are their months from the start, shape (P,); ``of`` gives the period of
    each month, shape (T,).
    """

    first: Counts
    last: Counts
    of: Counts

    @property
    def count(self) -> int:
        """The number of periods, P."""
        return len(self.first)

    @property
    def lengths(self) -> Counts:
        """How many months each period has, shape (P,)."""
        return self.last - self.first + 1

    @property
    def coarse(self) -> Counts:
        """The periods of more than one month."""
        return np.flatnonzero(self.lengths > 1)

    def total(self, units: Counts) -> Counts:
        """Sums over the months of each period: (..., T) becomes (..., P)."""
        return np.add.reduceat(units, self.first, axis=-1)

    def months(self, period: int) -> range:
        """The months of a period."""
        return range(int(self.first[period]), int(self.last[period]) + 1)

    def from_month(self, month: int) -> int:
        """The first period that lies in or after a month as a whole; ``count`` where none does."""
        return int(np.searchsorted(self.first, month))

    def until_month(self, month: int) -> int:
        """The last period that lies in or before a month as a whole; -1 where none does."""
        return int(np.searchsorted(self.last, month, side="right")) - 1

    def within(self, first: int, last: int) -> tuple[int, int]:
        """First and last period that have a month of a window (empty where the window is)."""
        if first > last:
            return first, last
        return int(self.of[first]), int(self.of[last])

    def begin(self, month: int) -> Counts:
        """For each period its first month, but none before ``month``, shape (P,)."""
        return np.maximum(self.first, month)


def by_month(programme: Programme) -> Programme:
    """The same programme with a period for each month, whatever its settings ask for."""
    settings = replace(programme.plan, monthly_until=None, quarterly_until=None)
    return programme if settings == programme.plan else programme.replace(plan=settings)


def periods_of(programme: Programme, alone: Counts) -> Periods:
    """The periods that the settings ask for; ``alone`` are months that must be their own period.

    A period lies inside a calendar quarter or half-year, and inside a fiscal year of each member
    that has a budget.
    """
    months, settings = programme.months, programme.plan
    monthly = months if settings.monthly_until is None else settings.monthly_until
    quarterly = months if settings.quarterly_until is None else settings.quarterly_until
    limited = {row.member for row in programme.budgets}
    fiscal = {m.fiscal_year_start for m in programme.members if m.member in limited}
    starts = np.zeros(months + 1, bool)
    starts[0] = True
    starts[alone] = starts[alone + 1] = True
    for t in range(months):
        number = (programme.start + t).number
        usual = _QUARTERS if t < quarterly else _HALVES
        if t <= monthly or t == quarterly or number in usual or number in fiscal:
            starts[t] = True
    first = np.flatnonzero(starts[:months]).astype(np.int64)
    last = np.append(first[1:], months) - 1
    of = np.repeat(np.arange(len(first), dtype=np.int64), last - first + 1)
    return Periods(first, last, of)
