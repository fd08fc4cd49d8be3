"""Workbooks are looked through before they are opened: what could do harm never gets that far."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from jointstock.programme.archives import unsafe, workbook_bytes
from jointstock.programme.limits import MOST_BYTES, MOST_PARTS, MOST_UNPACKED
from jointstock.words.errors import Problem
from programme.cases import zipped

SHEET = "xl/worksheets/sheet1.xml"
BOOK = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def sheet(rows: bytes) -> bytes:
    return zipped(BOOK | {SHEET: b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"})


def said(content: bytes) -> str:
    problem = unsafe(content, "book.xlsx")
    return "" if problem is None else problem.message


def entry(name: str, mode: int = 0) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, b"x")
    return content.getvalue()


def packed(how: int) -> bytes:
    return zipped(BOOK, how)


def locked() -> bytes:
    """The mark of a password set on each part, here and in the directory."""
    content = bytearray(zipped(BOOK))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = content.find(mark)
        while position >= 0:
            content[position + at] |= 1
            position = content.find(mark, position + 4)
    return bytes(content)


def lying() -> bytes:
    """A part that states ten bytes and unpacks to a million."""
    content = bytearray(zipped({"xl/a.xml": b"a" * 1_000_000}))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<L", content, at + 24, 10)
    return bytes(content)


def many_names() -> bytes:
    """A directory that claims more than it has: what counts is that nobody goes through it."""
    content = bytearray(zipped(BOOK))
    at = content.rfind(b"PK\x05\x06")
    struct.pack_into("<L", content, at + 12, 30_000_000)
    return bytes(content)


def doubled() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("XL/workbook.xml", b"<workbook/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is no XLSX workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 512, "is no XLSX workbook"),
        (b"PK\x03\x04" + b"x" * 100, "is cut short"),
        (zipped(BOOK)[:-30], "is cut short"),
        (zipped(BOOK)[20:], "is no XLSX workbook"),
        (b"PK" + zipped(BOOK)[40:], "cannot be unpacked"),
        (entry("../evil"), "leads out"),
        (entry("a/../../evil"), "leads out"),
        (entry("..\\evil"), "leads out"),
        (entry("/etc/passwd"), "leads out"),
        (entry("C:\\evil"), "leads out"),
        (entry("link", 0o120777), "holds a link"),
        (doubled(), "two files of one name"),
        (locked(), "password"),
        (packed(zipfile.ZIP_LZMA), "no spreadsheet program"),
        (packed(zipfile.ZIP_BZIP2), "no spreadsheet program"),
        (lying(), "cannot be unpacked"),
        (many_names(), "lists more files"),
        (zipped({f"xl/{n}": b"" for n in range(MOST_PARTS + 1)}), "holds 1,001 files"),
        (sheet(b'<!DOCTYPE x [<!ENTITY a "aa">]>'), "document type"),
        (sheet(b'<row r="1048576"><c r="A1048576"/></row>'), "below row"),
        (sheet(b'<row r="1"><c r="XFD1" t="s"><v>0</v></c></row>'), "beyond column"),
        (sheet(b"<row><c s='1' r='AAAAAAAA1'/></row>"), "beyond column"),
        (sheet(b'<x:row r="99999999999999999999"/>'), "below row"),
    ],
)
def test_what_could_do_harm_is_refused(content: bytes, why: str) -> None:
    """Each is told in a sentence that names the harm, and nothing is raised."""
    assert why in said(content)


def test_a_sound_workbook_may_be_opened(tmp_path: Path) -> None:
    """What a spreadsheet program writes passes, and its bytes come back as they are."""
    import xlsxwriter

    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("stocks")
        for row in range(1_000):
            page.write_row(row, 0, ["DE", "M1", row])
    assert workbook_bytes(path, "book.xlsx") == path.read_bytes()


def test_a_bomb_is_stopped_while_it_unpacks() -> None:
    """Blanks without end in a small file cost no more time than the limit, and little memory."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(MOST_UNPACKED // 2**20 + 8):
            part.write(b" " * (2**20 - 4) + b"<a/>")
    bomb = content.getvalue()
    assert len(bomb) < 2**20
    tracemalloc.start()
    started = time.process_time()
    assert "unpacks to more than" in said(bomb)
    seconds, peak = time.process_time() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seconds < 5
    assert peak < 50 * 2**20


@pytest.mark.parametrize("piece", [b"<", b"<a/>", b"<c ", b"<row r", b"<a:c r="])
def test_many_tags_cost_little_time(piece: bytes) -> None:
    """Whatever begins a tag and does not end it is gone over once."""
    started = time.process_time()
    assert said(sheet(piece * (47 * 2**20 // len(piece))))
    assert time.process_time() - started < 5


def test_cells_are_counted_without_their_names() -> None:
    """A cell need not say where it stands, and still takes its place in the rectangle."""
    assert "beyond column" in said(sheet(b"<row>" + b"<c/>" * 101 + b"</row>"))
    assert "below row" in said(sheet(b"<row/>" * 300_001))
    assert "below row" in said(sheet(b'<row r="299999"/>' + b"<row/>" * 2))
    assert "beyond column" in said(sheet(b'<row><c r="CU1"/>' + b"<c/>" * 2 + b"</row>"))
    wide = b"<row>" + b"<c/>" * 61 + b"</row>"
    assert "1,500,000 cells" in said(sheet(b"<row/>" * 50_000 + wide))


def test_a_sheet_counts_as_the_rectangle_that_it_is_laid_out_as() -> None:
    """One cell far down and one far right take as much memory as all between them."""
    far = b'<row r="1"><c r="CV1"/></row><row r="200000"><c r="A200000"/></row>'
    assert "1,500,000 cells" in said(sheet(far))
    half = b"<row r='7500'><c r='CV7500'/></row>"
    assert said(zipped(BOOK | {"xl/worksheets/a.xml": half})) == ""
    spread = {f"xl/any/name{at}.bin": half for at in range(3)}
    assert "1,500,000 cells" in said(zipped(BOOK | spread))


def test_a_part_in_another_encoding_hides_nothing() -> None:
    """UTF-16 would hide every tag from whoever looks for it in bytes."""
    hidden = "<row r='1'><c r='ZZZ1'/></row>".encode("utf-16")
    assert "no text in UTF-8" in said(zipped(BOOK | {SHEET: hidden}))


def test_a_text_without_end_is_refused() -> None:
    """A cell of megabytes is none."""
    assert "longer than any cell" in said(sheet(b"<c r='A1'><v>" + b"1" * 3_000_000))


def test_a_tag_between_two_pieces_is_seen_whole() -> None:
    """A far cell does not hide where one piece ends and the next begins."""
    for shift in range(40):
        padding = b"<v>" + b"1" * (2**20 - 60 + shift) + b"</v>"
        assert "beyond column" in said(sheet(padding + b'<c r="ZZZ1"/>')), shift


def test_a_workbook_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    found = workbook_bytes(path, "book.xlsx")
    assert isinstance(found, Problem)
    assert found.code == "file-large"


def test_any_change_of_bytes_is_told_or_harmless() -> None:
    """Whatever byte of an archive is changed, nothing but a problem comes of it."""
    sound = sheet(b'<row r="1"><c r="A1"/></row>')
    for at in range(len(sound)):
        for value in (0, 255, sound[at] ^ 1):
            broken = sound[:at] + bytes([value]) + sound[at + 1 :]
            problem = unsafe(broken, "book.xlsx")
            assert problem is None or problem.code == "archive-unsafe"
