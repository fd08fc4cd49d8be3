"""Months and fiscal years: the only calendar the system knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One calendar month, counted from year 0 so that months add and subtract.

    ``ordinal`` is ``12 * year + (calendar month - 1)``.
    """

    ordinal: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``YYYY-MM``; raise ``ValueError`` for anything else."""
        match = _MONTH.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a month (YYYY-MM)")
        return cls.of(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, year: int, number: int) -> Month:
        """The month ``number`` (1 to 12) of ``year``."""
        return cls(12 * year + number - 1)

    @property
    def year(self) -> int:
        """The calendar year."""
        return self.ordinal // 12

    @property
    def number(self) -> int:
        """The month's number in its year, 1 to 12."""
        return self.ordinal % 12 + 1

    def fiscal_year(self, starts_in: int) -> int:
        """The fiscal year this month lies in, numbered by the calendar year it starts in.

        ``starts_in`` is the number (1 to 12) of the month in which fiscal years start.
        """
        return self.year if self.number >= starts_in else self.year - 1

    def __add__(self, months: int) -> Month:
        """The month so many months later."""
        return Month(self.ordinal + months)

    def __sub__(self, other: Month) -> int:
        """How many months after ``other`` this one lies."""
        return self.ordinal - other.ordinal

    def __hash__(self) -> int:
        """The ordinal: months are looked up far more often than anything else."""
        return self.ordinal

    def __str__(self) -> str:
        """Write ``YYYY-MM``."""
        return f"{self.year:04d}-{self.number:02d}"


def fiscal_start(year: int, starts_in: int) -> Month:
    """The first month of fiscal year ``year``, where fiscal years start in month ``starts_in``."""
    return Month.of(year, starts_in)


def spans(months: Iterable[Month]) -> list[tuple[Month, Month]]:
    """Months as unbroken stretches, first and last of each, in order."""
    found: list[tuple[Month, Month]] = []
    for one in sorted(set(months)):
        if found and one - found[-1][1] == 1:
            found[-1] = (found[-1][0], one)
        else:
            found.append((one, one))
    return found
