"""Money: whole minor units, and the one way in which amounts are rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from jointstock.words.codes import MINOR_DIGITS


def minor_units(currency: str) -> int:
    """How many minor units make one unit of ``currency`` (100 cents a euro, 1 yen a yen)."""
    return int(10 ** MINOR_DIGITS.get(currency, 2))


def as_whole(amount: Fraction) -> Fraction | int:
    """The same amount, as a whole number where it is one: those are counted much faster."""
    return amount.numerator if amount.denominator == 1 else amount


def round_half_up(amount: Fraction | int, rate: Fraction | int = 1) -> int:
    """The whole number nearest to ``amount`` at a ``rate``; a half goes away from zero.

    The product is not made a fraction in lowest terms first, which takes longer than all the rest.
    """
    above, below = amount.numerator * rate.numerator, amount.denominator * rate.denominator
    size = (2 * abs(above) + below) // (2 * below)
    return size if above >= 0 else -size


def exact(number: Decimal | int) -> Fraction:
    """A number of a table as an exact fraction."""
    return Fraction(number)


def to_minor(amount: Decimal, currency: str) -> int:
    """An amount in units of ``currency`` as whole minor units, rounded half up."""
    return round_half_up(Fraction(amount) * minor_units(currency))


def from_minor(amount: int, currency: str) -> Decimal:
    """An amount of minor units as units of ``currency``, exactly."""
    digits = MINOR_DIGITS.get(currency, 2)
    return Decimal(amount).scaleb(-digits)


def whole_minor(amount: Decimal, currency: str) -> bool:
    """Whether ``amount`` has no fraction of a minor unit."""
    scaled = amount * minor_units(currency)
    return scaled == scaled.to_integral_value(rounding=ROUND_HALF_UP)
