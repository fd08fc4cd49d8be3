"""The workbook: what is written reads back as the same programme, and looks as it should."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from jointstock.programme import tables as t
from jointstock.programme.cells import LARGEST
from jointstock.programme.digest import digest
from jointstock.programme.faults import WORKBOOK
from jointstock.programme.programme import Programme
from jointstock.programme.read import load, read, read_parts
from jointstock.programme.tables import TABLES, dictionary
from jointstock.programme.workbook.cells import text_of
from jointstock.programme.workbook.sheets import LISTS, READ_ME, SCALARS
from jointstock.programme.workbook.write import to_workbook
from jointstock.programme.write import write
from jointstock.words.errors import SettingError
from jointstock.words.fields import Kind
from programme.answer_cases import BOOKS, book
from programme.cases import BASE
from programme.generated import PROGRAMMES, read_back

Edit = Callable[[Any], None]


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[Edit], Path]:
    """The base as a workbook that somebody has changed with another program."""

    def made(edit: Edit) -> Path:
        path = tmp_path / "base.xlsx"
        path.write_bytes(to_workbook(load(BASE)))
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(path)
        return path

    return made


def at(year: int, month: int, day: int, hour: int = 0) -> datetime:
    """A date as a cell has it, without zone."""
    return datetime.combine(date(year, month, day), time(hour))


def told(path: Path) -> list[tuple[str, str, str]]:
    return [(str(one.place), one.code, one.value) for one in read(path)[1] if not one.remark]


def formula_like(mark: str) -> Programme:
    """The base with a text that a spreadsheet program would take for a formula."""
    programme = load(BASE)
    item = t.Item(item="M1", name=f"{mark}1+1", note=f"{mark}SUM(A1:A9)")
    return programme.replace(items=(item, *programme.items[1:]), title=f"{mark}2*3")


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(programme=PROGRAMMES)
def test_every_scalar_and_table_reads_back(
    programme: Programme, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Folder to programme to workbook to programme is the same, and so is the way back."""
    place = tmp_path_factory.mktemp("book")
    write(programme, place / "folder")
    first = read_back(read_parts(place / "folder", ""))
    (place / "book.xlsx").write_bytes(to_workbook(first))
    second = read_back(read_parts(place / "book.xlsx", ""))
    assert second == first == programme
    assert digest(second) == digest(programme)
    write(second, place / "again")
    for path in (place / "folder").iterdir():
        assert path.read_bytes() == (place / "again" / path.name).read_bytes()


@pytest.mark.parametrize("mark", list("=+-@"))
def test_text_never_becomes_a_formula(mark: str, tmp_path: Path) -> None:
    """Text that begins as a formula does is text in the file, and refused where it is read."""
    programme = formula_like(mark)
    content = to_workbook(programme)
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    assert {problem.code for problem in read_parts(path, "").faults()} == {"text-formula"}
    with zipfile.ZipFile(BytesIO(content)) as book:
        sheets = [name for name in book.namelist() if "worksheets/sheet" in name]
        assert not [name for name in sheets if b"<f>" in book.read(name)]


