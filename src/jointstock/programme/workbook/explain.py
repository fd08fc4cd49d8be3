"""The first sheet of a workbook, which explains the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from jointstock.programme.tables import TABLES, dictionary
from jointstock.programme.workbook.book import for_print
from jointstock.programme.workbook.help import blank_means, takes
from jointstock.programme.workbook.look import Look
from jointstock.programme.workbook.put import fitting

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

WIDTHS = (20, 24, 18, 44, 22, 60)
BASES = {
    "reported": "read somewhere; source says where",
    "estimated": "worked out from what was reported; source says from what",
    "assumed": "neither; also every row that does not say",
}
# A paragraph each.
HOW = tuple(
    " ".join(text.split())
    for text in """
Each sheet is a table and each row below its head one fact. Rows may be added below the last one
and taken out; sheets and columns keep their names. A blank row is passed over.

The note at a head says what its column means. A dark head must be filled in every row; any other
cell may be blank, and then means what the note says.

Cells with a list offer the codes of the other sheets: once a new item is a row of items, every list
of items has it.

Months are text, as 2024-07. Where a spreadsheet program has made a date of one, the first day of
a month is read as that month, and any other day is told as an error.

Numbers are read to 15 digits, as spreadsheet programs keep them; longer ones are written as text.
No text is ever a formula.
""".split("\n\n")
)


def explain(
    sheet: Worksheet,
    look: Look,
    title: str,
    facts: Iterable[tuple[str, str]],
    how: Sequence[str],
    tables: dict[str, int],
) -> None:
    """Write the first sheet: what the file is, how to fill it, its colours, sheets and columns."""
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width)
    sheet.hide_gridlines(2)
    for_print(sheet)
    sheet.write_string(0, 0, fitting(title), look.title)
    sheet.set_row(0, 26)
    row = 1
    for name, text in facts:
        sheet.write_string(row, 0, name, look.label)
        sheet.write_string(row, 1, text, look.plain)
        row += 1
    row = _section(sheet, look, row, "How to fill it")
    for number, text in enumerate(how, start=1):
        sheet.write_string(row, 0, f"{number}.", look.label)
        sheet.merge_range(row, 1, row, 5, text, look.text)
        sheet.set_row(row, 15 * (1 + len(text) // 160))
        row += 1
    row = _section(sheet, look, row, "What the colours say")
    for name, style in look.basis.items():
        sheet.write_string(row, 0, name, style)
        sheet.merge_range(row, 1, row, 5, BASES[name], look.text)
        row += 1
    row = _section(sheet, look, row, "Sheets")
    for table, rows in tables.items():
        sheet.write_url(row, 0, f"internal:'{table}'!A1", look.link, table)
        count = f"{rows:,} row{'' if rows == 1 else 's'}" if rows else "empty"
        sheet.write_string(row, 1, count, look.plain)
        sheet.merge_range(row, 2, row, 5, one_row_is(table), look.text)
        row += 1
    _columns(sheet, look, row, tables)


def one_row_is(table: str) -> str:
    """What one row of a table is, in a sentence."""
    return " ".join((TABLES[table].__doc__ or "").split("\n")[0].split())


def _columns(sheet: Worksheet, look: Look, row: int, tables: Iterable[str]) -> None:
    """Every column of every sheet, for those who read before they fill."""
    row = _section(sheet, look, row, "Columns")
    for at, name in enumerate(("sheet", "column", "unit", "takes", "blank", "meaning")):
        sheet.write_string(row, at, name, look.optional)
    for table in tables:
        for one in dictionary(table)[:-3]:
            row += 1
            told = (table, one.name, one.unit, takes(one), blank_means(one), one.meaning)
            for at, text in enumerate(told):
                style = look.label if at == 1 and one.required else look.text
                sheet.write_string(row, at, text, style)
    for one in dictionary("members")[-3:]:
        row += 1
        told = ("every sheet", one.name, one.unit, takes(one), blank_means(one), one.meaning)
        for at, text in enumerate(told):
            sheet.write_string(row, at, text, look.text)


def _section(sheet: Worksheet, look: Look, row: int, title: str) -> int:
    sheet.set_row(row + 1, 20)
    sheet.write_string(row + 1, 0, title, look.section)
    return row + 2
