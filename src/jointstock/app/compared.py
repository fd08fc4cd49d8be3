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
from jointstock.ledger.compare import GoalChange, Moved, compare
from jointstock.publish import compared

if TYPE_CHECKING:
    from rich.table import Table


def compare_plans(before: Path, after: Path, *, as_json: bool) -> None:
    """Read two plans and print what differs.

    Raises ``ProgrammeError`` if a file holds no plan.
    """
    found = compare(plan_of(before), plan_of(after))
    lines = compared.lines(found)
    if as_json:
        data = {"same": found.same, "summary": lines, **asdict(found)}
        typer.echo(json.dumps(data, indent=1))
        return
    shown: list[str | Table] = [*lines, "", _goals(found.goals)]
    if found.moved:
        shown += ["", _moved(found.moved)]
    print_out(*shown)


def _goals(goals: Iterable[GoalChange]) -> Table:
    table = table_of("Goals, in order of the second plan", ("goal", "before", "after", "change"))
    for one in goals:
        cells = ["none" if value is None else number(value) for value in (one.before, one.after)]
        change = ""
        if one.before is not None and one.after is not None:
            more = one.after - one.before
            change = f"{'+' if more > 0 else ''}{number(more)}"
        table.add_row(one.goal, *cells, change)
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
