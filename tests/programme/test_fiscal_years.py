"""Fiscal years that start in any month: budgets mean the same whatever the calendar."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from jointstock.programme.programme import Programme
from jointstock.programme.rules import Draft, problems_of
from jointstock.programme.tables import Budget, Member
from jointstock.programme.terms import Terms
from jointstock.words.months import Month, fiscal_start

STARTS = st.integers(1, 12)
MONTHS = st.builds(Month.of, st.integers(1950, 2150), st.integers(1, 12))


@settings(max_examples=300)
@given(MONTHS, STARTS)
def test_a_month_lies_in_its_fiscal_year(month: Month, starts_in: int) -> None:
    """The twelve months from a fiscal year's first are its own, and it is named by that first."""
    year = month.fiscal_year(starts_in)
    first = fiscal_start(year, starts_in)
    assert 0 <= month - first < 12
    assert (first.year, first.number) == (year, starts_in)
    assert [(first + n).fiscal_year(starts_in) for n in range(-1, 13)] == [
        year - 1,
        *[year] * 12,
        year + 1,
    ]


@st.composite
def granted(draw: st.DrawFn) -> Programme:
    """A member with budgets of any years, some missing, some carried over."""
    start, months, starts_in = draw(MONTHS), draw(st.integers(1, 40)), draw(STARTS)
    first = start.fiscal_year(starts_in)
    years = draw(st.lists(st.integers(first - 3, first + 5), min_size=1, max_size=6, unique=True))
    budgets = tuple(
        Budget(
            member="DE",
            fiscal_year=year,
            amount=Decimal(draw(st.integers(0, 1000))),
            currency="EUR",
            carry_over=draw(st.booleans()),
        )
        for year in years
    )
    return Programme(
        id="p",
        title="",
        as_of=str(start),
        start=start,
        months=months,
        currency="EUR",
        price_year=start.year,
        members=(Member(member="DE", fiscal_year_start=starts_in),),
        budgets=budgets,
    )


def spendable(programme: Programme, month: Month) -> int:
    """What may be spent by a month of what is unspent, in cents, from the words of the design.

    A grant is there from its year's first month, or from the start where that came earlier; it
    goes when its year ends, unless it is carried over, and then with the year after.
    """
    starts_in = programme.members[0].fiscal_year_start
    rows = {row.fiscal_year: row for row in programme.budgets}
    total, carried = 0, False
    for year in range(min(rows), month.fiscal_year(starts_in) + 1):
        total = total if carried else 0
        row = rows.get(year)
        if row is not None:
            total += int(row.amount) * 100
            carried = row.carry_over
    return total


@settings(max_examples=300)
@given(granted())
def test_grants_by_month_are_what_the_design_says(programme: Programme) -> None:
    """In each month of the horizon one block pays, with the grants that are there by then."""
    terms = Terms(programme)
    for month in programme.horizon():
        block = terms.block_of("DE", "payment", month)
        assert block is not None
        assert block.granted(month) == spendable(programme, month)


@settings(max_examples=300)
@given(granted())
def test_blocks_meet_and_fill_the_horizon(programme: Programme) -> None:
    """Blocks follow one another without gap or overlap, and begin where a fiscal year does."""
    blocks = Terms(programme).grants("DE", "payment")
    starts_in = programme.members[0].fiscal_year_start
    assert blocks[0].first == programme.start
    assert blocks[-1].last == programme.end
    for before, after in pairwise(blocks):
        assert after.first == before.last + 1
        assert after.first.number == starts_in
    for block in blocks:
        assert all(grant.available <= block.last for grant in block.grants)


@settings(max_examples=200)
@given(granted(), st.integers(-30, 30))
def test_a_calendar_that_is_moved_moves_with_it(programme: Programme, by: int) -> None:
    """Moving start, horizon and fiscal years by some months moves the grants by as many."""
    starts_in = programme.members[0].fiscal_year_start
    moved = []
    for row in programme.budgets:
        first = fiscal_start(row.fiscal_year, starts_in) + by
        moved.append(replace(row, fiscal_year=first.year))
    number = (fiscal_start(2000, starts_in) + by).number
    other = programme.replace(
        start=programme.start + by,
        members=(Member(member="DE", fiscal_year_start=number),),
        budgets=tuple(moved),
    )
    before, after = Terms(programme), Terms(other)
    for month in programme.horizon():
        one, two = (
            before.block_of("DE", "payment", month),
            after.block_of("DE", "payment", month + by),
        )
        assert one is not None
        assert two is not None
        assert one.granted(month) == two.granted(month + by)


@settings(max_examples=200)
@given(granted())
def test_years_outside_the_horizon_are_remarked_and_no_others(programme: Programme) -> None:
    """A row is remarked where leaving it out changes no month, for want of a year that it meets."""
    starts_in = programme.members[0].fiscal_year_start
    outside = [
        row
        for row in programme.budgets
        if fiscal_start(row.fiscal_year, starts_in) > programme.end
        or (fiscal_start(row.fiscal_year + 1, starts_in) <= programme.start and not row.carry_over)
    ]
    found = [one for one in problems_of(Draft(programme)) if one.code == "month-outside"]
    assert len(found) == bool(outside)
    if outside:
        assert found[0].value == str(outside[0].fiscal_year)
        assert ("more)" in found[0].message) == (len(outside) > 1)
