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


# What tells the way that units go.
_WAY = ("kind", "member", "item", "line", "donation")


def compare_plans(before: Path, after: Path, *, entries: bool, as_json: bool) -> None:
    """Read two plans and print what differs, with ``entries`` also month by month.

    Raises ``ProgrammeError`` if a file holds no plan.
    """
    found = compare(plan_of(before), plan_of(after))
    lines = compared.lines(found)
    if as_json:
        moved = [
            {**asdict(one), "moved": one.moved, "earlier": one.earlier, "later": one.later}
            for one in found.moved
        ]
        data = {"same": found.same, "summary": lines, **asdict(found), "moved": moved}
        typer.echo(json.dumps(data, indent=1, default=str))  # months
        return
    shown: list[str | Table] = [*lines, "", _goals(found.goals)]
    if found.moved:
        shown += ["", _moved(found.moved)]
    if found.moved and entries:
        shown += ["", _shifts(found.moved)]
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
    figures = ("units before", "after", "moved", "months earlier", "months later")
    table = table_of("Units", (*_WAY, *figures), text=len(_WAY))
    for one in moved:
        numbers = (one.before, one.after, one.moved, one.earlier, one.later)
        names = (getattr(one, name) for name in _WAY)
        table.add_row(*names, *(f"{value:,}" if value else "" for value in numbers))
    return table


def _shifts(moved: Iterable[Moved]) -> Table:
    """Month by month: units that come or go have a month in one plan only."""
    table = table_of("Month by month", (*_WAY, "units", "before", "after"), text=len(_WAY))
    for one in moved:
        names = [getattr(one, name) for name in _WAY]
        for shift in one.shifts:
            months = ("" if month is None else str(month) for month in (shift.before, shift.after))
            table.add_row(*names, f"{shift.units:,}", *months)
    return table
