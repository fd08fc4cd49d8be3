"""The heuristic of the benchmark: a fair peer keeps every limit, and does what it says."""

from decimal import Decimal

import pytest

from benchmarks.demand_by_demand import demand_by_demand
from benchmarks.generated import placed, sized
from jointstock.plan.measure import measure
from jointstock.programme import tables as t
from plan.test_allotment import START, two_members


@pytest.mark.parametrize("seed", range(6))
def test_its_plans_pass_the_check_of_any_plan(seed: int) -> None:
    """It checks them itself, and raises where one does not."""
    made = sized(3, 2, 36, seed=seed)
    assert measure(made, demand_by_demand(made)).values["steady"] > 0


def test_the_heavier_weight_is_served_first_and_what_is_above_a_floor_is_given() -> None:
    """Germany (weight 2) gets 2, 2, 2 from February on, the Netherlands 2 in May.

    Of the ten that Germany then holds none stands above a floor of ten, and one above one of nine.
    """
    made = two_members()
    made = made.replace(
        prices=(
            t.Price(contract="C1", item="M1", from_units=0, unit_price=Decimal(1), currency="EUR"),
        ),
        parties=(t.Party(party="UA", role="recipient"),),
        donations=(t.Donation(donation="G", donor="DE", item="M1", recipient="UA", up_to=3),),
    )
    lower = made.replace(floors=(t.Floor(member="DE", item="M1", from_=START, units=9),))
    for programme, given in ((made, 0), (lower, 1)):
        entries = demand_by_demand(placed(programme))
        came = [
            (one.member, one.month - START, one.transfers[0].quantity)
            for one in entries
            if one.kind == "delivery"
        ]
        assert came == [("DE", 1, 2), ("DE", 2, 2), ("DE", 3, 2), ("NL", 4, 2)]
        gifts = [one for one in entries if one.kind == "donation"]
        assert sum(one.transfers[0].quantity for one in gifts) == given
