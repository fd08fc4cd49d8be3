"""Folders with a file that nobody foresaw: each takes the sound folder and spoils it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from random import Random

from programme.cases import zipped

Spoil = Callable[[Path], None]
STOCKS, TOML, USE = "stocks.csv", "programme.toml", "use.csv"


def content(name: str, made: Callable[[], bytes | str]) -> Spoil:
    """Put other content into a file; text is written as UTF-8."""

    def spoil(folder: Path) -> None:
        found = made()
        (folder / name).write_bytes(found.encode() if isinstance(found, str) else found)

    return spoil


def instead(name: str, made: Callable[[Path], object]) -> Spoil:
    """Put something other than a file in its place."""

    def spoil(folder: Path) -> None:
        (folder / name).unlink()
        made(folder / name)

    return spoil


def toml(more: Callable[[], str]) -> Spoil:
    """Add lines in front of ``programme.toml``."""

    def spoil(folder: Path) -> None:
        path = folder / TOML
        path.write_text(more() + "\n" + path.read_text(encoding="utf-8"), encoding="utf-8")

    return spoil


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(here)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 * 2**20)


def _strays(folder: Path) -> None:
    for number in range(2_000):
        (folder / f"stock {number}.csv").touch()
    (folder / STOCKS).write_text("member,item,units\nDE,M1,x\n", encoding="utf-8")


def _noise() -> bytes:
    return Random(7).randbytes(50_000)


HEADER = "member,item,units\n"
ROW = "DE,M1,40\n"
WORKBOOK = {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"<worksheet/>"}

# What is wrong, how the folder is spoiled, and the code of the problem that must be told.
SMALL: dict[str, tuple[Spoil, str]] = {
    "a pipe": (instead(STOCKS, os.mkfifo), "file-unreadable"),
    "a pipe for programme.toml": (instead(TOML, os.mkfifo), "file-unreadable"),
    "a folder": (instead(STOCKS, Path.mkdir), "file-unreadable"),
    "a socket": (instead(STOCKS, _socket), "file-unreadable"),
    "a link to a device": (instead(STOCKS, lambda p: p.symlink_to("/dev/zero")), "file-outside"),
    "a link out": (instead(STOCKS, lambda p: p.symlink_to("/etc/passwd")), "file-outside"),
    "a link up": (instead(STOCKS, lambda p: p.symlink_to("../../x/stocks.csv")), "file-outside"),
    "a link to nothing": (instead(STOCKS, lambda p: p.symlink_to("gone")), "file-unreadable"),
    "a link to itself": (instead(STOCKS, lambda p: p.symlink_to(p.name)), "file-unreadable"),
    "a sparse file": (instead(STOCKS, _sparse), "file-large"),
    "a sparse programme.toml": (instead(TOML, _sparse), "file-large"),
    "utf-16": (content(STOCKS, lambda: (HEADER + ROW).encode("utf-16")), "text-encoding"),
    "utf-16 bare": (content(STOCKS, lambda: (HEADER + ROW).encode("utf-16-le")), "text-encoding"),
    "utf-32": (content(STOCKS, lambda: (HEADER + ROW).encode("utf-32")), "text-encoding"),
    "latin-1": (
        content(STOCKS, lambda: "member,item,units\nDE,Ö,1\n".encode("latin-1")),
        "text-encoding",
    ),
    "overlong": (content(STOCKS, lambda: HEADER.encode() + b"DE,M1,\xc0\xb4\n"), "text-encoding"),
    "noise": (content(STOCKS, _noise), "text-encoding"),
    "noise for programme.toml": (content(TOML, _noise), "text-encoding"),
    "a zero byte": (content(STOCKS, lambda: HEADER.encode() + b"DE,M1,4\x000\n"), "text-encoding"),
    "a workbook": (content(STOCKS, lambda: zipped(WORKBOOK)), "text-encoding"),
    "an old workbook": (
        content(STOCKS, lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600),
        "text-encoding",
    ),
    "nothing at all": (content(STOCKS, lambda: ""), "header-missing"),
    "a mark and no more": (content(STOCKS, lambda: "\ufeff"), "header-missing"),
    "two marks": (content(STOCKS, lambda: "\ufeff\ufeff" + HEADER + ROW), "column-unknown"),
    "no header": (content(STOCKS, lambda: ROW), "header-missing"),
    "a header twice": (content(STOCKS, lambda: HEADER + HEADER + ROW), "nation-unknown"),
    "a column twice": (
        content(STOCKS, lambda: "member,item,units,item\nDE,M1,4,M1\n"),
        "column-twice",
    ),
    "a header in Cyrillic": (
        content(STOCKS, lambda: "member,it\u0435m,units\n" + ROW),
        "column-unknown",
    ),
    "semicolons": (content(STOCKS, lambda: (HEADER + ROW).replace(",", ";")), "separator-other"),
    "tabs": (content(STOCKS, lambda: (HEADER + ROW).replace(",", "\t")), "separator-other"),
    "an open quote": (content(STOCKS, lambda: HEADER + '"DE,M1,40\nNL,M1,20\n'), "quote-open"),
    "a stray quote": (content(STOCKS, lambda: HEADER + '"D"E,M1,40\n'), "quote-stray"),
    "a key twice": (content(STOCKS, lambda: HEADER + ROW + ROW), "key-twice"),
    "a page of the web": (
        content(STOCKS, lambda: "<!DOCTYPE html>\n<p>Sign in, please</p>\n"),
        "header-missing",
    ),
    "carriage returns": (content(STOCKS, lambda: HEADER + "DE,M1,4\r0\n"), "row-ragged"),
    "two keys": (toml(lambda: 'id = "other"'), "toml-syntax"),
    "many headers": (
        toml(lambda: "".join(f"[{'a.' * n}a]\n" for n in range(1, 200))),
        "setting-unknown",
    ),
    "many brackets": (toml(lambda: "x = " + "[" * 4_000), "toml-syntax"),
    "brackets on lines": (toml(lambda: "x = " + "[\n" * 30_000), "toml-syntax"),
    "braces": (toml(lambda: "x = " + "{a=" * 1_000), "toml-syntax"),
    "a long key": (toml(lambda: "a" + ".a" * 30_000 + " = 1"), "toml-syntax"),
    "many long keys": (
        toml(lambda: "".join("a" + f".b{n}" + ".a" * 2_000 + "=1\n" for n in range(14))),
        "setting-unknown",
    ),
    "a deep known key": (toml(lambda: "price_year" + ".a" * 2_000 + " = 1"), "toml-syntax"),
    "a number of many digits": (toml(lambda: "nodes = " + "9" * 4_500), "toml-syntax"),
    "a hexadecimal number": (toml(lambda: "nodes = 0x" + "f" * 4_000), "setting-unknown"),
    "an exponent": (toml(lambda: "gap = 1e-99999999999999999999"), "toml-syntax"),
    "a binary programme": (content(TOML, lambda: zipped(WORKBOOK)), "text-encoding"),
    "many strays": (_strays, "file-unknown"),
}

LARGE: dict[str, tuple[Spoil, str]] = {
    "a hundred megabytes": (content(STOCKS, lambda: HEADER + ROW * 11_700_000), "file-large"),
    "many rows": (
        content(USE, lambda: "member,item,month,units\n" + "DE,M1,2024-09,2\n" * 1_900_000),
        "file-large",
    ),
    "many blank rows": (
        content(STOCKS, lambda: HEADER + "\n" * 299_000 + "DE,M1,x\n"),
        "whole-form",
    ),
    "many columns": (content(STOCKS, lambda: "," * 2_900_000 + "\n"), "file-large"),
    "a row of many cells": (
        content(STOCKS, lambda: HEADER + "," * 2_900_000 + "1\n"),
        "row-ragged",
    ),
    "rows of odd lengths": (content(STOCKS, lambda: HEADER + "1,2,3,4\n" * 290_000), "row-ragged"),
    "a long line": (content(STOCKS, lambda: "x" * 33_000_000), "cell-long"),
    "a long cell": (content(STOCKS, lambda: HEADER + "DE,M1,4," + "x" * 9_000_000), "cell-long"),
    "a quote that stays open": (content(STOCKS, lambda: HEADER + '"' + ROW * 290_000), "cell-long"),
    "many quotes": (content(STOCKS, lambda: '"' * 33_000_000), "cell-long"),
    "long digits": (
        content(STOCKS, lambda: HEADER + f"DE,M1,{'9' * 9_000}\n" * 3_000),
        "value-range",
    ),
}


def _rows(header: str, made: Callable[[int], str], count: int) -> str:
    return header + "".join(map(made, range(count)))


def _notes(folder: Path) -> None:
    """Tables that are sound and large, one after the other: the limit holds for all of them."""
    note = "n" * 9_000
    for table, key in (("items", "item"), ("threats", "class"), ("contracts", "contract")):
        rows = "".join(f"C{n},{n}{note}\n" for n in range(3_000))
        (folder / f"{table}.csv").write_text(f"{key},note\n{rows}", encoding="utf-8")


def _full(folder: Path) -> None:
    """As many sound rows as may be, each with texts of its own, and one fault at the end."""
    rows = "".join(f"{1900 + n % 300}-01-01,K{n},{n},{n}{'x' * 60}\n" for n in range(290_000))
    text = f"day,class,launched,note\n{rows}today,K,1,\n"
    (folder / "raids.csv").write_text(text, encoding="utf-8")


MANY: dict[str, tuple[Spoil, str]] = {
    "each cell wrong": (
        content(
            "demand.csv",
            lambda: _rows(
                "member,contract,item,by,firm,optional,basis,source,note\n",
                lambda n: f"{n},-{n},-{n},{n},x{n},x{n},{n},={n},={n}\n",
                290_000,
            ),
        ),
        "whole-form",
    ),
    "large tables together": (_notes, "file-large"),
    "a full table": (_full, "day-form"),
    "each reference unknown": (
        content(
            USE,
            lambda: _rows(
                "member,item,month,units\n", lambda n: f"DE,M{n + 2},2024-09,2\n", 290_000
            ),
        ),
        "reference-unknown",
    ),
    "each key twice": (
        content(
            USE, lambda: _rows("member,item,month,units\n", lambda n: "DE,M1,2024-09,2\n", 290_000)
        ),
        "key-twice",
    ),
    "many items and each unknown": (
        lambda folder: (
            content("items.csv", lambda: _rows("item\n", lambda n: f"M{n}\n", 140_000))(folder),
            content(STOCKS, lambda: _rows(HEADER, lambda n: f"DE,N{n},1\n", 150_000))(folder),
        )[-1],
        "reference-unknown",
    ),
}
