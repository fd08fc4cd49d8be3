"""A member's own part of a programme as a workbook: what it fills in, and what it is shown."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from jointstock.programme.own import OWN, SHOWN, part_of
from jointstock.programme.programme import Programme
from jointstock.programme.workbook.book import for_print, new_book
from jointstock.programme.workbook.explain import HOW, explain
from jointstock.programme.workbook.look import TABS, Look
from jointstock.programme.workbook.offers import Offers
from jointstock.programme.workbook.put import put
from jointstock.programme.workbook.sheets import ANSWER, READ_ME
from jointstock.programme.workbook.table import write_table

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# The keys of the sheet that says whose answer to what a workbook is.
MARKS = {
    "programme": "id of the programme that is answered",
    "member": "whose answer it is",
    "part": "digest of what the member was sent",
}


def split(programme: Programme) -> dict[str, bytes]:
    """A workbook (.xlsx) for each member, by its code: the same programme, the same bytes.

    It holds the member's rows of the tables of `OWN`, to be filled in, and protected what those
    rows refer to. Raises ``SettingError`` for a text that no cell of a workbook can hold.
    """
    return {row.member: _workbook(part_of(programme, row.member)) for row in programme.members}


def _workbook(part: Programme) -> bytes:
    target = BytesIO()
    (member,) = part.members
    with new_book(target, part.title, f"Facts as of {part.as_of}") as book:
        look = Look(book)
        sheets = {table: len(getattr(part, table)) for table in (*OWN, *SHOWN)}
        offers = Offers(part, sheets)
        first, marks = book.add_worksheet(READ_ME), book.add_worksheet(ANSWER)
        who = f"{member.name} ({member.member})" if member.name else member.member
        facts = (
            ("Programme", part.id),
            ("Answer of", who),
            ("Facts as of", part.as_of),
            ("Horizon", f"{part.start} to {part.end}"),
            ("Fill in", ", ".join(OWN)),
            ("Shown only", ", ".join(SHOWN)),
        )
        explain(first, look, part.title, facts, (_whose(member.member), *HOW), sheets)
        _mark(marks, part, member.member, look)
        for sheet in (first, marks):
            sheet.set_tab_color(TABS["beside"])
        offers.define(book)
        for table in (*OWN, *SHOWN):
            sheet = book.add_worksheet(table)
            own = table in OWN
            sheet.set_tab_color(TABS["own" if own else "agency"])
            write_table(sheet, table, getattr(part, table), look, offers if own else None)
        offers.write(book, look.shown_head)
    return target.getvalue()


def _whose(member: str) -> str:
    return (
        f"This file is for {member} alone. The sheets with a blue tab are yours to fill in, to "
        f"correct and to empty; every row of them says {member} as its member or donor. Those with "
        "a grey tab are shown for their codes; tell the agency if one is wrong or missing, since "
        "what is changed there is refused. Send the file back as .xlsx, under any name."
    )


def _mark(sheet: Worksheet, part: Programme, member: str, look: Look) -> None:
    """Write whose answer it is; the agency's tool reads it, and nobody changes it."""
    for at, (name, width) in enumerate((("key", 14), ("value", 70), ("meaning", 44))):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, look.shown_head)
    values = {"programme": part.id, "member": member, "part": part.digest}
    for row, (name, meaning) in enumerate(MARKS.items(), start=1):
        sheet.write_string(row, 0, name, look.label)
        put(sheet, row, 1, values[name], look.plain)
        sheet.write_string(row, 2, meaning, look.plain)
    for_print(sheet)
    sheet.protect()
