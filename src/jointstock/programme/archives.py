"""Workbooks as archives: looked through before anyone opens them, so that none can do harm.

An XLSX file is a ZIP archive of XML. A small one can unpack to gigabytes, hold names that climb
out of a folder, or name a cell so far away that whoever lays the sheet out as a grid runs out of
memory. Nothing here trusts the sizes that the archive states: every part is unpacked and counted.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from jointstock.programme.faults import fault
from jointstock.programme.files import read_file
from jointstock.programme.limits import (
    MIB,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_ROWS,
    MOST_SPREAD,
    MOST_UNPACKED,
)
from jointstock.words.errors import Place, Problem

_MOST_DIRECTORY = MIB
# A cell with a text takes eight tags at most; each is a step of work, however short it is.
_MOST_TAGS = 8 * MOST_SPREAD
_END = struct.Struct("<4s4H2LH")  # end of the central directory, the comment not counted
_END_MARK = b"PK\x05\x06"
_CHUNK = MIB
_UNPACKING = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,  # an encrypted part
    ValueError,
)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*?\br\s*=\s*[\"'](\d+)")
_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*?\br\s*=\s*[\"']([A-Za-z]+)(\d+)")
_ROWS = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELLS = re.compile(rb"<(?:\w+:)?c[\s/>]")
_OF_XML = (".xml", ".rels")


class _UnsafeError(Exception):
    """What is wrong with an archive."""


def workbook_bytes(path: Path, file: str) -> bytes | Problem:
    """The bytes of a workbook that may be opened, or why it may not; ``file`` names it in places.

    Raises ``FileNotFoundError`` where there is nothing at the path.
    """
    content = read_file(path, file, MOST_BYTES)
    if isinstance(content, Problem):
        return content
    return unsafe(content, file) or content


def unsafe(content: bytes, file: str) -> Problem | None:
    """Why an archive must not be opened; ``None`` where nothing speaks against it."""
    try:
        _look_through(content)
    except _UnsafeError as error:
        return fault("archive-unsafe", Place(file), "", str(error))
    except _UNPACKING as error:
        said = " ".join(str(error).split()) or type(error).__name__
        return fault("archive-unsafe", Place(file), "", f"cannot be unpacked ({said[:80]})")
    return None


def _look_through(content: bytes) -> None:
    if not content.startswith(b"PK"):
        raise _UnsafeError("is no XLSX workbook")
    _directory(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise _UnsafeError(f"holds {len(parts):,} files, more than {MOST_PARTS:,}")
        names = [part.filename for part in parts]
        if len({name.casefold() for name in names}) < len(names):
            raise _UnsafeError("holds two files of one name")
        for part in parts:
            _named(part)
        room = _Room()
        for part in parts:
            _unpacked(archive, part, room)


def _directory(content: bytes) -> None:
    """Refuse a directory so long that listing it would be the harm."""
    at = content.rfind(_END_MARK, max(0, len(content) - _END.size - 2**16))
    if at < 0 or len(content) < at + _END.size:
        raise _UnsafeError("is cut short, or is no archive")
    size = _END.unpack_from(content, at)[5]
    if size > _MOST_DIRECTORY:
        raise _UnsafeError(f"lists more files than {MOST_PARTS:,}")


def _named(part: zipfile.ZipInfo) -> None:
    name = part.filename.replace("\\", "/")
    if name.startswith("/") or ":" in name or ".." in name.split("/"):
        raise _UnsafeError("holds a file whose name leads out of the archive")
    if stat.S_ISLNK(part.external_attr >> 16):
        raise _UnsafeError("holds a link")
    if part.flag_bits & 1:
        raise _UnsafeError("is locked by a password")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _UnsafeError("is packed in a way that no spreadsheet program uses")


@dataclass(slots=True)
class _Room:
    """What is left for all parts together."""

    size: int = MOST_UNPACKED
    tags: int = _MOST_TAGS
    cells: int = MOST_SPREAD


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, room: _Room) -> None:
    """Unpack a part piece by piece, as long as there is room.

    Any part is looked at as a sheet, since a workbook may keep its sheets under any name.
    """
    text = part.filename.endswith(_OF_XML)
    extent, rest = _Extent(), b""
    with archive.open(part) as opened:
        while piece := opened.read(_CHUNK):
            room.size -= len(piece)
            room.tags -= piece.count(b"<")
            if room.size < 0:
                raise _UnsafeError(f"unpacks to more than {MOST_UNPACKED:,} bytes")
            if room.tags < 0:
                raise _UnsafeError("holds far more XML than its cells need")
            if text and b"\0" in piece:
                raise _UnsafeError("holds a part that is no text in UTF-8")
            seen = rest + piece
            if b"<!" in seen and _DOCTYPE.search(seen):
                raise _UnsafeError("declares a document type, which no workbook needs")
            whole, mark, after = seen.rpartition(b">")
            extent.look(whole + mark)
            if text and len(after) > _CHUNK:
                raise _UnsafeError("holds a text longer than any cell")
            rest = after[-_CHUNK:]
    room.cells -= extent.cells
    if room.cells < 0:
        raise _UnsafeError(f"spreads over more than {MOST_SPREAD:,} cells")


@dataclass(slots=True)
class _Extent:
    """How far a sheet reaches, since whoever reads it lays it out as a rectangle.

    Rows and cells need not say where they stand. Those that do not follow the one before, which
    may have said so; they are taken to follow the farthest.
    """

    far_row: int = 0
    far_column: int = 0
    nameless_rows: int = 0
    run: int = 0  # cells so far of the row that is being read
    longest_run: int = 0

    @property
    def cells(self) -> int:
        """The cells of the rectangle."""
        return self._rows * self._columns

    @property
    def _rows(self) -> int:
        return self.far_row + self.nameless_rows

    @property
    def _columns(self) -> int:
        return self.far_column + self.longest_run

    def look(self, seen: bytes) -> None:
        """Go through whole tags."""
        rows, cells = _ROW.findall(seen), _CELL.findall(seen)
        self.nameless_rows += len(_ROWS.findall(seen)) - len(rows)
        if len(cells) < len(_CELLS.findall(seen)):
            runs = [len(_CELLS.findall(row)) for row in _ROWS.split(seen)]
            runs[0] += self.run
            self.run = runs[-1]
            self.longest_run = max(self.longest_run, *runs)
        named = {*rows, *(row for _, row in cells)}
        if any(len(row) > 9 for row in named):
            raise _UnsafeError(f"has a cell below row {MOST_ROWS:,}")
        self.far_row = max(self.far_row, *map(int, named), 0)
        self.far_column = max(self.far_column, *map(_number, {one for one, _ in cells}), 0)
        if self._rows > MOST_ROWS:
            raise _UnsafeError(f"has a cell below row {MOST_ROWS:,}")
        if self._columns > MOST_COLUMNS:
            raise _UnsafeError(f"has a cell beyond column {MOST_COLUMNS}")


def _number(column: bytes) -> int:
    """The number of a column by its letters: A is 1, AA is 27; far too many letters are far."""
    number = 0
    for letter in column.upper()[:4]:
        number = 26 * number + letter - 64
    return number
