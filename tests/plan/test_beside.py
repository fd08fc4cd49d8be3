"""What leads from the shares to a plan's cost: each line by hand, and the sum to the last cent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointstock import flow
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.words.errors import ContradictionError, SettingError
from oracle import generate
from plan.two_members import START, two_members


def bought(**changes: object) -> Programme:
    """Two for Germany and two for Romania, at 100 euro; one a month from February on."""
    price = t.Price(contract="C1", item="M1", from_units=0, unit_price=Decimal(100), currency="EUR")
    return two_members().replace(prices=(price,), **changes)


def lines(programme: Programme) -> dict[str, dict[str, int]]:
    """What stands beside the shares, by what it is for."""
    found = flow.share(programme, of=flow.plan(programme), studies=False)
    return {line.what: dict(line.amounts) for line in found.beside}


def test_a_promise_and_a_late_unit_by_hand() -> None:
    """Romania is promised a unit for March, 100 euro that are in no share.

    One unit of Romania's two, wanted by February, comes in February in the cheapest purchase, the
    other in April since March's slot is promised: two months late at 10 euro each, no money.
    """
    row = t.Promised(line="L1", customer="RO", due=START + 2, units=1, contract="C1")
    assert lines(bought(promised=(row,))) == {
        "what was promised before the start": {"RO": 10_000},
        "the charge for units that come late, which is no money": {"RO": -2_000},
    }


def test_an_option_is_at_the_mean_price_of_own_units() -> None:
    """Germany's third unit, an option for its floor of three, costs 100 euro of its 300."""
    programme = bought(floors=(t.Floor(member="DE", item="M1", from_=START, units=3),))
    wants, others = programme.demand
    found = lines(programme.replace(demand=(replace(wants, optional=1), others)))
    assert found["units beyond firm demand, at the mean price of own units"] == {"DE": 10_000}
    assert not any(what.startswith("firm demand") for what in found)


def test_the_same_units_paid_sooner() -> None:
    """At 12 percent a year, units that fill Germany's floor before they are wanted cost more.

    It wants its two by June and has a floor of two from the start: they come in February and
    March, four and three months before May and June, the cheapest months in which they can come.
    """
    wants, _ = two_members().demand
    programme = bought(demand=(replace(wants, by=START + 5),), discount_rate=Decimal("0.12"))
    worth = [100 * 1.12 ** (-month / 12) for month in (1, 2, 4, 5)]
    apart = round(100 * (worth[0] + worth[1] - worth[2] - worth[3]))
    found = lines(programme)
    assert found == {"firm demand, bought at other dates than at the least cost": {"DE": apart}}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_shares_and_lines_add_up_to_the_plans_cost(seed: int) -> None:
    """Whatever is promised, given, funded, optional or late: nothing is lost on the way."""
    programme = generate.programme(seed)
    try:
        plan = flow.plan(programme)
        found = flow.share(programme, of=plan, studies=False)
    except (ContradictionError, SettingError):
        return
    cost = next((goal.value for goal in plan.goals if goal.goal == "cost"), None)
    assert found.plan_cost is not None
    assert found.total + sum(line.total for line in found.beside) == found.plan_cost
    if cost is not None:
        assert abs(found.plan_cost - 100 * cost) <= 1
    missing = {(one.member, one.contract, one.item): one.units for one in plan.not_called_off}
    assert missing == {(o.member, o.contract, o.item): o.units for o in found.left_out}


def test_nothing_is_bought() -> None:
    """Where the plan calls off nothing there is no cost to share, and it is said so."""
    programme = bought(capacity=())
    with pytest.raises(SettingError, match="calls off no firm demand"):
        flow.share(programme, of=flow.plan(programme))
