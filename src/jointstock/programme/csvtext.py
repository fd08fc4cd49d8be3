"""CSV files: from bytes to numbered rows of cells, and from cells to bytes that never vary."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jointstock.programme.columns import Columns, evened, whole
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
    """The header, the rows below it from row 2 on, and the faults."""

    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def _take_apart(file: str, text: str, found: Records) -> None:
    """Read header and rows up to the end, or to what makes it impossible."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    usual = csv.field_size_limit(MOST_CHARACTERS)
    try:
        found.rows.extend(reader)
    except csv.Error as error:
        # Nothing after the fault can be told apart, so it is the last one of its file.
        code, message = _why(str(error))
        place = Place(file, len(found.rows) + 1)
        found.problems.append(fault(code, place, "", message))
    finally:
        csv.field_size_limit(usual)
    if found.rows and any(found.rows[0]):
        found.header = found.rows.pop(0)
    elif not found.problems:
        found.problems.append(fault("header-missing", Place(file, 1), "", "the first row is blank"))


def read_records(file: str, content: bytes, room: Room | None = None) -> Records:
    """Take a CSV file apart. Rows are counted as a spreadsheet counts them.

    ``room`` is what is left of what all files together may hold; a file that has more than that,
    or more cells than a table may have, is told and not taken apart.
    """
    found = Records()
    text = _sound(file, content, room or Room(), found.problems)
    if text is not None:
        _take_apart(file, text, found)
    return found


def read_columns(file: str, content: bytes, room: Room) -> tuple[list[str], Columns, list[Problem]]:
    """Take a CSV file apart as `read_records` does: its header, its columns, and the faults."""
    found = Records()
    text = _sound(file, content, room, found.problems)
    if text is None:
        return [], Columns((), ()), found.problems
    if plain := _plain(text):
        return [column[0] for column in plain], whole([column[1:] for column in plain]), []
    _take_apart(file, text, found)
    return found.header, evened(len(found.header), found.rows), found.problems


def _plain(text: str) -> list[list[str]]:
    """The columns of a text whose lines have as many cells each, none in quotes; else nothing.

    Most files are such, and are taken apart at every comma several times as fast.
    """
    text = text.removesuffix("\n")
    width = text.partition("\n")[0].count(",") + 1
    breaks = text.count("\n")
    if '"' in text or "\r" in text or text.count(",") != (width - 1) * (breaks + 1):
        return []
    # A cell that is too long is left to the reader that tells it: it would fill such a stretch.
    stretch = MOST_CHARACTERS // 2
    if any(
        text.find("\n", at, at + stretch) < 0 for at in range(0, len(text) - stretch + 1, stretch)
    ):
        return []
    cells = text.replace("\n", ",\n,").split(",")
    if cells[width :: width + 1].count("\n") != breaks or not all(cells[:: width + 1]):
        return []
    return [cells[at :: width + 1] for at in range(width)]


def _sound(file: str, content: bytes, room: Room, problems: list[Problem]) -> str | None:
    """The text of a file that can be taken apart; ``None``, and why, if it cannot."""
    text = decoded(file, content, problems)
    if text is None or _is_large(problems, file, text, len(content), room):
        return None
    if other := _separator(text):
        message = f"separates the columns of the header, where a comma should ({other[1]})"
        problems.append(fault("separator-other", Place(file, 1), other[0], message))
        return None
    return text


def _is_large(problems: list[Problem], file: str, text: str, size: int, room: Room) -> bool:
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
        problems.append(fault("file-large", Place(file), "", message))
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
