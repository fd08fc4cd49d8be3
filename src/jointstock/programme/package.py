"""The folder as a Frictionless data package: Table Schema, keys and foreign keys."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jointstock.programme.cells import LARGEST
from jointstock.programme.programme import Programme
from jointstock.programme.tables import TABLES, dictionary, key_of
from jointstock.words.fields import Field, Kind

PACKAGE = "datapackage.json"

_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.CODE: {"type": "string"},
    Kind.NATION: {"type": "string"},
    Kind.CURRENCY: {"type": "string"},
    Kind.CHOICE: {"type": "string"},
    Kind.MONTH: {"type": "yearmonth"},
    Kind.DAY: {"type": "date"},
    Kind.WHOLE: {"type": "integer"},
    Kind.DECIMAL: {"type": "number"},
    Kind.FLAG: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
}
_PATTERNS = {
    Kind.CODE: "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
    Kind.NATION: "[A-Z]{2}",
    Kind.CURRENCY: "[A-Z]{3}",
}


def datapackage(
    programme: Programme, headers: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """Describe the programme's tables as a data package (Frictionless, Table Schema 1).

    Parameters
    ----------
    programme
        What is described: its scalars, and which tables have rows.
    headers
        Column names by table as they stand in the files; without it, every table that has rows
        is described with all its columns.
    """
    if headers is None:
        headers = {
            table: [one.name for one in dictionary(table)]
            for table in TABLES
            if getattr(programme, table)
        }
    return {
        "profile": "tabular-data-package",
        "name": programme.id.lower(),
        "title": programme.title,
        "description": f"Facts as of {programme.as_of}.",
        "version": programme.as_of,
        "resources": [_resource(table, headers) for table in TABLES if table in headers],
    }


def describe(programme: Programme, folder: Path) -> dict[str, Any]:
    """Describe a folder as it stands, with the columns that its files have, in their order.

    ``programme`` is what was read from it. Raises ``OSError`` where a file cannot be read.
    """
    headers = {}
    for table in TABLES:
        path = folder / f"{table}.csv"
        if path.exists():
            with path.open(encoding="utf-8-sig", newline="") as file:
                headers[table] = next(csv.reader(file), [])
    return datapackage(programme, headers)


def as_json(package: Mapping[str, Any]) -> bytes:
    """The bytes of ``datapackage.json``."""
    return (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _resource(table: str, headers: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    declared = {one.name: one for one in dictionary(table)}
    fields = [declared[name] for name in headers[table]]
    attributes = key_of(table)
    schema: dict[str, Any] = {
        "fields": [_field(one) for one in fields],
        "missingValues": [""],
        "primaryKey": [one.name for one in fields if one.attribute in attributes],
    }
    foreign = [_foreign_key(one) for one in fields if _refers_to_one(one, headers)]
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "profile": "tabular-data-resource",
        "name": table,
        "path": f"{table}.csv",
        "description": (TABLES[table].__doc__ or "").split("\n")[0],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(one: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"name": one.name, **_TYPES[one.kind], "description": one.meaning}
    if one.unit:
        found["unit"] = one.unit
    constraints: dict[str, Any] = {}
    if one.required:
        constraints["required"] = True
    if one.kind in _PATTERNS:
        constraints["pattern"] = _PATTERNS[one.kind]
    if one.choices:
        constraints["enum"] = list(one.choices)
    if one.low is not None:
        constraints["minimum"] = one.low
    if one.kind in (Kind.WHOLE, Kind.DECIMAL):
        constraints["maximum"] = LARGEST if one.high is None else one.high
    if constraints:
        found["constraints"] = constraints
    return found


def _refers_to_one(one: Field, headers: Mapping[str, Sequence[str]]) -> bool:
    """Whether a foreign key can say it: one table that is there, and no words beside it."""
    return len(one.refers) == 1 and not one.words and one.refers[0] in headers


def _foreign_key(one: Field) -> dict[str, Any]:
    target = one.refers[0]
    key = next(declared.name for declared in dictionary(target) if declared.key)
    return {
        "fields": [one.name],
        "reference": {"resource": target, "fields": [key]},
    }
