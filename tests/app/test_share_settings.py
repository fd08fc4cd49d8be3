"""The table ``[share]`` of ``programme.toml``: what is recorded is honoured, and options win."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import pytest

from app.console import call
from example_tables import STEPS

CHOSEN = """
[share]
rule = "whole"
late = 2.5
method = "key"
key = "DE=1,NL=3"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The first example with choices recorded."""
    made = Path(copytree(STEPS, tmp_path / "steps"))
    with (made / "programme.toml").open("a", encoding="utf-8") as file:
        file.write(CHOSEN)
    return made


def told(folder: Path, *arguments: str) -> dict:
    """What the verb tells, as data."""
    found = call("share", folder, *arguments, "--json")
    assert found.exit_code == 0, found.stdout
    return dict(json.loads(found.stdout))


def test_recorded_choices_are_honoured(folder: Path) -> None:
    """Without options the shares are by the rule, the charge, the method and the key recorded."""
    found = told(folder)
    assert found["rule"]["slots"] == "whole"
    assert found["rule"]["late_percent"] == 2.5
    shares = {one["member"]: one["share"] for one in found["members"]}
    assert found["method"] == "key"
    assert abs(3 * shares["DE"] - shares["NL"]) <= 3


def test_an_option_comes_before_what_is_recorded(folder: Path) -> None:
    """An option takes the place of its setting, and of no other."""
    found = told(folder, "--rule", "after", "--method", "equal")
    assert found["rule"]["slots"] == "after"
    assert found["rule"]["late_percent"] == 2.5
    assert found["method"] == "equal"


def test_a_report_shares_by_what_is_recorded(folder: Path, tmp_path: Path) -> None:
    """The certificate that `run` writes has the recorded rule and method."""
    found = call("run", folder, "--out", tmp_path / "out")
    assert found.exit_code == 0, found.stdout
    data = json.loads((tmp_path / "out" / "certificate.json").read_text("ascii"))
    assert data["method"] == "key"
    assert data["rule"]["slots"] == "whole"


def test_every_fault_of_a_key_is_told_by_check_at_once(folder: Path) -> None:
    """Each names file, line, setting, value and repair, before anything is planned or shared."""
    file = folder / "programme.toml"
    text = file.read_text("utf-8").replace("DE=1,NL=3", "DE=nan,XX=2,XX=-1").replace("2.5", "-3")
    file.write_text(text, encoding="utf-8")
    found = call("check", folder, "--json")
    assert found.exit_code == 3
    problems = [one for one in json.loads(found.stdout)["problems"] if not one["remark"]]
    line = 1 + text.split("\n").index('key = "DE=nan,XX=2,XX=-1"')
    assert {(one["file"], one["row"], one["column"]) for one in problems} == {
        ("programme.toml", line, "share.key"),
        ("programme.toml", line - 2, "share.late"),
    }
    assert sorted((one["value"], one["repair"]) for one in problems) == [
        ("-3", "write a number from 0 to 100"),
        ("DE=nan", "write DE=24"),
        ("NL", "add NL= with its weight"),
        ("XX", "take XX out"),
        ("XX", "write XX once"),
        ("XX=-1", "write a number from 0 on"),
    ]


def test_a_method_that_needs_a_key_is_told_where_there_is_none(folder: Path) -> None:
    """The repair offers a key with the members that have firm demand."""
    file = folder / "programme.toml"
    text = file.read_text("utf-8").replace('key = "DE=1,NL=3"\n', "")
    file.write_text(text, encoding="utf-8")
    found = call("check", folder)
    assert found.exit_code == 3
    assert "programme.toml" in found.stderr + found.stdout
    assert 'key = "DE=1,NL=1"' in " ".join((found.stderr + found.stdout).split())


@pytest.mark.parametrize("line", ['rule = "half"', "late = 101", 'key = "DE"', 'methods = "key"'])
def test_a_wrong_setting_is_told_with_its_line(folder: Path, line: str) -> None:
    """What a setting does not take is an error of the folder, with its place."""
    file = folder / "programme.toml"
    text = file.read_text("utf-8").partition("[share]")[0]
    file.write_text(f"{text}[share]\n{line}\n", encoding="utf-8")
    found = call("share", folder)
    assert found.exit_code == 3
    assert f"share.{line.partition(' ')[0]}" in found.stderr + found.stdout
