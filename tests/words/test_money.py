"""Money is whole minor units, and a half goes away from zero."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.words.money import (
    exact,
    from_minor,
    minor_units,
    round_half_up,
    to_minor,
    whole_minor,
)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        (Fraction(1, 2), 1),
        (Fraction(-1, 2), -1),
        (Fraction(3, 2), 2),
        (Fraction(5, 2), 3),
        (Fraction(-5, 2), -3),
        (Fraction(249, 100), 2),
        (Fraction(-249, 100), -2),
        (Fraction(10**30 + 1, 2), (10**30 + 2) // 2),
        (Fraction(0), 0),
    ],
)
def test_a_half_goes_away_from_zero(amount: Fraction, rounded: int) -> None:
    """Halves round away from zero on both sides, at any size."""
    assert round_half_up(amount) == rounded


@given(st.fractions(max_denominator=1000))
def test_rounding_is_nearest_and_symmetric(amount: Fraction) -> None:
    """No whole number is nearer, and a refund rounds as its payment did."""
    rounded = round_half_up(amount)
    assert abs(rounded - amount) <= Fraction(1, 2)
    assert round_half_up(-amount) == -rounded
    if abs(rounded - amount) == Fraction(1, 2):
        assert abs(rounded) > abs(amount)


@pytest.mark.parametrize(
    ("currency", "units", "amount", "minor"),
    [
        ("EUR", 100, "12.345", 1235),
        ("JPY", 1, "12.5", 13),
        ("KWD", 1000, "12.3455", 12346),
        ("EUR", 100, "-12.345", -1235),
        ("USD", 100, "5500000000", 550_000_000_000),
    ],
)
def test_minor_units(currency: str, units: int, amount: str, minor: int) -> None:
    """A euro has two digits, a yen none, a Kuwaiti dinar three."""
    assert minor_units(currency) == units
    assert to_minor(Decimal(amount), currency) == minor


@given(st.integers(-(10**15), 10**15), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_minor_units_go_there_and_back(amount: int, currency: str) -> None:
    """Minor units as an amount and back are the same number, and whole."""
    units = from_minor(amount, currency)
    assert to_minor(units, currency) == amount
    assert whole_minor(units, currency)
    assert exact(units) * minor_units(currency) == amount


def test_a_fraction_of_a_cent_is_told() -> None:
    """An amount finer than the minor unit is not whole, where it depends on the currency."""
    assert not whole_minor(Decimal("0.005"), "EUR")
    assert whole_minor(Decimal("0.005"), "KWD")
    assert not whole_minor(Decimal("0.5"), "JPY")
