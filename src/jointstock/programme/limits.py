"""How much a programme may hold: what is more is refused before it is read, not half-way.

A reader keeps to 5 seconds and 500 MB at these limits, whatever the file holds. They lie well
above the largest programme that is foreseen: 32 members, 20 items and 180 months are some 150,000
rows in 5 MB, or in 33 MB of a workbook once unpacked.
"""

from __future__ import annotations

from dataclasses import dataclass

MIB = 2**20

MOST_BYTES = 32 * MIB
MOST_ROWS = 300_000
MOST_CELLS = 3_000_000
MOST_COLUMNS = 100
MOST_CHARACTERS = 10_000
MOST_TOML_BYTES = 64 * 1024
# Keys with points are taken apart in a time that grows with the square of a line's length.
MOST_TOML_LINE = 4_096
MOST_TOML_DEPTH = 20
MOST_PARTS = 1_000
MOST_UNPACKED = 48 * MIB
# Of all sheets of a workbook, each as a rectangle; XML takes longer to read than commas do.
MOST_SPREAD = 1_500_000
MOST_TOLD = 100
MOST_FAULTY = 10_000


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit as the page of limits tells it: of what, how much, and the code of the fault."""

    what: str
    most: int
    code: str


LIMITS: tuple[Limit, ...] = (
    Limit("bytes of a workbook, a plan or a file of rates", MOST_BYTES, "file-large"),
    Limit("bytes of all tables, overlays included", MOST_BYTES, "file-large"),
    Limit("lines of all tables, overlays included", MOST_ROWS, "file-large"),
    Limit("cells of a table", MOST_CELLS, "file-large"),
    Limit("columns of a table", MOST_COLUMNS, "file-large"),
    Limit("characters of a cell", MOST_CHARACTERS, "cell-long"),
    Limit("bytes of `programme.toml`", MOST_TOML_BYTES, "file-large"),
    Limit("characters of a line of `programme.toml`", MOST_TOML_LINE, "toml-syntax"),
    Limit("brackets inside one another in `programme.toml`", MOST_TOML_DEPTH, "toml-syntax"),
    Limit("files inside a workbook", MOST_PARTS, "archive-unsafe"),
    Limit("bytes of a workbook once unpacked", MOST_UNPACKED, "archive-unsafe"),
    Limit("cells of all sheets of a workbook, as rectangles", MOST_SPREAD, "archive-unsafe"),
    Limit(
        "different cells of a column that cannot be read; the rest count as such", MOST_FAULTY, ""
    ),
    Limit("problems of one kind told one by one for a column; the rest are counted", MOST_TOLD, ""),
)


@dataclass(slots=True)
class Room:
    """What is left of the limits on all tables, while the files of a programme are read in turn."""

    lines: int = MOST_ROWS
    size: int = MOST_BYTES

    def take(self, lines: int, size: int) -> bool:
        """Take so many lines and bytes; ``False``, and nothing taken, where they are not left."""
        if lines > self.lines or size > self.size:
            return False
        self.lines -= lines
        self.size -= size
        return True
