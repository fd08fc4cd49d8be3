"""CSV files: from bytes to numbered rows of cells, and from cells to bytes that never vary."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jointstock.programme.faults import fault
from jointstock.programme.limits import (
    MOST_BYTES,
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    Room,
)
from jointstock.words.errors import Place, Problem

# What a file that is no text begins with.
_MARKS = (
    (b"PK\x03\x04", "an XLSX workbook or another ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old or a locked workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a packed file"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
)


@dataclass(slots=True)
class Records:
    """The header, the rows below it with their numbers (the header is row 1), and the faults."""

    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def _take_apart(file: str, text: str, found: Records) -> None:
    """Read the rows up to the end, or to what makes it impossible."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    usual = csv.field_size_limit(MOST_CHARACTERS)
    try:
        found.rows.extend(enumerate(reader, start=1))
    except csv.Error as error:
        # Nothing after the fault can be told apart, so it is the last one of its file.
        code, message = _why(str(error))
        place = Place(file, len(found.rows) + 1)
        found.problems.append(fault(code, place, "", message))
    finally:
        csv.field_size_limit(usual)


def read_records(file: str, content: bytes, room: Room | None = None) -> Records:
    """Take a CSV file apart. Rows are counted as a spreadsheet counts them.

    ``room`` is what is left of what all files together may hold; a file that has more than that,
    or more cells than a table may have, is told and not taken apart.
    """
    found = Records()
    text = decoded(file, content, found.problems)
    if text is None or _is_large(found, file, text, len(content), room or Room()):
        return found
    if other := _separator(text):
        message = f"separates the columns of the header, where a comma should ({other[1]})"
        found.problems.append(fault("separator-other", Place(file, 1), other[0], message))
        return found
    _take_apart(file, text, found)
    if found.rows and any(found.rows[0][1]):
        found.header = found.rows.pop(0)[1]
    elif not found.problems:
        found.problems.append(fault("header-missing", Place(file, 1), "", "the first row is blank"))
    return found


def _is_large(found: Records, file: str, text: str, size: int, room: Room) -> bool:
    """Whether a text of ``size`` bytes holds more than it may; a mark makes at most one cell."""
    lines = text.count("\n") + text.count("\r") - text.count("\r\n") + 1
    message = ""
    if lines + text.count(",") > MOST_CELLS:
        message = f"has more than {MOST_CELLS:,} cells"
    elif not room.take(lines, size):
        message = f"brings all tables to more than {MOST_ROWS:,} lines or {MOST_BYTES:,} bytes"
    elif text.partition("\n")[0].count(",") >= MOST_COLUMNS:
        message = f"has more than {MOST_COLUMNS} columns"
    if message:
        found.problems.append(fault("file-large", Place(file), "", message))
    return bool(message)


def _separator(text: str) -> tuple[str, str] | None:
    """The mark that separates the header's columns where it is no comma, and its name."""
    header = text.lstrip().partition("\n")[0]
    if "," in header:
        return None
    marks = ((";", "a semicolon"), ("\t", "a tab"), ("|", "a bar"))
    return next((one for one in marks if one[0] in header), None)


def _why(error: str) -> tuple[str, str]:
    """The code and words for what the CSV reader stumbled over."""
    if "field limit" in error:
        return "cell-long", f"a cell has more than {MOST_CHARACTERS:,} characters, or is not closed"
    code = "quote-stray" if "expected after" in error else "quote-open"
    return code, "from this row on, cells cannot be told apart"


def decoded(file: str, content: bytes, problems: list[Problem]) -> str | None:
    """The text of a file in UTF-8, with or without byte order mark; ``None`` if it is not."""
    for mark, what in _MARKS:
        if content.startswith(mark):
            problems.append(fault("text-encoding", Place(file), "", f"is {what}"))
            return None
    if (at := content.find(0)) >= 0:
        row = content.count(b"\n", 0, at) + 1
        message = f"the byte at position {at} is no text: the file is binary, or in UTF-16"
        problems.append(fault("text-encoding", Place(file, row), "0x00", message))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        message = f"the byte at position {error.start} is not UTF-8"
        byte = f"0x{content[error.start]:02X}"
        problems.append(fault("text-encoding", Place(file, row), byte, message))
        return None


def to_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows of text as CSV: UTF-8, line feeds, quotes only where they are needed."""
    lines = [",".join(map(_quoted, header))]
    lines += [",".join(map(_quoted, row)) for row in rows]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _quoted(text: str) -> str:
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
