"""Rates from the central bank's files: the pairs that are needed, by month, the right way round."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.programme.daily_rates import read_daily
from jointstock.programme.exchange import Quote, exchange_rows, monthly
from jointstock.programme.programme import Programme
from jointstock.programme.read import load, read
from jointstock.programme.tables import Exchange
from jointstock.words.months import Month
from programme.cases import BASE

# Invented rates in the form of eurofxref-hist.csv: latest day first, a comma at each line's end.
HIST = """\
Date,USD,JPY,CZK,SIT,
2024-07-01,1.25,160,N/A,N/A,
2024-06-28,1.30,170,24,N/A,
2024-06-14,1.20,150,26,N/A,
2024-06-13,1.10,140,25,N/A,
2024-05-31,1.00,130,24.5,N/A,
2006-12-29,1.31,156,27,239.64,
"""
DAILY = "Date, USD, JPY, \n14 June 2024, 1.20, 150, \n"


def daily(text: str) -> dict[str, dict[str, Fraction]]:
    found, problems = read_daily("rates.csv", text.encode())
    assert problems == []
    return {currency: dict(days) for currency, days in found.by_currency.items()}


def rows(programme: Programme, text: str = HIST, rule: str = "average") -> list[Exchange]:
    found, problems = read_daily("rates.csv", text.encode())
    assert problems == []
    made, lacking = exchange_rows(programme, found, rule)
    assert lacking == []
    return made


def test_both_forms_of_the_bank_are_read() -> None:
    """The history, and the last day with its date in words and blanks after the commas."""
    history = daily(HIST)
    assert history["CZK"] == {
        "2024-06-28": 24,
        "2024-06-14": 26,
        "2024-06-13": 25,
        "2024-05-31": Fraction("24.5"),
        "2006-12-29": 27,
    }
    assert daily(DAILY) == {"USD": {"2024-06-14": Fraction("1.2")}, "JPY": {"2024-06-14": 150}}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("USD,Date\n1,2024-06-14\n", ["rates.csv:1"]),
        ("Date\n2024-06-14\n", ["rates.csv:1"]),
        ("Date,usd\n2024-06-14,1\n", ["rates.csv:1:usd"]),
        ("Date,USD,USD\n2024-06-14,1,1\n", ["rates.csv:1:USD"]),
        ("Date,USD\n2024-06-31,1\n14.06.2024,1\n", ["rates.csv:2:Date", "rates.csv:3:Date"]),
        ("Date,USD\n2024-06-14,1\n2024-06-14,1\n", ["rates.csv:3:Date"]),
        ("Date,USD\n2024-06-14,0\n2024-06-13,-1\n", ["rates.csv:2:USD", "rates.csv:3:USD"]),
        ("Date,USD\n2024-06-14,1e3\n2024-06-13,nan\n", ["rates.csv:2:USD", "rates.csv:3:USD"]),
        ("Date,USD\n2024-06-14,1,2\n2024-06-13\n", ["rates.csv:2", "rates.csv:3"]),
    ],
)
def test_what_is_not_in_the_bank_s_form_is_told(text: str, places: list[str]) -> None:
    _, problems = read_daily("rates.csv", text.encode())
    assert [str(one.place) for one in problems] == places
    assert {one.code for one in problems} == {"rates-form"}


def test_a_month_is_the_mean_of_its_days_or_its_last_day() -> None:
    """June by its three days: (1.30 + 1.20 + 1.10) / 3 = 1.20; its last day is the 28th."""
    usd = daily(HIST)["USD"]
    june, july = Month.parse("2024-06"), Month.parse("2024-07")
    assert monthly(usd, "average", "2024-07")[june] == Quote(Fraction("1.2"), 3, "2024-06-28")
    assert monthly(usd, "last", "2024-07")[june] == Quote(Fraction("1.3"), 1, "2024-06-28")
    assert monthly(usd, "last", "2024-06-15")[june] == Quote(Fraction("1.2"), 1, "2024-06-14")
    assert july not in monthly(usd, "average", "2024-06-30")


def test_rows_are_those_a_programme_needs_up_to_its_as_of() -> None:
    """The base converts USD and EUR both ways from July 2024 on; its as_of is 15 June.

    June up to the 14th: (1.20 + 1.10) / 2 = 1.15 dollars a euro, and 1 / 1.15 = 0.86956522 euro a
    dollar. It begins with the latest month before July, which is June; May is not needed.
    """
    found = rows(load(BASE))
    assert [(str(one.month), one.from_, one.to, one.rate) for one in found] == [
        ("2024-06", "EUR", "USD", Decimal("1.15")),
        ("2024-06", "USD", "EUR", Decimal("0.86956522")),
    ]
    assert {one.basis for one in found} == {"reported"}
    assert {one.source for one in found} == {
        "European Central Bank, euro foreign exchange reference rates, rates.csv"
    }
    assert {one.note for one in found} == {"mean of 2 days to 2024-06-14"}


def test_rows_go_on_with_the_months_that_have_become_known() -> None:
    """From June, when a ramp may be decided in dollars, to July: 1 / 1.30 and 1 / 1.25."""
    later = load(BASE).replace(as_of="2024-08")
    assert [str(one.month) for one in rows(later) if one.to == "EUR"] == ["2024-07"]
    before = later.replace(start=Month.parse("2024-06"))
    assert [(str(one.month), one.rate) for one in rows(before, rule="last") if one.to == "EUR"] == [
        ("2024-06", Decimal("0.76923077")),
        ("2024-07", Decimal("0.8")),
    ]


def test_a_cross_rate_is_made_of_both_sides(tmp_path: Path) -> None:
    """From koruna to dollar in May, with 1.00 and 24.5 for one euro: 1 / 24.5 = 0.040816327."""
    folder = Path(shutil.copytree(BASE, tmp_path / "base"))
    prices = "contract,item,from_units,unit_price,currency\nC1,M1,0,1000,CZK\n"
    (folder / "prices.csv").write_text(prices, encoding="utf-8")
    programme, problems = read(folder, but={"rate-missing"})
    assert {one.code for one in problems} == {"rate-missing"}
    assert programme is not None
    found = {(one.from_, one.to): one for one in rows(programme.replace(as_of="2024-05"))}
    assert found["CZK", "USD"].rate == Decimal("0.040816327")
    assert found["CZK", "EUR"].rate == Decimal("0.040816327")
    assert set(found) == {("CZK", "USD"), ("CZK", "EUR"), ("USD", "EUR")}


def test_a_rate_that_is_no_longer_quoted_is_not_carried_on() -> None:
    """A currency last quoted years before is told, rather than taken at its last rate."""
    base = load(BASE)
    budgets = tuple(
        replace(row, currency="SIT") if row.currency == "USD" else row for row in base.budgets
    )
    found, _ = read_daily("rates.csv", HIST.encode())
    _, problems = exchange_rows(base.replace(budgets=budgets), found, "average")
    assert [(one.code, one.value) for one in problems] == [("rates-month", "EUR to SIT")]
    assert "its last one before is of 2006-12" in problems[0].message


@given(
    st.lists(st.decimals("0.0001", "100000", places=4), min_size=1, max_size=31),
    st.sampled_from(["average", "last"]),
)
def test_there_and_back_is_where_one_was(values: list[Decimal], rule: str) -> None:
    """The rates of a pair both ways are inverse to one another, but for their rounding."""
    text = "Date,USD\n" + "".join(f"2024-05-{n:02d},{v}\n" for n, v in enumerate(values, start=1))
    there, back = rows(load(BASE), text, rule)
    assert abs(there.rate * back.rate - 1) < Decimal("1e-6")
    quotes = [Fraction(value) for value in values]
    mean = sum(quotes) / len(quotes) if rule == "average" else quotes[-1]
    assert abs(Fraction(there.rate) / mean - 1) < Fraction(1, 10**7)
