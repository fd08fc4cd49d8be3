"""Figures read as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jointstock.publish import wording
from jointstock.words.months import Month


@pytest.mark.parametrize(
    ("amount", "currency", "told"),
    [
        (545_000_000, "EUR", "5.45 million EUR"),
        (5_100_000_000_00, "EUR", "5.1 billion EUR"),
        (524_000_000_00, "EUR", "524 million EUR"),
        (52_440_000_00, "EUR", "52.4 million EUR"),
        (999_600_000_00, "EUR", "1 billion EUR"),
        (12_300_00, "EUR", "12,300 EUR"),
        (0, "EUR", "0 EUR"),
        (-1_500_000_00, "EUR", "-1.5 million EUR"),
        (5_000_000, "JPY", "5 million JPY"),
    ],
)
def test_money(amount: int, currency: str, told: str) -> None:
    assert wording.money(amount, currency) == told


@pytest.mark.parametrize(
    ("value", "digits", "told"),
    [(1_000, 0, "1,000"), (0.5, 0, "1"), (1.25, 1, "1.3"), (2.0, 2, "2"), (0.003, 1, "0.003")],
)
def test_number(value: float, digits: int, told: str) -> None:
    assert wording.number(value, digits) == told


def test_months_in_spans() -> None:
    months = [Month.of(2024, n) for n in (1, 2, 3, 6, 12)]
    assert wording.in_spans(months) == "January 2024 to March 2024, June 2024 and December 2024"
    assert wording.in_spans(months, most=2) == "5 of the months from January 2024 to December 2024"


def test_years_in_spans() -> None:
    assert wording.in_years([2029, 2027, 2030, 2031]) == "2027 and 2029 to 2031"


def test_lists_and_counts() -> None:
    assert wording.listed(["A", "B", "C"]) == "A, B and C"
    assert wording.listed([]) == ""
    assert wording.count(1, "member") == "one member"
    assert wording.count(1_200, "row") == "1,200 rows"


@pytest.mark.parametrize(
    ("part", "told"), [(0, "0 %"), (1, "under 1 %"), (500, "50 %"), (999, "over 99 %")]
)
def test_percent_never_rounds_to_nothing_or_all(part: int, told: str) -> None:
    assert wording.percent(Decimal(part), 1_000) == told
