"""How a value is put into a cell: numbers that are exact, and text that stays text."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jointstock.programme.cells import written
from jointstock.programme.workbook.cells import DIGITS
from jointstock.words.errors import SettingError
from jointstock.words.fields import Value

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LONGEST = 32_767  # characters of a cell, by the format


def put(sheet: Worksheet, row: int, at: int, value: Value, style: Any) -> None:
    """Write a value, rows and columns counted from 0; nothing for none.

    A number is a number as long as a spreadsheet program keeps all its digits, else text. Raises
    ``SettingError`` for a text that no cell can hold.
    """
    if value is None or value == "":
        return
    text = written(value)
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if number and len(text.replace(".", "").lstrip("-0")) <= DIGITS:
        sheet.write_number(row, at, float(text), style)
    else:
        sheet.write_string(row, at, fitting(text), style)


def fitting(text: str) -> str:
    """The text itself; raises ``SettingError`` if no cell of a workbook can hold it."""
    if len(text) > _LONGEST:
        raise SettingError(
            f"the text {text[:20]!r}... has {len(text):,} characters, and a cell of a workbook "
            f"holds at most {_LONGEST:,}; shorten it"
        )
    if "\ufffe" in text or "\uffff" in text:
        raise SettingError(f"the text {text[:20]!r} holds a character that no workbook can hold")
    return text
