"""What a budget sets aside for rounding: enough for what is bought, nothing that is owed."""

from decimal import Decimal

import pytest

from benchmarks.generated import placed
from jointstock.plan import plan
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.words.months import Month
from plan.yearly import grants

START = Month.of(2025, 1)


def lent(first: str, *, lead: int) -> Programme:
    """A promise of four in March 2026 costs 4.02 euro, of which that year itself grants one.

    A unit costs a euro, and its fee half a cent: a cent where one unit is paid for alone.
    """
    made = Programme(
        id="lent",
        title="a year that lives on the one before",
        as_of="2025-01",
        start=START,
        months=24,
        currency="EUR",
        price_year=2025,
        members=(t.Member(member="DE"),),
        parties=(t.Party(party="AGENCY", role="agency"),),
        items=(t.Item(item="M1"),),
        contracts=(t.Contract(contract="C1", agency="AGENCY", fee_percent=Decimal("0.5")),),
        signatories=(t.Signatory(contract="C1", member="DE"),),
        demand=(t.Demand(member="DE", contract="C1", item="M1", firm=20),),
        prices=(
            t.Price(contract="C1", item="M1", from_units=0, unit_price=Decimal(1), currency="EUR"),
        ),
        lines=(t.Line(line="L1", contract="C1", item="M1", lead_months=lead, already_open=True),),
        capacity=(
            t.Capacity(line="L1", from_=START + 14, units_per_month=4),
            t.Capacity(line="L1", from_=START + 15, units_per_month=1),
        ),
        promised=(t.Promised(line="L1", customer="DE", due=START + 14, units=4, contract="C1"),),
        budgets=grants({2025: first, 2026: "1"}, carry_over=True),
    )
    return placed(made)


@pytest.mark.parametrize(("first", "bought"), [("12.06", 8), ("12.07", 8), ("12.20", 9)])
def test_a_year_that_lives_on_the_one_before_rounds_too(first: str, bought: int) -> None:
    """Nine units at 1.01 are 9.09, and 9.045 without rounding: 9.05 must not seem enough.

    Six cents are set aside, half of one for each of the months in which units could come.
    """
    found = plan(lent(first, lead=12))
    assert 20 - found.goal("firm").value == bought


def test_what_is_owed_is_not_set_aside() -> None:
    """All of the first year's money is owed in the second: nothing is bought, nothing rounded."""
    found = plan(lent("3.02", lead=1))
    assert found.goal("firm").value == 20
    assert found.goal("cost").value == pytest.approx(4.02)
