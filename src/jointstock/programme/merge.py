"""Members' answers taken back into a programme: checked as one, told by member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from os import PathLike
from pathlib import Path

from jointstock.programme.answers import Answer, answered, read_answers
from jointstock.programme.diff import TableChange, diff_rows
from jointstock.programme.faults import fault
from jointstock.programme.grid import Grid
from jointstock.programme.own import OWN, owner, rows_by_owner
from jointstock.programme.parts import Parts
from jointstock.programme.programme import Programme
from jointstock.programme.read import assemble, at_rest, load, read_parts
from jointstock.programme.tables import Row, dictionary, key_of
from jointstock.words.errors import Place, Problem


@dataclass(frozen=True, slots=True)
class Returned:
    """What came of one answer: whose it is (blank: not known), its problems, what it changes."""

    file: str
    member: str
    problems: tuple[Problem, ...]
    changes: tuple[TableChange, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """A programme with its members' answers; ``None`` if any problem is more than a remark.

    ``problems`` are those of the programme beside the answers; ``silent`` names the members
    without an answer, whose rows stay as they were.
    """

    programme: Programme | None
    returned: tuple[Returned, ...]
    problems: tuple[Problem, ...]
    silent: tuple[str, ...]


def merge(base: str | PathLike[str], answers: Iterable[str | PathLike[str]]) -> Merged:
    """Take members' answers (workbooks of `split`) into a programme, a folder or workbook.

    A member's answer takes the place of all its rows of the tables of `OWN`: a row whose key is
    there stays in its place, new ones come after, those it took out are gone. So answers in which
    nothing was changed give the same programme, and the order of the files does not matter.
    Raises ``ProgrammeError`` if the base is no programme; whatever is wrong with the answers, or
    with the programme that they give, is told in what is returned, all of it at once.
    """
    base = Path(base)
    with at_rest():
        programme = load(base)
        found = read_answers([Path(answer) for answer in answers], programme)
        parts = read_parts(base, "")
        taken = {one.member: one for one in found if one.sound}
        for table in OWN:
            parts.grids[table] = _grid(table, parts, programme, taken)
        for one in found:
            parts.problems += one.parts.problems
            parts.problems += [
                problem
                for table, grid in one.parts.grids.items()
                if table not in OWN or not one.sound
                for problem in grid.problems
            ]
            parts.headers |= one.parts.headers
        made, problems = assemble([parts])
    changes = {} if made is None else _changes(programme, made, taken)
    return Merged(
        made,
        tuple(_returned(one, changes.get(one.member, ()), problems) for one in found),
        tuple(p for p in problems if not any(_lies_in(p, one) for one in found)),
        tuple(row.member for row in programme.members if row.member not in taken),
    )


def _grid(table: str, parts: Parts, programme: Programme, taken: Mapping[str, Answer]) -> Grid:
    """The table with the rows of those who answered in the place of the ones they had."""
    base = parts.grids.get(table) or Grid(table, f"{table}.csv")
    grids = [one.parts.grids[table] for one in taken.values() if table in one.parts.grids]
    key = attrgetter(*key_of(table))
    fresh: dict[object, Row] = {}
    doubled: list[Problem] = []
    for answer in taken.values():
        for row in answered(programme, table, answer):
            first = fresh.setdefault(key(row), row)
            if first is not row:
                doubled.append(_doubled(table, row, first))
    rows = []
    for row in base.rows:
        if owner(table, row) not in taken:
            rows.append(row)
        elif key(row) in fresh:
            rows.append(fresh.pop(key(row)))
    rows += fresh.values()
    name_of = attrgetter(key_of(table)[0])
    known = [set(map(name_of, rows)), *(grid.known for grid in grids)]
    return Grid(
        table,
        base.file,
        rows=rows,
        problems=[*base.problems, *doubled, *(p for grid in grids for p in grid.problems)],
        broken=base.broken or any(grid.broken for grid in grids),
        known=None if None in known else {value for one in known if one for value in one},
    )


def _doubled(table: str, row: Row, first: Row) -> Problem:
    column = next(one for one in dictionary(table) if one.key)
    place = Place(row.at.file, row.at.row, column.name)
    message = f"is the key of a new row of {owner(table, first)} too"
    value = getattr(row, column.attribute)
    return fault("answer-row", place, value, message, "choose another code")


def _lies_in(problem: Problem, answer: Answer) -> bool:
    return f"{problem.place.file}/".startswith(answer.prefix)


def _changes(
    before: Programme, after: Programme, members: Iterable[str]
) -> dict[str, tuple[TableChange, ...]]:
    """What differs in the rows of each member."""
    found: dict[str, tuple[TableChange, ...]] = dict.fromkeys(members, ())
    for table in OWN:
        old, new = (rows_by_owner(one, table) for one in (before, after))
        for member in found:
            change = diff_rows(table, old.get(member, ()), new.get(member, ()))
            if change is not None:
                found[member] += (change,)
    return found


def _returned(
    answer: Answer, changes: tuple[TableChange, ...], problems: Sequence[Problem]
) -> Returned:
    mine = tuple(one for one in problems if _lies_in(one, answer))
    return Returned(str(answer.path), answer.member, mine, changes)
