"""The public record of raids as it is published, read into rows of the table ``raids``.

The file has one row for each model and reporting window: ``time_start``, ``time_end``, ``model``,
``launched``, ``destroyed``, perhaps ``source``, and places. The form is that of "Massive Missile
Attacks on Ukraine" (P. Ivaniuk), typed from the Ukrainian Air Force's public reports. Places are
dropped as the file is read: raids are kept by class and day alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from jointstock.programme.csvtext import read_records
from jointstock.programme.faults import fault
from jointstock.programme.tables_of_raids import Raid
from jointstock.programme.threat_classes import MIXED, USUAL, class_of
from jointstock.words.errors import Place, Problem

_NEEDED = ("time_end", "model", "launched", "destroyed")
_COUNT = re.compile(r"([0-9]{1,6})(\.0+)?")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})( [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?")
_BREAK = 7


@dataclass(frozen=True, slots=True)
class _Report:
    day: str
    began: str
    model: str
    launched: int | None
    destroyed: int | None
    elsewhere: int | None


@dataclass(frozen=True, slots=True)
class RaidReports:
    """Raids by day and class, the models that have no class, and what the record cannot say.

    ``unmapped`` and ``models`` give reports and threats launched by model; ``untold`` are
    sentences. A day between the first and the last that has no row had no raid of the class.
    """

    rows: tuple[Raid, ...]
    models: Mapping[str, tuple[int, int]]
    unmapped: Mapping[str, tuple[int, int]]
    untold: tuple[str, ...]


def read_reports(
    file: str,
    content: bytes,
    classes: Mapping[str, str] = USUAL,
    source: str = "",
    days: tuple[str, str] = ("", ""),
) -> tuple[RaidReports, list[Problem]]:
    """Read the record; with any problem, what was read is not to be used.

    ``source`` is what each row names as its own. Of a record that is longer only the reports are
    taken that ended on the first of ``days`` (``YYYY-MM-DD``; blank: any) or after, up to the last.
    """
    records = read_records(file, content)
    header = [name.strip() for name in records.header]
    problems = list(records.problems)
    for name in _NEEDED:
        if not problems and name not in header:
            message = f"is no header of raid reports: {name} is missing"
            problems.append(fault("raids-form", Place(file, 1), ",".join(header[:6]), message))
    if problems:
        return RaidReports((), {}, {}, ()), problems
    at = {name: header.index(name) for name in (*_NEEDED, "time_start", "not_reach_goal")
          if name in header}  # fmt: skip
    reports = []
    for number, cells in enumerate(records.rows, start=2):
        if any(cells):
            one = _report(file, number, cells, at, problems)
            if one is not None:
                reports.append(one)
    first, last = days
    reports = [one for one in reports if first <= one.day and (not last or one.day <= last)]
    if not reports and not problems and any(days):
        span = f"from {first or 'any day'} to {last or 'any day'}"
        problems.append(fault("raids-form", Place(file), "", f"has no report {span}"))
    elif not reports and not problems:
        problems.append(fault("raids-form", Place(file, 1), "", "has no report below its header"))
    return _summed(reports, classes, source or file), problems


def _report(
    file: str, number: int, cells: Sequence[str], at: Mapping[str, int], problems: list[Problem]
) -> _Report | None:
    """One row without its places, or ``None`` and what is wrong with it."""
    taken = {name: cells[k].strip() if k < len(cells) else "" for name, k in at.items()}
    ended = _day(taken["time_end"])
    if not ended:
        place, text = Place(file, number, "time_end"), taken["time_end"]
        problems.append(fault("raids-form", place, text, "begins with no day (YYYY-MM-DD)"))
        return None
    counts: dict[str, int | None] = {}
    for name in ("launched", "destroyed", "not_reach_goal"):
        text = taken.get(name, "")
        match = _COUNT.fullmatch(text)
        if text and match is None:
            place = Place(file, number, name)
            problems.append(fault("raids-form", place, text, "is no count of threats"))
            return None
        counts[name] = int(match[1]) if match else None
    return _Report(
        ended,
        _day(taken.get("time_start", "")) or ended,
        taken["model"],
        counts["launched"],
        counts["destroyed"],
        counts["not_reach_goal"],
    )


def _day(text: str) -> str:
    match = _DAY.fullmatch(text)
    if match is None:
        return ""
    try:
        return date.fromisoformat(match[1]).isoformat()
    except ValueError:
        return ""


def _summed(reports: Sequence[_Report], classes: Mapping[str, str], source: str) -> RaidReports:
    """Sums by the day on which a window ended and by class, in order."""
    models: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    launched: Counter[tuple[str, str]] = Counter()
    stopped: dict[tuple[str, str], int | None] = {}
    unmapped: set[str] = set()
    for one in reports:
        tally = models[one.model]
        tally[0] += 1
        tally[1] += one.launched or 0
        code = class_of(one.model, classes)
        if code is None:
            unmapped.add(one.model)
            continue
        key = one.day, code
        # More are never stopped than were launched: where that count is blank, so is the sum.
        launched[key] += one.launched or 0
        before = stopped.get(key, 0)
        known = one.destroyed is not None and one.launched is not None
        stopped[key] = before + (one.destroyed or 0) if known and before is not None else None
    rows = [
        Raid(
            day=day,
            class_=code,
            launched=units,
            stopped=_at_most(stopped[day, code], units),
            basis="reported",
            source=source,
        )
        for (day, code), units in sorted(launched.items())
    ]
    told = {model: (tally[0], tally[1]) for model, tally in sorted(models.items())}
    return RaidReports(
        tuple(rows),
        told,
        {model: told[model] for model in sorted(unmapped)},
        tuple(_untold(reports, classes)) if reports else (),
    )


def _at_most(stopped: int | None, launched: int) -> int | None:
    return None if stopped is None else min(stopped, launched)


def _untold(reports: Sequence[_Report], classes: Mapping[str, str]) -> Iterator[str]:
    """What this record cannot say, in sentences."""
    days = sorted({one.day for one in reports})
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    yield f"{len(reports)} reports from {first} to {last}, all of one side; counts are its claims"
    yield "what was stopped is told of all defences together and says nothing of a single shot"
    for one, two in pairwise(map(date.fromisoformat, days)):
        if (two - one).days > _BREAK:
            begun, ended = one + timedelta(1), two - timedelta(1)
            yield f"no report of any raid from {begun} to {ended}: quiet, or not reported"
    merged = [one for one in reports if " and " in one.model]
    mixed = sum(class_of(one.model, classes) == MIXED for one in merged)
    if merged:
        yield (
            f"{len(merged)} reports merge models; {mixed} of them mix classes and count as {MIXED}"
        )
    nights = sum(one.began != one.day for one in reports)
    if nights:
        yield f"{nights} reports span midnight and count on the day on which they end"
    blank = sum(one.launched is None for one in reports)
    if blank:
        yield f"{blank} reports do not say how many were launched; they add nothing"
    silent = sum(one.destroyed is None for one in reports)
    if silent:
        yield f"{silent} reports do not say how many were stopped; the day's sum is then unknown"
    yield from _breaks(reports)


def _breaks(reports: Sequence[_Report]) -> Iterator[str]:
    """Years in which a column of the reports comes or goes: what it counts has changed."""
    years: dict[str, int] = defaultdict(int)
    for one in reports:
        years[one.day[:4]] += one.elsewhere or 0
    told = [year for year, units in sorted(years.items()) if units]
    none = [year for year, units in sorted(years.items()) if not units]
    if told and none:
        yield (
            f"threats that missed their goal are counted apart in {', '.join(told)} and not in "
            f"{', '.join(none)}: what counts as stopped has changed between"
        )
