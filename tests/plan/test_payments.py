"""An amount is rounded once and shared out, so that parts add up to the whole."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jointstock.plan.payments import split_rounded, through_exchange
from jointstock.words.entries import Transfer
from jointstock.words.money import round_half_up

amounts = st.lists(st.fractions(-100, 10**6, max_denominator=900), max_size=8)


@given(amounts)
def test_parts_add_up_to_the_rounded_sum(parts: list[Fraction]) -> None:
    """The parts are whole and are together what the whole sum rounds to."""
    shared = split_rounded(parts)
    assert sum(shared) == round_half_up(sum(parts, Fraction(0)))
    assert len(shared) == len(parts)


@given(amounts)
def test_no_part_is_off_by_more_than_one(parts: list[Fraction]) -> None:
    """Each part is within one minor unit of its exact amount."""
    for exact, rounded in zip(parts, split_rounded(parts), strict=True):
        assert abs(rounded - exact) <= 1


def test_known_parts() -> None:
    """Three thirds are a whole, and of three halves the first takes what the second gives."""
    third, half = Fraction(1, 3), Fraction(1, 2)
    assert split_rounded([third] * 3) == [0, 1, 0]
    assert split_rounded([half] * 3) == [1, 0, 1]
    assert split_rounded([Fraction(5), Fraction(7)]) == [5, 7]
    assert split_rounded([]) == []


def test_one_currency_needs_no_exchange() -> None:
    """Each budget pays the payee its part."""
    assert through_exchange([("b:1", 3), ("b:2", 4)], "EUR", "paid:X", "EUR", 7) == (
        Transfer("EUR", "b:1", "paid:X", 3),
        Transfer("EUR", "b:2", "paid:X", 4),
    )


def test_two_currencies_meet_in_the_exchange() -> None:
    """Each side is told in its own currency."""
    assert through_exchange([("b:1", 3), ("b:2", 4)], "RON", "paid:X", "EUR", 2) == (
        Transfer("RON", "b:1", "exchange:RON:EUR", 3),
        Transfer("RON", "b:2", "exchange:RON:EUR", 4),
        Transfer("EUR", "exchange:RON:EUR", "paid:X", 2),
    )
