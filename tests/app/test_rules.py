"""``rules``: every rule of allotment side by side, as sentences, a table, JSON and a chart."""

from __future__ import annotations

import json
from pathlib import Path

from app.console import EXAMPLES, call
from jointstock.publish.wording import MINUS, NONE

STEPS = EXAMPLES / "first-steps"


def test_sentences_come_first_and_then_the_figures(tmp_path: Path) -> None:
    """Both wait alike by the two rules of the floors; figures of the plan are the tutorial's."""
    found = call("rules", STEPS, "--out", tmp_path / "new")
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert lines[1] == "Allotted by steps of the floors, as the programme says."
    assert lines[2].startswith("Lowest stock first: nobody lacks more or less")
    assert f"Germany ({MINUS}0.3) lacks less, and Netherlands (+0.3) lacks more" in lines[3]
    rows = [line.split() for line in lines]
    told = f"Germany steps of the floors 70 % 1.5 {NONE} 0 3 5 of 5 Oct 2025 33 7.9"
    assert told.split() in rows
    svg = (tmp_path / "new" / "rules.svg").read_text(encoding="utf-8")
    assert "pro rata to demand" in svg


def test_json_and_the_file_say_the_same(tmp_path: Path) -> None:
    found = call("rules", STEPS, "--json", "--out", tmp_path)
    told = json.loads(found.stdout)
    assert told == json.loads((tmp_path / "rules.json").read_text(encoding="utf-8"))
    assert told["chosen"] == "penalty"
    assert [one["rule"] for one in told["rules"]][1:3] == ["leximin", "pro-rata"]
    assert told["rules"][2]["gain"] == ["DE"]
    assert len(told["members"]) == 2 * 5
    assert told["members"][0]["met_by"] == "2025-10"


def test_a_choice_is_set_and_recorded() -> None:
    """With --set a plan is made by another rule; one that there is not is told with those known."""
    told = json.loads(call("plan", STEPS, "--set", "plan.allotment=leximin", "--json").stdout)
    assert told["settings"]["allotment"] == "leximin"
    assert [one["goal"] for one in told["goals"]][2] == "leximin"
    chosen = call("rules", STEPS, "--set", "plan.allotment=equal")
    assert "Allotted by equal parts, as the programme says." in chosen.stdout
    wrong = call("plan", STEPS, "--set", "plan.allotment=fair")
    assert wrong.exit_code == 3
    assert "penalty, leximin, pro-rata, equal, priority" in wrong.stderr
