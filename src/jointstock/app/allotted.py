"""The verb ``rules``: a programme planned by every rule of allotment, side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from jointstock import flow
from jointstock.app.inputs import programme_in
from jointstock.app.progress import progress
from jointstock.app.shown import print_out, table_of
from jointstock.programme.programme import Programme
from jointstock.publish import allotting
from jointstock.publish.table import Value
from jointstock.words.allotments import Allotments
from jointstock.words.errors import SettingError

if TYPE_CHECKING:
    from rich.console import RenderableType

JSON, CHART = "rules.json", "rules.svg"


def compare_rules(
    folder: Path,
    overlays: tuple[str, ...],
    sets: tuple[str, ...],
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Plan by every rule, print who gains and who loses, and write both where that is asked for.

    Raises what `flow.plan` raises, and ``SettingError`` if the chart's library is not installed.
    """
    programme, _ = programme_in(folder, overlays, sets)
    with progress() as tell:
        found = flow.allotments(programme, progress=tell)
    lines, table = allotting.lines(programme, found), allotting.table(programme, found)
    names = [column.name for column in table.columns]
    data = {
        "programme": programme.id,
        "as_of": programme.as_of,
        "inputs_digest": programme.digest,
        "chosen": found.chosen.rule,
        "summary": lines,
        "rules": [
            {
                "rule": rule.rule,
                "cost": rule.cost,
                "gain": list(found.gain(rule)),
                "lose": list(found.lose(rule)),
            }
            for rule in found.rules
        ],
        "members": [dict(zip(names, map(_plain, row), strict=True)) for row in table.rows],
    }
    text = json.dumps(data, indent=1)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / JSON).write_text(text + "\n", encoding="ascii")
        _draw(programme, found, out / CHART)
    if as_json:
        typer.echo(text)
        return
    chosen = f"Allotted by {allotting.RULES[found.chosen.rule]}, as the programme says."
    print_out(programme.title, chosen, *lines, "", _shown(programme, found), "", allotting.as_set())
    if out is not None:
        typer.echo(f"the same as data, and as a chart: {out / JSON}, {out / CHART}")


def _draw(programme: Programme, found: Allotments, path: Path) -> None:
    try:
        from jointstock.publish.charts import export
        from jointstock.publish.charts.allotments import drawing

        export(drawing(programme, found), path)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "jointstock":
            raise
        raise SettingError(
            f"the chart needs {error.name}, which is not installed; install jointstock[report]"
        ) from None


def _plain(value: Value) -> object:
    """A value as JSON keeps it."""
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _shown(programme: Programme, found: Allotments) -> RenderableType:
    """The table of the report, for a terminal."""
    table = allotting.side_by_side(programme, found)
    shown = table_of(table.title, [column.name for column in table.columns], text=2)
    for number, row in enumerate(table.rows):
        if number and row[0]:
            shown.add_section()
        shown.add_row(*map(str, row))
    return shown
