"""Writing the whole programme as one workbook."""

from __future__ import annotations

from io import BytesIO

from jointstock.programme.own import OWN
from jointstock.programme.programme import Programme
from jointstock.programme.tables import TABLES
from jointstock.programme.workbook.book import new_book
from jointstock.programme.workbook.explain import HOW, explain
from jointstock.programme.workbook.look import TABS, Look
from jointstock.programme.workbook.offers import Offers, all_tables
from jointstock.programme.workbook.scalars import write_scalars
from jointstock.programme.workbook.sheets import READ_ME, SCALARS
from jointstock.programme.workbook.table import write_table

_RECORD = ("raids", "raid_months", "threats", "defences", "exposure", "announcements")


def to_workbook(programme: Programme) -> bytes:
    """The programme as the bytes of an .xlsx file: the same programme, the same bytes.

    Every table has a sheet, also one without rows, and every column is there. Raises
    ``SettingError`` for a text that no cell of a workbook can hold.
    """
    target = BytesIO()
    with new_book(target, programme.title, f"Facts as of {programme.as_of}") as book:
        look = Look(book)
        sheets = all_tables(programme)
        offers = Offers(programme, sheets)
        first = book.add_worksheet(READ_ME)
        facts = (
            ("Programme", programme.id),
            ("Facts as of", programme.as_of),
            ("Horizon", f"{programme.start} to {programme.end}"),
            ("Inputs", programme.digest),
        )
        explain(first, look, programme.title, facts, HOW, sheets)
        scalars = book.add_worksheet(SCALARS)
        write_scalars(scalars, programme, look, offers)
        for sheet in (first, scalars):
            sheet.set_tab_color(TABS["beside"])
        offers.define(book)
        for table in TABLES:
            sheet = book.add_worksheet(table)
            group = "own" if table in OWN else "record" if table in _RECORD else "agency"
            sheet.set_tab_color(TABS[group])
            write_table(sheet, table, getattr(programme, table), look, offers)
        offers.write(book, look.shown_head)
    return target.getvalue()
