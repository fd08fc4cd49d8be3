"""Workbooks with a fault: the base, or a member's part of it, changed by another program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from jointstock.programme.merge import Merged, Returned, merge
from jointstock.programme.read import load
from jointstock.programme.split import split
from jointstock.programme.workbook.sheets import ANSWER
from jointstock.programme.workbook.write import to_workbook
from programme.cases import BASE

Edit = Callable[[Any], None]


def _set(sheet: str, cell: str, value: object) -> Edit:
    def edit(book: Any) -> None:
        book[sheet][cell] = value

    return edit


# What the base as a workbook is for each code.
BOOKS: dict[str, Edit] = {"cell-valueless": _set("demand", "F3", "=1+1")}
# What the German answer of each code is.
CASES: dict[str, Edit] = {
    "answer-unmarked": lambda book: book.remove(book[ANSWER]),
    "answer-programme": _set(ANSWER, "B2", "another"),
    "answer-member": _set(ANSWER, "B3", "FR"),
    "answer-row": _set("stocks", "A2", "NL"),
    "answer-table": _set("items", "B2", "Another name"),
    "answer-earlier": _set(ANSWER, "B4", "0" * 64),
}


def sent(place: Path) -> dict[str, Path]:
    """The workbooks of the base's members, as files in a folder that is made."""
    place.mkdir(parents=True, exist_ok=True)
    found = {}
    for member, content in split(load(BASE)).items():
        found[member] = place / f"{member}.xlsx"
        found[member].write_bytes(content)
    return found


def change(path: Path, *edits: Edit) -> None:
    """Change a workbook as another program does."""
    book = openpyxl.load_workbook(path)
    for edit in edits:
        edit(book)
    book.save(path)


def book(code: str, place: Path) -> Path:
    """The base as a workbook that has the fault of that code."""
    path = place / "base.xlsx"
    path.write_bytes(to_workbook(load(BASE)))
    change(path, BOOKS[code])
    return path


def merged(code: str, place: Path) -> Merged:
    """What comes of all answers where the German one has the fault of that code."""
    files = sent(place)
    change(files["DE"], CASES[code])
    return merge(BASE, files.values())


def returned(code: str, place: Path) -> Returned:
    """What came of the German answer."""
    return next(one for one in merged(code, place).returned if Path(one.file).stem == "DE")
