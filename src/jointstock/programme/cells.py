"""Cells: how the text of a cell becomes a value, strictly, one parser for each column."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from jointstock.programme.hints import guesses
from jointstock.programme.letters import foreign, is_formula, unseen
from jointstock.programme.limits import MOST_CHARACTERS
from jointstock.words.codes import MINOR_DIGITS, NATIONS
from jointstock.words.fields import Field, Kind, Value
from jointstock.words.months import Month

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_WHOLE = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FLAGS = {"true": True, "false": False}

# Twelve digits leave room for sums and products in 64 bits wherever tables become arrays.
LARGEST = 10**12 - 1
# Digits after the point: enough for a rate between any two currencies, and fewer for a price, since
# no smaller one can be paid.
_DECIMALS = 12
_DECIMALS_OF_MONEY = 6
YEARS = range(1900, 2201)


class Wrong(NamedTuple):
    """Why a cell cannot be read: the code of the fault, what is wrong, and the repair if known."""

    code: str
    message: str
    repair: str = ""


class CellError(ValueError):
    """A cell that cannot be read; ``wrong`` says why, as far as the cell itself knows."""

    def __init__(self, code: str, message: str, repair: str = "") -> None:
        """Keep the parts of the problem."""
        super().__init__(message)
        self.wrong = Wrong(code, message, repair)


class Parser(dict[str, Value]):
    """The values of a column by their text; a text that is new is read and kept.

    A column says the same few things many times over, so that most cells cost one look-up.
    """

    def __init__(self, declared: Field) -> None:
        """Prepare to read cells of the declared column."""
        super().__init__()
        self._field = declared
        self._read = _READERS[declared.kind]

    def __missing__(self, text: str) -> Value:
        """Read a text that is new; raise `CellError` if it is no value of the column."""
        if text == "":
            if self._field.required:
                raise CellError("cell-missing", f"{self._field.name} must be filled")
            value = self._field.default
        elif len(text) > MOST_CHARACTERS:
            raise CellError("cell-long", f"has {len(text):,} characters")
        else:
            value = self._read(text, self._field)
            _within(value, self._field)
        self[text] = value
        return value

    def explained(self, text: str, wrong: Wrong) -> Wrong:
        """Why a text cannot be read with what can be said beyond: a strange character, a guess."""
        if wrong.repair or wrong.code == "cell-long":
            return wrong
        seen = "" if self._field.kind is Kind.TEXT else foreign(text)
        message = f"{wrong.message}: it {seen}" if seen else wrong.message
        return Wrong(wrong.code, message, self._repair(text))

    def _repair(self, text: str) -> str:
        for guess in guesses(text, self._field):
            if guess and guess != text:
                try:
                    self[guess]
                except CellError:
                    continue
                return f"write {guess}"
        return ""


def _text(text: str, _: Field) -> str:
    if wrong := unseen(text):
        raise CellError("text-form", wrong)
    if is_formula(text):
        raise CellError("text-formula", f"begins with {text[0]!r}, as a formula does")
    return text


def _code(text: str, _: Field) -> str:
    if not CODE.fullmatch(text):
        raise CellError("code-form", "is not a code")
    return text


def _nation(text: str, _: Field) -> str:
    if text not in NATIONS:
        raise CellError("nation-unknown", "is not a nation's code")
    return text


def _currency(text: str, _: Field) -> str:
    if text not in MINOR_DIGITS:
        raise CellError("currency-unknown", "is not a currency's code")
    return text


def _choice(text: str, declared: Field) -> str:
    if text not in declared.choices:
        choices = ", ".join(declared.choices)
        raise CellError("choice-unknown", f"is not what {declared.name} may be ({choices})")
    return text


def _month(text: str, _: Field) -> Month:
    try:
        month = Month.parse(text)
    except ValueError:
        raise CellError("month-form", "is not a month") from None
    if month.year not in YEARS:
        raise CellError("value-range", _years())
    return month


def _day(text: str, _: Field) -> str:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        day = date.fromisoformat(text)
    except ValueError:
        raise CellError("day-form", "is not a day") from None
    if day.year not in YEARS:
        raise CellError("value-range", _years())
    return text


def _years() -> str:
    return f"lies outside the years {YEARS.start} to {YEARS.stop - 1}"


def _whole(text: str, _: Field) -> int:
    if not _WHOLE.fullmatch(text):
        raise CellError("whole-form", "is not a whole number")
    if len(text) > len(str(LARGEST)) + 1:
        return LARGEST + 1 if text[0] != "-" else -LARGEST - 1  # beyond every bound there is
    return int(text)


def _decimal(text: str, declared: Field) -> Decimal:
    most = _DECIMALS_OF_MONEY if declared.unit == "units of currency" else _DECIMALS
    if not _DECIMAL.fullmatch(text):
        raise CellError("decimal-form", "is not a plain number")
    digits = text.partition(".")[2]
    if len(digits) > most:
        raise CellError("value-range", f"has more than {most} digits after the point")
    return Decimal(text)


def _flag(text: str, _: Field) -> bool:
    if text not in _FLAGS:
        raise CellError("flag-form", "is neither true nor false")
    return _FLAGS[text]


def _within(value: Value, declared: Field) -> None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return
    low, high = declared.low, LARGEST if declared.high is None else declared.high
    if low is not None and value < low:
        raise CellError("value-range", f"is below {low}", f"write a number of {low} or more")
    if value > high:
        lots = (
            "; count in lots what comes in more"
            if declared.kind is Kind.WHOLE and "units" in declared.unit
            else ""
        )
        raise CellError(
            "value-range", f"is above {high}", f"write a number of {high} or less{lots}"
        )


_READERS: dict[Kind, Callable[[str, Field], Value]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.NATION: _nation,
    Kind.CURRENCY: _currency,
    Kind.CHOICE: _choice,
    Kind.MONTH: _month,
    Kind.DAY: _day,
    Kind.WHOLE: _whole,
    Kind.DECIMAL: _decimal,
    Kind.FLAG: _flag,
}


def written(value: Value) -> str:
    """The text of a value as it stands in a cell: what a parser reads back as the same value."""
    if value is None:
        return ""
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    return str(value)


def plain(number: Decimal) -> str:
    """A decimal number without exponent and without zeros that say nothing."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
