"""``init``: which examples there are, and a copy of one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.console import EXAMPLES, call
from jointstock.programme.read import load


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_a_name_it_lists_the_examples() -> None:
    found = call("init")
    assert found.exit_code == 0
    assert found.stdout.splitlines()[0] == (
        "first-steps        First steps: two members, one line, twelve months"
    )
    assert list(Path().iterdir()) == []


def test_a_copy_is_the_same_programme() -> None:
    found = call("init", "nspa-gemt-2024", "mine/buy")
    assert found.exit_code == 0
    source = EXAMPLES / "nspa-gemt-2024"
    overlay = "overlays/2024-11"
    copied = load(Path("mine/buy"), [Path("mine/buy", overlay)])
    assert copied == load(source, [source / overlay])


def test_the_folder_is_called_as_the_example_where_none_is_named() -> None:
    found = call("init", "first-steps", "--json")
    told = json.loads(found.stdout)
    assert told["folder"] == "first-steps"
    assert told["files"] == sorted(path.name for path in Path("first-steps").iterdir())
    assert "programme.toml" in told["files"]


def test_a_folder_that_is_empty_is_good_enough() -> None:
    Path("empty").mkdir()
    assert call("init", "first-steps", "empty").exit_code == 0


@pytest.mark.parametrize("as_file", [False, True])
def test_nothing_is_overwritten(as_file: bool) -> None:
    mine = Path("mine") if as_file else Path("mine", "members.csv")
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("my work")
    found = call("init", "first-steps", "mine")
    assert found.exit_code == 2
    assert found.stdout == ""
    assert found.stderr == "jointstock: mine is not empty; name a folder that is, or a new one\n"
    assert [path for path in Path().rglob("*") if path.is_file()] == [mine]
    assert mine.read_text() == "my work"


def test_an_unknown_name_is_met_with_the_nearest() -> None:
    found = call("init", "first-step", "--json")
    assert found.exit_code == 2
    assert json.loads(found.stdout) == {
        "error": "no example is called 'first-step'; did you mean first-steps? "
        "(jointstock init lists them)"
    }
    assert found.stderr == ""
