"""A table to be read or calculated with, whatever it is printed on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from jointstock.words.months import Month

Value = str | int | float | bool | Decimal | Month | None


class Shape(StrEnum):
    """How a column is written and aligned."""

    TEXT = "text"
    CODE = "code"  # never broken over two lines
    MONTH = "month"
    WHOLE = "whole"
    MONEY = "money"  # in units of a currency that another column or the head names
    NUMBER = "number"
    SHARE = "share"  # a part of one
    YEAR = "year"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, how it is written, and what it says."""

    name: str
    shape: Shape = Shape.TEXT
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; ``title`` says what one row is. Every row fills every column.

    ``total`` is a last row that adds up the others.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a row that does not fill the columns."""
        for row in (*self.rows, *([self.total] if self.total else [])):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"table {self.name}: a row of {len(row)} under {len(self.columns)}"
                )
