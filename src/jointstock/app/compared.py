"""The verb ``compare``: what differs between two plans, in sentences and then in tables."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from jointstock.app.inputs import plan_of
from jointstock.app.shown import number, print_out, table_of
from jointstock.ledger.compare import Comparison, Moved, compare
from jointstock.publish import compared
from jointstock.words.results import Goal

if TYPE_CHECKING:
    from rich.table import Table


def compare_plans(before: Path, after: Path, *, as_json: bool) -> None:
    """Read two plans and print what differs.

    Raises ``ProgrammeError`` if a file holds no plan.
    """
    found = compare(plan_of(before), plan_of(after))
    lines = compared.lines(found)
    if as_json:
        data = {"same": found.same, "summary": lines, **_data(found)}
        typer.echo(json.dumps(data, indent=1))
        return
    shown: list[str | Table] = [*lines, "", _goals(found.goals)]
    if found.moved:
        shown += ["", _moved(found.moved)]
    print_out(*shown)


def _data(found: Comparison) -> dict[str, object]:
    """The comparison as plain data; an infinite bound is null, as in a plan's JSON."""
    data = asdict(found)
    data["goals"] = [
        {
            "goal": (after or before).goal,  # type: ignore[union-attr]  # one of the two is there
            "before": None if before is None else before.value,
            "after": None if after is None else after.value,
        }
        for before, after in found.goals
    ]
    return data


def _goals(goals: Iterable[tuple[Goal | None, Goal | None]]) -> Table:
    table = table_of("Goals, in order of the second plan", ("goal", "before", "after", "change"))
    for before, after in goals:
        name = after.goal if after is not None else before.goal if before is not None else ""
        cells = ["none" if one is None else number(one.value) for one in (before, after)]
        both = before is not None and after is not None
        change = after.value - before.value if both else 0.0  # type: ignore[union-attr]
        table.add_row(name, *cells, f"{'+' if change > 0 else ''}{number(change)}" if both else "")
    return table


def _moved(moved: Iterable[Moved]) -> Table:
    head = ("what", "member", "item", "line", "donation")
    figures = ("units before", "after", "moved", "months earlier", "months later")
    table = table_of("Units", (*head, *figures), text=len(head))
    for one in moved:
        numbers = (one.before, one.after, one.moved, one.earlier, one.later)
        names = (one.kind, one.member, one.item, one.line, one.donation)
        table.add_row(*names, *(f"{value:,}" if value else "" for value in numbers))
    return table
