"""``plan``: the plan as a table and as JSON, its settings, and its exit codes."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from app.console import EXAMPLES, call, calm, start
from jointstock import flow
from jointstock.words.plan_json import from_json, to_json
from jointstock.words.results import Plan

STEPS = EXAMPLES / "first-steps"


@pytest.fixture(scope="module")
def planned() -> Plan:
    """The plan of first steps."""
    return flow.plan(flow.read(STEPS))


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """A copy of first steps to change."""
    return Path(shutil.copytree(STEPS, tmp_path / "steps"))


def row(text: str, first: str) -> list[str]:
    """The cells of the first line that begins with a word."""
    return next(line.split() for line in text.splitlines() if line.split()[:1] == [first])


def test_the_table_tells_goals_deliveries_and_gifts(planned: Plan) -> None:
    """The figures are those that the tutorial works out by hand."""
    found = call("plan", STEPS)
    assert found.exit_code == 0
    assert found.stderr == ""
    text = found.stdout
    assert row(text, "floors")[:4] == ["floors", "43.80", "43.80", "proven"]
    assert row(text, "cost")[:3] == ["cost", "13,971,099.28", "13,971,099.28"]
    assert "Not called off: NL 1 M1 under C1" in text
    deliveries = text.split("Deliveries, in units")[1].split("Gifts, in units")[0]
    assert row(deliveries, "DE") == ["DE", "M1", "8", "8"]
    assert row(deliveries, "NL") == ["NL", "M1", "6", "6"]
    assert row(deliveries, "all") == ["all", "14", "14"]
    assert row(text.split("Gifts, in units")[1], "DE") == ["DE", "M1", "3", "3"]
    assert "\x1b" not in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_json_is_the_plan_and_nothing_else(planned: Plan, tmp_path: Path) -> None:
    """On standard output and in the file stand the same bytes, those of the plan."""
    out = tmp_path / "new" / "plan.json"
    found = call("plan", STEPS, "--json", "--out", out)
    assert found.exit_code == 0
    assert found.stdout_bytes == out.read_bytes() == to_json(planned).encode()
    assert found.stderr == ""
    assert from_json(found.stdout) == planned


def test_the_same_bytes_in_another_process(planned: Plan) -> None:
    """Neither the seed of hashing nor the solver's first words change what is written."""
    for seed in ("1", "2"):
        found = start("plan", STEPS, "--json", PYTHONHASHSEED=seed)
        assert found.returncode == 0
        assert found.stderr == b""
        assert found.stdout == to_json(planned).encode()


def test_settings_go_before_those_of_the_folder(planned: Plan) -> None:
    """Where all bear the gifts, give comes before floors; the digest is that of what was used."""
    told = json.loads(call("plan", STEPS, "--borne", "all", "--no-exact", "--json").stdout)
    assert told["settings"]["borne"] == "all"
    assert told["settings"]["exact"] is False
    goals = [one["goal"] for one in told["goals"]]
    assert goals.index("give") < goals.index("floors")
    assert told["inputs_digest"] != planned.inputs_digest


def test_the_plan_in_force_is_kept_where_nothing_changed(planned: Plan, tmp_path: Path) -> None:
    """Steady then counts the units moved, and none is."""
    before = tmp_path / "plan.json"
    before.write_text(to_json(planned), encoding="utf-8")
    found = call("plan", STEPS, "--in-force", before)
    assert found.exit_code == 0
    assert row(found.stdout, "steady") == ["steady", "0", "0", "proven", "units", "moved"]


def test_a_plan_in_force_of_another_programme_is_refused(planned: Plan, tmp_path: Path) -> None:
    before = tmp_path / "plan.json"
    other = dataclasses.replace(planned, programme="other")
    before.write_text(to_json(other), encoding="utf-8")
    found = call("plan", STEPS, "--in-force", before)
    assert found.exit_code == 2
    assert found.stderr == f"jointstock: {before} is a plan of 'other', not of 'first-steps'\n"


def test_a_plan_in_force_that_is_none_is_told_as_a_problem(tmp_path: Path) -> None:
    found = call("plan", STEPS, "--in-force", STEPS / "stocks.csv", "--json")
    assert found.exit_code == 3
    assert json.loads(found.stdout)["problems"][0]["file"] == "stocks.csv"
    assert call("plan", STEPS, "--in-force", _bytes(tmp_path)).exit_code == 2


def _bytes(folder: Path) -> Path:
    path = folder / "no-text.json"
    path.write_bytes(b"\xff\xfe\x00")
    return path