def test_the_same_programme_gives_the_same_bytes() -> None:
    """Nothing in the file says when or where it was written."""
    content = to_workbook(load(BASE))
    assert content == to_workbook(load(BASE))
    with zipfile.ZipFile(BytesIO(content)) as book:
        assert {one.date_time for one in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in book.read("docProps/core.xml")


def test_a_price_of_many_digits_is_exact(tmp_path: Path) -> None:
    """A number that no float holds is written as text; a short one is a number."""
    programme = load(BASE)
    prices = (Decimal("123456789012.123456789012"), Decimal("0.1"), Decimal(LARGEST))
    rows = tuple(t.Escalation(year=2024 + k, index=one) for k, one in enumerate(prices))
    path = tmp_path / "book.xlsx"
    path.write_bytes(to_workbook(programme.replace(escalation=rows)))
    assert load(path).escalation == rows
    sheet = openpyxl.load_workbook(path)["escalation"]
    assert [sheet.cell(row, 2).value for row in (2, 3, 4)] == [str(prices[0]), 0.1, LARGEST]


def test_what_no_cell_can_hold_is_refused() -> None:
    """A text that is too long, or that XML cannot say, stops the writing rather than being lost."""
    programme = load(BASE)
    for note, why in (("x" * 32_768, "32,768 characters"), ("a\uffff", "no workbook can hold")):
        item = t.Item(item="M1", note=note)
        with pytest.raises(SettingError, match=why):
            to_workbook(programme.replace(items=(item,)))


def test_each_table_has_a_sheet_with_all_its_columns() -> None:
    """Names first, then units; frozen, filtered, explained, with the sheets that help beside."""
    book = openpyxl.load_workbook(BytesIO(to_workbook(load(BASE).replace(ramps=()))))
    assert book.sheetnames == [READ_ME, SCALARS, *TABLES, LISTS]
    for table in TABLES:
        sheet, fields = book[table], dictionary(table)
        heads = [cell.value for cell in sheet[1]]
        assert heads == [f"{f.name}\n{f.unit}" if f.unit else f.name for f in fields]
        assert sheet.freeze_panes is not None
        assert sheet.freeze_panes.endswith("2")
        for cell, one in zip(sheet[1], fields, strict=True):
            assert cell.comment.text.lower().startswith(one.meaning.lower())
    text = " ".join(str(c.value) for row in book[READ_ME].rows for c in row if c.value)
    assert all(word in text for word in (*TABLES, "reported", "estimated", "assumed"))


def test_cells_offer_their_codes() -> None:
    """Enumerations, flags, nations, currencies and the keys of other sheets come as lists."""
    book = openpyxl.load_workbook(BytesIO(to_workbook(load(BASE))))

    def offered(table: str, column: str) -> str:
        number = [one.name for one in dictionary(table)].index(column) + 1
        cell = book[table].cell(2, number).coordinate
        rules = book[table].data_validations.dataValidation
        return str(next(one.formula1 for one in rules if cell in one.sqref))

    assert offered("parties", "role") == '"agency,supplier,recipient,payer,customer"'
    assert offered("items", "lethal") == '"true,false"'
    assert offered("stocks", "item") == "codes_items"
    assert offered("stocks", "basis") == '"reported,estimated,assumed"'
    assert "$A$2:INDEX(items!$A$2:" in book.defined_names["codes_items"].attr_text
    for table, column, some in (
        ("members", "member", {"DE", "XK"}),
        ("prices", "currency", {"EUR", "JPY"}),
        ("promised", "customer", {"DE", "outside"}),
    ):
        first, last = offered(table, column).removeprefix(f"{LISTS}!").replace("$", "").split(":")
        assert some <= {cell.value for (cell,) in book[LISTS][first:last]}


def test_rows_are_coloured_by_their_basis() -> None:
    """Three rules over every row: reported, estimated, and assumed or silent."""
    book = openpyxl.load_workbook(BytesIO(to_workbook(load(BASE))))
    for table in TABLES:
        rules = [one for found in book[table].conditional_formatting for one in found.rules]
        assert [
            word
            for one in rules
            for word in ("reported", "estimated", "assumed")
            if f'="{word}"' in one.formula[0]
        ] == ["reported", "estimated", "assumed"]
        assert "COUNTA" in rules[-1].formula[0]


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (date(2024, 7, 1), Kind.MONTH, "2024-07"),
        (at(2024, 7, 1), Kind.MONTH, "2024-07"),
        (date(2024, 7, 15), Kind.MONTH, "2024-07-15"),
        (at(2024, 7, 1, 12), Kind.MONTH, "2024-07T12:00:00"),
        (date(2024, 7, 1), Kind.DAY, "2024-07-01"),
        (date(2024, 7, 1), Kind.TEXT, "2024-07-01"),
        (3.0, Kind.WHOLE, "3"),
        (3.5, Kind.WHOLE, "3.5"),
        (0.1 + 0.2, Kind.DECIMAL, "0.3"),
        (1e12, Kind.WHOLE, "1000000000000"),
        (7.0, Kind.CODE, "7"),
        (True, Kind.FLAG, "true"),
        ("TRUE", Kind.FLAG, "true"),
        (True, Kind.WHOLE, "true"),
        ("DE\u00a0 ", Kind.NATION, "DE"),
        (" DE ", Kind.TEXT, " DE "),
    ],
)
def test_cells_become_the_text_that_was_meant(cell: Any, kind: Kind, text: str) -> None:
    """What a spreadsheet program makes of what was typed is undone where that is plain."""
    assert text_of(cell, kind) == text


