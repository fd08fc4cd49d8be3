"""Answers with a fault: a member's workbook of the base, changed as a member might change it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from jointstock.programme.merge import Merged, Returned, merge
from jointstock.programme.read import load
from jointstock.programme.split import split
from jointstock.programme.workbook.sheets import ANSWER
from programme.cases import BASE

Edit = Callable[[Any], None]


def _set(sheet: str, cell: str, value: object) -> Edit:
    def edit(book: Any) -> None:
        book[sheet][cell] = value

    return edit


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


def merged(code: str, place: Path) -> Merged:
    """What comes of all answers where the German one has the fault of that code."""
    files = sent(place)
    change(files["DE"], CASES[code])
    return merge(BASE, files.values())


def returned(code: str, place: Path) -> Returned:
    """What came of the German answer."""
    return next(one for one in merged(code, place).returned if Path(one.file).stem == "DE")
