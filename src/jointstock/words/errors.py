"""What can go wrong, and how it is told.

::

    JointstockError
    +-- ProgrammeError    the input is not a programme          exit code 3
    +-- ContradictionError    the programme cannot be met           exit code 4
    +-- SettingError      a setting or argument is not possible exit code 2
    +-- CheckError        a plan of ours failed its own check   exit code 1
    +-- SolverError       the solver did not do what it said    exit code 1

Faults of the input are values (`Problem`), gathered in one run, never raised one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """Where a figure stands: file, row (1 is the header) and column name, each as far as known.

    In a workbook the file is the sheet, and ``cell`` its cell (``C4``) or whole row (``4:4``).
    """

    file: str
    row: int = 0
    column: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """Write ``file:row:column``, leaving out what is not known, or ``sheet!cell``."""
        if self.cell:
            return f"{self.file}!{self.cell}"
        parts = [self.file]
        if self.row:
            parts.append(str(self.row))
        if self.column:
            parts.append(self.column)
        return ":".join(parts)


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault of the input: its code, place and value, what is wrong, and the repair.

    A ``remark`` does not stop anything: it names what a careful reader would ask about.
    ``more`` counts further problems of the same code and column that are not told one by one.
    """

    place: Place
    code: str
    value: str
    message: str
    repair: str
    remark: bool = False
    more: int = 0

    def __str__(self) -> str:
        """Write the problem in one line, place first."""
        value = f" {self.value!r}" if self.value else ""
        more = f" (and {self.more:,} more like it)" if self.more else ""
        return f"{self.place}: {self.code}{value} {self.message}{more}; {self.repair}"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one figure that resolves a conflict: its cell, what stands there, what would do.

    ``words`` say it as a repair does.
    """

    place: Place
    value: str
    to: str
    words: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Input rows that cannot be met together, while any of them left out the others can.

    ``message`` says in one sentence what conflicts. ``problems`` names the rows, one each, what
    asks before what limits; each states what this row asks or limits, and as its repair the
    smallest changes that resolve the conflict, which ``changes`` has as data.
    """

    code: str
    message: str
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...] = ()


class JointstockError(Exception):
    """Root of every error this package raises on purpose."""

    exit_code = 1


class ProgrammeError(JointstockError):
    """The input is not a programme; ``problems`` says why, all of them."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems, in order of place."""
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ContradictionError(JointstockError):
    """No plan can meet the programme's hard limits; ``conflicts`` names the rows, set by set.

    ``problems`` are those of all conflicts, in their order.
    """

    exit_code = 4

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        """Keep the conflicts, in the order in which they were found."""
        self.conflicts = tuple(conflicts)
        self.problems = tuple(one for conflict in self.conflicts for one in conflict.problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SettingError(JointstockError):
    """A setting or an argument has a value that is not possible."""

    exit_code = 2


class CheckError(JointstockError):
    """A plan failed the check that is made without the solver: an error of ours."""

    def __init__(self, breaches: Sequence[str]) -> None:
        """Keep what was breached, one sentence each."""
        self.breaches = tuple(breaches)
        super().__init__("the plan was refused by its own check:\n" + "\n".join(breaches))


class SolverError(JointstockError):
    """The solver failed, or said something that cannot be."""
