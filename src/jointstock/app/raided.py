"""The verb ``raids``: a public record as rows of the table ``raids``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import typer

from jointstock.programme.csvtext import to_csv
from jointstock.programme.files import read_file
from jointstock.programme.limits import MOST_BYTES
from jointstock.programme.raid_reports import RaidReports, read_reports
from jointstock.programme.tables import Raid
from jointstock.programme.threat_classes import USUAL, class_of, read_classes
from jointstock.programme.told import shortened
from jointstock.programme.write import columns_of, table_to_csv
from jointstock.words.errors import Problem, ProgrammeError, SettingError

TABLE, MAP, UNTOLD = "raids.csv", "classes-of-models.txt", "not-told.txt"


def raids_of(
    file: Path,
    classes: Path | None,
    source: str,
    out: Path | None,
    days: tuple[str, str],
    *,
    as_json: bool,
) -> None:
    """Print the rows of a record, or write them, the class map and what is not told into a folder.

    Raises ``ProgrammeError`` if a file cannot be used, ``SettingError`` for a day that is none, or
    if what would be written is there.
    """
    for day in filter(None, days):
        try:
            date.fromisoformat(day)
        except ValueError:
            raise SettingError(f"{day!r} is not a day (YYYY-MM-DD)") from None
    known: dict[str, str] = dict(USUAL)
    if classes is not None:
        known, problems = read_classes(classes.name, _content(classes))
        _stop(problems)
    reports, problems = read_reports(file.name, _content(file), known, source, days)
    _stop(problems)
    content = table_to_csv(columns_of("raids", reports.rows), reports.rows)
    said = "".join(f"{line}\n" for line in _told(reports)).encode("utf-8")
    written = {TABLE: content, MAP: _map(reports, known), UNTOLD: said}
    files = {} if out is None else {out / name: text for name, text in written.items()}
    for path in files:
        if path.exists():
            raise SettingError(f"{path} is there already; name another folder")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    if as_json:
        typer.echo(json.dumps(_data(reports, known, [str(path) for path in files]), indent=1))
        return
    if not files:
        typer.echo(content.decode("utf-8"), nl=False)
    else:
        typer.echo(f"{len(reports.rows)} rows in {out / TABLE if out else TABLE}")
    for line in _told(reports):
        typer.echo(line, err=not files)


def _stop(problems: list[Problem]) -> None:
    if problems:
        raise ProgrammeError(shortened(problems))


def _content(path: Path) -> bytes:
    content = read_file(path, path.name, MOST_BYTES)
    if isinstance(content, Problem):
        raise ProgrammeError([content])
    return content


def _told(reports: RaidReports) -> list[str]:
    lines = [f"without a class: {model}, {count} reports, {launched} launched"
             for model, (count, launched) in reports.unmapped.items()]  # fmt: skip
    return [*lines, *(f"not told: {one}" for one in reports.untold)]


def _map(reports: RaidReports, known: dict[str, str]) -> bytes:
    """Every model of the record with its class, to be edited and given back with --classes."""
    rows = [
        (model, class_of(model, known) or "", str(count), str(launched))
        for model, (count, launched) in reports.models.items()
    ]
    return to_csv(("model", "class", "reports", "launched"), rows)


def _data(reports: RaidReports, known: dict[str, str], files: list[str]) -> dict[str, Any]:
    models = [
        {"model": model, "class": class_of(model, known), "reports": count, "launched": launched}
        for model, (count, launched) in reports.models.items()
    ]
    return {
        "rows": [_row(row) for row in reports.rows],
        "models": models,
        "unmapped": [one for one in models if one["class"] is None],
        "untold": list(reports.untold),
        "files": files,
    }


def _row(row: Raid) -> dict[str, Any]:
    return {
        "day": row.day,
        "class": row.class_,
        "launched": row.launched,
        "stopped": row.stopped,
        "source": row.source,
    }
