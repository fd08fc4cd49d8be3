"""Cells that look like what they are not: each is refused, and the repair is what was meant."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.console import call
from jointstock.programme.cells import LARGEST
from jointstock.programme.read import read
from jointstock.programme.tables import TABLES, dictionary
from jointstock.words.errors import Problem
from jointstock.words.fields import MOST_UNITS, Kind
from programme.cases import BASE

# Table, header and row, where {} stands for the cell; and the place of its value.
UNITS = ("stocks", "member,item,units\nDE,M1,{}\n", "units")
PRICE = ("outside_offers", "item,unit_price,currency\nM1,{},EUR\n", "unit_price")
RATE = ("exchange", "month,from,to,rate\n2024-06,USD,EUR,{}\n2024-07,EUR,USD,1\n", "rate")
CODE = ("items", "item,lethal\n{},true\nM1,true\nRADIO,\n", "item")
NATION = ("members", "member\n{}\nDE\nNL\n", "member")
CURRENCY = ("outside_offers", "item,unit_price,currency\nM1,9,{}\n", "currency")
MONTH = ("use", "member,item,month,units\nDE,M1,{},1\n", "month")
DAY = ("raids", "day,class,launched\n{},cruise,4\n", "day")
FLAG = ("items", "item,lethal\nM1,{}\nRADIO,\n", "lethal")
NAME = ("threats", 'class,name\ncruise,"{}"\n', "name")
CHOICE = ("items", "item,lethal,basis\nM1,true,{}\nRADIO,,\n", "basis")

Where = tuple[str, str, str]

# Where it stands, the text of the cell, the code of the problem, the repair (blank: the usual one).
CELLS: list[tuple[Where, str, str, str]] = [
    (UNITS, "NaN", "whole-form", ""),
    (UNITS, "nan", "whole-form", ""),
    (UNITS, "inf", "whole-form", ""),
    (UNITS, "-Infinity", "whole-form", ""),
    (UNITS, "1e400", "whole-form", ""),
    (UNITS, "1E3", "whole-form", ""),
    (UNITS, "0x10", "whole-form", ""),
    (UNITS, "1_000", "whole-form", ""),
    (UNITS, "true", "whole-form", ""),
    (UNITS, "1.5", "whole-form", ""),
    (UNITS, "40.0", "whole-form", "write 40"),
    (UNITS, "1 000", "whole-form", "write 1000"),
    (UNITS, "1'000", "whole-form", "write 1000"),
    (UNITS, "\u00a040", "whole-form", "write 40"),
    (UNITS, "40 ", "whole-form", "write 40"),
    (UNITS, "\u0664\u0660", "whole-form", "write 40"),
    (UNITS, "\uff14\uff10", "whole-form", "write 40"),
    (UNITS, "4\u200b0", "whole-form", "write 40"),
    (UNITS, "\u22124", "whole-form", ""),
    (UNITS, "\u00bd", "whole-form", ""),
    (UNITS, "\u2167", "whole-form", ""),
    (UNITS, "=1+1", "whole-form", ""),
    (UNITS, "=cmd|' /C calc'!A0", "whole-form", ""),
    (UNITS, "+40", "whole-form", ""),
    (UNITS, "-40", "value-range", "write a number of 0 or more"),
    (UNITS, "9" * 19, "value-range", ""),
    (UNITS, "9" * 5_000, "value-range", ""),
    (UNITS, "-" + "9" * 5_000, "value-range", ""),
    (PRICE, "1e400", "decimal-form", ""),
    (PRICE, "NaN", "decimal-form", ""),
    (PRICE, "-0.5", "value-range", "write a number of 0 or more"),
    (PRICE, "1250,50", "decimal-form", "write 1250.50"),
    (PRICE, "1 250 000,50", "decimal-form", "write 1250000.50"),
    (PRICE, ".5", "decimal-form", ""),
    (PRICE, "5.", "decimal-form", ""),
    (PRICE, "\u20ac5", "decimal-form", ""),
    (PRICE, "0." + "0" * 5_000 + "1", "value-range", ""),
    (PRICE, "9" * 5_000, "value-range", ""),
    (RATE, "0.0000000000001", "value-range", ""),
    (RATE, "0", "above-zero", ""),
    (CODE, "M\u200b2", "code-form", "write M2"),
    (CODE, "\u041c2", "code-form", "write M2"),
    (CODE, "M\u202e2", "code-form", "write M2"),
    (CODE, "M2\u0301", "code-form", ""),
    (CODE, "M 2", "code-form", "write M-2"),
    (CODE, "../../M2", "code-form", ""),
    (CODE, "..", "code-form", ""),
    (CODE, "-M2", "code-form", ""),
    (CODE, "=M2", "code-form", ""),
    (CODE, "M" * 65, "code-form", ""),
    (CODE, "M\n2", "code-form", ""),
    (NATION, "UK", "nation-unknown", "write GB"),
    (NATION, "EL", "nation-unknown", "write GR"),
    (NATION, "de", "nation-unknown", "write DE"),
    (NATION, "DEU", "nation-unknown", "write DE"),
    (NATION, "\u0415S", "nation-unknown", "write ES"),
    (NATION, "\U0001f1e9\U0001f1ea", "nation-unknown", ""),
    (NATION, "XX", "nation-unknown", ""),
    (CURRENCY, "EURO", "currency-unknown", "write EUR"),
    (CURRENCY, "\u20ac", "currency-unknown", "write EUR"),
    (CURRENCY, "usd ", "currency-unknown", "write USD"),
    (CURRENCY, "XAU", "currency-unknown", ""),
    (CURRENCY, "EU\u0420", "currency-unknown", ""),
    (MONTH, "2024-13", "month-form", ""),
    (MONTH, "2024-00", "month-form", ""),
    (MONTH, "2024-9", "month-form", "write 2024-09"),
    (MONTH, "2024/09", "month-form", "write 2024-09"),
    (MONTH, "09/2024", "month-form", "write 2024-09"),
    (MONTH, "2024-09-01", "month-form", "write 2024-09"),
    (MONTH, "Sep-24", "month-form", ""),
    (MONTH, "45536", "month-form", ""),
    (MONTH, "\u0662\u0660\u0662\u0664-09", "month-form", "write 2024-09"),
    (MONTH, "2024\u201309", "month-form", "write 2024-09"),
    (MONTH, "0000-01", "value-range", ""),
    (MONTH, "9999-12", "value-range", ""),
    (DAY, "2024-02-30", "day-form", ""),
    (DAY, "2024-W10-1", "day-form", ""),
    (DAY, "2024-5-1", "day-form", "write 2024-05-01"),
    (DAY, "2024-05-01T00:00:00", "day-form", "write 2024-05-01"),
    (FLAG, "TRUE", "flag-form", "write true"),
    (FLAG, "No", "flag-form", "write false"),
    (FLAG, "1", "flag-form", "write true"),
    (FLAG, "wahr", "flag-form", ""),
    (CHOICE, "Reported", "choice-unknown", "write reported"),
    (CHOICE, "asumed", "choice-unknown", "write assumed"),
    (CHOICE, "guessed", "choice-unknown", ""),
    (NAME, "=1+1", "text-formula", ""),
    (NAME, "@SUM(A1)", "text-formula", ""),
    (NAME, "+cmd|' /C calc'!A0", "text-formula", ""),
    (NAME, "-2+3", "text-formula", ""),
    (NAME, "\uff1d1+1", "text-formula", ""),
    (NAME, "\t=1+1", "text-formula", ""),
    (NAME, "evil\u202egpj", "text-form", "write evilgpj"),
    (NAME, "a\u2066b\u2069", "text-form", "write ab"),
    (NAME, "a\x1b[31mred", "text-form", ""),
    (NAME, "a\x85b", "text-form", ""),
    (NAME, "lost \ufffd", "text-form", ""),
    (NAME, "\U000e0041", "text-form", ""),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The base, to be spoiled."""
    return Path(shutil.copytree(BASE, tmp_path / "base"))


