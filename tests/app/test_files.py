"""``convert``, ``diff``, ``split``, ``merge``: what they print, write, refuse, and leave alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from app.console import EXAMPLES, call
from jointstock.programme.read import load
from jointstock.programme.tables import TABLES

STEPS = EXAMPLES / "first-steps"
FLAGSHIP = EXAMPLES / "nspa-gemt-2024"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(path: str, sheet: str, cell: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


@pytest.mark.parametrize("to", ["steps", "steps.xlsx", "steps.parquet"])
def test_convert_tells_what_it_wrote(to: str) -> None:
    """In words a line, as JSON the digest, the form and the files; what reads back is the same."""
    assert call("convert", STEPS, to).stdout.startswith(f"{to}: a ")
    told = json.loads(call("convert", STEPS, to, "--replace", "--json").stdout)
    assert told["digest"] == load(STEPS).digest == load(Path(to)).digest
    assert (told["programme"], told["to"], told["rows"]) == ("first-steps", to, 23)
    there = Path(to)
    names = [there.name] if there.is_file() else [one.name for one in there.iterdir()]
    assert sorted(told["files"]) == sorted(names)


def test_convert_takes_overlays_and_a_form() -> None:
    """A programme with its later facts becomes one programme, in the form that is asked for."""
    assert (
        call("convert", FLAGSHIP, "later", "--with", "2024-11", "--form", "parquet").exit_code == 0
    )
    assert load(Path("later")) == load(FLAGSHIP, [FLAGSHIP / "overlays" / "2024-11"])
    assert {one.suffix for one in Path("later").iterdir()} == {".toml", ".parquet"}


def test_a_target_that_is_there_is_refused() -> None:
    """Exit code 2, and what is there stays."""
    Path("steps.xlsx").write_text("mine")
    found = call("convert", STEPS, "steps.xlsx")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "is there already" in found.stderr
    assert Path("steps.xlsx").read_text() == "mine"


def test_nothing_is_written_of_what_is_no_programme() -> None:
    """Exit code 3 with every problem, and no target."""
    shutil.copytree(STEPS, "steps")
    Path("steps/stocks.csv").write_text("member,item,units\nDE,M1,many\n")
    for words in (
        ("convert", "steps", "to.xlsx"),
        ("split", "steps", "to"),
        ("diff", "steps", STEPS),
    ):
        assert call(*words).exit_code == 3
    assert [path.name for path in Path().iterdir()] == ["steps"]


def test_init_writes_a_workbook() -> None:
    """The name of the copy says that it is to be one."""
    found = call("init", "nspa-gemt-2024", "mine.xlsx")
    assert found.stdout == "mine.xlsx; next: jointstock run mine.xlsx\n"
    assert load(Path("mine.xlsx")) == load(FLAGSHIP)
    assert call("init", "first-steps", "mine.xlsx").exit_code == 2


def test_every_verb_takes_a_workbook() -> None:
    """check and plan say of a workbook what they say of the folder it was made of."""
    call("convert", STEPS, "steps.xlsx")
    for verb in ("check", "plan"):
        folder, book = (
            json.loads(call(verb, one, "--json").stdout) for one in (STEPS, "steps.xlsx")
        )
        assert folder == book
    assert call("report", "steps.xlsx", "--out", "out").exit_code == 0


def test_check_names_the_cell() -> None:
    """In the line and as data."""
    call("convert", STEPS, "steps.xlsx")
    write("steps.xlsx", "stocks", "C2", "many")
    found = call("check", "steps.xlsx")
    assert found.exit_code == 3
    assert found.stdout.startswith("stocks!C2: whole-form 'many'")
    (problem,) = json.loads(call("check", "steps.xlsx", "--json").stdout)["problems"]
    assert [problem[key] for key in ("file", "row", "column", "cell")] == [
        "stocks",
        2,
        "units",
        "C2",
    ]


def test_diff_speaks_json() -> None:
    """The same difference as data; exit code 0 either way."""
    shutil.copytree(STEPS, "steps")
    stocks = Path("steps/stocks.csv")
    stocks.write_text(stocks.read_text().replace("DE,M1,", "DE,M1,1"))
    found = call("diff", STEPS, "steps", "--json")
    assert found.exit_code == 0
    told = json.loads(found.stdout)
    assert not told["same"]
    assert [one["table"] for one in told["tables"]] == ["stocks"]
    assert json.loads(call("diff", STEPS, STEPS, "--json").stdout)["same"]


def test_split_and_merge_speak_json() -> None:
    """Files by member, and what came of each answer."""
    told = json.loads(call("split", STEPS, "to", "--json").stdout)
    assert told == {"programme": "first-steps", "to": "to", "files": ["DE.xlsx", "NL.xlsx"]}
    write("to/NL.xlsx", "stocks", "C2", 4)
    Path("to/~$NL.xlsx").write_text("open elsewhere")
    found = call("merge", STEPS, "to", "--out", "merged.xlsx", "--json")
    assert found.exit_code == 0
    told = json.loads(found.stdout)
    assert (told["out"], told["silent"], told["problems"]) == ("merged.xlsx", [], [])
    assert told["digest"] == load(Path("merged.xlsx")).digest
    german, dutch = told["answers"]
    assert (german["member"], german["changes"], dutch["member"]) == ("DE", [], "NL")
    assert dutch["changes"][0]["changed"][0]["fields"][0]["to"] == "4"


def test_merge_writes_nothing_where_something_is_wrong() -> None:
    """Exit code 3 for the answers, 2 for a target or an answer that cannot be."""
    call("split", STEPS, "to")
    write("to/NL.xlsx", "stocks", "C2", -1)
    found = call("merge", STEPS, "to", "--out", "merged", "--json")
    assert found.exit_code == 3
    told = json.loads(found.stdout)
    assert (told["programme"], told["out"]) == (None, None)
    assert told["answers"][1]["problems"][0]["cell"] == "C2"
    assert not Path("merged").exists()
    Path("merged").mkdir()
    Path("merged/mine.txt").write_text("kept")
    assert call("merge", STEPS, "to", "--out", "merged").exit_code == 2
    assert call("merge", STEPS, "nowhere.xlsx").exit_code == 2
    assert call("merge", STEPS, "merged").exit_code == 2
    assert [path.name for path in Path("merged").iterdir()] == ["mine.txt"]


def test_merge_into_the_programme_itself() -> None:
    """With --replace the agency keeps one folder; what else lies in it stays."""
    shutil.copytree(FLAGSHIP, "gemt")
    call("split", "gemt", "to")
    write("to/ES.xlsx", "stocks", "C2", 50)
    assert call("merge", "gemt", "to", "--out", "gemt", "--replace").exit_code == 0
    merged, before = load(Path("gemt")), load(FLAGSHIP)
    assert [row.units for row in merged.stocks if row.member == "ES"] == [50]
    assert Path("gemt/overlays/2024-11").is_dir()
    for table in TABLES:
        if table != "stocks":
            assert getattr(merged, table) == getattr(before, table)