def test_dates_flags_and_numbers_of_a_spreadsheet_program_read_back(
    edited: Callable[[Edit], Path],
) -> None:
    """Months as dates, flags as booleans, codes with blanks, blank rows: the same programme."""

    def edit(book: Any) -> None:
        book["use"]["C2"] = at(2024, 9, 1)
        book["items"]["D2"] = True
        book["stocks"]["A2"] = " DE "
        book["stocks"].insert_rows(3)
        book[SCALARS]["B4"] = date(2024, 6, 15)
        book[SCALARS]["B5"] = date(2024, 7, 1)
        book[SCALARS]["B6"] = "12"

    programme = load(BASE)
    assert str(programme.use[0].month) == "2024-09"
    assert programme.items[0].lethal
    found = load(edited(edit))
    assert found == programme
    assert [str(row.at) for row in found.stocks] == ["stocks:2", "stocks:4"]
    assert found.stocks[1].ref == "stocks:4"


def test_errors_name_the_cell(edited: Callable[[Edit], Path]) -> None:
    """Every fault is told at once, as sheet!cell, in cells that were moved too."""

    def edit(book: Any) -> None:
        book["use"]["C2"] = at(2024, 9, 15)
        book["use"].insert_cols(1)
        book["use"]["A1"], book["use"]["A2"] = "colour", "red"
        book["stocks"]["C2"] = 1.5
        book["stocks"]["B3"] = "M9"
        book["stocks"]["Z2"] = "beside the table"
        book["items"]["B1"] = "item"
        book["floors"]["D1"] = None
        book.create_sheet("stock")["A1"] = "x"
        book[SCALARS]["B6"] = "many"
        book[SCALARS]["A16"] = "month"

    path = edited(edit)
    assert set(told(path)) == {
        ("floors!1:1", "column-missing", "units"),
        ("floors!D1", "column-unknown", ""),
        ("items!B1", "column-twice", "item"),
        (f"{SCALARS}!A16", "setting-unknown", "month"),
        (f"{SCALARS}!B6", "setting-form", "many"),
        ("stocks!B3", "reference-unknown", "M9"),
        ("stocks!C2", "whole-form", "1.5"),
        ("stocks!Z1", "column-unknown", ""),
        ("use!A1", "column-unknown", "colour"),
        ("use!D2", "month-form", "2024-09-15"),
    }
    remarks = [str(one.place) for one in read(path)[1] if one.code == "file-unknown"]
    assert remarks == ["stock"]


def test_a_sheet_of_scalars_that_lacks_a_value_is_told_so(edited: Callable[[Edit], Path]) -> None:
    """A key without value is told at its cell, one without row at the sheet."""

    def edit(book: Any) -> None:
        book[SCALARS]["B2"] = None
        book[SCALARS].delete_rows(7)

    assert told(edited(edit)) == [
        (SCALARS, "setting-missing", ""),
        (f"{SCALARS}!B2", "setting-missing", ""),
    ]


def test_a_workbook_without_scalars_is_no_programme(edited: Callable[[Edit], Path]) -> None:
    """The sheet of scalars stands for programme.toml."""
    assert told(edited(lambda book: book.remove(book[SCALARS]))) == [
        ("base.xlsx", "file-missing", "")
    ]


