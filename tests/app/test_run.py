"""``report`` and ``run``: three files in a folder, and what is told of them."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import Result

from app.console import EXAMPLES, call
from jointstock import flow
from jointstock.words.plan_json import from_json

STEPS = EXAMPLES / "first-steps"
FILES = ["certificate.json", "plan.json", "plan.xlsx", "report.html"]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """What ``run`` says of first steps, and the folder it was called in."""
    place = tmp_path_factory.mktemp("ran")
    with contextlib.chdir(place):
        return call("run", STEPS), place


def test_run_writes_everything_and_tells_it_in_a_dozen_lines(ran: tuple[Result, Path]) -> None:
    found, place = ran
    assert found.exit_code == 0
    assert found.stderr == ""
    lines = found.stdout.splitlines()
    assert lines[0] == "First steps: two members, one line, twelve months (facts as of 2025-01)"
    assert 6 <= len(lines) - len(FILES) <= 20
    folder = Path("out", "first-steps")
    assert lines[-4:] == [
        f"the plan as data: {folder / 'plan.json'}",
        f"the workbook: {folder / 'plan.xlsx'}",
        f"the report: {folder / 'report.html'}",
        f"the certificate of shares: {folder / 'certificate.json'}",
    ]
    written = place / folder
    assert sorted(path.name for path in written.iterdir()) == FILES
    assert (written / "plan.json").read_bytes() == call("plan", STEPS, "--json").stdout_bytes
    assert (written / "plan.xlsx").read_bytes().startswith(b"PK")
    assert "First steps" in (written / "report.html").read_text(encoding="utf-8")


def test_report_writes_the_same_bytes_and_no_summary(ran: tuple[Result, Path]) -> None:
    found = call("report", STEPS, "--out", "here")
    assert found.exit_code == 0
    assert len(found.stdout.splitlines()) == len(FILES)
    for name in FILES:
        before = ran[1] / "out" / "first-steps" / name
        assert Path("here", name).read_bytes() == before.read_bytes(), name


def test_json_says_what_was_told_and_where_the_files_are(ran: tuple[Result, Path]) -> None:
    found = call("run", STEPS, "--out", "here", "--json")
    assert found.exit_code == 0
    assert found.stderr == ""
    told = json.loads(found.stdout)
    assert told["status"] == "optimal"
    assert told["programme"] == "first-steps"
    assert told["remarks"] == 0
    assert told["summary"] == ran[0].stdout.splitlines()[: -len(FILES)]
    assert told["files"] == {
        "the plan as data": str(Path("here", "plan.json")),
        "the workbook": str(Path("here", "plan.xlsx")),
        "the report": str(Path("here", "report.html")),
        "the certificate of shares": str(Path("here", "certificate.json")),
    }
    assert all(Path(path).is_file() for path in told["files"].values())
    plan = from_json(Path("here", "plan.json").read_text())
    assert told["inputs_digest"] == plan.inputs_digest


def test_a_limit_exits_with_5_and_writes_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    found = flow.study(flow.read(STEPS))
    stopped = dataclasses.replace(found, plan=dataclasses.replace(found.plan, status="limit"))
    monkeypatch.setattr(flow, "study", lambda programme, **settings: stopped)
    assert call("run", STEPS, "--out", "here").exit_code == 5
    assert sorted(path.name for path in Path("here").iterdir()) == FILES
    assert from_json(Path("here", "plan.json").read_text()).status == "limit"


@pytest.mark.parametrize("verb", ["report", "run"])
def test_nothing_is_written_of_what_is_no_programme(verb: str) -> None:
    folder = Path(shutil.copytree(STEPS, "steps"))
    (folder / "stocks.csv").write_text("member,item,units\nDE,M1,many\n")
    assert call(verb, folder, "--out", "here").exit_code == 3
    (folder / "stocks.csv").write_text("member,item,units\nDE,M1,7\n")
    (folder / "promised.csv").write_text("line,customer,due,units\nL1,outside,2025-02,3\n")
    assert call(verb, folder, "--out", "here").exit_code == 4
    assert not Path("here").exists()
