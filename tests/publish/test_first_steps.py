"""The report and workbook of the tutorial's programme show what the tutorial works out by hand."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from jointstock.plan import freed_by_the_buy, pivotal_members, plan, without_call_offs
from jointstock.programme.programme import Programme
from jointstock.programme.read import load
from jointstock.publish import report, series, summary
from jointstock.words.plan_json import from_json, to_json
from jointstock.words.results import Findings
from publish.test_report import Page

FOLDER = Path(__file__).parents[2] / "examples" / "first-steps"


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load(FOLDER)


@pytest.fixture(scope="module")
def findings(programme: Programme) -> Findings:
    made = plan(programme)
    no_buy = plan(without_call_offs(programme))
    return Findings(
        made,
        plan(programme.replace(plan=dataclasses.replace(programme.plan, borne="all"))),
        no_buy,
        freed_by_the_buy(programme, made, no_buy),
        pivotal_members(programme, made, plan),
    )


@pytest.fixture(scope="module")
def page(programme: Programme, findings: Findings) -> Page:
    return Page(report.render(programme, findings))


def test_stocks_are_those_of_the_tutorial(
    programme: Programme, findings: Findings, page: Page
) -> None:
    found = series.stocks(programme, findings.plan)
    assert found["NL", "M1"] == [5, 5, 5, 7, 8, 9, 10, 10, 10, 10, 10, 10]
    assert found["DE", "M1"] == [5, 5, 5, 5, 5, 6, 7, 9, 9, 11, 11, 12]
    assert page.rows("levels")["Netherlands"][1:] == ["5 / 10", "9 / 10", "10 / 10", "10 / 10"]
    assert page.rows("levels")["Germany"][1:] == ["5 / 10", "6 / 10", "9 / 10", "12 / 10"]


def test_it_costs_what_the_tutorial_says(
    programme: Programme, findings: Findings, page: Page
) -> None:
    # Fourteen units at a million, two percent fee.
    assert page.rows("totals")["All"][0] == "14 million EUR"
    assert page.rows("totals")["All"][1] == "280,000 EUR"
    text = "\n".join(summary.lines(programme, findings))
    assert "14 M1 are called off under contract C1" in text
    assert "At 5 % a year that is worth 14 million EUR at the start." in text
    assert "1 unit of firm demand is not called off (Netherlands)." in text


def test_a_real_plan_goes_to_json_and_back(findings: Findings) -> None:
    assert from_json(to_json(findings.plan)) == findings.plan
