"""The floors goal as the planner joins it at whole units, against its formula in fractions."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.plan.stock import penalties, slopes

floors = st.integers(1, 80)
steps = st.integers(1, 12)
severities = st.sampled_from(["1", "1.5", "2", "3", "5"])


def penalty(floor: int, missing: int, steps: int, severity: Fraction) -> Fraction:
    """p(r) = sum over k of severity^(steps-k) clamp(k/steps - r, 0, 1/steps), r what is held."""
    held = Fraction(floor - missing, floor)
    return sum(
        (
            severity ** (steps - k)
            * min(max(Fraction(k, steps) - held, Fraction(0)), Fraction(1, steps))
            for k in range(1, steps + 1)
        ),
        Fraction(0),
    )


@given(floors, steps, severities)
def test_slopes_are_the_formula_at_whole_units(floor: int, steps: int, severity: str) -> None:
    """Added up unit by unit the pieces give the penalty, from none missing to all."""
    found = slopes((floor,), steps, float(severity))
    units = [slope for width, slope in found for _ in range(width)]
    assert len(units) == floor
    total = 0.0
    for missing, slope in enumerate(units, start=1):
        total += slope
        exact = penalty(floor, missing, steps, Fraction(severity))
        assert total == pytest.approx(float(exact), rel=1e-9)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6), steps, severities)
def test_one_level_stands_for_months_with_floors_of_their_own(
    by_month: list[int], steps: int, severity: str
) -> None:
    """What a level leaves missing of each month's floor weighs, together, what the pieces say."""
    top = max(by_month)
    found = slopes(tuple(by_month), steps, float(severity))
    units = [slope for width, slope in found for _ in range(width)]
    assert len(units) == top
    assert units == sorted(units)
    for level in range(top + 1):
        exact = sum(
            penalty(floor, max(floor - level, 0), steps, Fraction(severity))
            for floor in by_month
            if floor
        )
        assert sum(units[: top - level]) == pytest.approx(float(exact), rel=1e-9)


@given(floors, steps, severities)
def test_the_next_unit_of_a_floor(floor: int, steps: int, severity: str) -> None:
    """For so many missing: what the last weighs, and how many from there on weigh as much."""
    units = [s for width, s in slopes((floor,), steps, float(severity)) for _ in range(width)]
    found = penalties(floor, steps, float(severity))
    assert found[0] == (0.0, 0)
    for missing in range(1, floor + 1):
        slope, alike = found[missing]
        assert slope == units[missing - 1]
        assert set(units[missing - alike : missing]) == {slope}


@given(floors, steps, severities)
def test_each_unit_missing_weighs_no_less_than_the_one_before(
    floor: int, steps: int, severity: str
) -> None:
    """The penalty is convex, and equal slopes are one piece."""
    found = [slope for _, slope in slopes((floor,), steps, float(severity))]
    assert all(a < b for a, b in pairwise(found))
    assert all(width > 0 for width, _ in slopes((floor,), steps, float(severity)))


def test_known_slopes() -> None:
    """With a floor of ten and ten steps each unit is a step, three times the one above."""
    assert slopes((10,), 10, 3.0) == tuple((1, pytest.approx(3.0**k / 10)) for k in range(10))
    assert slopes((4,), 2, 3.0) == ((2, pytest.approx(0.25)), (2, pytest.approx(0.75)))
    assert slopes((3,), 2, 3.0) == (
        (1, pytest.approx(1 / 3)),
        (1, pytest.approx(2 / 3)),
        (1, pytest.approx(1.0)),
    )


def test_no_severity_is_one_piece() -> None:
    """Where a lower step weighs no more, all that is missing weighs the same."""
    assert slopes((7,), 10, 1.0) == ((7, pytest.approx(1 / 7)),)
