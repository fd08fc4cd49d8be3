"""Every fault has a folder that has it, and the folder has no other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import jointstock
from jointstock.programme.faults import (
    ANSWER,
    CELL,
    CONTRADICTION,
    FAULTS,
    FOLDER,
    RULE,
    TABLE,
    WORKBOOK,
)
from jointstock.programme.read import load, read
from jointstock.programme.tables import TABLES
from jointstock.words.errors import Problem, ProgrammeError
from programme.cases import BASE, FOLDERS, build, codes, expected, told_of

SOURCE = Path(jointstock.__file__).parent
MAKERS = {"fault": 0, "CellError": 0, "Problem": 1, "_tell": 0}


def told(problem: Problem) -> str:
    return f"{problem.place} | {problem.code} | {problem.value}".strip(" ")


def raised() -> set[str]:
    """The codes that stand in the source where a fault, a cell's error or a problem is made."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                at = MAKERS.get(node.func.id, len(node.args))
                code = node.args[at] if at < len(node.args) else None
                if isinstance(code, ast.Constant):
                    found.add(str(code.value))
    return found


def test_the_base_has_no_fault_and_no_remark() -> None:
    programme, problems = read(BASE)
    assert [str(problem) for problem in problems] == []
    assert programme is not None
    empty = [name for name in TABLES if getattr(programme, name) == ()]
    assert empty == []


@pytest.mark.parametrize("code", codes())
def test_folder_has_its_fault_and_no_other(code: str, tmp_path: Path) -> None:
    """The folder of a code gives that code, at the places listed, each with words and a repair."""
    problems = told_of(code, build(code, tmp_path))
    assert [told(problem) for problem in problems] == expected(code)
    assert {problem.code for problem in problems} == {code}
    for problem in problems:
        assert problem.remark is FAULTS[code].remark
        assert problem.message
        assert problem.repair


@pytest.mark.parametrize("code", sorted({*FOLDER, *TABLE, *CELL, *RULE} - {"archive-unsafe"}))
def test_a_folder_at_fault_is_no_programme(code: str, tmp_path: Path) -> None:
    assert (read(build(code, tmp_path))[0] is not None) is FAULTS[code].remark


def test_every_code_has_a_folder_and_is_raised_somewhere() -> None:
    # Faults of workbooks and answers have workbooks that have them: test_workbook, test_merge.
    assert set(codes()) == set(FAULTS) - set(WORKBOOK) - set(ANSWER)
    # Codes of quotes are chosen by a condition, those of conflicts are found with their rows, and
    # so stand in no call as they are.
    elsewhere = {"quote-open", "quote-stray", "cell-long", *CONTRADICTION}
    assert raised() | elsewhere == set(FAULTS)


def test_load_raises_with_every_problem(tmp_path: Path) -> None:
    folder = build("reference-unknown", tmp_path)
    with pytest.raises(ProgrammeError) as caught:
        load(folder)
    assert [told(one) for one in caught.value.problems] == expected("reference-unknown")
    assert caught.value.exit_code == 3


def test_a_remark_does_not_stop(tmp_path: Path) -> None:
    assert load(build("band-price", tmp_path)).prices[1].unit_price == 1100


def test_faults_in_several_files_are_told_in_one_run(tmp_path: Path) -> None:
    folder = build("cell-missing", tmp_path)
    for code, name in [("gift-not-allowed", "donations.csv"), ("quote-open", "use.csv")]:
        content = {
            "donations.csv": (FOLDERS / code / name).read_bytes()
            if name == "donations.csv"
            else b"",
            "use.csv": b'member,item,month,units\nDE,M1,2024-09,"2\n',
        }[name]
        (folder / name).write_bytes(content)
    (folder / "programme.toml").write_text("months = 0\n", encoding="utf-8")
    programme, problems = read(folder)
    assert programme is None
    assert {(one.place.file, one.code) for one in problems} == {
        ("donations.csv", "gift-not-allowed"),
        ("programme.toml", "setting-form"),
        ("programme.toml", "setting-missing"),
        ("stocks.csv", "cell-missing"),
        ("use.csv", "quote-open"),
    }
