"""Months count like whole numbers; fiscal years bear the year in which they start."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.words.months import Month, fiscal_start

months = st.integers(12 * 1000, 12 * 9999).map(Month)


def test_known_months() -> None:
    """A month knows its year and number, and writes itself as it is read."""
    month = Month.parse("2024-01")
    assert (month.year, month.number, str(month)) == (2024, 1, "2024-01")
    assert str(month + -1) == "2023-12"
    assert Month.of(2024, 12) + 1 == Month.of(2025, 1)
    assert Month.of(2027, 3) - Month.of(2024, 1) == 38


@pytest.mark.parametrize(
    "text", ["2024-13", "2024-00", "24-01", "2024-1", "2024-01 ", "2024/01", ""]
)
def test_other_text_is_no_month(text: str) -> None:
    """What is not YYYY-MM is refused, and told back."""
    with pytest.raises(ValueError, match="is not a month") as caught:
        Month.parse(text)
    assert repr(text) in str(caught.value)


@given(months, st.integers(-600, 600))
def test_months_count_like_numbers(month: Month, step: int) -> None:
    """A step forward is measured as that step, keeps the order, and is undone by its opposite."""
    moved = month + step
    assert moved - month == step
    assert (moved > month) == (step > 0)
    assert moved + -step == month


@given(months)
def test_text_goes_there_and_back(month: Month) -> None:
    """A month is read from its own text, and texts sort as months do."""
    assert Month.parse(str(month)) == month
    assert str(month) < str(month + 1)


@pytest.mark.parametrize(
    ("text", "starts_in", "year"),
    [
        ("2025-01", 1, 2025),
        ("2025-12", 1, 2025),
        ("2025-03", 4, 2024),
        ("2025-04", 4, 2025),
        ("2025-09", 10, 2024),
        ("2025-10", 10, 2025),
    ],
)
def test_known_fiscal_years(text: str, starts_in: int, year: int) -> None:
    """A fiscal year bears the number of the calendar year it starts in, not of its end."""
    assert Month.parse(text).fiscal_year(starts_in) == year


@given(months, st.integers(1, 12))
def test_a_fiscal_year_has_twelve_months(month: Month, starts_in: int) -> None:
    """Each month lies in the twelve that begin with its fiscal year's first."""
    year = month.fiscal_year(starts_in)
    first = fiscal_start(year, starts_in)
    assert first.number == starts_in
    assert 0 <= month - first < 12
    assert first.fiscal_year(starts_in) == year
    assert (first + 12).fiscal_year(starts_in) == year + 1
