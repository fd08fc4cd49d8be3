"""A workbook to be written: the same content always in the same bytes, and no text a formula."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_AS_WRITTEN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
# A fixed date, so that the bytes say nothing about when they were written.
_MADE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@contextmanager
def new_book(target: BytesIO, title: str, comments: str) -> Iterator[Workbook]:
    """A workbook that is written to ``target`` at the end of the block."""
    import xlsxwriter

    with xlsxwriter.Workbook(target, _AS_WRITTEN) as book:
        # Titles have a bound in the format; what is cut here stands in full in the sheets.
        book.set_properties({"title": title[:255], "created": _MADE, "comments": comments})
        yield book


def for_print(sheet: Worksheet) -> None:
    """A4 on its side, as wide as the page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")
