"""Workbooks that nobody foresaw: the sound one, with a part or a cell exchanged in its XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from xml.sax.saxutils import escape

from jointstock.programme.read import load
from jointstock.programme.tables import TABLES
from jointstock.programme.workbook.write import to_workbook
from programme.cases import BASE, zipped

Parts = dict[str, bytes]
Spoil = Callable[[Parts], None]


@cache
def sound() -> tuple[tuple[str, bytes], ...]:
    """The parts of the base as a workbook."""
    with zipfile.ZipFile(io.BytesIO(to_workbook(load(BASE)))) as book:
        return tuple((name, book.read(name)) for name in book.namelist())


def spoiled(*spoils: Spoil) -> bytes:
    """The base as a workbook, spoiled."""
    parts = dict(sound())
    every(*spoils)(parts)
    return zipped(parts)


def part_of(table: str) -> str:
    """The part that holds the sheet of a table."""
    return f"xl/worksheets/sheet{3 + list(TABLES).index(table)}.xml"


def inner(table: str, cell: str, xml: str, kind: str = "") -> Spoil:
    """Other XML inside a cell, with the type that says what it is."""

    def spoil(parts: Parts) -> None:
        name = part_of(table)
        found = re.compile(rf'<c r="{cell}"( s="\d+")?[^>]*?(/>|>.*?</c>)')
        style = f' t="{kind}"' if kind else ""
        text, count = found.subn(
            lambda old: f'<c r="{cell}"{old[1] or ""}{style}>{xml}</c>', parts[name].decode()
        )
        assert count == 1, (table, cell)
        parts[name] = text.encode()

    return spoil


def number(table: str, cell: str, text: str) -> Spoil:
    """A number, as it stands in the XML."""
    return inner(table, cell, f"<v>{escape(text)}</v>")


def said(table: str, cell: str, text: str) -> Spoil:
    """A text."""
    return inner(table, cell, f"<is><t>{escape(text)}</t></is>", "inlineStr")


def part(name: str, content: bytes) -> Spoil:
    """A part more, or another one in its place."""

    def spoil(parts: Parts) -> None:
        parts[name] = content

    return spoil


def exchanged(name: str, old: bytes, new: bytes) -> Spoil:
    """Other bytes in a part."""

    def spoil(parts: Parts) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new)

    return spoil


def changed(name: str, change: Callable[[bytes], bytes]) -> Spoil:
    """A part as the change makes it."""

    def spoil(parts: Parts) -> None:
        parts[name] = change(parts[name])

    return spoil


def without(name: str) -> Spoil:
    """A part taken out."""

    def spoil(parts: Parts) -> None:
        del parts[name]

    return spoil


def every(*spoils: Spoil) -> Spoil:
    """One after the other."""

    def spoil(parts: Parts) -> None:
        for one in spoils:
            one(parts)

    return spoil


STOCKS, USE = part_of("stocks"), part_of("use")
BOMB = b"<a/>" + b" " * 200_000_000

# What is wrong, how the workbook is spoiled, and the code of the problem that must be told.
BOOKS: dict[str, tuple[Spoil, str]] = {
    "NaN": (number("stocks", "C2", "NaN"), "whole-form"),
    "NaN as text": (said("stocks", "C2", "NaN"), "whole-form"),
    "infinity": (number("stocks", "C2", "inf"), "whole-form"),
    "1e400": (number("stocks", "C2", "1e400"), "whole-form"),
    "1e300": (number("stocks", "C2", "1e300"), "value-range"),
    "many digits": (number("stocks", "C2", "9" * 5_000), "whole-form"),
    "many digits as text": (said("stocks", "C2", "9" * 5_000), "value-range"),
    "digits of another script": (said("stocks", "C2", "\u0664\u0660"), "whole-form"),
    "underscores": (said("stocks", "C2", "1_000"), "whole-form"),
    "a flag for a number": (inner("stocks", "C2", "<v>1</v>", "b"), "whole-form"),
    "fewer than none": (number("stocks", "C2", "-4"), "value-range"),
    "a fraction of a unit": (number("stocks", "C2", "1.5"), "whole-form"),
    "a price not a number": (number("prices", "D2", "NaN"), "decimal-form"),
    "month 13": (said("use", "C2", "2024-13"), "month-form"),
    "a number for a month": (number("use", "C2", "45536"), "month-form"),
    "a letter that looks alike": (said("stocks", "A2", "D\u0415"), "nation-unknown"),
    "writing turned round": (said("stocks", "B2", "M\u202e1"), "code-form"),
    "a formula as text": (said("threats", "B2", "=1+1"), "text-formula"),
    "a command as text": (said("threats", "B2", "@SUM(A1)"), "text-formula"),
    "a formula without a value": (inner("stocks", "C2", "<f>20+20</f>"), "cell-valueless"),
    "an error": (inner("stocks", "C2", "<f>1/0</f><v>#DIV/0!</v>", "e"), "cell-valueless"),
    "a text that was never stored": (inner("stocks", "B2", "<v>99999</v>", "s"), "file-unreadable"),
    "an unknown type": (inner("stocks", "C2", "<v>4</v>", "zz"), "file-unreadable"),
    "a long cell": (said("threats", "B2", "x" * 40_000), "cell-long"),
    "a header twice": (said("stocks", "B1", "member"), "column-twice"),
    "a blank header": (
        every(*(inner("stocks", f"{at}1", "") for at in "ABCDEF")),
        "header-missing",
    ),
    "a blank in the header": (inner("stocks", "B1", ""), "column-unknown"),
    "a key twice": (
        every(said("stocks", "A3", "DE"), said("stocks", "B3", "M1")),
        "key-twice",
    ),
    "a far cell": (
        exchanged(STOCKS, b"</sheetData>", b'<row r="300000"><c r="CV300000"/></row></sheetData>'),
        "archive-unsafe",
    ),
    "a sheet in UTF-16": (
        changed(STOCKS, lambda content: content.decode().encode("utf-16")),
        "archive-unsafe",
    ),
    "a sheet that is no XML": (exchanged(STOCKS, b"</row>", b"</wor>"), "file-unreadable"),
    "a sheet cut short": (
        changed(STOCKS, lambda content: content[: len(content) // 2]),
        "file-unreadable",
    ),
    "a sheet that is not there": (without(STOCKS), "file-unreadable"),
    "a name that climbs": (part("../../evil", b"x"), "archive-unsafe"),
    "a name from the root": (part("/etc/cron.d/x", b"x"), "archive-unsafe"),
    "a bomb": (part("xl/media/image1.xml", BOMB), "archive-unsafe"),
    "a bomb in the sheet": (part(USE, BOMB), "archive-unsafe"),
    "entities": (
        part(
            "xl/sharedStrings.xml",
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><sst>&b;</sst>',
        ),
        "archive-unsafe",
    ),
}


def _full(parts: Parts) -> None:
    """As many sound rows as may be, each with texts of its own, and one fault at the end."""
    rows = [_row(1, "day", "class", "launched", "note")]
    rows += [
        _row(n, f"{1900 + n % 300}-01-{1 + n % 28:02d}", f"K{n}", n, f"{n}{'x' * 40}")
        for n in range(2, 190_000)
    ]
    rows.append(_row(190_000, "today", "K"))
    parts[part_of("raids")] = f"<worksheet {_SPACE}><sheetData>{''.join(rows)}".encode() + (
        b"</sheetData></worksheet>"
    )


_SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _row(number: int, *values: str | int) -> str:
    cells = "".join(
        f'<c r="{letter}{number}"><v>{value}</v></c>'
        if isinstance(value, int)
        else f'<c r="{letter}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
        for letter, value in zip("ABCD", values, strict=False)
    )
    return f'<row r="{number}">{cells}</row>'


LARGE: dict[str, tuple[Spoil, str]] = {"a full sheet": (_full, "day-form")}
