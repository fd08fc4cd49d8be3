"""The public record and what is known of items: counts that agree, and where they were read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import compress
from operator import attrgetter

from jointstock.programme.faults import fault
from jointstock.programme.rules.draft import Draft, cell, others
from jointstock.programme.tables import TABLES, Raid, RaidMonth
from jointstock.words.errors import Problem

_LOOKS = re.compile(r"[1-9][0-9]?( [1-9][0-9]?)*")


def stopped(draft: Draft) -> Iterator[Problem]:
    """No more threats are stopped than were launched."""
    for row in _counted(draft):
        if row.stopped is not None and row.stopped > row.launched:
            message = f"is more than launched, {row.launched}"
            yield fault("stopped-above-launched", cell(row, "stopped"), row.stopped, message)


def classes(draft: Draft) -> Iterator[Problem]:
    """A remark on classes of raids that are no threats, one for each class."""
    known = {row.class_ for row in draft.programme.threats}
    rows: dict[str, list[Raid | RaidMonth]] = defaultdict(list)
    for row in _counted(draft):
        if row.class_ not in known:
            rows[row.class_].append(row)
    for name, found in rows.items():
        message = f"is no class of threats{others(len(found) - 1)}"
        yield fault("class-unknown", cell(found[0], "class"), name, message)


def _counted(draft: Draft) -> Iterator[Raid | RaidMonth]:
    yield from draft.programme.raids
    yield from draft.programme.raid_months


def raid_days(draft: Draft) -> Iterator[Problem]:
    """A month has no more days with launches than days, and some where anything was launched."""
    for row in draft.programme.raid_months:
        if row.raid_days > row.days or (row.launched > 0) != (row.raid_days > 0):
            message = f"does not go with {row.days} days and {row.launched} launched"
            yield fault("raid-days", cell(row, "raid_days"), row.raid_days, message)


def looks(draft: Draft) -> Iterator[Problem]:
    """The looks of a defence are whole numbers of shots."""
    for row in draft.programme.defences:
        if not _LOOKS.fullmatch(row.looks):
            message = "does not list the shots at each look"
            yield fault("looks-form", cell(row, "looks"), row.looks, message)


def sources(draft: Draft) -> Iterator[Problem]:
    """A remark on rows that claim to be known and do not say whence, one for each table."""
    for table in TABLES:
        rows = getattr(draft.programme, table)
        known = compress(rows, map("assumed".__ne__, map(attrgetter("basis"), rows)))
        found = [row for row in known if not row.source]
        if found:
            message = f"is a basis that needs a source{others(len(found) - 1)}"
            place = cell(found[0], "source")
            yield fault("source-missing", place, found[0].basis, message)
