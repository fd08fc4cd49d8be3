"""The curve of expected unmet demand: its value, its falls, and the lines it is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.words.unmet import Unmet

CURVE = Unmet("DE", "M", 30, (0, 2, 6), (5.0, 3.4, 0.2))


def test_between_its_points_by_hand() -> None:
    """From 5 by 0.8 a unit to 3.4, by 0.8 a unit to 0.2, and no further."""
    assert CURVE.slopes == pytest.approx((0.8, 0.8))
    assert [CURVE.value(s) for s in (0, 1, 2, 4, 6, 90)] == pytest.approx(
        [5.0, 4.2, 3.4, 1.8, 0.2, 0.2]
    )
    assert CURVE.top == 6


@given(
    st.lists(st.tuples(st.integers(1, 9), st.floats(0.0, 1.0)), min_size=1, max_size=8),
    st.floats(0.0, 2.0),
)
def test_cuts_lie_below_and_are_the_curve_together(
    pieces: list[tuple[int, float]], end: float
) -> None:
    """The highest of the cuts is the curve, at every whole supply."""
    falls = sorted((fall for _, fall in pieces), reverse=True)
    at, units = [0], [end + sum(w * f for (w, _), f in zip(pieces, falls, strict=True))]
    for (width, _), fall in zip(pieces, falls, strict=True):
        at.append(at[-1] + width)
        units.append(units[-1] - width * fall)
    curve = Unmet("DE", "M", 30, tuple(at), tuple(units))
    for supply in range(curve.top + 3):
        lines = [cut.at_zero + cut.slope * supply for cut in curve.cuts()]
        assert max(lines) == pytest.approx(curve.value(supply), abs=1e-9)
