"""What if: single figures laid over a programme, each written as one assignment.

``lines.SOB.lead_months=20`` names a table, a row by its key, and a column;
``capacity.SOB@2028-01=18`` leaves out the column that holds the table's own figure. The result is
an overlay like any other: it is read, merged by key and checked as a folder would be, and its rows
are assumed. A fact (``slip SOB 6``) stands for the assignments that it comes to.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from jointstock.programme.cells import written
from jointstock.programme.columns import Columns
from jointstock.programme.facts import FACTS, FactError, expand, is_fact
from jointstock.programme.grid import read_grid
from jointstock.programme.hints import nearest
from jointstock.programme.keys import KEYS, SETTINGS
from jointstock.programme.parts import Parts
from jointstock.programme.programme import Programme
from jointstock.programme.scalars import read_scalars
from jointstock.programme.tables import TABLES, Row, dictionary, key_of
from jointstock.words.errors import ProgrammeError, SettingError
from jointstock.words.fields import Field, Kind, Value
from jointstock.words.months import Month

NAME = "--set"
_FORM = (
    "write TABLE.KEY.COLUMN=VALUE, as in lines.SOB.lead_months=20 or capacity.SOB@2028-01=18, "
    f"or a fact that begins with {', '.join(FACTS)}"
)
_FIGURES = (Kind.WHOLE, Kind.DECIMAL)
_KNOWN = ("basis", "source", "note")


@dataclass(slots=True)
class _Overlay:
    """Cells by table and key, with the number of their assignment, and scalars by number."""

    rows: dict[tuple[str, str], tuple[int, dict[str, str]]] = field(default_factory=dict)
    scalars: dict[int, str] = field(default_factory=dict)


def changes(
    assignments: Sequence[str],
    tables: Mapping[str, Sequence[Row]],
    start: Month | None = None,
) -> Parts:
    """The overlay that some assignments, or facts, make over the rows that are there.

    ``start`` is the first month, which facts about lines ask for.

    Values are judged as cells of a table, and told with the number of the assignment for a row.
    Raises ``SettingError`` with every assignment that names nothing to set.
    """
    made, wrong = _Overlay(), []
    for number, text in enumerate(assignments, start=1):
        try:
            for one in expand(text, tables, start) if is_fact(text) else (text,):
                _take(made, number, one, text, tables)
        except (_NameError, FactError) as error:
            wrong.append(f"{NAME} {text}: {error}")
    if wrong:
        raise SettingError("\n".join(wrong))
    found = Parts()
    lines = [made.scalars.get(number, "") for number in range(1, len(assignments) + 1)]
    found.scalars = read_scalars(NAME, "\n".join(lines).encode("utf-8"), complete=False)
    for table in dict.fromkeys(table for table, _ in made.rows):
        header = [one.name for one in dictionary(table)]
        rows = [row for (own, _), row in made.rows.items() if own == table]
        texts = [[cells.get(name, "") for _, cells in rows] for name in header]
        columns = Columns([number for number, _ in rows], texts)
        found.grids[table] = read_grid(table, NAME, header, columns)
    return found


def laid_over(programme: Programme, assignments: Sequence[str]) -> Programme:
    """A programme that was read, with the rows that some assignments make laid over it.

    For changes that are known to keep the rules: those are not judged again. Raises what `changes`
    raises, and ``ProgrammeError`` for values that are none.
    """
    over = changes(
        assignments, {table: getattr(programme, table) for table in TABLES}, programme.start
    )
    if faults := over.faults():
        raise ProgrammeError(faults)
    tables = {}
    for table, grid in over.grids.items():
        key = attrgetter(*key_of(table))
        rows = {key(row): row for row in (*getattr(programme, table), *grid.rows)}
        tables[table] = tuple(rows.values())
    return programme.replace(**tables)


class _NameError(ValueError):
    """An assignment names nothing that can be set."""


def _take(
    made: _Overlay, number: int, text: str, said: str, tables: Mapping[str, Sequence[Row]]
) -> None:
    """Take one assignment into the overlay; ``said`` is how it was asked for."""
    address, equals, value = (part.strip() for part in text.partition("="))
    table, point, rest = address.partition(".")
    if not equals or not table:
        raise _NameError(f"is no assignment; {_FORM}")
    if not point and table in KEYS:
        made.scalars[number] = f"{table} = {_toml(value)}"
    elif table in SETTINGS and rest:
        made.scalars[number] = f"{table}.{rest} = {_toml(value)}"
    elif table in TABLES and rest:
        path, column = _column_of(table, rest.replace("@", "."))
        key, cells = _row(table, path, tables[table])
        known = dict.fromkeys(_KNOWN, "") | {"basis": "assumed", "note": f"what if: {said}"}
        number, cells = made.rows.get((table, key), (number, cells))
        made.rows[table, key] = number, {**cells, **known, column: value}
    else:
        near = nearest(table, [*TABLES, *KEYS])
        raise _NameError(f"{table!r} is no table" + (f"; write {near}" if near else f"; {_FORM}"))


def _toml(value: str) -> str:
    """A value as TOML has it: as it stands where that is a value, else as text."""
    try:
        tomllib.loads(f"x = {value}")
    except ValueError:
        return json.dumps(value)
    return value if "\n" not in value else json.dumps(value)


def _column_of(table: str, rest: str) -> tuple[str, str]:
    """The path of the key, and the column that is set: the table's own figure if none is named."""
    others = [one for one in dictionary(table) if not one.key]
    path, point, last = rest.rpartition(".")
    if point and last in {one.name for one in others}:
        return path, last
    figures = [one.name for one in others if one.kind in _FIGURES]
    if not figures:
        names = ", ".join(one.name for one in others if one.name not in _KNOWN)
        raise _NameError(f"names no column of {table}; write one of {names} before the =")
    return rest, figures[0]


def _row(table: str, path: str, rows: Iterable[Row]) -> tuple[str, dict[str, str]]:
    """The key and cells of the row that a path names, whole or as far as only one row has it.

    A whole key that no row has makes a new row.
    """
    fields = dictionary(table)
    keys = [one for one in fields if one.key]
    named = {path_of(keys, row): row for row in rows}
    near = [one for one in named if one == path or one.startswith(f"{path}.")]
    if path in named or len(near) == 1:
        key = path if path in named else near[0]
        return key, {one.name: written(getattr(named[key], one.attribute)) for one in fields}
    if len(near) > 1:
        raise _NameError(f"names {len(near)} rows of {table}, such as {near[0]}; name one of them")
    parts = path.split(".")
    if len(parts) != len(keys):
        names = ".".join(one.name.upper() for one in keys)
        meant = nearest(path, list(named))
        repair = f"write {meant}" if meant else f"write {table}.{names} and a column"
        raise _NameError(f"no row of {table} is named {path!r}; {repair}")
    return path, dict(zip((one.name for one in keys), parts, strict=True))


def assignment(table: str, row: Row, column: str, value: Value) -> str:
    """The assignment that sets one figure of a row that is there."""
    keys = [one for one in dictionary(table) if one.key]
    return f"{table}.{path_of(keys, row)}.{column}={written(value)}"


def path_of(keys: Sequence[Field], row: Row) -> str:
    """A row's key as an assignment writes it; blanks at its end are left out."""
    return ".".join(written(getattr(row, one.attribute)) for one in keys).rstrip(".")
