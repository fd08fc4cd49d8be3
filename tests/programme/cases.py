"""Folders with a fault: each is the sound folder ``base`` with some files exchanged.

A folder bears the code of its fault. ``expected.txt`` lists every problem it has, as
``place | code | value``; ``removed.txt`` names files that are taken out (``.``: all of it). What no
file can be kept for, such as a link, is made here.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from jointstock.plan import plan
from jointstock.programme.archives import workbook_bytes
from jointstock.programme.daily_rates import read_daily
from jointstock.programme.exchange import exchange_rows
from jointstock.programme.faults import CONTRADICTION, PLAN, RAIDS, RATES
from jointstock.programme.limits import MOST_CHARACTERS, MOST_TOML_BYTES
from jointstock.programme.raid_reports import read_reports
from jointstock.programme.read import load, read
from jointstock.programme.threat_classes import read_classes
from jointstock.words.errors import ContradictionError, Problem, ProgrammeError
from jointstock.words.plan_json import from_json

FOLDERS = Path(__file__).parent / "folders"
BASE = FOLDERS / "base"
WORKBOOK = "book.xlsx"
_NOTES = {"expected.txt", "removed.txt"}


def codes() -> list[str]:
    """The codes that have a folder."""
    return sorted(path.name for path in FOLDERS.iterdir() if path != BASE)


def build(code: str, into: Path) -> Path:
    """Make the folder of a code below ``into`` and return it."""
    case, folder = FOLDERS / code, into / code
    removed = case / "removed.txt"
    names = removed.read_text(encoding="utf-8").split() if removed.exists() else []
    if "." in names:
        return folder
    shutil.copytree(BASE, folder)
    for path in case.iterdir():
        if path.is_dir():
            (folder / path.name).unlink(missing_ok=True)
            shutil.copytree(path, folder / path.name)
        elif path.name not in _NOTES:
            shutil.copyfile(path, folder / path.name)
    for name in names:
        (folder / name).unlink()
    _MADE.get(code, lambda folder: None)(folder)
    return folder


def _linked(folder: Path) -> None:
    outside = folder.parent / "elsewhere.csv"
    (folder / "stocks.csv").rename(outside)
    (folder / "stocks.csv").symlink_to(outside)


def _large(folder: Path) -> None:
    with (folder / "programme.toml").open("a", encoding="utf-8") as file:
        file.write(f"# {'x' * 1000}\n" * (MOST_TOML_BYTES // 1000 + 1))


def _long(folder: Path) -> None:
    text = f"member,item,units,note\nDE,M1,40,\nNL,M1,20,{'x' * (MOST_CHARACTERS + 1)}\n"
    (folder / "stocks.csv").write_text(text, encoding="utf-8")


def _climbing(folder: Path) -> None:
    (folder / WORKBOOK).write_bytes(zipped({"xl/workbook.xml": b"<w/>", "../../evil": b"x"}))


def zipped(parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The bytes of an archive with these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", how) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


_MADE: dict[str, Callable[[Path], None]] = {
    "file-outside": _linked,
    "file-large": _large,
    "cell-long": _long,
    "archive-unsafe": _climbing,
}


def told_of(code: str, folder: Path) -> Sequence[Problem]:
    """Every problem that the part of the system which meets the code has with its folder."""
    if code == "archive-unsafe":
        found = workbook_bytes(folder / WORKBOOK, WORKBOOK)
        return [found] if isinstance(found, Problem) else []
    try:
        if code in CONTRADICTION:
            plan(load(folder))
        elif code in PLAN:
            from_json((folder / "plan.json").read_text(encoding="utf-8"))
        elif code in RATES:
            daily, problems = read_daily("rates.csv", (folder / "rates.csv").read_bytes())
            return problems or sorted(exchange_rows(load(folder), daily, "average")[1])
        elif code in RAIDS:
            classes, faults = read_classes("classes.csv", (folder / "classes.csv").read_bytes())
            reports = read_reports("reports.csv", (folder / "reports.csv").read_bytes(), classes)
            return faults + reports[1]
        else:
            return read(folder)[1]
    except (ContradictionError, ProgrammeError) as error:
        return error.problems
    return []


def expected(code: str) -> list[str]:
    """What the folder's problems must be, in order of place."""
    lines = (FOLDERS / code / "expected.txt").read_text(encoding="utf-8").split("\n")
    return [line.strip(" ") for line in lines if line]
