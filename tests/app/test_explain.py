"""The verb ``explain``: what it prints, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.console import EXAMPLES, call

STEPS = EXAMPLES / "first-steps"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the first steps."""
    file = tmp_path_factory.mktemp("plan") / "plan.json"
    assert call("plan", STEPS, "--out", file).exit_code == 0
    return file


def test_as_json_it_has_figures_months_as_text_and_the_sentences(plan: Path) -> None:
    found = json.loads(call("explain", plan, STEPS, "DE", "2025-04", "--json").stdout)
    (answer,) = found["explanation"]["answers"]
    assert (answer["figure"]["value"], answer["figure"]["of"]) == (7, 10)
    assert answer["figure"]["month"] == "2025-04"
    assert answer["reasons"][0]["change"]["sets"] == ["add L1 1 2025-04"]
    assert found["told"][0]["head"].startswith("Germany is at 70 % of its floor in April 2025")


def test_nothing_asked_is_refused(plan: Path) -> None:
    found = call("explain", plan, STEPS)
    assert found.exit_code == 2
    assert "name a member, or ask for the --changes" in found.output


def test_a_month_that_is_none_is_refused(plan: Path) -> None:
    found = call("explain", plan, STEPS, "DE", "M1", "soon")
    assert found.exit_code == 2
    assert "'soon' is not a month (YYYY-MM)" in found.output


def test_another_programme_is_refused(plan: Path) -> None:
    found = call("explain", plan, STEPS, "DE", "--set", "lines.L1.lead_months=2")
    assert found.exit_code == 2
    assert "the plan was made from other inputs" in found.output


def test_a_plan_with_gifts_borne_otherwise_is_explained_as_it_was_made(tmp_path: Path) -> None:
    """Nobody need say again who bears the gifts: the plan says it."""
    file = tmp_path / "all.json"
    call("plan", STEPS, "--borne", "all", "--out", file)
    found = call("explain", file, STEPS, "DE")
    assert found.exit_code == 0
    assert "of its floor in" in found.output
