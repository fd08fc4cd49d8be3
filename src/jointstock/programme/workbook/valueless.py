"""Cells of a workbook whose value is not there: errors, and formulas that nobody worked out.

The reader of workbooks gives both as blank cells, and a blank means the column's default. So they
are looked for in the XML itself, of a workbook that `jointstock.programme.archives` has let pass.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from xml.parsers import expat

Attributes = dict[str, str]

_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
# A sheet without either has all its values, and most sheets have neither.
_SUSPECT = re.compile(rb"<(?:\w+:)?f[\s/>]|\bt\s*=\s*[\"']e[\"']")
_MOST_SHOWN = 20


class NoWorkbookError(ValueError):
    """An archive that holds no workbook, or one that cannot be followed to its sheets."""


def valueless(content: bytes) -> dict[str, list[tuple[str, str]]]:
    """The cells of each sheet that lack their value, and the error they hold (blank: a formula).

    Raises ``NoWorkbookError``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return {name: list(_cells(book.read(part))) for name, part in _sheets(book).items()}
    except expat.ExpatError as error:
        raise NoWorkbookError(f"a part of it is no XML: {error}") from None


def _sheets(book: zipfile.ZipFile) -> dict[str, str]:
    """The part that holds each sheet, as the workbook and its relations name it."""
    parts = set(book.namelist())
    if not {_BOOK, _LINKS} <= parts:
        raise NoWorkbookError("is not saved as .xlsx")
    links = {
        one.get("Id", ""): one.get("Target", "") for one in _tags(book, _LINKS, "Relationship")
    }
    found = {}
    for one in _tags(book, _BOOK, "sheet"):
        link = next((value for key, value in one.items() if key.endswith(":id")), "")
        # A target is named from the folder of the workbook, or with a stroke from the root.
        part = PurePosixPath("xl", links.get(link, "?")).as_posix().removeprefix("/")
        if part not in parts or not part.endswith(".xml"):
            raise NoWorkbookError(f"has its sheet {one.get('name', '')[:40]!r} nowhere")
        found[one.get("name", "")] = part
    return found


def _tags(book: zipfile.ZipFile, part: str, wanted: str) -> list[Attributes]:
    """The attributes of every tag of that name."""
    found: list[Attributes] = []

    def start(name: str, attributes: Attributes) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(book.read(part), True)  # noqa: FBT003 - all of it
    return found


def _cells(sheet: bytes) -> Iterator[tuple[str, str]]:
    """The cells of a sheet that lack their value, in order; every sheet is held to be XML.

    The reader of workbooks passes over what is not.
    """
    if not _SUSPECT.search(sheet):
        expat.ParserCreate().Parse(sheet, True)  # noqa: FBT003 - all of it
        return
    found: list[tuple[str, str]] = []
    cell: dict[str, Any] = {}

    def start(name: str, attributes: Attributes) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            cell.update(at=attributes.get("r", ""), kind=attributes.get("t", "n"))
            cell.update(formula=False, value="")
        elif name == "f":
            cell["formula"] = True
        cell["inside"] = name

    def text(data: str) -> None:
        if cell.get("inside") in ("v", "t"):
            cell["value"] = (cell.get("value", "") + data)[:_MOST_SHOWN]

    def end(name: str) -> None:
        cell["inside"] = ""
        if name.rpartition(":")[2] != "c":
            return
        if cell["kind"] == "e":
            found.append((cell["at"], cell["value"]))
        elif cell["formula"] and not cell["value"] and cell["kind"] != "str":
            found.append((cell["at"], ""))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.Parse(sheet, True)  # noqa: FBT003 - all of it
    yield from found
