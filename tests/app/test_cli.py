"""The command line as a whole: how light it is, what it refuses, and its pages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import jointstock
from app.cli_page import PAGE, VERBS, cli_page
from app.console import EXAMPLES, call, start
from jointstock.app.cli import app

HEAVY = ("altair", "highspy", "jinja2", "numpy", "scipy", "vl_convert", "xlsxwriter")


def test_the_command_line_imports_nothing_heavy() -> None:
    """Asking for help waits for no solver, no array and no chart."""
    code = "import sys, jointstock, jointstock.app.cli; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "jointstock.app.cli" in loaded
    assert [name for name in (*HEAVY, "rich", "jointstock.flow") if name in loaded] == []


def test_the_page_is_what_the_command_line_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == cli_page(), (
        "write it anew: python -m app.cli_page, in the folder of the tests"
    )


def test_the_page_has_every_verb() -> None:
    named = (one.callback.__name__ for one in app.registered_commands)
    assert tuple(name.replace("_", "-") for name in named) == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_shows_an_example_and_speaks_json(verb: str) -> None:
    told = call(verb, "--help").stdout
    assert f"Example: jointstock {verb} " in told
    assert "--json" in told


def test_version() -> None:
    assert call("--version").stdout == f"jointstock {jointstock.__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nothing",),
        ("plan",),
        ("plan", "a", "b"),
        ("plan", EXAMPLES / "first-steps", "--borne", "nobody"),
        ("plan", EXAMPLES / "first-steps", "--in-force", "no-such-plan.json"),
        ("check", EXAMPLES / "first-steps", "--wiht", "x"),
    ],
)
def test_what_cannot_be_parsed_exits_with_2(words: tuple[str | Path, ...]) -> None:
    found = call(*words)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert "Usage: jointstock" in found.stderr


def test_the_command_starts_as_a_module_and_keeps_its_streams_apart(tmp_path: Path) -> None:
    good = start("init", "--json")
    assert good.returncode == 0
    assert [one["name"] for one in json.loads(good.stdout)["examples"]] == [
        "first-steps",
        "nspa-gemt-2024",
    ]
    assert good.stderr == b""
    bad = start("check", tmp_path / "nowhere", "--nothing")
    assert bad.returncode == 2
    assert bad.stdout == b""
    assert b"--nothing" in bad.stderr


def test_an_internal_error_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw names itself and the way to its traceback, and exits with 1."""
    _break(monkeypatch)
    found = call("init")
    assert found.exit_code == 1
    assert found.stdout == ""
    assert found.stderr == (
        "jointstock: internal error: ZeroDivisionError: by nought; for its traceback set "
        "JOINTSTOCK_TRACEBACK=1, or give --traceback before the verb\n"
    )
    as_data = call("init", "--json")
    assert as_data.exit_code == 1
    assert json.loads(as_data.stdout) == {"error": "ZeroDivisionError: by nought"}


def test_an_internal_error_shows_its_traceback_where_that_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _break(monkeypatch)
    found = call("--traceback", "init")
    assert found.exit_code == 1
    assert isinstance(found.exception, ZeroDivisionError)


def _break(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("jointstock.app.examples.examples", broken)
