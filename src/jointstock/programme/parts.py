"""Parts: what was read of one folder or workbook, before it is one programme with the others."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jointstock.programme.grid import Grid
from jointstock.programme.scalars import Scalars
from jointstock.words.errors import Problem


@dataclass(slots=True)
class Parts:
    """What was read of one folder or workbook: its scalars and tables, and the faults of files.

    ``headers`` holds the column names of each sheet of a workbook, by the name that places give,
    so that a place can be told as the cell it is.
    """

    scalars: Scalars = field(default_factory=Scalars)
    grids: dict[str, Grid] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    headers: dict[str, Sequence[str]] = field(default_factory=dict)

    def faults(self) -> list[Problem]:
        """Every fault: of the files, of the scalars, of the tables."""
        found = self.problems + self.scalars.problems
        return found + [one for grid in self.grids.values() for one in grid.problems]


def in_cells(
    problems: Iterable[Problem], headers: Mapping[str, Sequence[str]]
) -> tuple[Problem, ...]:
    """The problems in order of place, those of a sheet placed in its cells."""
    return tuple(sorted(_in_cell(one, headers.get(one.place.file)) for one in problems))


def _in_cell(problem: Problem, header: Sequence[str] | None) -> Problem:
    """The problem placed in its cell; in the whole row where no column of the sheet has the name.

    A column that is named twice is told where it stands the second time.
    """
    place = problem.place
    if header is None or not place.row or place.cell:
        return problem
    cell = f"{place.row}:{place.row}"
    if place.column in header:
        at = header.index(place.column)
        if problem.code == "column-twice":
            at = len(header) - 1 - list(reversed(header)).index(place.column)
        cell = f"{letters(at)}{place.row}"
    return dataclasses.replace(problem, place=place._replace(cell=cell))


def letters(at: int) -> str:
    """The letters of a column of a sheet, counted from 0: A, B, ..., Z, AA."""
    found = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
