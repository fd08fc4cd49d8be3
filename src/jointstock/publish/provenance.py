"""Where figures come from: every assumption, and every source, from the input rows themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jointstock.programme.tables import Row, dictionary
from jointstock.publish.brief import BASES, Brief
from jointstock.publish.table import Column, Shape, Table
from jointstock.publish.table import Value as Cell
from jointstock.publish.wording import count, number
from jointstock.words.fields import Value
from jointstock.words.months import Month

_SHARED = ("basis", "source", "note")
_NAMED_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Alike:
    """Input rows of one table that are known the same way, from one source, with one note."""

    table: str
    rows: tuple[Row, ...]

    @property
    def place(self) -> str:
        """Where they stand: ``promised, 120 rows``."""
        return f"{self.table}, {count(len(self.rows), 'row')}"


def written(value: Value) -> str:
    """A value of an input table as people read it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value, 6) if isinstance(value, int | Decimal) else str(value)


def said(table: str, rows: Sequence[Row]) -> str:
    """What rows say, column by column: one value, a range, or a list of names.

    Columns that stand at their default in every row are left out.
    """
    parts = []
    for field in dictionary(table):
        if field.name in _SHARED:
            continue
        values: list[Value] = [getattr(row, field.attribute) for row in rows]
        distinct = list(dict.fromkeys(values))
        if distinct != [field.default] and any(value not in ("", None) for value in distinct):
            figures = field.unit in ("", "month") or field.name == "fiscal_year"
            plain = figures and all(type(value) is int for value in distinct)
            parts.append(f"{field.name.replace('_', ' ')} {_together(distinct, plain=plain)}")
    return ", ".join(parts)


def _together(values: Sequence[Value], *, plain: bool) -> str:
    """Several values of a column in a few words; ``plain`` numbers have no thousands (years)."""
    write = str if plain else written
    told = [value for value in values if value not in ("", None)]
    if len(told) == 1:
        return write(told[0])
    if all(isinstance(v, int | Decimal) and not isinstance(v, bool) for v in told) or all(
        isinstance(v, Month) for v in told
    ):
        return f"{write(min(told))} to {write(max(told))}"
    names = [write(value) for value in told]
    if len(names) > _NAMED_AT_MOST:
        return f"{names[0]} and {len(names) - 1} more"
    return " / ".join(names)


def alike(brief: Brief, *bases: str) -> Iterator[Alike]:
    """The input rows of some bases, gathered by table, basis, source and note."""
    found: dict[tuple[str, str, str, str], list[Row]] = {}
    for table, row in brief.programme.rows():
        if row.basis in bases:
            found.setdefault((table, row.basis, row.source, row.note), []).append(row)
    for (table, *_), rows in found.items():
        yield Alike(table, tuple(rows))


def assumptions(brief: Brief) -> Table:
    """Every input row that is assumed or estimated, as it stands."""
    rows = tuple(
        (table, row.ref, row.basis, said(table, [row]), row.note, row.source)
        for table, row in brief.programme.rows()
        if row.basis != "reported"
    )
    columns = (
        Column("table", meaning="table of the programme"),
        Column("row", meaning="table:row (row 1 is the header)"),
        Column("basis", meaning="assumed or estimated"),
        Column("what", meaning="what the row says; columns at their default left out"),
        Column("note", meaning="what a reader should know"),
        Column("source", meaning="where it was read, or who assumed it"),
    )
    title = "one row is an input row that is not reported"
    return Table("assumptions", title, columns, rows)


def sources(brief: Brief) -> Table:
    """Every source that input rows name, once, with what rests on it."""
    found: dict[str, list[tuple[str, Row]]] = {}
    for table, row in brief.programme.rows():
        if row.source:
            found.setdefault(row.source, []).append((table, row))
    rows: list[tuple[Cell, ...]] = []
    for source, used in found.items():
        tables = ", ".join(dict.fromkeys(table for table, _ in used))
        counts = [sum(row.basis == basis for _, row in used) for basis in BASES]
        rows.append((source, tables, *counts))
    columns = (
        Column("source", meaning="as the rows name it"),
        Column("tables", meaning="tables with rows from it"),
        *(Column(basis, Shape.WHOLE, f"rows from it that are {basis}") for basis in BASES),
    )
    return Table("sources", "one row is a source", columns, tuple(rows))
