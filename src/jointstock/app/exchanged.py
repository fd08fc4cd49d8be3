"""The verb ``rates``: a bank's daily rates as rows of the table ``exchange``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typer

from jointstock.app.inputs import overlays
from jointstock.programme.cells import plain
from jointstock.programme.daily_rates import DailyRates, read_daily
from jointstock.programme.exchange import exchange_rows
from jointstock.programme.files import read_file
from jointstock.programme.limits import MOST_BYTES
from jointstock.programme.programme import Programme
from jointstock.programme.read import read
from jointstock.programme.tables import Exchange
from jointstock.programme.told import shortened
from jointstock.programme.write import columns_of, table_to_csv
from jointstock.words.errors import Problem, ProgrammeError, SettingError

TABLE = "exchange.csv"


def rates_of(
    file: Path, folder: Path, names: Sequence[str], rule: str, out: Path | None, *, as_json: bool
) -> None:
    """Print the rows that the programme in a folder needs, or write them into a folder.

    Raises ``ProgrammeError`` if the file of rates or the programme cannot be used, and
    ``SettingError`` if a table of that name stands in the folder to write to.
    """
    programme = _programme(folder, names)
    rows, problems = exchange_rows(programme, _daily(file), rule)
    if problems:
        raise ProgrammeError(problems)
    target = None if out is None else out / TABLE
    if target is not None and target.exists():
        raise SettingError(f"{target} is there already; name another folder")
    content = table_to_csv(columns_of("exchange", rows), rows)
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    if as_json:
        path = None if target is None else str(target)
        data = {"rule": rule, "file": path, "rows": [_as_data(row) for row in rows]}
        typer.echo(json.dumps(data, indent=1))
    elif target is None:
        typer.echo(content.decode("utf-8"), nl=False)
    else:
        pairs = ", ".join(dict.fromkeys(f"{row.from_} to {row.to}" for row in rows)) or "none"
        some = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
        typer.echo(f"{some} in {target}; pairs: {pairs}")


def _programme(folder: Path, names: Sequence[str]) -> Programme:
    """The programme; that it lacks rates is no fault here, since they are asked for."""
    programme, problems = read(folder, overlays(folder, names), but=frozenset({"rate-missing"}))
    if programme is None:
        raise ProgrammeError([one for one in problems if one.code != "rate-missing"])
    return programme


def _daily(file: Path) -> DailyRates:
    content = read_file(file, file.name, MOST_BYTES)
    if isinstance(content, Problem):
        raise ProgrammeError([content])
    daily, problems = read_daily(file.name, content)
    if problems:
        raise ProgrammeError(shortened(problems))
    return daily


def _as_data(row: Exchange) -> dict[str, str]:
    return {
        "month": str(row.month),
        "from": row.from_,
        "to": row.to,
        "rate": plain(row.rate),
        "basis": row.basis,
        "source": row.source,
        "note": row.note,
    }
