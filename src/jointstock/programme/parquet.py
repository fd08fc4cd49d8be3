"""Parquet: a table of the programme as one file with typed columns, for those who analyse it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any

from jointstock.programme.cells import written
from jointstock.programme.columns import whole
from jointstock.programme.faults import fault
from jointstock.programme.grid import Grid, read_grid
from jointstock.programme.hints import nearest
from jointstock.programme.parts import Parts
from jointstock.programme.programme import Programme
from jointstock.programme.scalars import FILE
from jointstock.programme.tables import TABLES, Row, dictionary
from jointstock.programme.workbook.cells import texts_of
from jointstock.programme.write import columns_of, to_toml
from jointstock.words.errors import Place, Problem, SettingError
from jointstock.words.fields import Field, Kind, Value

_PLACES = (24, 12)  # digits in all and after the point: what a cell may have


def parquet_files(programme: Programme) -> dict[str, bytes]:
    """``programme.toml``, and a parquet file for each table that has rows, by name.

    Raises ``SettingError`` where pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: F401 - asked for before anything is written
    except ModuleNotFoundError:
        raise SettingError(
            "parquet needs pyarrow, which is not installed; install jointstock[parquet]"
        ) from None
    files = {FILE: to_toml(programme)}
    for table in TABLES:
        rows = getattr(programme, table)
        if rows:
            files[f"{table}.parquet"] = _to_parquet(columns_of(table, rows), rows)
    return files


def take_parquet(parts: Parts, folder: Path, prefix: str) -> None:
    """Read the parquet files of a folder into ``parts``; a table that was read stays as it is."""
    for path in sorted(folder.glob("*.parquet")):
        table, file = path.stem, prefix + path.name
        if table not in TABLES:
            near = nearest(table, TABLES)
            repair = f"rename it to {near}.parquet, or take it out" if near else ""
            message = "is the name of no table; nothing in it is read"
            parts.problems.append(fault("file-unknown", Place(file), path.name, message, repair))
        elif table in parts.grids:
            message = f"stands beside {parts.grids[table].file}; nothing in it is read"
            repair = "take one of the two out"
            parts.problems.append(fault("file-unknown", Place(file), path.name, message, repair))
        else:
            parts.grids[table] = _grid(table, file, path)


def _grid(table: str, file: str, path: Path) -> Grid:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError:
        return _unreadable(table, file, "needs pyarrow", "install jointstock[parquet]")
    try:
        found = parquet.ParquetFile(path).read()
        header = [str(name) for name in found.column_names]
        kinds = {one.name: one.kind for one in dictionary(table)}
        texts = []
        for name, column in zip(header, found.columns, strict=True):
            cells = ["" if cell is None else cell for cell in column.to_pylist()]
            texts.append(texts_of(cells, kinds.get(name, Kind.TEXT)))
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:80]
        return _unreadable(table, file, f"cannot be read ({reason})", "write it anew as parquet")
    return read_grid(table, file, header, whole(texts))


def _unreadable(table: str, file: str, message: str, repair: str) -> Grid:
    problem: Problem = fault("file-unreadable", Place(file), "", message, repair)
    return Grid(table, file, problems=[problem], broken=True, known=None)


def _to_parquet(columns: Sequence[Field], rows: Sequence[Row]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    target = io.BytesIO()
    fields = [
        pa.field(one.name, _type_of(one.kind), metadata={"meaning": one.meaning, "unit": one.unit})
        for one in columns
    ]
    arrays = [
        pa.array([_cell(value, one.kind) for value in values], field.type)
        for one, field in zip(columns, fields, strict=True)
        for values in [map(attrgetter(one.attribute), rows)]
    ]
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
    parquet.write_table(table, target)
    return target.getvalue()


def _type_of(kind: Kind) -> Any:
    import pyarrow as pa

    match kind:
        case Kind.WHOLE:
            return pa.int64()
        case Kind.DECIMAL:
            return pa.decimal128(*_PLACES)
        case Kind.FLAG:
            return pa.bool_()
        case Kind.DAY:
            return pa.date32()
    return pa.string()


def _cell(value: Value, kind: Kind) -> object:
    """A value as parquet has it; a blank is a null."""
    if value is None or value == "":
        return None
    if kind in (Kind.WHOLE, Kind.DECIMAL, Kind.FLAG):
        return value
    text = written(value)
    return date.fromisoformat(text) if kind is Kind.DAY else text