def test_a_file_that_is_no_workbook_is_told_so(tmp_path: Path) -> None:
    """A picture with the name of a workbook is one problem with place and repair."""
    path = tmp_path / "base.xlsx"
    path.write_bytes(b"\x89PNG\r\n")
    assert told(path) == [("base.xlsx", "archive-unsafe", "")]


def test_a_workbook_is_laid_over_a_folder(edited: Callable[[Edit], Path]) -> None:
    """An overlay may be a workbook: its rows replace by key, and a blank scalar says nothing."""

    def edit(book: Any) -> None:
        for name in book.sheetnames:
            if name not in (SCALARS, "stocks"):
                book.remove(book[name])
        for row in range(2, 20):
            book[SCALARS].cell(row, 2).value = None
        book[SCALARS]["B4"] = "2024-11"
        book["stocks"]["C2"] = 77

    found = load(BASE, [edited(edit)])
    base = load(BASE)
    assert (found.as_of, found.title, found.stocks[0].units) == ("2024-11", base.title, 77)
    assert found.stocks[1:] == base.stocks[1:]
    assert str(found.stocks[0].at) == "base.xlsx/stocks:2"


def test_values_that_are_not_there_are_told(edited: Callable[[Edit], Path]) -> None:
    """A formula that nobody worked out and an error would read as blanks, and so as defaults."""

    def edit(book: Any) -> None:
        book["demand"]["F3"] = "=1+1"
        book["demand"]["E2"] = "#DIV/0!"
        book["demand"]["E2"].data_type = "e"
        book[READ_ME]["A9"] = "=1+1"

    path = edited(edit)
    assert [one for one in told(path) if one[1] == "cell-valueless"] == [
        ("demand!E2", "cell-valueless", "#DIV/0!"),
        ("demand!F3", "cell-valueless", ""),
    ]


@pytest.mark.parametrize("code", WORKBOOK)
def test_a_workbook_has_its_fault_and_no_other(code: str, tmp_path: Path) -> None:
    """Each fault that only a workbook can have has a workbook that has it."""
    assert [one.code for one in read(book(code, tmp_path))[1]] == [code]
    assert set(BOOKS) == set(WORKBOOK)


def test_a_formula_with_a_value_reads_as_the_value(tmp_path: Path) -> None:
    """What a spreadsheet program has worked out counts; an empty text is a blank."""
    content = to_workbook(load(BASE))
    path = tmp_path / "base.xlsx"
    cells = {
        b'r="C2"': b"<f>20+20</f><v>40</v>",
        b'r="B2"': b'<f>"M"&amp;1</f><v>M1</v>',
    }
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(path, "w") as new:
        number = 3 + list(TABLES).index("stocks")
        for one in old.infolist():
            data = old.read(one)
            if one.filename == f"xl/worksheets/sheet{number}.xml":
                for at, inner in cells.items():
                    kind = b' t="str"' if b"M1" in inner else b""
                    data, count = re.subn(
                        b"<c " + at + rb"( s=.[0-9]+.)[^>]*>.*?</c>",
                        b"<c " + at + rb"\1" + kind + b">" + inner + b"</c>",
                        data,
                    )
                    assert count == 1
            new.writestr(one.filename, data)
    assert load(path) == load(BASE)


def test_a_sheet_where_nobody_looks_is_refused(tmp_path: Path) -> None:
    """Nor is another format opened under the name of this one."""
    path = tmp_path / "base.xlsx"
    for name, renamed in (("xl/worksheets/sheet3.xml", "xl/s.bin"), ("xl/workbook.xml", "x.xml")):
        with (
            zipfile.ZipFile(BytesIO(to_workbook(load(BASE)))) as old,
            zipfile.ZipFile(path, "w") as new,
        ):
            for one in old.infolist():
                data = old.read(one).replace(b"worksheets/sheet3.xml", b"s.bin")
                new.writestr(renamed if one.filename == name else one.filename, data)
        assert told(path) == [("base.xlsx", "file-unreadable", "")]
