"""A plan does not depend on when in the calendar its fiscal years start."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from jointstock.plan import plan
from jointstock.programme.programme import Programme
from jointstock.programme.read import load
from jointstock.programme.tables import TABLES, Row
from jointstock.words.months import Month

FIRST_STEPS = Path(__file__).parents[2] / "examples" / "first-steps"


def moved(programme: Programme, by: int) -> Programme:
    """The same programme so many months later, its fiscal years with it."""

    def row_moved(row: Row) -> Row:
        told = {one.name: getattr(row, one.name) for one in fields(row)}
        months = {name: value + by for name, value in told.items() if isinstance(value, Month)}
        if hasattr(row, "fiscal_year_start"):
            months["fiscal_year_start"] = 1 + (row.fiscal_year_start - 1 + by) % 12
        return replace(row, **months)

    tables = {name: tuple(map(row_moved, getattr(programme, name))) for name in TABLES}
    start = programme.start + by
    return programme.replace(start=start, as_of=str(start), price_year=start.year, **tables)


@pytest.fixture(scope="module")
def january() -> Programme:
    return load(FIRST_STEPS)


@pytest.mark.parametrize("by", range(1, 12))
def test_a_programme_moved_by_months_has_its_plan_moved(january: Programme, by: int) -> None:
    """Budgets of fiscal years from any month on allow the very plan that those from January do."""
    before, after = plan(january), plan(moved(january, by))
    assert [(one.goal, one.value) for one in after.goals] == [
        (one.goal, one.value) for one in before.goals
    ]
    assert [(one.month, one.kind, units(one)) for one in after.entries] == [
        (one.month + by, one.kind, units(one)) for one in before.entries
    ]


def units(entry: object) -> list[tuple[str, int]]:
    return [(one.unit, one.quantity) for one in entry.transfers]  # type: ignore[attr-defined]
