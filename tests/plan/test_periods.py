"""The grid of the search: where periods begin, and when what is called off may be delivered."""

from dataclasses import replace
from decimal import Decimal

import pytest

from jointstock.plan.case import Case
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from plan.coarse import START, on_grid, one_line


def starts(made: Programme) -> list[int]:
    """The first months of the periods."""
    return Case(made).periods.first.tolist()


def test_months_then_quarters_then_half_years() -> None:
    """From March 2025: three months, quarters of the calendar up to month 12, half-years after."""
    made = on_grid(one_line(months=24), 3, 12)
    # June 2025 is cut off its quarter, which began in April; March 2026 begins the half-years.
    assert starts(made.replace(start=START + 2)) == [0, 1, 2, 3, 4, 7, 10, 12, 16, 22]


def test_blank_is_monthly() -> None:
    """Without the setting, and with one as long as the horizon, every month is a period."""
    assert starts(one_line(months=9)) == list(range(9))
    assert starts(on_grid(one_line(months=9), 9, None)) == list(range(9))


def test_no_period_lies_in_two_fiscal_years_of_a_member_with_budgets() -> None:
    """Years that begin in April and October cut half-years in two; without budgets they do not."""
    made = on_grid(one_line(months=24), 0, 0)
    assert starts(made) == [0, 6, 12, 18]
    made = made.replace(
        members=(
            t.Member(member="DE", fiscal_year_start=4),
            t.Member(member="NL", fiscal_year_start=10),
        )
    )
    assert starts(made) == [0, 6, 12, 18]
    grants = tuple(
        t.Budget(member=m, fiscal_year=2025, amount=Decimal(9), currency="EUR")
        for m in ("DE", "NL")
    )
    assert starts(made.replace(budgets=grants[:1])) == [0, 3, 6, 12, 15, 18]
    assert starts(made.replace(budgets=grants)) == [0, 3, 6, 9, 12, 15, 18, 21]


def test_a_month_whose_promises_need_a_ramp_is_alone() -> None:
    """More is promised in May than the line makes without its ramp: May is a period of its own."""
    made = on_grid(one_line(months=9), 0, 9)
    due = tuple(
        t.Promised(line="L1", customer="outside", due=START + month, units=units)
        for month, units in ((1, 2), (4, 3))
    )
    ramp = t.Ramp(line="L1", step=1, extra_per_month=1, lead_months=1)
    assert starts(made.replace(promised=due, ramps=(ramp,))) == [0, 3, 4, 5, 6]


# Months, quarters from month 3 on: periods begin in 0, 1, 2, 3, 6, 9, 12, 15, 18, 21.
QUARTERS = {
    2: {1: 3, 2: 6, 4: 6, 5: 9, 7: 9, 13: 15},
    3: {1: 6, 2: 6, 4: 9, 5: 9, 7: 12, 13: 18},
    9: {1: 12, 2: 12, 4: 15, 5: 15, 7: 18, 13: None},
}
# Months, half-years from month 3 on: periods begin in 0, 1, 2, 3, 6, 12, 18.
HALVES = {
    2: {1: 3, 2: 6, 4: 6, 5: 12, 7: 12, 13: 18},
    3: {1: 6, 2: 6, 4: 12, 5: 12, 7: 12, 13: 18},
    6: {1: 12, 2: 12, 4: 12, 5: 12, 7: 18, 13: None},
}


@pytest.mark.parametrize("lead", [1, 2, 4, 5, 7, 13])
@pytest.mark.parametrize(("until", "expected"), [(24, QUARTERS), (3, HALVES)])
def test_a_lead_time_ends_before_the_period_of_delivery_begins(
    lead: int, until: int, expected: dict[int, dict[int, int | None]]
) -> None:
    """What is called off in a period may come in the first that lies a lead after its first month.

    Where there is none inside the horizon, nothing is called off.
    """
    made = on_grid(one_line(months=24, lead=lead), 3, until)
    case = Case(made)
    (stream,) = case.streams
    first = case.periods.first.tolist()
    for month, by_lead in expected.items():
        period, due = first.index(month), by_lead[lead]
        if due is None:
            assert period > stream.periods[1]
        else:
            assert stream.periods[0] <= period <= stream.periods[1]
            assert first[case.ready(stream)[period]] == due


def test_a_window_that_opens_inside_a_period_counts_from_its_opening() -> None:
    """Call-offs from May on are made in May, not in April where their quarter begins."""
    made = on_grid(one_line(months=12, lead=2), 3, 12)
    signed = tuple(replace(row, from_=START + 4) for row in made.signatories)
    case = Case(made.replace(signatories=signed))
    (stream,) = case.streams
    assert stream.periods[0] == 3
    assert case.called_in(stream)[3] == 4
    assert case.periods.first[stream.arrives] == 6


def test_totals_and_edges() -> None:
    """Sums by period, and the first and last period that lie wholly on one side of a month."""
    periods = Case(on_grid(one_line(months=9), 3, 9)).periods
    assert periods.first.tolist() == [0, 1, 2, 3, 6]
    assert periods.total(Case(one_line(months=9)).capacity).tolist() == [[2, 2, 2, 6, 6]]
    assert [periods.from_month(t) for t in (2, 3, 4, 7)] == [2, 3, 4, 5]
    assert [periods.until_month(t) for t in (2, 4, 5, 8)] == [2, 2, 3, 4]
