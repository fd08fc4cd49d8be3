"""Bands of filling: their ends, and what a unit missing takes out of each."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.plan.filling import COLUMNS, FEWEST, MOST, levels_of, pieces

holdings = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), min_size=1, max_size=4)


def test_each_level_that_can_be_stood_at_ends_a_band() -> None:
    """Floors of two and three units: a third, a half, two thirds, all."""
    assert levels_of([(2, 2), (3, 3)], 10) == tuple(map(Fraction, ("1/3", "1/2", "2/3", "1")))
    assert levels_of([(0, 1)], 10) == ()


def test_too_many_levels_make_equal_bands() -> None:
    """A floor of a thousand units is cut in 25 parts, and in tenths where there are many."""
    assert levels_of([(1000, 1000)], 10) == tuple(Fraction(k, MOST) for k in range(1, MOST + 1))
    assert len(levels_of([(1000, 1000)], COLUMNS)) == FEWEST
    assert levels_of([(1000, 1), (3, 1)], 1)[-1] == 1000


def test_the_first_unit_missing_is_the_topmost() -> None:
    """Of two units beside three: the upper one fills the half between a half and one."""
    levels = levels_of([(2, 2), (3, 3)], 10)
    third, sixth = pytest.approx(1 / 3), pytest.approx(1 / 6)
    assert pieces(2, 2, levels) == ((1, ((2, sixth), (3, third))), (1, ((0, third), (1, sixth))))
    assert pieces(3, 3, levels) == (
        *((1, ((3, third),)), (1, ((1, sixth), (2, sixth)))),
        (1, ((0, third),)),
    )


@given(holdings)
def test_pieces_are_the_bands_of_every_unit(found: list[tuple[int, int]]) -> None:
    """Counted unit by unit each takes its own height out of the bands that it lies in."""
    levels = levels_of(found, 10)
    assert all(low < high for low, high in pairwise(levels))
    for size, scale in found:
        units = [heights for width, heights in pieces(size, scale, levels) for _ in range(width)]
        assert len(units) == size
        for n, heights in zip(reversed(range(size)), units, strict=True):
            for band, end in enumerate(levels):
                begin = levels[band - 1] if band else Fraction(0)
                low, high = max(begin, Fraction(n, scale)), min(end, Fraction(n + 1, scale))
                expected = float(max(high - low, Fraction(0)))
                assert dict(heights).get(band, 0.0) == pytest.approx(expected)
