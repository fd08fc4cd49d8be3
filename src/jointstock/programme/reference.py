"""The reference page of the programme folder, written from the dictionary of fields.

``python -m jointstock.programme.reference`` writes the page to standard output.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping

from jointstock.programme.cells import written
from jointstock.programme.keys import KEYS, PLAN_KEYS, SHARE_KEYS, Key
from jointstock.programme.tables import TABLES, dictionary
from jointstock.programme.workbook.help import bounds
from jointstock.words.fields import Field, Kind

_INTRO = """\
# The programme folder

A programme is a folder: `programme.toml` for the few scalars, one CSV file for each table, and a
generated `datapackage.json`, with or without which the folder reads the same. This page is written
from the dictionary of fields that also drives reading, checking and the data package.

- A CSV file is UTF-8 (a byte order mark is accepted), separated by commas, with the names of the
  columns in its first row. Columns may stand in any order; one without default must be there. A
  row whose cells are all blank is passed over. A table without rows may be absent.
- A blank cell takes the column's default.
- Months are inclusive at both ends and may lie before the start. A step (`floors`, `capacity`)
  holds from its month until the next row of the same key; before the first it is 0.
- Money is in units of its currency. A percentage is a number of percent.
- The key of a row is made of the columns marked *key*; no two rows of a file have the same one.
- The order of rows decides wherever plans are equal otherwise; names never do.
- Every row may say how it is known: `basis`, `source`, `note`. A row that does not say is assumed.

## As one workbook

A programme may also be one workbook (`.xlsx`) with a sheet for each table, named as the table, and
a sheet `programme` for the scalars; every verb takes it in place of a folder, and
`jointstock convert` goes both ways without loss. The first line of a head is the column's name.
Sheets `read_me`, `lists` and `answer` are passed over.

- Cells that are text are read as they stand; blanks around codes, dates and numbers do not count.
- Numbers are read to 15 digits, as spreadsheet programs keep them. Longer ones are written as text.
- A date is a day. In a column of months, the first day of a month is read as that month, since that
  is what a spreadsheet program makes of `2024-07`; any other day is an error.
- No text is ever written as a formula. Of a formula, the value that was last worked out is read.

## As parquet

A folder may hold `.parquet` files in place of CSV files, one for each table, written and read with
`jointstock[parquet]`. Columns have types: whole numbers of 64 bits, decimals with 12 digits after
the point, booleans, days as dates, the rest text, months too; a null is a blank.

## Overlays

An overlay is a folder or workbook with the same tables that holds later facts. It is laid over the
programme: a row whose key is there already takes the place of that row, any other is added at the
end. Its `programme.toml` may be absent; keys that it has replace the programme's, `as_of` above
all, since no row may tell what happened after it. Places in an overlay begin with the folder's
name, as `2024-11/budgets.csv:3:amount`.

## programme.toml
"""

_SETTINGS = """
### Settings of the planner

The table `[plan]`.
"""

_SHARE = """
### Settings of shares

The table `[share]`. An option of the same name of `jointstock share` comes before it.
"""

_KINDS: dict[Kind, str] = {
    Kind.TEXT: "text",
    Kind.CODE: "code: letters, digits, `.`, `_`, `-`, at most 64; first a letter or digit",
    Kind.NATION: "nation: ISO 3166-1 alpha-2",
    Kind.CURRENCY: "currency: ISO 4217",
    Kind.CHOICE: "choice",
    Kind.MONTH: "month: `YYYY-MM`",
    Kind.DAY: "day: `YYYY-MM-DD`",
    Kind.WHOLE: "whole number",
    Kind.DECIMAL: "number",
    Kind.FLAG: "`true` or `false`",
}


def reference_page() -> str:
    """Markdown of the whole page, with a line feed at its end."""
    parts = [_INTRO, _key_table(KEYS), _SETTINGS, _key_table(PLAN_KEYS)]
    parts += [_SHARE, _key_table(SHARE_KEYS)]
    shared = {one.name for one in dictionary("members")[-3:]}
    parts.append("\n## In every table\n")
    parts.append(_columns([one for one in dictionary("members") if one.name in shared]))
    for table in TABLES:
        parts.append(f"\n## {table}\n\n{inspect.getdoc(TABLES[table])}\n")
        parts.append(_columns([one for one in dictionary(table) if one.name not in shared]))
    return "\n".join(parts) + "\n"


def _key_table(keys: Mapping[str, Key]) -> str:
    rows = [
        f"| `{name}` | {key.takes} | {key.default or 'required'} | {key.meaning} |"
        for name, key in keys.items()
    ]
    return "\n".join(["| key | takes | default | meaning |", "| --- | --- | --- | --- |", *rows])


def _columns(fields: list[Field]) -> str:
    rows = [
        f"| `{one.name}`{' (key)' if one.key else ''} | {_takes(one)} | {_default(one)} "
        f"| {one.unit} | {one.meaning} |"
        for one in fields
    ]
    head = ["| column | takes | default | unit | meaning |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *rows])


def _takes(one: Field) -> str:
    if one.choices:
        return ", ".join(f"`{choice}`" for choice in one.choices)
    found = _KINDS[one.kind] + bounds(one)
    if one.refers:
        words = [f"`{word}`" for word in one.words]
        found += f"; in {' or '.join([f'[{name}](#{name})' for name in one.refers] + words)}"
    return found


def _default(one: Field) -> str:
    if one.required:
        return "required"
    text = written(one.default)
    return f"`{text}`" if text else ""


def main() -> None:
    """Write the page to standard output."""
    sys.stdout.write(reference_page())


if __name__ == "__main__":
    main()
