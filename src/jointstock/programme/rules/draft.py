"""A programme that has been read and not yet checked, and how a rule names a place in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from jointstock.programme.grid import Grid
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Row
from jointstock.words.errors import Place
from jointstock.words.fields import Value


@dataclass(frozen=True, slots=True)
class Draft:
    """What the rules look at.

    ``broken`` names the tables (and ``programme`` for the scalars) of which something could not
    be read; ``known`` holds the values of each table's first key column, ``None`` where they are
    not all known; ``at`` says where the keys of ``programme.toml`` stand. ``grids`` holds what
    each table was read from.
    """

    programme: Programme
    broken: frozenset[str] = frozenset()
    known: Mapping[str, set[object] | None] = field(default_factory=dict)
    at: Mapping[str, Place] = field(default_factory=dict)
    grids: Mapping[str, Sequence[Grid]] = field(default_factory=dict)

    def scalar(self, key: str) -> Place:
        """The place of a key of ``programme.toml``."""
        return self.at.get(key, Place("programme.toml", 0, key))

    def values(self, table: str, attribute: str) -> Iterable[Value]:
        """Every value of a column, and perhaps some of rows that were left out.

        Where reading has seen the different ones, they are few, and no row is looked at.
        """
        grids = self.grids.get(table, ())
        if grids and all(attribute in grid.seen for grid in grids):
            return (value for grid in grids for value in grid.seen[attribute].values())
        return map(attrgetter(attribute), getattr(self.programme, table))

    def knows(self, **names: str) -> bool:
        """Whether each table has a row of that name, or might have one that could not be read.

        A rule passes over what is not there: that has been told as an unknown reference.
        """
        for table, name in names.items():
            keys = self.known.get(table, set())
            if keys is not None and name not in keys:
                return False
        return True


def cell(row: Row, column: str) -> Place:
    """The place of a cell of a row."""
    return Place(row.at.file, row.at.row, column)


def others(count: int) -> str:
    """Words for the rows beyond the first that have the same fault."""
    if count == 0:
        return ""
    return f" (and {count} row{'s' if count > 1 else ''} more)"
