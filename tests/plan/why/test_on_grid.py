"""A large plan on a coarse grid is explained month by month, at the prices of its search."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from jointstock.plan.planner import Planned, plan, planned
from jointstock.plan.why import questions
from jointstock.plan.why.columns import path_of
from jointstock.plan.why.effects import Effects
from jointstock.plan.why.held import as_found, held
from jointstock.plan.why.of_lines import first_full, of_lines
from jointstock.programme.read import load
from oracle.generate import programme

FLAGSHIP = Path(__file__).parents[3] / "examples" / "nspa-gemt-2024"


@pytest.fixture(scope="module", params=[3, 8])
def way(request: pytest.FixtureRequest) -> Planned:
    """A programme of eight months or more, by month for two of them and then by quarter."""
    made = programme(request.param, "wild")
    settings = replace(made.plan, monthly_until=2)
    return planned(made.replace(plan=settings, months=max(made.months, 8)), bounds=False)


def test_every_figure_is_answered(way: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no programme were small."""
    monkeypatch.setattr(questions, "MOVED", 0)
    asked = questions.Questions.of(way)
    for member in dict.fromkeys(member for member, _ in way.case.cells):
        assert asked.why(member, whole=False).answers


def test_what_is_planned_anew_is_planned_on_the_grid() -> None:
    """A change of nothing makes the plan again, although its model is by month."""
    made = load(FLAGSHIP)
    made = made.replace(plan=replace(made.plan, monthly_until=12, quarterly_until=36))
    found = plan(made, bounds=False)
    again = Effects(held(made, found), made).planned(())
    assert again is not None
    assert again.plan.entries == found.entries


def test_a_unit_a_month_is_as_many_units_as_a_period_has_months(way: Planned) -> None:
    held = as_found(way)
    for lever in of_lines(held):
        change = lever.change(1)
        if lever.moves is not None and change.kind == "capacity":
            t = first_full(held, change.line)
            assert t is not None
            assert lever.moves.by.sum() == way.case.months - t


def test_a_level_stands_for_the_months_of_its_period(way: Planned) -> None:
    """Where no linear search led to the plan, the model that is made anew is by month."""
    held = as_found(way)
    periods = held.case.periods
    for cell in held.case.cells:
        path = path_of(held.draft, *cell, held.x)
        assert len(path) == held.case.months
        for p in map(int, periods.coarse):
            assert np.ptp(path[list(periods.months(p))]) == 0
