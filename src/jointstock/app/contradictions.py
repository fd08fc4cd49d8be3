"""Conflicts as a person reads them, like rows in one line, and as JSON has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby, pairwise

from jointstock.words.errors import Change, Conflict, Problem

# Of a table with more different changes than this the smallest are told, and the rows in ranges.
_MOST_LINES = 12
_SMALLEST = 3


def conflicts_as_data(conflicts: Sequence[Conflict]) -> list[dict[str, object]]:
    """Conflicts as JSON has them: the places of their rows, and each change that resolves one."""
    return [
        {
            "code": conflict.code,
            "message": conflict.message,
            "rows": [{"file": one.place.file, "row": one.place.row} for one in conflict.problems],
            "changes": [
                {
                    "file": one.place.file,
                    "row": one.place.row,
                    "column": one.place.column,
                    "value": one.value,
                    "to": one.to,
                    "words": one.words,
                }
                for one in conflict.changes
            ],
        }
        for conflict in conflicts
    ]


def conflicts_in_lines(conflicts: Sequence[Conflict]) -> list[str]:
    """Each conflict in a line, and below it its rows, each with what would resolve it.

    Rows of a table that one change would do for stand together. Where a table would still take
    many lines its rows are named in one, with the smallest changes.
    """
    lines = []
    for number, conflict in enumerate(conflicts, start=1):
        lines.append(f"conflict {number}: {conflict.code}: {conflict.message}")
        for _, of_file in groupby(conflict.problems, key=lambda one: one.place.file):
            rows = list(of_file)
            told = [list(like) for _, like in groupby(rows, key=lambda one: one.repair)]
            if len(told) > _MOST_LINES:
                changes = [one for one in conflict.changes if one.place.file == rows[0].place.file]
                lines += _shortened(rows, changes)
            else:
                lines += map(_in_a_line, told)
    return list(map(printable, lines))


def _in_a_line(rows: Sequence[Problem]) -> str:
    """Rows that the same change would do for."""
    if len(rows) == 1:
        (one,) = rows
        value = f" {one.value!r}" if one.value else ""
        return f"  {one.place}{value}: {one.repair}"
    return f"  {_places(rows)} (any one of these {len(rows):,} rows): {rows[0].repair}"


def _shortened(rows: Sequence[Problem], changes: Sequence[Change]) -> Iterator[str]:
    """Many rows of a table in one line, and the smallest changes below it."""
    yield f"  {_places(rows)}: {len(rows):,} rows of which each is needed for the conflict"
    if not changes:
        return
    yield "    a change in one of them would do; the smallest, all of them with --json:"
    for one in sorted(changes, key=_size)[:_SMALLEST]:
        yield f"    {one.place.file}:{one.place.row} {one.value!r}: {one.words}"


def _places(rows: Sequence[Problem]) -> str:
    """A file with the numbers of its rows, runs of them as ranges: ``budgets.csv:2-9,12``."""
    numbers = sorted(one.place.row for one in rows)
    starts = [numbers[0], *(after for one, after in pairwise(numbers) if after > one + 1)]
    ends = [*(one for one, after in pairwise(numbers) if after > one + 1), numbers[-1]]
    runs = (
        f"{first}" if first == last else f"{first}-{last}"
        for first, last in zip(starts, ends, strict=True)
    )
    return f"{rows[0].place.file}:{','.join(runs)}"


def _size(change: Change) -> Decimal:
    """How far a change moves its figure; months and blanks come last."""
    try:
        return abs(Decimal(change.to) - Decimal(change.value))
    except InvalidOperation:
        return Decimal("Infinity")


def printable(line: str) -> str:
    """A line without characters that would act on the terminal."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in line)
