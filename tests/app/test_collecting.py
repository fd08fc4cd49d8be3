"""The guide to collecting: its commands are run, and its tables of changes made in workbooks."""

from __future__ import annotations

import re
import shlex
import shutil
from datetime import date
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import openpyxl
import pytest

from app.console import call
from app.test_guide import commands

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "collecting.md"
VERBS = {"init", "convert", "diff", "split", "merge", "check"}

Change = tuple[str, str, str, str | int | date]


def tables(text: str) -> list[list[Change]]:
    """Each table of changes: file, sheet, cell, and what is written there."""
    found: list[list[Change]] = []
    for line in text.splitlines():
        if line.startswith("| file |"):
            found.append([])
        if row := re.match(r"\| `(\S+)` \| `(\w+)!(\w+)` \| `(.+?)`( \(a date\))? \|", line):
            file, sheet, cell, said, dated = row.groups()
            value: str | int | date = int(said) if said.isdigit() else said
            found[-1].append((file, sheet, cell, date.fromisoformat(said) if dated else value))
    return found


def make(changes: list[Change]) -> None:
    for file, sheet, cell, value in changes:
        book = openpyxl.load_workbook(Path("answers", file))
        book[sheet][cell] = value
        book.save(Path("answers", file))


def test_the_guide_says_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers come after the split, corrections after the first merge, and each command as told."""
    monkeypatch.chdir(tmp_path)
    text = GUIDE.read_text(encoding="utf-8")
    mistakes, corrections = tables(text)
    assert (len(mistakes), len(corrections)) == (7, 5)
    run = []
    for command, wanted in commands(text):
        program, verb, *words = shlex.split(command)
        assert program == "jointstock"
        found = call(verb, *words)
        said = found.output
        assert OutputChecker().check_output(wanted, said, ELLIPSIS), f"{command}\n{said}"
        assert found.exit_code == (3 if (verb, run.count("merge")) == ("merge", 0) else 0)
        if verb == "split":
            shutil.copytree("to-members", "answers")
            make(mistakes)
        if verb == "merge" and "merge" not in run:
            assert not Path("collected").exists()
            make(corrections)
        run.append(verb)
    assert set(run) == VERBS


def test_the_python_of_the_guide_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The block at the end does what the commands do."""
    monkeypatch.chdir(tmp_path)
    call("init", "nspa-gemt-2024", "gemt")
    call("split", "gemt", "answers")
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, "guide", "exec"), {})  # noqa: S102 - our own page
    assert call("diff", "gemt", "collected-2.xlsx").output == "nothing differs\n"
