"""The plan as one workbook: a sheet that explains the others, and one tidy sheet for each table."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jointstock.programme.programme import Programme
from jointstock.programme.workbook.book import for_print, new_book
from jointstock.publish.answer import answer
from jointstock.publish.brief import Brief
from jointstock.publish.sheets import tables
from jointstock.publish.table import Column, Shape, Table, Value
from jointstock.publish.wording import unmarked
from jointstock.words.months import Month
from jointstock.words.results import Findings

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

README = "read_me"
_WIDTHS = (8, 60)
_COUNTS = (Shape.WHOLE, Shape.MONEY, Shape.NUMBER, Shape.SHARE, Shape.YEAR)
_FORMATS = {
    Shape.WHOLE: "#,##0",
    Shape.MONEY: "#,##0.00",
    Shape.NUMBER: "#,##0.00",
    Shape.SHARE: "0.0000%",
    Shape.YEAR: "0",
    Shape.TEXT: "@",
    Shape.CODE: "@",
    Shape.MONTH: "@",
    Shape.FLAG: "General",
}


def write(programme: Programme, findings: Findings, path: Path) -> None:
    """Write the plan and what was found beside it to an XLSX file; same input, same bytes.

    Raises ``OSError`` if the file cannot be written.
    """
    brief, target = Brief(programme, findings), BytesIO()
    with new_book(target, programme.title, brief.as_of) as book:
        formats = _Formats(book)
        every = tables(brief)
        _explain(book.add_worksheet(README), brief, every, formats)
        for table in every:
            _fill(book.add_worksheet(table.name), table, formats)
    path.write_bytes(target.getvalue())


class _Formats:
    """The cell formats of the workbook, made once."""

    def __init__(self, book: Workbook) -> None:
        wrapped = {"text_wrap": True, "valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1})
        self.head_right = book.add_format(
            {"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "align": "right"}
        )
        self.section = book.add_format({"bold": True, "font_size": 12})
        self.text = book.add_format(wrapped)
        self.link = book.add_format({"font_color": "#0072B2", "underline": 1, "valign": "top"})
        self.columns = {s: book.add_format({"num_format": f}) for s, f in _FORMATS.items()}


def _explain(sheet: Worksheet, brief: Brief, every: list[Table], formats: _Formats) -> None:
    """The first sheet: what the plan says, and what each sheet and column is."""
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 100)
    sheet.hide_gridlines(2)
    for_print(sheet)
    sheet.write_string(0, 0, brief.programme.title, formats.title)
    plan = brief.plan
    head = [
        ("Programme", plan.programme),
        ("Facts as of", brief.programme.as_of),
        ("Horizon", f"{brief.programme.start} to {brief.programme.end}"),
        ("Status", plan.status),
        ("Inputs", plan.inputs_digest),
        ("Months", "YYYY-MM, as text; a balance is that of the end of the month"),
        ("Money", "in units of the currency named beside it, never in minor units"),
        ("Blank", "does not apply or is not known; it never means zero"),
        ("Basis", "reported, estimated or assumed: that of the weakest row a figure rests on"),
    ]
    row = 1
    for name, text in head:
        sheet.write_string(row, 0, name, formats.section)
        sheet.write_string(row, 1, text)
        row += 1
    row = _section(sheet, row + 1, "What the plan says", formats)
    for told in answer(brief):
        sheet.write_string(row, 0, told.topic, formats.text)
        sheet.merge_range(row, 1, row, 2, "", formats.text)
        text = unmarked(told.text)
        sheet.write_string(row, 1, text, formats.text)
        sheet.set_row(row, 15 * (1 + len(text) // 150))
        row += 1
    row = _section(sheet, row + 1, "Sheets and columns", formats)
    for table in every:
        sheet.write_url(row, 0, f"internal:'{table.name}'!A1", formats.link, table.name)
        sheet.write_string(row, 1, f"{table.title} ({len(table.rows):,} rows)")
        row += 1
        for column in table.columns:
            sheet.write_string(row, 1, column.name)
            sheet.write_string(row, 2, column.meaning)
            row += 1


def _section(sheet: Worksheet, row: int, title: str, formats: _Formats) -> int:
    sheet.write_string(row, 0, title, formats.section)
    return row + 1


def _fill(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    """One table: bold frozen header, filter, a width and a number format for each column."""
    sheet.freeze_panes(1, 0)
    for_print(sheet)
    sheet.repeat_rows(0)
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, _width(table, at), formats.columns[column.shape])
        counts = column.shape in _COUNTS
        sheet.write_string(0, at, column.name, formats.head_right if counts else formats.head)
        if column.meaning:
            sheet.write_comment(0, at, column.meaning, {"author": "jointstock"})
    for number, values in enumerate(table.rows, start=1):
        for at, (column, value) in enumerate(zip(table.columns, values, strict=True)):
            _cell(sheet, number, at, column, value, formats)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)


def _cell(
    sheet: Worksheet, row: int, at: int, column: Column, value: Value, formats: _Formats
) -> None:
    style = formats.columns[column.shape]
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value, style)
    elif isinstance(value, int | float | Decimal):
        _number(sheet, row, at, value, style)
    else:
        sheet.write_string(row, at, str(value), style)


def _number(sheet: Worksheet, row: int, at: int, value: int | float | Decimal, style: Any) -> None:
    """A number, or as text what a sheet's number cannot hold."""
    found = float(value)
    if found in (float("inf"), float("-inf")) or (isinstance(value, int) and int(found) != value):
        sheet.write_string(row, at, str(value), style)
    else:
        sheet.write_number(row, at, found, style)


def _width(table: Table, at: int) -> int:
    """A width that shows the head with its filter button, and most of the values."""
    least, most = _WIDTHS
    column = table.columns[at]
    longest = max((len(_shown(column, row[at])) for row in table.rows), default=0)
    return min(max(least, len(column.name) + 4, longest + 2), most)


def _shown(column: Column, value: Value) -> str:
    if value is None:
        return ""
    if column.shape is Shape.MONEY and not isinstance(value, str | Month):
        return f"{value:,.2f}"
    return str(value)
