"""Facts in a word of their own, each told as the single figures that it changes.

What happens to a programme has few names: a line *slips*, *loses* part of what it makes or *adds*
to it, a nation *joins*, a *need* grows, budgets are *cut*. Each is a short sentence; its
assignments are what one would have written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import ceil, floor
from typing import Any

from jointstock.words.months import Month

# The word of each fact, and what comes after it.
FACTS = {
    "slip": "LINE MONTHS",
    "lose": "LINE PERCENT FROM TO",
    "add": "LINE UNITS FROM",
    "join": "MEMBER MONTH",
    "need": "MEMBER ITEM PERCENT",
    "cut": "MEMBER PERCENT",
}

_MOST_MONTHS = 1_200


class FactError(ValueError):
    """A fact that cannot be understood; the text says why, and how it is written."""


def is_fact(text: str) -> bool:
    """Whether a text begins with the word of a fact."""
    return text.split(" ", 1)[0] in FACTS


def expand(text: str, tables: Mapping[str, Sequence[Any]], start: Month | None) -> list[str]:
    """The assignments that a fact stands for, over the rows that are there.

    ``start`` is the programme's first month. Raises ``FactError``.
    """
    word, *given = text.split()
    names = FACTS[word].split()
    if len(given) != len(names):
        counted = "1 word" if len(given) == 1 else f"{len(given)} words"
        raise FactError(f"has {counted} after {word}; write {word} {FACTS[word]}")
    found: list[str] = getattr(_Facts(tables, start), word)(*given)
    return found


@dataclass(frozen=True, slots=True)
class _Facts:
    """What each fact comes to in a programme: a method for each word."""

    tables: Mapping[str, Sequence[Any]]
    start: Month | None

    def slip(self, line: str, by: str) -> list[str]:
        """All that a line can deliver comes so many months later; what it starts with stays.

        Standing promises keep their months.
        """
        steps, months = self._steps(line), _whole(by)
        start = self.start
        running = start is not None and steps[0][0] <= start
        breaks = sorted({month + shift for month, _ in steps for shift in (0, months)})
        found = []
        for month in breaks:
            before = month + -months
            if running and start is not None:
                before = max(before, start)
            found.append(_capacity(line, month, _at(steps, before)))
        return found

    def lose(self, line: str, percent: str, first: str, last: str) -> list[str]:
        """A line makes so many percent less from one month to another, both included.

        What is left is rounded down to whole units.
        """
        steps, lost = self._steps(line), _percent(percent, 0, 100)
        begin, end = _month(first), _month(last)
        if end < begin:
            raise FactError(f"ends in {last}, before it begins in {first}")
        breaks = [begin, *(month for month, _ in steps if begin < month <= end)]
        left = [(month, int(_at(steps, month) * (100 - lost) / 100)) for month in breaks]
        after = (end + 1, _at(steps, end + 1))
        return [_capacity(line, month, units) for month, units in (*left, after)]

    def add(self, line: str, more: str, first: str) -> list[str]:
        """A line makes so many units a month more, from a month on."""
        steps, units, begin = self._steps(line), _units(more), _month(first)
        breaks = [begin, *(month for month, _ in steps if begin < month)]
        return [_capacity(line, month, _at(steps, month) + units) for month in breaks]

    def join(self, member: str, month: str) -> list[str]:
        """A member may call off from a month on: under what it has signed, or else under all."""
        self._known("members", "member", member)
        _month(month)
        signed = [row.contract for row in self.tables["signatories"] if row.member == member]
        every = [row.contract for row in self.tables["contracts"]]
        return [f"signatories.{contract}.{member}.from={month}" for contract in signed or every]

    def need(self, member: str, item: str, by: str) -> list[str]:
        """Every floor of a member's item changes by so many percent, rounded up to whole units."""
        self._known("members", "member", member)
        change = _percent(by, -100, 1_000)
        rows = [row for row in self.tables["floors"] if (row.member, row.item) == (member, item)]
        if not rows:
            raise FactError(f"finds no floor of {item} of {member}")
        found = []
        for row in rows:
            units = ceil(row.units * (100 + change) / 100)
            found.append(f"floors.{member}.{item}.{row.from_}.units={units}")
        return found

    def cut(self, member: str, percent: str) -> list[str]:
        """Every budget of a member is so many percent less, rounded down to whole money."""
        self._known("members", "member", member)
        lost = _percent(percent, 0, 100)
        rows = [row for row in self.tables["budgets"] if row.member == member]
        if not rows:
            raise FactError(f"finds no budget of {member}")
        found = []
        for row in rows:
            left = floor(row.amount * (100 - lost) / 100)
            found.append(f"budgets.{member}.{row.fiscal_year}.{row.kind}.amount={left}")
        return found

    def _steps(self, line: str) -> list[tuple[Month, int]]:
        """The steps of a line's capacity in order."""
        self._known("lines", "line", line)
        rows = [row for row in self.tables["capacity"] if row.line == line]
        if not rows:
            raise FactError(f"finds no capacity of {line}")
        return sorted((row.from_, row.units_per_month) for row in rows)

    def _known(self, table: str, column: str, code: str) -> None:
        known = [getattr(row, column) for row in self.tables[table]]
        if code not in known:
            names = ", ".join(known)
            raise FactError(f"names {code!r}, which no row of {table} has; write one of {names}")


def _at(steps: Sequence[tuple[Month, int]], month: Month) -> int:
    """The units of the latest step that has begun; none before the first."""
    return next((units for begin, units in reversed(steps) if begin <= month), 0)


def _capacity(line: str, month: Month, units: int) -> str:
    return f"capacity.{line}.{month}.units_per_month={units}"


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise FactError(str(error)) from None


def _whole(text: str) -> int:
    """A number of months from 1 to the longest horizon there is."""
    if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= _MOST_MONTHS:
        return int(text)
    raise FactError(f"needs a whole number of months from 1 to {_MOST_MONTHS:,}, not {text!r}")


def _units(text: str) -> int:
    """A number of units from 1 on."""
    if text.isascii() and text.isdigit() and len(text) <= 9 and int(text):
        return int(text)
    raise FactError(f"needs a whole number of units from 1 on, not {text!r}")


def _percent(text: str, least: int, most: int) -> Decimal:
    """A percentage with or without its sign, ``+20%`` or ``20``."""
    try:
        found = Decimal(text.removesuffix("%")) if text.isascii() and len(text) < 20 else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite() or not least <= found <= most:
        raise FactError(f"needs a percentage from {least} to {most:,}, as 20%, not {text!r}")
    return found
