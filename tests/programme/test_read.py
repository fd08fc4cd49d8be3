"""Reading: overlays, forms that are accepted, places, and what is told of what is not."""

from __future__ import annotations

import gc
import shutil
import string
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointstock.programme.cells import CellError, Parser
from jointstock.programme.digest import digest
from jointstock.programme.read import load, read
from jointstock.programme.settings import GOALS
from jointstock.programme.tables import TABLES, dictionary
from jointstock.words.errors import Place
from jointstock.words.fields import Field, Kind
from jointstock.words.months import Month
from programme.cases import BASE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "base"))


def overlay(folder: Path, **files: str) -> Path:
    later = folder.parent / "2024-11"
    later.mkdir()
    for name, content in files.items():
        suffix = "toml" if name == "programme" else "csv"
        (later / f"{name}.{suffix}").write_text(content, encoding="utf-8")
    return later


def stocks(folder: Path, content: bytes) -> list[tuple[str, str, int]]:
    (folder / "stocks.csv").write_bytes(content)
    return [(row.member, row.item, row.units) for row in load(folder).stocks]


def test_values_defaults_and_places() -> None:
    programme = load(BASE)
    assert (programme.start, programme.months, programme.price_year) == (
        Month.parse("2024-07"),
        12,
        2024,
    )
    assert programme.discount_rate == Decimal("0.03")
    second = programme.demand[1]
    assert (second.firm, second.optional, str(second.by)) == (8, 0, "2025-03")
    assert programme.members[0].weight == 1
    assert programme.contracts[0].called_off_before == 0
    assert programme.donations[1].backfill_within_months is None
    assert programme.stocks[0].basis == "assumed"
    assert second.at == Place("demand.csv", 3)
    assert second.ref == "demand:3"


def test_price_year_is_the_year_of_start_where_it_is_not_given(folder: Path) -> None:
    path = folder / "programme.toml"
    path.write_text(path.read_text().replace("price_year = 2024\n", ""))
    assert load(folder).price_year == 2024


@pytest.mark.parametrize(
    "content",
    [
        b"member,item,units\nDE,M1,40\n",
        b"\xef\xbb\xbfmember,item,units\nDE,M1,40\n",
        b"member,item,units\r\nDE,M1,40\r\n",
        b"member,item,units\nDE,M1,40",
        b"units,member,item\n40,DE,M1\n",
        b'"member","item","units"\n"DE","M1","40"\n',
        b"member,item,units\n\n,,\nDE,M1,40\n\n",
    ],
)
def test_forms_that_are_accepted(folder: Path, content: bytes) -> None:
    assert stocks(folder, content) == [("DE", "M1", 40)]


def test_rows_are_counted_as_a_spreadsheet_counts_them(folder: Path) -> None:
    (folder / "stocks.csv").write_text(
        'member,item,units,note\nDE,M1,40,"two\nlines"\n\nNL,M1,x,\n', encoding="utf-8"
    )
    _, problems = read(folder)
    assert [str(problem.place) for problem in problems] == ["stocks.csv:4:units"]


def test_a_date_of_toml_is_a_day(folder: Path) -> None:
    path = folder / "programme.toml"
    path.write_text(path.read_text().replace('"2024-06-15"', "2024-06-15"))
    assert load(folder).as_of == "2024-06-15"


def test_settings_of_the_planner(folder: Path) -> None:
    order = [*(goal for goal in GOALS[::-1] if goal != "steady"), "steady"]
    with (folder / "programme.toml").open("a") as file:
        file.write(
            f"goals = {order}\nsteps = 5\nseverity = 2.5\nexact = true\ngap = 0\nnodes = 7\n"
            "monthly_until = 6\nquarterly_until = 9\n"
        )
    plan = load(folder).plan
    assert plan.order == tuple(order)
    assert (plan.steps, plan.severity, plan.exact, plan.gap, plan.nodes) == (
        5,
        Decimal("2.5"),
        True,
        0,
        7,
    )
    assert (plan.monthly_until, plan.quarterly_until) == (6, 9)


def test_an_overlay_replaces_in_place_and_adds_at_the_end(folder: Path) -> None:
    later = overlay(
        folder,
        demand="member,contract,item,by,firm\nNL,C1,M1,2025-05,1\nDE,C1,M1,2025-06,7\n",
        outside_offers="item,unit_price,currency\nRADIO,9,EUR\n",
        programme='as_of = "2024-11"\n[plan]\nsteps = 4\n',
    )
    base, changed = load(folder), load(folder, [later])
    assert [(row.member, str(row.by), row.firm) for row in changed.demand] == [
        ("DE", "2025-06", 7),
        ("NL", "2025-03", 8),
        ("NL", "2025-05", 1),
    ]
    assert [row.item for row in changed.outside_offers] == ["M1", "RADIO"]
    assert changed.demand[0].at == Place("2024-11/demand.csv", 3)
    assert changed.demand[0].ref == "2024-11/demand:3"
    assert changed.demand[1].ref == "demand:3"
    assert (changed.as_of, changed.id, changed.plan.steps) == ("2024-11", "base", 4)
    assert changed.stocks == base.stocks
    assert changed.digest != base.digest


