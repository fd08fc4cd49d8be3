"""What two programmes differ in: scalars and rows by key, told in words or as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from jointstock.programme.cells import written
from jointstock.programme.keys import KEYS, SETTINGS
from jointstock.programme.programme import Programme
from jointstock.programme.tables import TABLES, Row, dictionary, key_of

Texts = Mapping[str, str]
_LONG = ("source", "note")


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that was added, removed or changed.

    ``key`` holds the columns of its key. ``before`` and ``after`` hold the other columns: of a
    changed row those that differ, of another all that say something; blank on the side where
    there is no row.
    """

    key: Texts
    before: Texts
    after: Texts


@dataclass(frozen=True, slots=True)
class TableChange:
    """What a table differs in; ``moved`` says that rows of both stand in another order."""

    table: str
    added: tuple[RowChange, ...] = ()
    removed: tuple[RowChange, ...] = ()
    changed: tuple[RowChange, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What two programmes differ in; false where they are the same.

    ``scalars`` holds the keys of ``programme.toml`` with their values on both sides.
    """

    scalars: Mapping[str, tuple[str, str]]
    tables: tuple[TableChange, ...]

    def __bool__(self) -> bool:
        """Whether they differ at all."""
        return bool(self.scalars or self.tables)

    def lines(self) -> list[str]:
        """The difference in words: a line for each scalar, table and row."""
        found = [
            f"{name}: from {_or_blank(a)} to {_or_blank(b)}"
            for name, (a, b) in self.scalars.items()
        ]
        for table in self.tables:
            found += lines_of(table)
        return found

    def as_data(self) -> dict[str, Any]:
        """The difference as JSON has it."""
        return {
            "same": not self,
            "scalars": [{"key": name, "from": a, "to": b} for name, (a, b) in self.scalars.items()],
            "tables": [data_of(table) for table in self.tables],
        }


def diff(before: Programme, after: Programme) -> Difference:
    """What changes from one programme to another, by key; notes and sources count too."""
    scalars = {}
    for name, (old, new) in _scalars(before, after).items():
        if old != new:
            scalars[name] = (_said(old), _said(new))
    tables = (diff_rows(name, getattr(before, name), getattr(after, name)) for name in TABLES)
    return Difference(scalars, tuple(table for table in tables if table is not None))


def diff_rows(table: str, before: Sequence[Row], after: Sequence[Row]) -> TableChange | None:
    """What rows of a table differ in; ``None`` where they are the same in the same order."""
    if tuple(before) == tuple(after):
        return None
    key = attrgetter(*key_of(table))
    old, new = ({key(row): row for row in rows} for rows in (before, after))
    kept = [one for one in old if one in new]
    return TableChange(
        table,
        added=tuple(_alone(table, row, after=True) for k, row in new.items() if k not in old),
        removed=tuple(_alone(table, row, after=False) for k, row in old.items() if k not in new),
        changed=tuple(_changed(table, old[k], new[k]) for k in kept if old[k] != new[k]),
        moved=kept != [one for one in new if one in old],
    )


def _scalars(before: Programme, after: Programme) -> dict[str, tuple[object, object]]:
    found = {name: (getattr(before, name), getattr(after, name)) for name in KEYS}
    found |= {
        f"{table}.{name}": tuple(getattr(getattr(one, table), name) for one in (before, after))
        for table, keys in SETTINGS.items()
        for name in keys
    }
    return found


def _said(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else written(value)


def _texts(table: str, row: Row, *, key: bool) -> dict[str, str]:
    """The columns of a row's key, or the others that are off their default."""
    return {
        one.name: written(getattr(row, one.attribute))
        for one in dictionary(table)
        if one.key is key and (key or getattr(row, one.attribute) != one.default)
    }


def _alone(table: str, row: Row, *, after: bool) -> RowChange:
    texts = _texts(table, row, key=False)
    return RowChange(_texts(table, row, key=True), *(({}, texts) if after else (texts, {})))


def _changed(table: str, old: Row, new: Row) -> RowChange:
    fields = [
        one
        for one in dictionary(table)
        if getattr(old, one.attribute) != getattr(new, one.attribute)
    ]
    before, after = (
        {one.name: written(getattr(row, one.attribute)) for one in fields} for row in (old, new)
    )
    return RowChange(_texts(table, new, key=True), before, after)


def lines_of(table: TableChange) -> Iterator[str]:
    """A table's changes in words."""
    counts = [
        f"{len(rows)} {what}"
        for what, rows in (
            ("added", table.added),
            ("removed", table.removed),
            ("changed", table.changed),
        )
        if rows
    ]
    yield f"{table.table}: {', '.join([*counts, *(['rows in another order'] * table.moved)])}"
    for one in table.added:
        yield f"  added   {_row(one.key, one.after)}"
    for one in table.removed:
        yield f"  removed {_row(one.key, one.before)}"
    for one in table.changed:
        moves = (
            f"{name} from {_or_blank(value)} to {_or_blank(one.after[name])}"
            for name, value in one.before.items()
        )
        yield f"  changed {_key(one.key)}: {', '.join(moves)}"


def _row(key: Texts, rest: Texts) -> str:
    # In words, what a whole row says of itself is too long; data have it.
    told = ", ".join(f"{name} {value}" for name, value in rest.items() if name not in _LONG)
    return f"{_key(key)}: {told}" if told else _key(key)


def _key(key: Texts) -> str:
    return " ".join(value or "-" for value in key.values())


def _or_blank(text: str) -> str:
    return text if text else "blank"


def data_of(table: TableChange) -> dict[str, Any]:
    """A table's changes as JSON has them."""
    return {
        "table": table.table,
        "added": [{"key": dict(one.key), "row": dict(one.after)} for one in table.added],
        "removed": [{"key": dict(one.key), "row": dict(one.before)} for one in table.removed],
        "changed": [{"key": dict(one.key), "fields": _fields(one)} for one in table.changed],
        "moved": table.moved,
    }


def _fields(change: RowChange) -> Iterable[dict[str, str]]:
    return [
        {"field": name, "from": value, "to": change.after[name]}
        for name, value in change.before.items()
    ]
