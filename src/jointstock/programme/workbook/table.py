"""The sheet of one table: its head with units and help, its rows, and room for more."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from jointstock.programme.cells import written
from jointstock.programme.parts import letters
from jointstock.programme.tables import Row, dictionary
from jointstock.programme.workbook.book import for_print
from jointstock.programme.workbook.help import told
from jointstock.programme.workbook.look import Look
from jointstock.programme.workbook.offers import SPARE, Offers
from jointstock.programme.workbook.put import put
from jointstock.programme.write import columns_of
from jointstock.words.fields import Field, Kind, Value

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LEAST, _MOST = 10, 56


def write_table(
    sheet: Worksheet, table: str, rows: Sequence[Row], look: Look, offers: Offers | None
) -> None:
    """Fill the sheet of a table; without ``offers`` it is shown and cannot be changed.

    Raises ``SettingError`` for a text that no cell can hold.
    """
    fields = dictionary(table)
    said = set(columns_of(table, rows))
    last = len(rows) + (SPARE if offers else 0)
    _head(sheet, fields, look, shown=offers is None)
    for at, one in enumerate(fields):
        style = look.column(one, shown=offers is None)
        values = list(map(attrgetter(one.attribute), rows)) if one in said else []
        sheet.set_column(at, at, _width(one, values), style)
        for number, value in enumerate(values, start=1):
            put(sheet, number, at, value, style)
        if offers is not None:
            sheet.data_validation(1, at, last, at, offers.rule(one))
    sheet.freeze_panes(1, _leading_keys(fields))
    sheet.autofilter(0, 0, max(len(rows), 1), len(fields) - 1)
    _colour(sheet, fields, max(last, 1), look)
    for_print(sheet)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, len(rows), len(fields) - 1)
    if offers is None:
        sheet.protect()


def _head(sheet: Worksheet, fields: Sequence[Field], look: Look, *, shown: bool) -> None:
    """Names of columns with their units below, dark where a cell must be filled."""
    sheet.set_row(0, 32)
    for at, one in enumerate(fields):
        style = look.shown_head if shown else look.needed if one.required else look.optional
        if one.unit:
            unit = look.unit_on_dark if style is look.needed else look.unit_on_light
            sheet.write_rich_string(0, at, style, f"{one.name}\n", unit, one.unit, style)
        else:
            sheet.write_string(0, at, one.name, style)
        size = {"x_scale": 2, "y_scale": 1.2}
        sheet.write_comment(0, at, told(one), {"author": "jointstock", **size})


def _leading_keys(fields: Sequence[Field]) -> int:
    """How many columns at the left are of the key, at most two, so that small screens scroll."""
    found = 0
    while found < 2 and fields[found].key:
        found += 1
    return found


def _width(one: Field, values: Sequence[Value]) -> int:
    longest = max((len(written(value)) for value in set(values)), default=0)
    head = max(len(one.name), len(one.unit)) + 3
    grouped = longest * 4 // 3 if one.kind in (Kind.WHOLE, Kind.DECIMAL) else longest
    return min(max(_LEAST, head, grouped + 2), _MOST)


def _colour(sheet: Worksheet, fields: Sequence[Field], last: int, look: Look) -> None:
    """Colour each row by its basis; one that does not say is assumed."""
    basis = letters(next(at for at, one in enumerate(fields) if one.name == "basis"))
    end = letters(len(fields) - 1)
    for name, style in look.basis.items():
        holds = f'$%s2="{name}"' % basis
        if name == "assumed":
            holds = f'OR({holds},AND(${basis}2="",COUNTA($A2:${end}2)>0))'
        rule = {"type": "formula", "criteria": f"={holds}", "format": style}
        sheet.conditional_format(1, 0, last, len(fields) - 1, rule)
