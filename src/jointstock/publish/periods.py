"""Months gathered into quarters, half-years or years, where a horizon is long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jointstock.programme.programme import Programme
from jointstock.publish.wording import short_month
from jointstock.words.months import Month

_STEPS = (1, 3, 6, 12)


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar stretch of the horizon: months ``first`` to ``last``, inclusive, from 0 on."""

    label: str
    first: int
    last: int
    begin: Month

    def sum(self, values: Sequence[int]) -> int:
        """What the months of the period add up to; ``values`` has shape (T,)."""
        return sum(values[self.first : self.last + 1])

    def most(self, values: Sequence[int]) -> int:
        """The largest month of the period."""
        return max(values[self.first : self.last + 1])


def periods(programme: Programme, most: int) -> list[Period]:
    """The horizon in the shortest calendar periods of which there are at most ``most``.

    A month, quarter, half-year or year; years where even those are more.
    """
    for step in _STEPS:
        found = _cut(programme, step)
        if len(found) <= most:
            return found
    return _cut(programme, _STEPS[-1])


def _cut(programme: Programme, step: int) -> list[Period]:
    ends = [
        t
        for t, month in enumerate(programme.horizon())
        if month.number % step == 0 or month == programme.end
    ]
    found, first = [], 0
    for last in ends:
        begin = programme.start + first
        found.append(Period(_label(programme.start + last, step), first, last, begin))
        first = last + 1
    return found


def _label(month: Month, step: int) -> str:
    part = (month.number - 1) // step + 1
    words = {1: short_month(month), 3: f"Q{part} {month.year}", 6: f"H{part} {month.year}"}
    return words.get(step, str(month.year))


def period_word(found: Sequence[Period]) -> str:
    """What one of the periods is called: month, quarter, half-year or year."""
    longest = max((one.last - one.first + 1 for one in found), default=1)
    return {1: "month", 3: "quarter", 6: "half-year"}.get(
        longest, "year" if longest > 3 else "quarter"
    )
