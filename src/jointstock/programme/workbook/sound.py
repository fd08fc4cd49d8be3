"""What is looked at in a workbook before it is opened: its size, and values that are not there.

The reader of workbooks lays out a sheet as a full rectangle, and gives an error or a formula that
was never worked out as a blank cell. So a single cell far out would take all memory, and a blank
would silently mean the column's default. This pass reads the file's XML once, keeping nothing.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers import expat

BYTES = 200_000_000  # of all parts, unpacked
CELLS = 4_000_000  # of all sheets, as rectangles
_BLOCK = 1 << 20
_AT = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class UnsoundError(ValueError):
    """A file that is no workbook, or one that is too large to be one of a programme."""


@dataclass(slots=True)
class _Part:
    """One part of the file: the rectangle of its cells, and those whose value is not there."""

    rows: int = 0
    columns: int = 0
    lacking: list[tuple[str, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


def lacking(path: Path) -> dict[str, list[tuple[str, str]]]:
    """The cells of each sheet that hold an error or a formula without value, and what they hold.

    Raises ``UnsoundError`` for a file that is no workbook or has more than `BYTES` bytes unpacked
    or `CELLS` cells, and ``OSError`` if it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as book:
            if sum(one.file_size for one in book.infolist()) > BYTES:
                raise UnsoundError(f"holds more than {BYTES // 1_000_000} MB unpacked")
            parts: dict[str, _Part] = {}
            cells = 0
            for one in book.infolist():
                if one.filename.endswith((".xml", ".rels")):
                    parts[one.filename] = part = _look(book, one)
                    cells += part.rows * part.columns
                    if cells > CELLS:
                        raise UnsoundError(f"holds more than {CELLS:,} cells")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise UnsoundError(" ".join(str(error).split()) or "is no archive") from None
    except (expat.ExpatError, EOFError, ValueError) as error:
        if isinstance(error, UnsoundError):
            raise
        raise UnsoundError(f"a part of it is no XML: {error}") from None
    return _by_sheet(parts)


def _by_sheet(parts: Mapping[str, _Part]) -> dict[str, list[tuple[str, str]]]:
    """What is lacking by the name of the sheet, as workbook.xml and its relations give it.

    A sheet that stands where this pass has not looked is not opened either.
    """
    found = {}
    if "xl/workbook.xml" not in parts:
        raise UnsoundError("is not saved as .xlsx")
    book = parts["xl/workbook.xml"]
    links = parts.get("xl/_rels/workbook.xml.rels", _Part())
    for sheet, link in book.names.items():
        target = links.names.get(link, "")
        place = PurePosixPath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
        part = parts.get(place.as_posix())
        if part is None:
            raise UnsoundError(f"has its sheet {sheet[:40]!r} nowhere")
        if part.lacking:
            found[sheet] = part.lacking
    return found


def _look(book: zipfile.ZipFile, one: zipfile.ZipInfo) -> _Part:
    """Go through one part. Reading it to its end also proves its checksum and size."""
    part, parser = _Part(), expat.ParserCreate()
    state: dict[str, Any] = {"cell": "", "kind": "", "formula": False, "value": "", "in": ""}

    def start(name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            state.update(cell=attributes.get("r", ""), kind=attributes.get("t", "n"))
            state.update(formula=False, value="")
            if at := _AT.fullmatch(state["cell"]):
                part.columns = max(part.columns, _number(at[1]))
                part.rows = max(part.rows, int(at[2]))
        elif name in ("f", "v", "t"):
            state["formula"] |= name == "f"
            state["in"] = name
        elif name == "sheet":
            links = [value for key, value in attributes.items() if key.endswith(":id")]
            part.names[attributes.get("name", "")] = links[0] if links else ""
        elif name == "Relationship":
            part.names[attributes.get("Id", "")] = attributes.get("Target", "")

    def end(name: str) -> None:
        name = name.rpartition(":")[2]
        state["in"] = ""
        if name == "c":
            if state["kind"] == "e":
                part.lacking.append((state["cell"], state["value"]))
            elif state["formula"] and not state["value"] and state["kind"] != "str":
                part.lacking.append((state["cell"], ""))

    def text(data: str) -> None:
        if state["in"] in ("v", "t"):
            state["value"] = (state["value"] + data)[:20]

    def refuse(*_: object) -> None:
        raise UnsoundError("declares a document type, as no workbook does")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, refuse
    with book.open(one) as source:
        while block := source.read(_BLOCK):
            parser.Parse(block, False)  # noqa: FBT003 - more is to come
    parser.Parse(b"", True)  # noqa: FBT003 - the end
    return part


def _number(letters: str) -> int:
    """The number of a column by its letters, counted from 1."""
    found = 0
    for letter in letters:
        found = 26 * found + ord(letter) - ord("A") + 1
    return found
