"""Daily reference rates as the European Central Bank publishes them, read from a file.

The files are ``eurofxref-hist.csv`` (every day since 1999) and ``eurofxref.csv`` (the last day): a
column ``Date``, then one for each currency with its units for one euro, ``N/A`` where there is
none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from jointstock.programme.csvtext import read_records
from jointstock.programme.faults import fault
from jointstock.words.errors import Place, Problem

BASE = "EUR"
_CURRENCY = re.compile(r"[A-Z]{3}")
_RATE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,12})?")
_ABSENT = ("", "N/A")
# The file of the last day alone writes its date in words, in English wherever it is read.
_IN_WORDS = re.compile(r"([0-9]{1,2}) ([A-Z][a-z]+) ([0-9]{4})")
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


@dataclass(frozen=True, slots=True)
class DailyRates:
    """Units of each currency for one euro by day (``YYYY-MM-DD``), and the file they are from."""

    file: str
    by_currency: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)


def read_daily(file: str, content: bytes) -> tuple[DailyRates, list[Problem]]:
    """Read a file of daily rates; with any problem, what was read is not to be used."""
    records = read_records(file, content)
    header = [name.strip() for name in records.header]
    while header and not header[-1]:  # the bank ends each line with a comma
        header.pop()
    problems = records.problems or list(_header_faults(file, header))
    if problems:
        return DailyRates(file), problems
    found: dict[str, dict[str, Fraction]] = {currency: {} for currency in header[1:]}
    days: set[str] = set()
    for number, record in enumerate(records.rows, start=2):
        cells = [cell.strip() for cell in record]
        if any(cells):
            problems += _take(file, number, header, cells, found, days)
    return DailyRates(file, found), problems


def _header_faults(file: str, header: Sequence[str]) -> Iterator[Problem]:
    place = Place(file, 1)
    if len(header) < 2 or header[0] != "Date":
        yield fault("rates-form", place, ",".join(header), "is no header of daily rates")
        return
    for position, name in enumerate(header[1:], start=1):
        if not _CURRENCY.fullmatch(name):
            yield fault("rates-form", Place(file, 1, name), name, "is no currency's code")
        elif name in header[:position]:
            yield fault("rates-form", Place(file, 1, name), name, "names a second column")


def _take(
    file: str,
    number: int,
    header: Sequence[str],
    cells: Sequence[str],
    found: dict[str, dict[str, Fraction]],
    days: set[str],
) -> Iterator[Problem]:
    """Take one day's row into ``found``, or tell what is wrong with it."""
    if any(cells[len(header) :]) or len(cells) < len(header):
        message = f"is the number of cells, and the header has {len(header)}"
        yield fault("rates-form", Place(file, number), len(cells), message)
        return
    day = _day(cells[0])
    if not day or day in days:
        message = "is a day that stands twice" if day else "is no day (YYYY-MM-DD)"
        yield fault("rates-form", Place(file, number, "Date"), cells[0], message)
        return
    days.add(day)
    for currency, text in zip(header[1:], cells[1:], strict=False):
        if text in _ABSENT:
            continue
        if not _RATE.fullmatch(text) or Fraction(text) == 0:
            yield fault("rates-form", Place(file, number, currency), text, "is no rate above 0")
            continue
        found[currency][day] = Fraction(text)


def _day(text: str) -> str:
    """The day as ``YYYY-MM-DD``; blank if it is none."""
    if (words := _IN_WORDS.fullmatch(text)) and words[2] in _MONTHS:
        text = f"{words[3]}-{_MONTHS.index(words[2]) + 1:02d}-{words[1]:0>2}"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
