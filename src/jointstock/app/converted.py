"""The verbs ``convert`` and ``diff``: a programme in another form, and two of them compared."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typer

from jointstock.app.inputs import programme_in
from jointstock.programme.diff import diff
from jointstock.programme.save import Form, form_of, save
from jointstock.programme.tables import TABLES


def convert_to(
    programme: Path,
    overlays: Sequence[str],
    to: Path,
    form: str | None,
    *,
    replace: bool,
    as_json: bool,
) -> None:
    """Save a programme with its overlays in another form, and print where it is.

    Raises ``ProgrammeError`` if it is none, ``SettingError`` if it cannot be written there.
    """
    made, _ = programme_in(programme, overlays)
    wanted = form_of(to) if form is None else Form(form)
    files = save(made, to, form=wanted, replace=replace)
    rows = sum(1 for _ in made.rows())
    if as_json:
        data = {"programme": made.id, "digest": made.digest, "to": str(to)}
        typer.echo(json.dumps({**data, "form": wanted, "files": files, "rows": rows}, indent=1))
    else:
        tables = sum(bool(getattr(made, table)) for table in TABLES)
        typer.echo(f"{to}: a {_NAMES[wanted]}, {rows} rows in {tables} tables")


_NAMES = {
    Form.FOLDER: "folder of CSV files",
    Form.WORKBOOK: "workbook",
    Form.PARQUET: "folder of parquet files",
}


def show_diff(one: Path, other: Path, *, as_json: bool) -> None:
    """Print what two programmes differ in; raises ``ProgrammeError`` if either is none."""
    before, _ = programme_in(one, ())
    after, _ = programme_in(other, ())
    found = diff(before, after)
    if as_json:
        typer.echo(json.dumps(found.as_data(), indent=1))
        return
    for line in found.lines() or ["nothing differs"]:
        typer.echo(line)
