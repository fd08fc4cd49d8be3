"""CSV files: from bytes to numbered rows of cells, and from cells to bytes that never vary."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jointstock.programme.faults import fault
from jointstock.words.errors import Place, Problem


@dataclass(slots=True)
class Records:
    """The header, the rows below it with their numbers (the header is row 1), and the faults."""

    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_records(file: str, content: bytes) -> Records:
    """Take a CSV file apart. Rows are counted as a spreadsheet counts them."""
    found = Records()
    text = decoded(file, content, found.problems)
    if text is None:
        return found
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            found.rows.append((number, record))
    except csv.Error as error:
        # Nothing after the fault can be told apart, so it is the last one of its file.
        stray = "expected after" in str(error)
        code = "quote-stray" if stray else "quote-open"
        message = "from this row on, cells cannot be told apart"
        found.problems.append(fault(code, Place(file, number + 1), "", message))
    if found.rows and any(found.rows[0][1]):
        found.header = found.rows.pop(0)[1]
    elif not found.problems:
        found.problems.append(fault("header-missing", Place(file, 1), "", "the first row is blank"))
    return found


def decoded(file: str, content: bytes, problems: list[Problem]) -> str | None:
    """The text of a file in UTF-8, with or without byte order mark; ``None`` if it is not."""
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
