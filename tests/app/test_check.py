"""``check``: every problem and remark, and how the figures are known."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.console import EXAMPLES, call
from jointstock.programme.basis import by_basis
from jointstock.programme.read import load

FLAGSHIP = EXAMPLES / "nspa-gemt-2024"

# A row that is reported without a source, and an item that is not there.
STOCKS = "member,item,units,basis\nDE,M1,7,reported\nNL,M9,5,assumed\n"


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """First steps with two problems and a remark between them."""
    folder = tmp_path / "faulty"
    shutil.copytree(EXAMPLES / "first-steps", folder)
    (folder / "stocks.csv").write_text(STOCKS, encoding="utf-8")
    (folder / "use.csv").write_text("member,item,month,units\nNL,M1,2025-08,one\n")
    return folder


def test_a_sound_folder_has_its_bases_counted() -> None:
    """First steps: 2 members + 3 parties + ... = 23 rows, all of them assumed."""
    found = call("check", EXAMPLES / "first-steps")
    assert found.exit_code == 0
    assert found.stderr == ""
    lines = found.stdout.splitlines()
    assert lines[-1].endswith("first-steps: no problems, no remarks")
    assert lines[-2].split()[:5] == ["total", "23", "0", "0", "23"]


def test_json_has_the_digest_and_each_table() -> None:
    found = call("check", FLAGSHIP, "--with", "2024-11", "--json")
    assert found.exit_code == 0
    told = json.loads(found.stdout)
    programme = load(FLAGSHIP, [FLAGSHIP / "overlays" / "2024-11"])
    assert told["programme"] == "nspa-gemt-2024"
    assert told["digest"] == programme.digest
    assert not any(not one["remark"] for one in told["problems"])
    assert {one["table"]: one["rows"] for one in told["basis"]} == {
        one.table: one.rows for one in by_basis(programme)
    }


def test_problems_are_told_on_standard_output_since_they_were_asked_for(faulty: Path) -> None:
    found = call("check", faulty)
    assert found.exit_code == 3
    assert found.stderr == ""
    lines = found.stdout.splitlines()
    assert [line.split(" ")[:2] for line in lines[:-1]] == [
        ["remark:", "stocks.csv:2:source:"],
        ["stocks.csv:3:item:", "reference-unknown"],
        ["use.csv:2:units:", "whole-form"],
    ]
    assert lines[-1] == f"{faulty}: 2 problems, 1 remark"


def test_problems_as_json(faulty: Path) -> None:
    found = call("check", faulty, "--json")
    assert found.exit_code == 3
    told = json.loads(found.stdout)
    assert told["programme"] is None
    assert told["digest"] is None
    assert told["basis"] == []
    assert told["problems"][1] == {
        "code": "reference-unknown",
        "file": "stocks.csv",
        "row": 3,
        "column": "item",
        "cell": "",
        "value": "M9",
        "message": "is in no row of items",
        "repair": "add the row, or mend the name",
        "remark": False,
        "more": 0,
    }


def test_an_overlay_is_named_as_a_folder_or_as_one_of_the_programme() -> None:
    by_name = call("check", FLAGSHIP, "--with", "2024-11", "--json")
    by_path = call("check", FLAGSHIP, "--with", FLAGSHIP / "overlays" / "2024-11", "--json")
    base = call("check", FLAGSHIP, "--json")
    assert by_name.stdout == by_path.stdout
    assert by_name.stdout != base.stdout


def test_an_overlay_that_is_nowhere_is_a_problem() -> None:
    found = call("check", FLAGSHIP, "--with", "2031-01")
    assert found.exit_code == 3
    assert found.stdout.startswith("2031-01: folder-missing")


def test_what_conflicts_is_told_before_anything_is_planned(tmp_path: Path) -> None:
    """The line makes 2 a month in the spring, and has promised 3 for February: exit code 4."""
    folder = tmp_path / "steps"
    shutil.copytree(EXAMPLES / "first-steps", folder)
    (folder / "promised.csv").write_text("line,customer,due,units\nL1,outside,2025-02,3\n")
    found = call("check", folder)
    assert found.exit_code == 4
    lines = found.stdout.splitlines()
    assert lines[:3] == [
        (
            "conflict 1: promised-above-capacity: "
            "line L1 has promised 3 units for 2025-02, and can make 2"
        ),
        "  promised.csv:2 '3': promise 1 unit fewer, or move 1 unit to 2025-03",
        "  capacity.csv:2 '2': make 3 a month from 2025-01",
    ]
    assert lines[-1].endswith("no problems, no remarks, 1 conflict")
    as_data = json.loads(call("check", folder, "--json").stdout)
    assert [one["code"] for one in as_data["conflicts"]] == ["promised-above-capacity"]
