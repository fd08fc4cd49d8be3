"""Cells with a type as text: what a spreadsheet program made of what was typed, undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from jointstock.programme.cells import plain
from jointstock.words.fields import Kind

Cell = str | float | int | Decimal | bool | date | time | timedelta

# Spreadsheet programs keep and show so many digits of a number; what lies beyond is noise.
DIGITS = 15


def text_of(cell: Cell, kind: Kind) -> str:
    """The text of a cell as it would stand in a CSV file, for a column of that kind.

    A number of a sheet is read to 15 digits. A date is a day; where the column holds months, the
    first day of a month is that month, since that is what a spreadsheet program makes of
    ``2024-07``. Blanks around anything but text count for nothing, and so does a flag's case.
    """
    if isinstance(cell, str):
        if kind is Kind.TEXT:
            return cell
        text = cell.strip()
        return text.lower() if kind is Kind.FLAG and text in ("TRUE", "FALSE") else text
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return plain(cell)
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return plain(Decimal(format(cell, f".{DIGITS}g")))
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, date) and kind is Kind.MONTH and cell.day == 1:
        return cell.isoformat()[:7] + cell.isoformat()[10:]
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def texts_of(cells: Sequence[Cell], kind: Kind) -> list[str]:
    """The texts of a column; cells that are the same text already cost no call."""
    if kind is Kind.TEXT and all(isinstance(cell, str) for cell in cells):
        return list(map(str, cells))
    return [text_of(cell, kind) for cell in cells]