def told(folder: Path, where: Where, text: str) -> list[Problem]:
    table, content, column = where
    (folder / f"{table}.csv").write_text(
        content.replace("{}", _quoted(text) if '"{}"' not in content else text), encoding="utf-8"
    )
    return [
        one
        for one in read(folder)[1]
        if one.place.file == f"{table}.csv" and one.place.column == column
    ]


def _quoted(text: str) -> str:
    return f'"{text}"' if any(mark in text for mark in ",\n\t") else text


@pytest.mark.parametrize(
    ("where", "text", "code", "repair"), CELLS, ids=lambda one: ascii(one)[:40]
)
def test_a_cell_that_deceives(
    where: Where, text: str, code: str, repair: str, folder: Path
) -> None:
    """The cell is told at its place with the code, and with what was meant where that is plain."""
    found = told(folder, where, text)
    assert [one.code for one in found if one.code != "reference-unknown"] == [code]
    if repair:
        assert found[0].repair == repair
    assert len(found[0].value) < 100


def test_what_is_strange_in_a_code_is_named(folder: Path) -> None:
    """Letters that look alike are told apart by their names."""
    (found,) = [one for one in told(folder, CODE, "\u041c2") if one.code == "code-form"]
    assert found.message == "is not a code: it holds U+041C CYRILLIC CAPITAL LETTER EM"