def test_a_folder_that_is_no_programme_exits_with_3(steps: Path) -> None:
    """Every problem has a line on standard error, and standard output stays empty."""
    (steps / "stocks.csv").write_text("member,item,units\nDE,M1,7\nNL,M9,5\n")
    (steps / "use.csv").write_text("member,item,month,units\nNL,M1,2025-08,one\n")
    found = call("plan", steps)
    assert found.exit_code == 3
    assert found.stdout == ""
    assert [line.split(" ")[1] for line in found.stderr.splitlines()] == [
        "reference-unknown",
        "whole-form",
    ]
    as_data = call("plan", steps, "--json")
    assert as_data.exit_code == 3
    assert as_data.stderr == ""
    assert [one["code"] for one in json.loads(as_data.stdout)["problems"]] == [
        "reference-unknown",
        "whole-form",
    ]


def test_a_contradiction_exits_with_4(steps: Path) -> None:
    """The line makes 2 a month in the spring, and has promised 3 for February."""
    (steps / "promised.csv").write_text("line,customer,due,units\nL1,outside,2025-02,3\n")
    found = call("plan", steps)
    assert found.exit_code == 4
    assert found.stdout == ""
    assert found.stderr.splitlines() == [
        (
            "conflict 1: promised-above-capacity: "
            "line L1 has promised 3 units for 2025-02, and can make 2"
        ),
        "  promised.csv:2 '3': promise 1 unit fewer, or move 1 unit to 2025-03",
        "  capacity.csv:2 '2': make 3 a month from 2025-01",
    ]
    as_data = call("plan", steps, "--json")
    assert as_data.exit_code == 4
    told = json.loads(as_data.stdout)
    assert [one["file"] for one in told["problems"]] == ["promised.csv", "capacity.csv"]
    (conflict,) = told["conflicts"]
    assert conflict["rows"] == [
        {"file": "promised.csv", "row": 2},
        {"file": "capacity.csv", "row": 2},
    ]
    assert [(one["column"], one["value"], one["to"]) for one in conflict["changes"]] == [
        ("units", "3", "2"),
        ("due", "2025-02", "2025-03"),
        ("units_per_month", "2", "3"),
    ]


def test_a_limit_exits_with_5_and_the_plan_in_hand(
    planned: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = dataclasses.replace(planned, status="limit")
    monkeypatch.setattr(flow, "plan", lambda programme, **settings: stopped)
    out = tmp_path / "plan.json"
    found = call("plan", STEPS, "--out", out)
    assert found.exit_code == 5
    assert "limit, a search stopped before every gap" in found.stdout
    assert from_json(out.read_text()) == stopped
    as_data = call("plan", STEPS, "--json")
    assert as_data.exit_code == 5
    assert from_json(as_data.stdout) == stopped


@pytest.mark.slow
def test_a_limit_for_real(tmp_path: Path) -> None:
    """The flagship's budgets leave a gap, small, but not nought, which is asked for here."""
    folder = Path(shutil.copytree(EXAMPLES / "nspa-gemt-2024", tmp_path / "flagship"))
    scalars = folder / "programme.toml"
    text = scalars.read_text(encoding="utf-8")
    assert "\ngap = 0.002" in text
    scalars.write_text(text.replace("\ngap = 0.002", "\ngap = 0"), encoding="utf-8")
    found = call("plan", folder, "--json")
    assert found.exit_code == 5
    assert from_json(found.stdout).status == "limit"


def test_a_file_that_cannot_be_written_exits_with_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = call("plan", STEPS, "--out", tmp_path / "file" / "plan.json")
    assert found.exit_code == 2
    assert found.stdout == ""
    assert found.stderr.startswith(f"jointstock: {tmp_path / 'file'}")
    assert found.stderr.count("\n") == 1


def test_remarks_are_counted(steps: Path) -> None:
    (steps / "stocks.csv").write_text(
        "member,item,units,basis\nDE,M1,7,reported\nNL,M1,5,assumed\n"
    )
    found = call("plan", steps)
    assert found.stdout.splitlines()[-2:] == [
        "Figures of the programme: 1 reported, 0 estimated, 19 assumed",
        "1 remark on the programme: see jointstock check",
    ]


def test_a_narrow_alphabet_is_served() -> None:
    """Where rules of boxes cannot be written, others are."""
    found = start("plan", STEPS, PYTHONIOENCODING="ascii")
    assert found.returncode == 0
    assert b"----" in found.stdout
    assert b"?" not in found.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal made by the test")
def test_progress_goes_to_a_terminal_alone(planned: Plan) -> None:
    """Standard error is a terminal here, and standard output still holds the plan alone."""
    import pty
    import subprocess

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "jointstock", "plan", str(STEPS), "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=theirs, env=calm(TERM="xterm")
    ) as process:
        os.close(theirs)
        seen = _all_of(ours)
        assert process.stdout is not None
        assert process.stdout.read() == to_json(planned).encode()
    assert process.returncode == 0
    assert b"the plan" in seen
    assert b"floors" in seen


def _all_of(terminal: int) -> bytes:
    """What is written to a terminal until its other end is closed."""
    found = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # how Linux tells that the other end is closed
            part = b""
        if not part:
            os.close(terminal)
            return found
        found += part
