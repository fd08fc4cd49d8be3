"""Answers: the workbooks that members send back, read and held against what is theirs to change."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from jointstock.programme.cells import written
from jointstock.programme.faults import fault
from jointstock.programme.hints import nearest
from jointstock.programme.own import OWN, SHOWN, own_rows, owner, part_of
from jointstock.programme.parts import Parts
from jointstock.programme.programme import Programme
from jointstock.programme.split import MARKS
from jointstock.programme.tables import Row, dictionary, key_of
from jointstock.programme.workbook.cells import text_of
from jointstock.programme.workbook.read import Rows, open_sheets, take_tables
from jointstock.programme.workbook.sheets import ANSWER
from jointstock.words.errors import Place, Problem
from jointstock.words.fields import Kind


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member sent: its tables with their faults, and whose it is (blank: not known).

    ``prefix`` begins the places of the file.
    """

    path: Path
    prefix: str
    member: str
    part: str
    parts: Parts

    @property
    def sound(self) -> bool:
        """Whether it is known whose it is, so that its rows may be taken."""
        return bool(self.member)


def read_answers(paths: Sequence[Path], programme: Programme) -> list[Answer]:
    """Read the answers to a programme, in the order of its members; every fault is in the parts.

    An answer that is to another programme, of no member, or the second of one member, has a
    blank member, and nothing of it is to be taken.
    """
    names = [path.name for path in paths]
    owners = {table: _owners(table, getattr(programme, table)) for table in OWN}
    found: list[Answer] = []
    of: dict[str, str] = {}
    for path in paths:
        prefix = f"{path.name if names.count(path.name) == 1 else path.as_posix()}/"
        answer = _read(path, prefix, programme)
        if answer.member in of:
            message = f"has sent {of[answer.member]} too"
            _tell("answer-member", answer, "member", answer.member, message)
            answer = dataclasses.replace(answer, member="")
        elif answer.sound:
            of[answer.member] = path.name
            answer.parts.problems.extend(_foreign(answer, programme, owners))
        found.append(answer)
    order = {row.member: at for at, row in enumerate(programme.members)}
    return sorted(found, key=lambda one: order.get(one.member, len(order)))


def _read(path: Path, prefix: str, programme: Programme) -> Answer:
    parts = Parts()
    sheets = open_sheets(path, prefix, parts.problems)
    if sheets is None:
        return Answer(path, prefix, "", "", parts)
    take_tables(parts, prefix, sheets)
    marks = _marks(sheets.get(ANSWER, ()))
    answer = Answer(path, prefix, marks.get("member", ""), marks.get("part", ""), parts)
    if not MARKS.keys() <= marks.keys():
        message = f"has no sheet {ANSWER} that says whose answer it is"
        parts.problems.append(fault("answer-unmarked", Place(prefix.rstrip("/")), "", message))
    elif marks["programme"] != programme.id:
        message = f"is another programme than {programme.id}"
        _tell("answer-programme", answer, "programme", marks["programme"], message)
    elif marks["member"] not in {row.member for row in programme.members}:
        near = nearest(marks["member"], [row.member for row in programme.members])
        message = f"is no member of {programme.id}" + (f" ({near} is)" if near else "")
        _tell("answer-member", answer, "member", marks["member"], message)
    else:
        return answer
    return dataclasses.replace(answer, member="")


def _marks(rows: Rows) -> dict[str, str]:
    """The keys and values of the sheet that says whose answer it is."""
    texts = [[text_of(cell, Kind.CODE) for cell in row[:2]] for row in rows]
    return {row[0]: row[1] for row in texts if len(row) == 2 and row[0] in MARKS and row[1]}


def _tell(code: str, answer: Answer, key: str, value: str, message: str) -> None:
    """Add a problem of the sheet that says whose answer it is."""
    row = 2 + list(MARKS).index(key)
    file = answer.prefix + ANSWER
    answer.parts.headers[file] = ("key", "value")
    answer.parts.problems.append(fault(code, Place(file, row, "value"), value, message))


Owners = Mapping[object, str]


def _owners(table: str, rows: Sequence[Row]) -> Owners:
    """Whose row each key is."""
    keys, members = map(attrgetter(*key_of(table)), rows), map(attrgetter(OWN[table]), rows)
    return dict(zip(keys, members, strict=True))


def _foreign(
    answer: Answer, programme: Programme, owners: Mapping[str, Owners]
) -> Iterator[Problem]:
    """A problem for all that is not the member's to change; its rows of `OWN` lose such rows."""
    member, part = answer.member, part_of(programme, answer.member)
    earlier = part.digest != answer.part
    if earlier:
        message = f"was sent to {member} before the programme became what it is"
        yield fault("answer-earlier", Place(answer.prefix.rstrip("/")), "", message)
    for table, grid in answer.parts.grids.items():
        if table in OWN:
            yield from _others(answer, table, owners[table])
        elif table in SHOWN:
            yield from _altered(grid.rows, table, part)
            if not earlier and len(grid.rows) < len(getattr(part, table)) and not grid.broken:
                message = f"lacks rows, and {member} may not take them out of {table}"
                yield fault("answer-table", Place(grid.file), "", message)
        elif grid.rows or grid.problems:
            message = f"is not for {member} to fill in"
            yield fault("answer-table", Place(grid.file), table, message)


def _others(answer: Answer, table: str, taken: Owners) -> Iterator[Problem]:
    """Rows of other members, and rows whose key another member's row has; they are dropped."""
    key = attrgetter(*key_of(table))
    grid, kept = answer.parts.grids[table], []
    for row in grid.rows:
        whose = owner(table, row)
        if whose != answer.member:
            place = Place(row.at.file, row.at.row, OWN[table])
            message = f"is not {answer.member}, and only {answer.member} may answer here"
            yield fault("answer-row", place, whose, message)
        elif taken.get(key(row), answer.member) != answer.member:
            column = next(one.name for one in dictionary(table) if one.key)
            place = Place(row.at.file, row.at.row, column)
            message = f"is the key of a row of {taken[key(row)]}"
            yield fault("answer-row", place, str(key(row)), message, "choose another code")
        else:
            kept.append(row)
    grid.broken = grid.broken or len(kept) < len(grid.rows)
    grid.rows = kept


def _altered(rows: Sequence[Row], table: str, part: Programme) -> Iterator[Problem]:
    """Cells of shown rows that are not what the programme has."""
    key = attrgetter(*key_of(table))
    known = {key(row): row for row in getattr(part, table)}
    for row in rows:
        old = known.get(key(row))
        for one in dictionary(table):
            value = getattr(row, one.attribute)
            if old is None or value != getattr(old, one.attribute):
                place = Place(row.at.file, row.at.row, one.name)
                was = "no such row" if old is None else written(getattr(old, one.attribute))
                message = f"is not what the programme has ({was or 'blank'})"
                yield fault("answer-table", place, written(value), message)
                if old is None:
                    break


def answered(programme: Programme, table: str, answer: Answer) -> tuple[Row, ...]:
    """The member's rows of a table as it answered; a table without a sheet stays as it was."""
    if table in answer.parts.grids:
        return tuple(answer.parts.grids[table].rows)
    sheet = answer.prefix + table
    return () if sheet in answer.parts.headers else own_rows(programme, table, answer.member)