def test_faults_of_an_overlay_have_its_name(folder: Path) -> None:
    later = overlay(
        folder,
        demand="member,contract,item,by,firm\nNL,C1,M1,2025-05,one\n",
        raids="day,class,launched\n2024-10-01,cruise,4\n",
        programme='start = "May"\n',
    )
    _, problems = read(folder, [later])
    assert [(str(one.place), one.code) for one in problems] == [
        ("2024-11/demand.csv:2:firm", "whole-form"),
        ("2024-11/programme.toml:1:start", "setting-form"),
    ]
    (later / "programme.toml").unlink()
    assert [(str(one.place), one.code) for one in read(folder, [later])[1]] == [
        ("2024-11/demand.csv:2:firm", "whole-form"),
        ("2024-11/raids.csv:2:day", "later-fact"),
    ]


def test_overlays_are_laid_in_order_and_a_missing_one_is_told(folder: Path) -> None:
    later = overlay(folder, stocks="member,item,units\nDE,M1,5\n")
    latest = folder.parent / "2024-12"
    latest.mkdir()
    (latest / "stocks.csv").write_text("member,item,units\nDE,M1,6\n")
    assert load(folder, [later, latest]).stocks[0].units == 6
    assert load(folder, [latest, later]).stocks[0].units == 5
    _, problems = read(folder, [folder.parent / "2025-01"])
    assert [(str(one.place), one.code) for one in problems] == [("2025-01", "folder-missing")]


def test_an_overlay_may_put_a_band_between_two(folder: Path) -> None:
    later = overlay(
        folder, prices="contract,item,from_units,unit_price,currency\nC1,M1,20,950,EUR\n"
    )
    assert read(folder, [later])[1] == ()


def test_references_to_a_faulty_row_are_not_told_as_unknown(folder: Path) -> None:
    path = folder / "items.csv"
    path.write_text(path.read_text().replace("true", "yes"))
    assert [problem.code for problem in read(folder)[1]] == ["flag-form"]


def test_the_collector_is_as_it_was() -> None:
    assert gc.isenabled()
    read(BASE)
    assert gc.isenabled()


def test_the_digest_names_the_content_alone(folder: Path) -> None:
    base = load(folder)
    assert base.digest == digest(base)
    assert len(base.digest) == 64
    path = folder / "costs.csv"
    path.write_text("\n" + path.read_text().replace("300.50", "300.5")[::1], encoding="utf-8")
    path.write_text(path.read_text().lstrip("\n").replace("\n", "\n\n"), encoding="utf-8")
    assert load(folder).costs[0].at.row == 3
    assert load(folder).digest == base.digest
    for change in (
        base.replace(title="another"),
        base.replace(stocks=base.stocks[::-1]),
        base.replace(use=()),
        base.replace(plan=type(base.plan)(steps=3)),
        base.replace(discount_rate=Decimal("0.04")),
    ):
        assert change.digest == digest(change) != base.digest


NUMBERS = [
    pytest.param(one, id=f"{table}.{one.name}")
    for table in TABLES
    for one in dictionary(table)
    if one.kind in (Kind.WHOLE, Kind.DECIMAL)
]


@pytest.mark.parametrize("declared", NUMBERS)
def test_no_cell_is_read_that_only_looks_like_a_number(declared: Field) -> None:
    parser = Parser(declared)
    for text in [
        "1_0",
        "+1",
        " 1",
        "1 ",
        "1e2",
        "0x10",
        "\u0663",
        "\uff11",
        "inf",
        "nan",
        "1,0",
        "--1",
    ]:
        with pytest.raises(CellError):
            parser[text]


@settings(deadline=None)
@given(st.text(alphabet=string.printable + "\u0661\u00bd\u2167", max_size=6))
def test_a_cell_that_is_read_says_what_it_is(text: str) -> None:
    for table, name in [("stocks", "units"), ("prices", "unit_price"), ("use", "month")]:
        declared = next(one for one in dictionary(table) if one.name == name)
        try:
            value = Parser(declared)[text]
        except CellError:
            continue
        assert text.isascii()
        assert Decimal(text) == value if name != "month" else str(value) == text


@settings(deadline=None, max_examples=30)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_told(tmp_path_factory: pytest.TempPathFactory, junk: bytes) -> None:
    folder = Path(shutil.copytree(BASE, tmp_path_factory.mktemp("junk") / "base"))
    for name in ("stocks.csv", "programme.toml"):
        good = (folder / name).read_bytes()
        (folder / name).write_bytes(good + junk)
        programme, problems = read(folder)
        assert (programme is None) == any(not problem.remark for problem in problems)
        (folder / name).write_bytes(good)