@pytest.mark.parametrize(
    "text",
    ["-", "+5", "-5.0", "a=b", "Mist\u00f3ls \u041c", "two\nlines", "\u0639\u0631\u0628\u064a"],
)
def test_texts_that_do_no_harm_are_kept(text: str, folder: Path) -> None:
    """A sign before a number, other scripts and line feeds are what somebody may well write."""
    assert told(folder, NAME, text) == []


def test_every_number_has_bounds_on_both_sides() -> None:
    """No count and no amount can be so large that sums over all rows leave 64 bits."""
    for table in TABLES:
        for one in dictionary(table):
            if one.kind in (Kind.WHOLE, Kind.DECIMAL):
                assert one.low is not None, (table, one.name)
                assert (one.high or LARGEST) * 300_000 < 2**63
            if one.unit in ("units", "units a month"):
                assert one.high is not None, (table, one.name)
                assert one.high >= MOST_UNITS


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("months = 1201", "setting-form"),
        ("months = 10000000000", "setting-form"),
        ("months = true", "setting-form"),
        ("months = 12.0", "setting-form"),
        ('months = "12"', "setting-form"),
        ('id = ".."', "setting-form"),
        ('id = "a/b"', "setting-form"),
        ('id = "\u0430"', "setting-form"),
        ('as_of = "2024-W10-1"', "setting-form"),
        ('as_of = "20240615"', "setting-form"),
        ("as_of = 2024-06-15T00:00:00", "setting-form"),
        ('title = "a\\u202Eb"', "setting-form"),
        ("discount_rate = nan", "setting-form"),
        ("discount_rate = inf", "setting-form"),
        ("discount_rate = 1e-999999", "setting-form"),
        ("discount_rate = 1e400", "setting-form"),
        ("price_year = 2201", "setting-form"),
        ('start = "2024-13"', "setting-form"),
        ("plan.severity = 999\nplan.steps = 1000", "value-range"),
        ("plan.nodes = 0", "setting-form"),
        ("plan.monthly_until = -1", "setting-form"),
        ("plan.quarterly_until = 12", "value-range"),
        ("plan.quarterly_until = 12\nplan.monthly_until = 13", "value-range"),
        ("plan = 3", "setting-form"),
        ("members = [{member = 'DE'}]", "setting-unknown"),
    ],
)
def test_a_key_that_deceives(line: str, code: str, folder: Path) -> None:
    """Scalars are held to their forms as strictly as cells are."""
    path = folder / "programme.toml"
    kept = path.read_text(encoding="utf-8").replace("[plan]\nborne", "plan.borne")
    key = line.split(" ")[0]
    rest = [
        one for one in kept.splitlines() if one.split(" ")[0] != key and one.split(".")[0] != key
    ]
    path.write_text("\n".join([line, *rest]) + "\n", encoding="utf-8")
    programme, problems = read(folder)
    assert programme is None
    assert [one.code for one in problems] == [code]


def test_very_many_problems_are_told_as_a_count(folder: Path) -> None:
    """A hundred of a kind are told one by one; the sums on the last line count all of them."""
    rows = "".join(f"DE,M1,2024-{1 + n % 12:02d},x\n" for n in range(50_000))
    (folder / "use.csv").write_text("member,item,month,units\n" + rows, encoding="utf-8")
    found = call("check", folder)
    assert found.exit_code == 3
    lines = found.stdout.splitlines()
    assert len(lines) == 101
    assert "(and 49,900 more like it)" in lines[99]
    assert lines[-1].endswith(": 50,000 problems, no remarks")
    data = json.loads(call("check", folder, "--json").stdout)
    assert sum(1 + one["more"] for one in data["problems"]) == 50_000


@pytest.mark.parametrize(
    ("name", "repair"),
    [
        ("Stocks.CSV", "rename it to stocks.csv, or take it out"),
        ("stock.csv", "rename it to stocks.csv, or take it out"),
        ("stocks.csv.txt", "save it as stocks.csv, or take it out"),
        ("stocks.xlsx", "save it as stocks.csv, or take it out"),
    ],
)
def test_a_table_under_a_slightly_wrong_name_is_not_passed_over(
    name: str, repair: str, folder: Path
) -> None:
    """What a clerk's program made of a table's name is told, since nothing in it is read."""
    (folder / "stocks.csv").rename(folder / name)
    (found,) = [one for one in read(folder)[1] if one.code == "file-unknown"]
    assert (found.value, found.repair) == (name, repair)
