"""The guide to the command line: every command on it is run, and says what the page says."""

from __future__ import annotations

import re
import shlex
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest

from app.console import call

GUIDES = Path(__file__).parents[2] / "docs" / "guides"
GUIDE = GUIDES / "command-line.md"
OVERLAY = "mine/overlays/2025-02/budgets.csv"


def commands(text: str) -> list[tuple[str, str]]:
    """Each command in the console blocks of a page, and what the page says it says."""
    blocks = re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    parts = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(part.split("\n", 1)[0], part.split("\n", 1)[1]) for part in parts]


def test_commands_are_found_with_what_they_say() -> None:
    page = "Text\n```console\n$ one a\nsaid\n\nmore\n$ two\n```\n```\n$ three\n```\n"
    assert commands(page) == [("one a", "said\n\nmore\n"), ("two", "")]


def test_every_command_says_what_the_guide_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = GUIDE.read_text(encoding="utf-8")
    overlay = text.split(OVERLAY, 1)[1].split("```text\n", 1)[1].split("```", 1)[0]
    run = set()
    for command, wanted in commands(text):
        program, verb, *words = shlex.split(command)
        assert program == "jointstock"
        run.add(verb)
        said = call(verb, *words).output
        assert OutputChecker().check_output(wanted, said, ELLIPSIS), f"{command}\n{said}"
        if Path("mine").is_dir() and not Path(OVERLAY).exists():
            Path(OVERLAY).parent.mkdir(parents=True)
            Path(OVERLAY).write_text(overlay, encoding="utf-8")
    assert run == {
        *("init", "check", "plan", "compare", "accession", "rules", "report", "run"),
        *("share", "verify"),
    }


def test_the_guide_to_rates_says_what_the_verb_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bank's file and the overlay on the page give the rows on the page."""
    monkeypatch.chdir(tmp_path)
    text = (GUIDES / "rates.md").read_text(encoding="utf-8")
    bank, budgets = re.findall(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    call("init", "first-steps", "mine")
    Path("eurofxref-hist.csv").write_text(bank, encoding="utf-8")
    Path("mine/overlays/dollars").mkdir(parents=True)
    Path("mine/overlays/dollars/budgets.csv").write_text(budgets, encoding="utf-8")
    for command, wanted in commands(text):
        said = call(*shlex.split(command)[1:]).output
        assert OutputChecker().check_output(wanted, said, ELLIPSIS), f"{command}\n{said}"


def test_the_guide_to_asking_why_says_what_the_verb_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command, wanted in commands((GUIDES / "explaining.md").read_text(encoding="utf-8")):
        said = call(*shlex.split(command)[1:]).output
        assert OutputChecker().check_output(wanted, said, ELLIPSIS), f"{command}\n{said}"
