"""How much of a programme is reported, estimated, assumed (R7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress, repeat
from operator import attrgetter, ne

from jointstock.programme.programme import Programme
from jointstock.programme.row import BASES
from jointstock.programme.tables import TABLES, dictionary
from jointstock.words.fields import Kind


@dataclass(frozen=True, slots=True)
class BasisCount:
    """Rows and figures of a table, or of all, on one basis each.

    ``rows`` and ``figures`` go by basis (``reported``, ``estimated``, ``assumed``). A figure is
    a number that a row states outside its key; a number that is its column's default states
    nothing. ``sourced`` counts the rows that name a source.
    """

    table: str
    rows: dict[str, int]
    figures: dict[str, int]
    sourced: int

    @property
    def all_rows(self) -> int:
        """Rows on any basis."""
        return sum(self.rows.values())

    @property
    def all_figures(self) -> int:
        """Figures on any basis."""
        return sum(self.figures.values())


def by_basis(programme: Programme) -> tuple[BasisCount, ...]:
    """Count each table that has rows, in the order of the tables."""
    return tuple(_count(programme, table) for table in TABLES if getattr(programme, table))


def total(counts: Iterable[BasisCount]) -> BasisCount:
    """All the tables together, under the name ``total``."""
    found = list(counts)
    return BasisCount(
        "total",
        {basis: sum(one.rows[basis] for one in found) for basis in BASES},
        {basis: sum(one.figures[basis] for one in found) for basis in BASES},
        sum(one.sourced for one in found),
    )


def _count(programme: Programme, table: str) -> BasisCount:
    found = getattr(programme, table)
    bases = list(map(attrgetter("basis"), found))
    rows = Counter(bases)
    figures: Counter[str] = Counter()
    for one in dictionary(table):
        if one.kind in (Kind.WHOLE, Kind.DECIMAL) and not one.key:
            if one.required:  # it has no default, and so states a figure in every row
                figures += rows
                continue
            values = map(attrgetter(one.attribute), found)
            figures += Counter(compress(bases, map(ne, values, repeat(one.default))))
    sourced = sum(map(bool, map(attrgetter("source"), found)))
    return BasisCount(
        table,
        {basis: rows[basis] for basis in BASES},
        {basis: figures[basis] for basis in BASES},
        sourced,
    )
