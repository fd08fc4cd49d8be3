"""Writing a programme as a folder: bytes that never vary, and that read back as the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from operator import attrgetter
from pathlib import Path

from jointstock.programme.cells import plain, written
from jointstock.programme.csvtext import to_csv
from jointstock.programme.keys import KEYS, SETTINGS
from jointstock.programme.package import PACKAGE, as_json, datapackage
from jointstock.programme.programme import Programme
from jointstock.programme.scalars import FILE
from jointstock.programme.tables import TABLES, Row, dictionary
from jointstock.words.fields import Field

# Columns that are written even where no row says anything in them: they ask to be filled.
_ALWAYS = ("basis", "source")


def write(programme: Programme, folder: Path) -> None:
    """Write ``programme.toml``, a CSV for each table that has rows, and ``datapackage.json``.

    The folder is made if it is not there; what it holds of these files is replaced, and the
    file of a table without rows is taken away, since it would be read with the rest. Raises
    ``OSError`` where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = folder_files(programme)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    for table in TABLES:
        if f"{table}.csv" not in files:
            (folder / f"{table}.csv").unlink(missing_ok=True)


def folder_files(programme: Programme) -> dict[str, bytes]:
    """The files of the programme's folder, by name."""
    files = {FILE: to_toml(programme)}
    headers = {}
    for table in TABLES:
        rows = getattr(programme, table)
        if rows:
            columns = columns_of(table, rows)
            headers[table] = [one.name for one in columns]
            files[f"{table}.csv"] = table_to_csv(columns, rows)
    files[PACKAGE] = as_json(datapackage(programme, headers))
    return files


def columns_of(table: str, rows: Sequence[Row]) -> tuple[Field, ...]:
    """The columns that say something: required, in the key, or off their default in some row."""
    return tuple(
        one
        for one in dictionary(table)
        if one.required
        or one.key
        or one.name in _ALWAYS
        or any(value != one.default for value in map(attrgetter(one.attribute), rows))
    )


def table_to_csv(columns: Sequence[Field], rows: Sequence[Row]) -> bytes:
    """Rows of a table as CSV with the given columns."""
    texts = []
    for one in columns:
        values = list(map(attrgetter(one.attribute), rows))
        known = {value: written(value) for value in set(values)}
        texts.append([known[value] for value in values])
    return to_csv([one.name for one in columns], zip(*texts, strict=True))


def to_toml(programme: Programme) -> bytes:
    """The scalars as ``programme.toml``; settings that are the usual ones are left out."""
    lines = [f"{name} = {_toml(getattr(programme, name))}" for name in KEYS]
    for table, keys in SETTINGS.items():
        own = getattr(programme, table)
        usual = type(own)()
        chosen = [
            f"{name} = {_toml(getattr(own, name))}"
            for name in keys
            if getattr(own, name) != getattr(usual, name)
        ]
        if chosen:
            lines += ["", f"[{table}]", *chosen]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    # A basic string of TOML escapes as JSON does, but for the last control character.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
