"""Dates: spans run forward, and a date stands where it changes something."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jointstock.programme.faults import fault
from jointstock.programme.rules.draft import Draft, cell, others
from jointstock.programme.tables import Row
from jointstock.words.errors import Problem
from jointstock.words.months import Month, fiscal_start

# Table, first and last column (attribute) of each span.
SPANS = (
    ("contracts", "call_off_from", "call_off_to"),
    ("ramps", "decide_from", "decide_to"),
    ("funding", "from_", "to"),
    ("exposure", "from_", "to"),
)

# Columns whose month changes nothing after the end of the horizon, or before its start.
NOT_AFTER = (
    ("use", "month"),
    ("costs", "month"),
    ("promised", "due"),
    ("floors", "from_"),
    ("capacity", "from_"),
    ("demand", "by"),
    ("donations", "not_before"),
    ("contracts", "call_off_from"),
    ("signatories", "from_"),
    ("ramps", "decide_from"),
    ("funding", "from_"),
)
NOT_BEFORE = (
    ("use", "month"),
    ("costs", "month"),
    ("contracts", "call_off_to"),
    ("ramps", "decide_to"),
    ("funding", "to"),
)


def spans(draft: Draft) -> Iterator[Problem]:
    """No span ends before it begins."""
    for table, first, last in SPANS:
        for row in getattr(draft.programme, table):
            begins, ends = getattr(row, first), getattr(row, last)
            if begins and ends and ends < begins:
                message = f"lies before {first.rstrip('_')}, which is {begins}"
                yield fault("months-order", cell(row, last), ends, message)


def promises_before_the_start(draft: Draft) -> Iterator[Problem]:
    """A standing promise is still to be kept."""
    start = draft.programme.start
    for row in draft.programme.promised:
        if row.due < start:
            message = f"lies before the start, {start}"
            yield fault("due-before-start", cell(row, "due"), row.due, message)


def outside_the_horizon(draft: Draft) -> Iterator[Problem]:
    """Remarks on months that change nothing, one for each column."""
    start, end = draft.programme.start, draft.programme.end
    for table, attribute in NOT_AFTER:
        yield from _outside(draft, table, attribute, lambda month: month > end, f"after {end}")
    for table, attribute in NOT_BEFORE:
        yield from _outside(draft, table, attribute, lambda month: month < start, f"before {start}")


def _outside(
    draft: Draft, table: str, attribute: str, outside: Callable[[Month], bool], where: str
) -> Iterator[Problem]:
    table_rows: tuple[Row, ...] = getattr(draft.programme, table)
    # Equal texts are read as one month, so there are few to look at, told apart by identity.
    months = {id(value): value for value in draft.values(table, attribute)}
    beyond = {at for at, value in months.items() if isinstance(value, Month) and outside(value)}
    rows = [row for row in table_rows if id(getattr(row, attribute)) in beyond] if beyond else []
    if not rows:
        return
    message = f"lies {where} and changes nothing{others(len(rows) - 1)}"
    place = cell(rows[0], attribute.rstrip("_"))
    yield fault("month-outside", place, getattr(rows[0], attribute), message)


def budget_years(draft: Draft) -> Iterator[Problem]:
    """A remark on grants that nothing can be paid from: past and not carried over, or to come."""
    programme = draft.programme
    starts = {row.member: row.fiscal_year_start for row in programme.members}
    rows = []
    for row in programme.budgets:
        first = fiscal_start(row.fiscal_year, starts.get(row.member, 1))
        gone = first + 12 <= programme.start and not row.carry_over
        if gone or first > programme.end:
            rows.append(row)
    if rows:
        message = f"lies outside the horizon and grants nothing in it{others(len(rows) - 1)}"
        place = cell(rows[0], "fiscal_year")
        yield fault("month-outside", place, rows[0].fiscal_year, message)


def backfill_deadlines(draft: Draft) -> Iterator[Problem]:
    """A remark on deadlines that lie beyond the horizon for every gift of the row."""
    programme = draft.programme
    for row in programme.donations:
        if row.backfill_within_months is None:
            continue
        first = max(row.not_before or programme.start, programme.start)
        if first <= programme.end < first + row.backfill_within_months:
            message = f"months from {first} end after {programme.end}, so that nothing is given"
            place = cell(row, "backfill_within_months")
            yield fault("month-outside", place, row.backfill_within_months, message)


def later_facts(draft: Draft) -> Iterator[Problem]:
    """No row tells what happened after the programme's ``as_of``; told once for each column."""
    as_of = draft.programme.as_of
    told: list[tuple[Row, str, str]] = [(row, "day", row.day) for row in draft.programme.raids]
    told += [(row, "month", str(row.month)) for row in draft.programme.raid_months]
    announced = [row for row in draft.programme.announcements if row.date is not None]
    later: dict[tuple[str, str], list[tuple[Row, str]]] = {}
    for row, column, date in [*told, *((row, "date", str(row.date)) for row in announced)]:
        known = min(len(as_of), len(date))
        if date[:known] > as_of[:known]:
            later.setdefault((row.at.file, column), []).append((row, date))
    for (_, column), rows in later.items():
        (row, date), more = rows[0], others(len(rows) - 1)
        message = f"lies after as_of, which is {as_of}{more}"
        yield fault("later-fact", cell(row, column), date, message)
