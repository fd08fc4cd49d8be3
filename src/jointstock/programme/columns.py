"""Columns: the cells below a header by column, of the rows that have one for each column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress


@dataclass(frozen=True, slots=True)
class Columns:
    """The cells of a table by column, without the rows in which every cell is blank.

    ``numbers`` counts the rows as a spreadsheet does (the header is row 1). ``ragged`` holds the
    number, and the number of cells, of each other row: it has not one cell for each column.
    """

    numbers: Sequence[int]
    texts: Sequence[Sequence[str]]
    ragged: Sequence[tuple[int, int]] = ()


def whole(texts: Sequence[Sequence[str]]) -> Columns:
    """Columns that are known as such, from row 2 on."""
    if not texts:
        return Columns((), ())
    numbers = range(2, len(texts[0]) + 2)
    if "" not in texts[0]:
        return Columns(numbers, texts)
    filled = list(map(any, zip(*texts, strict=True)))
    return Columns(
        list(compress(numbers, filled)), [list(compress(column, filled)) for column in texts]
    )


def evened(width: int, records: Sequence[Sequence[str]]) -> Columns:
    """Columns of rows that need not have as many cells each, from row 2 on."""
    numbered = [pair for pair in enumerate(records, start=2) if any(pair[1])]
    even = [pair for pair in numbered if len(pair[1]) == width]
    ragged = [(number, len(cells)) for number, cells in numbered if len(cells) != width]
    texts = list(zip(*(cells for _, cells in even), strict=True)) or [()] * width
    return Columns([number for number, _ in even], texts, ragged)
