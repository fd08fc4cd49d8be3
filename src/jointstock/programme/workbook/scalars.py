"""The sheet of scalars: a row for each key of ``programme.toml``, written and read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from jointstock.programme.cells import written
from jointstock.programme.faults import fault
from jointstock.programme.hints import nearest
from jointstock.programme.keys import KEYS, SETTINGS, Key
from jointstock.programme.programme import Programme
from jointstock.programme.scalars import Scalars, missing
from jointstock.programme.workbook.book import for_print
from jointstock.programme.workbook.cells import Cell, text_of
from jointstock.programme.workbook.look import Look
from jointstock.programme.workbook.offers import Offers
from jointstock.programme.workbook.put import put
from jointstock.words.errors import Place
from jointstock.words.fields import Kind, Value
from jointstock.words.shares import METHODS, OUTSIDE, SLOTS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADER = ("key", "value", "takes", "default", "meaning")
# Every key by the name it has in the sheet.
NAMES: dict[str, Key] = KEYS | {
    f"{table}.{name}": key for table, keys in SETTINGS.items() for name, key in keys.items()
}

_CHOICES = {
    "plan.borne": ["donor", "all"],
    "plan.exact": ["true", "false"],
    "share.rule": list(SLOTS),
    "share.outside": list(OUTSIDE),
    "share.method": list(METHODS),
}
_WIDTHS = (18, 48, 44, 24, 60)


def write_scalars(sheet: Worksheet, programme: Programme, look: Look, offers: Offers) -> None:
    """Write the sheet of scalars; a setting that is the usual one is blank."""
    for at, (name, width) in enumerate(zip(HEADER, _WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, look.needed if at < 2 else look.optional)
    for row, (name, key) in enumerate(NAMES.items(), start=1):
        value = _value(programme, name)
        sheet.write_string(row, 0, name, look.label)
        sheet.write_blank(row, 1, None, look.fill)  # a box to fill in, also where nothing stands
        put(sheet, row, 1, value, look.fill)
        lines = max(len(written(value)) // _WIDTHS[1], len(key.takes) // _WIDTHS[2])
        sheet.set_row(row, 15 * (1 + lines))
        default = "must be filled" if key.required else key.default
        for at, text in enumerate((key.takes, default, key.meaning), start=2):
            sheet.write_string(row, at, text, look.text)
        choices = offers.currencies() if name == "currency" else _CHOICES.get(name)
        if choices:
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": choices})
    sheet.freeze_panes(1, 1)
    for_print(sheet)


def _value(programme: Programme, name: str) -> Value:
    table, point, setting = name.partition(".")
    if not point:
        value: Value = getattr(programme, name)
        return value
    own = getattr(programme, table)
    value = getattr(own, setting)
    if value == getattr(type(own)(), setting):
        return None
    return ", ".join(value) if isinstance(value, tuple) else value


def read_scalars_sheet(file: str, rows: Sequence[Sequence[Cell]], *, complete: bool) -> Scalars:
    """Read the sheet of scalars; ``complete`` asks for every key that has no default.

    A blank value is as good as no row, but for a key that takes an empty text in a complete
    programme. Rows below the header may stand in any order.
    """
    found = Scalars()
    header = [text_of(cell, Kind.CODE) for cell in rows[0]] if rows else []
    for name in HEADER[:2]:
        if name not in header:
            message = f"is missing: the sheet has a row for each key, with its {name}"
            found.problems.append(fault("column-missing", Place(file, 1, name), name, message))
    if found.problems:
        return found
    at_key, at_value = header.index("key"), header.index("value")
    seen: dict[str, Place] = {}
    for number, row in enumerate(rows[1:], start=2):
        name, cell = text_of(row[at_key], Kind.CODE), row[at_value]
        place = Place(file, number, "value")
        if name not in NAMES:
            if name or cell != "":
                _unknown(found, Place(file, number, "key"), name)
        elif name in seen:
            message = "has a second row"
            found.problems.append(fault("key-twice", Place(file, number, "key"), name, message))
        else:
            seen[name] = place
            _take(found, place, name, cell, complete=complete)
    if complete:
        for one in missing(file, KEYS, {name for name in found.at if name in KEYS}):
            name = one.place.column
            if not any(told.place == seen.get(name) for told in found.problems):
                place = seen.get(name, Place(file))
                found.problems.append(fault(one.code, place, "", one.message))
    return found


def _take(found: Scalars, place: Place, name: str, cell: Cell, *, complete: bool) -> None:
    """Read the value of one key into ``found``, as the first of its readings that the key takes."""
    key = NAMES[name]
    if cell == "" and not complete:
        return
    for value in _readings(cell):
        try:
            read = key.read(value)
        except ValueError:
            continue
        table, point, setting = name.partition(".")
        found.of(table if point else "")[setting if point else name] = read
        found.at[name] = place
        return
    if cell != "":
        message = f"is not what {name} takes"
        value = text_of(cell, Kind.TEXT)
        found.problems.append(fault("setting-form", place, value, message, f"write {key.takes}"))


def _readings(cell: Cell) -> Iterator[object]:
    """Every value of ``programme.toml`` that a cell may stand for."""
    text = text_of(cell, Kind.TEXT)
    if not isinstance(cell, str):
        yield from _number(text)
        yield text_of(cell, Kind.MONTH)
    yield text
    yield text.strip()
    yield from _number(text)
    if text.strip().lower() in ("true", "false"):
        yield text.strip().lower() == "true"
    yield [word.strip() for word in text.split(",")] if text else []


def _number(text: str) -> Iterator[object]:
    """A text of digits as TOML has it: a whole number, or one with a fraction."""
    if not text.strip().isascii() or len(text) > 40:
        return
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return
    if number.is_finite() and "e" not in text.lower() and "_" not in text:
        yield int(number) if number == number.to_integral_value() else number


def _unknown(found: Scalars, place: Place, name: str) -> None:
    near = nearest(name, NAMES)
    repair = f"write {near}, or take the row out" if near else ""
    message = "is no key that is known"
    found.problems.append(fault("setting-unknown", place, name, message, repair))
