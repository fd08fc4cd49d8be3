"""Fields: how a column of a table is declared, once, for reading, checking, help and export."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from jointstock.words.months import Month


class Kind(StrEnum):
    """What a cell holds, and so how its text is read."""

    TEXT = "text"
    CODE = "code"  # an identifier of ours: letters, digits, . _ - , up to 64
    NATION = "nation"  # ISO 3166-1 alpha-2
    CURRENCY = "currency"  # ISO 4217
    CHOICE = "choice"
    MONTH = "month"  # YYYY-MM
    DAY = "day"  # YYYY-MM-DD
    WHOLE = "whole"
    DECIMAL = "decimal"
    FLAG = "flag"  # true or false


# What a column may hold where it does not say: units of one member or line, which a plan goes
# through one by one, and months of the longest horizon there is. Totals of a contract may be more.
MOST_UNITS = 1_000_000
MOST_TOTAL = 1_000_000_000
MOST_MONTHS = 1_200

Value = str | int | bool | Decimal | Month | None


@dataclass(frozen=True, slots=True)
class Field:
    """One column: name, kind, meaning, unit, default, bounds, and what it refers to.

    ``required`` columns must be there and filled; others read a blank as ``default``.
    ``refers`` names the tables one of which must hold the value in its own key column.
    """

    name: str
    attribute: str
    kind: Kind
    meaning: str
    unit: str
    required: bool
    default: Value
    low: int | None
    high: int | None
    choices: tuple[str, ...]
    key: bool
    refers: tuple[str, ...]
    words: tuple[str, ...]


def column(
    kind: Kind,
    meaning: str,
    *,
    unit: str = "",
    default: Any = dataclasses.MISSING,
    low: int | None = None,
    high: int | None = None,
    choices: tuple[str, ...] = (),
    key: bool = False,
    refers: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
) -> Any:
    """Declare a column of a table; without ``default`` it is required.

    Whole numbers of units and of months have an upper bound also without ``high``. ``words`` are
    values that are allowed although they refer to nothing (``outside``).
    """
    if kind is Kind.WHOLE and high is None:
        high = {"units": MOST_UNITS, "units a month": MOST_UNITS, "months": MOST_MONTHS}.get(unit)
    declared = {
        "kind": kind,
        "meaning": meaning,
        "unit": unit,
        "low": low,
        "high": high,
        "choices": choices,
        "key": key,
        "refers": refers,
        "words": words,
    }
    return dataclasses.field(default=default, metadata={"column": declared})


def fields_of(table: type) -> tuple[Field, ...]:
    """The columns that a table declares, in the order of its file.

    An attribute whose column has the name of a Python word ends in an underscore (``from_``).
    """
    found = []
    for attribute in dataclasses.fields(table):
        declared = attribute.metadata.get("column")
        if declared is None:
            continue
        required = attribute.default is dataclasses.MISSING
        default: Any = None if required else attribute.default
        found.append(
            Field(
                name=attribute.name.rstrip("_"),
                attribute=attribute.name,
                required=required,
                default=default,
                **declared,
            )
        )
    return tuple(found)
