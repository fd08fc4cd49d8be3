"""The workbook, read again by two other programs, holds the plan."""

from __future__ import annotations

import dataclasses
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from jointstock.publish import series, workbook
from jointstock.publish.brief import Brief
from jointstock.publish.sheets import tables
from jointstock.words.months import Month
from publish import made

EXPECTED = [
    *("call_offs", "deliveries", "donations", "backfill", "payments", "fees", "funding"),
    *("common_costs", "stock_and_floor", "shortfalls", "budgets", "goals", "goal_costs"),
    *("allotments", "decisions", "not_met"),
    *("freed", "pivotal"),
    *("shares", "share_methods", "share_audit", "share_incentives", "share_beside", "settlement"),
    *("assumptions", "sources"),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("workbook") / "plan.xlsx"
    workbook.write(made.programme(), made.findings(), target)
    return target


@pytest.fixture(scope="module")
def book(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def records(path: Path, sheet: str) -> list[dict[str, Any]]:
    head, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_one_sheet_for_each_table_behind_the_one_that_explains(book: Any) -> None:
    assert book.sheetnames == ["read_me", *EXPECTED]
    first = book["read_me"]
    texts = [str(cell.value) for row in first.iter_rows() for cell in row if cell.value]
    for name in (*EXPECTED, "2024-01-03", "made", "optimal"):
        assert name in texts
    for table in tables(Brief(made.programme(), made.findings())):
        for column in table.columns:
            assert column.meaning, f"{table.name}.{column.name} is not explained"
            assert column.meaning in texts


def test_call_offs_and_deliveries_are_the_plan_s(path: Path) -> None:
    found = [
        (
            Month.parse(r["month"]) - made.START,
            r["member"],
            r["line"],
            int(r["units"]),
            r["backfill"],
        )
        for r in records(path, "call_offs")
    ]
    assert sorted(found) == sorted(made.CALL_OFFS)
    delivered = [
        (Month.parse(r["month"]) - made.START, r["to"], r["line"], int(r["units"]), r["backfill"])
        for r in records(path, "deliveries")
        if not r["promised_before"]
    ]
    assert sorted(delivered) == sorted(made.DELIVERIES)


def test_money_is_in_units_of_the_currency(path: Path) -> None:
    payments = records(path, "payments")
    plan = made.plan()
    assert len(payments) == sum(entry.kind == "payment" for entry in plan.entries)
    euros = sum(Decimal(str(r["amount"])) for r in payments)
    assert euros * 100 == 48 * made.PRICE
    crowns = sum(Decimal(str(r["payer_amount"])) for r in payments if r["member"] == "SE")
    assert crowns == 12 * made.PRICE // 100 * made.CROWNS
    assert {r["payer_currency"] for r in payments if r["member"] == "SE"} == {"SEK"}
    assert sum(r["amount"] for r in records(path, "fees")) == 48 * made.PRICE / 100 * 0.02
    (gift,) = records(path, "funding")
    assert (gift["payer"], gift["amount"], gift["month"]) == ("NO", 15_000_000, "2025-06")


def test_stock_and_floor_by_member_and_month(path: Path) -> None:
    rows = records(path, "stock_and_floor")
    assert len(rows) == 2 * made.MONTHS
    for member in ("DE", "SE"):
        own = [row for row in rows if row["member"] == member]
        assert [row["stock"] for row in own] == made.stock_by_hand(member)
        assert [row["floor"] for row in own] == [
            made.floor_by_hand(member, month) for month in range(made.MONTHS)
        ]
    short = {(r["member"], r["month"]): r["shortfall"] for r in rows if r["shortfall"]}
    assert short == {(s.member, str(s.month)): s.units for s in made.shortfalls()}


def test_goals_decisions_and_what_is_not_met(path: Path) -> None:
    goals = records(path, "goals")
    assert [row["goal"] for row in goals] == [goal.goal for goal in made.plan().goals]
    decisions = {row["decision"]: row for row in records(path, "decisions")}
    assert decisions["line_opened"]["line"] == "WEST"
    assert decisions["band"]["unit_price"] == 5_000_000
    assert {row["what"] for row in records(path, "not_met")} == {"not_served", "not_called_off"}


def test_sheets_are_ready_to_work_with(book: Any) -> None:
    for name in EXPECTED:
        sheet = book[name]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        assert all(cell.font.bold for cell in sheet[1])
    payments = book["payments"]
    columns = {cell.value: cell.column_letter for cell in payments[1]}
    assert payments[f"{columns['amount']}2"].number_format == "#,##0.00"
    assert payments[f"{columns['month']}2"].value == "2024-01"
    assert payments[f"{columns['month']}2"].data_type == "s"
    for table in tables(Brief(made.programme(), made.findings())):
        letters = [cell.column_letter for cell in book[table.name][1]]
        for column, letter in zip(table.columns, letters, strict=True):
            assert book[table.name].column_dimensions[letter].width > len(column.name)


def test_names_are_never_formulas(tmp_path: Path) -> None:
    bad = '=HYPERLINK("http://example.org","x")'
    members = tuple(
        dataclasses.replace(row, note=bad, source=bad) for row in made.programme().members
    )
    target = tmp_path / "plan.xlsx"
    workbook.write(made.programme(title=bad, members=members), made.findings(), target)
    found = openpyxl.load_workbook(target)
    kinds = {c.data_type for sheet in found for row in sheet.iter_rows() for c in row}
    assert "f" not in kinds
    assert bad in {cell.value for row in found["assumptions"].iter_rows() for cell in row}
    with zipfile.ZipFile(target) as inside:
        links = [name for name in inside.namelist() if "rels" in name]
        assert not any(b"example.org" in inside.read(name) for name in links)


def test_same_input_same_bytes(path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    workbook.write(made.programme(), made.findings(), again)
    assert again.read_bytes() == path.read_bytes()
    with zipfile.ZipFile(again) as inside:
        assert {one.date_time[0] for one in inside.infolist()} == {1980}
        core = inside.read("docProps/core.xml").decode()
    assert core.count("1980-01-01") == 2


def test_numbers_that_a_sheet_cannot_hold_stay_text(tmp_path: Path) -> None:
    goals = (dataclasses.replace(made.plan().goals[0], bound=float("-inf"), gap=float("inf")),)
    target = tmp_path / "plan.xlsx"
    workbook.write(made.programme(), made.findings(plan=made.plan(goals=goals)), target)
    (row,) = records(target, "goals")
    assert (row["bound"], row["gap"]) == ("-inf", "inf")


def test_freed_and_pivotal(path: Path) -> None:
    (freed,) = records(path, "freed")
    assert (freed["with_buy"], freed["without_buy"], freed["freed"]) == (4, 0, 4)
    assert freed["months_earlier"] == ""
    rows = {row["without"]: row for row in records(path, "pivotal")}
    assert (rows["DE"]["pivotal"], rows["SE"]["pivotal"]) == (True, False)
    assert rows["DE"]["missing_without"] == 5.25


def test_sums_agree_with_the_series(path: Path) -> None:
    years = series.budget_years(made.programme(), made.plan())
    by_key = {(r["member"], r["fiscal_year"]): r for r in records(path, "budgets")}
    for year in years:
        row = by_key[year.member, year.fiscal_year]
        assert round(row["spent"] * 100) == year.spent
        assert round(row["left"] * 100) == year.left
