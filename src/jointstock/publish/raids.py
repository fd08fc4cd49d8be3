"""The raid record added up: what was launched and stopped, and the people killed and injured.

A blank count is unknown, not zero (R8): a sum that misses some rows says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jointstock.programme.programme import Programme
from jointstock.programme.tables import Raid
from jointstock.publish.wording import number, short_month
from jointstock.words.months import Month

_DAYS_SHOWN = 31


@dataclass(frozen=True, slots=True)
class Counted:
    """A sum of a column over rows, of which only some state it; ``units`` adds those up."""

    units: int
    stated: int
    rows: int

    def __str__(self) -> str:
        """The sum; ``at least`` where rows are silent; ``not reported`` where all are."""
        if not self.stated:
            return "not reported"
        return number(self.units) if self.stated == self.rows else f"at least {number(self.units)}"


def counted(values: Iterable[int | None]) -> Counted:
    """Add up what is stated."""
    every = list(values)
    stated = [value for value in every if value is not None]
    return Counted(sum(stated), len(stated), len(every))


def people(rows: Iterable[Raid]) -> tuple[Counted, Counted]:
    """Killed and injured: one report may stand for a whole day, so a day with one is stated."""
    days: dict[str, list[Raid]] = {}
    for row in rows:
        days.setdefault(row.day, []).append(row)
    killed: list[int | None] = []
    injured: list[int | None] = []
    for own in days.values():
        for column, found in (
            (killed, [r.killed for r in own]),
            (injured, [r.injured for r in own]),
        ):
            stated = [value for value in found if value is not None]
            column.append(sum(stated) if stated else None)
    return counted(killed), counted(injured)


def by_time(programme: Programme) -> dict[str, list[Raid]]:
    """The raids by day, or by month where there are more than a month's days, in order."""
    days = sorted({row.day for row in programme.raids})
    long = len(days) > _DAYS_SHOWN
    found: dict[str, list[Raid]] = {}
    for row in sorted(programme.raids, key=lambda row: row.day):
        when = short_month(Month.parse(row.day[:7])) if long else row.day
        found.setdefault(when, []).append(row)
    return found
