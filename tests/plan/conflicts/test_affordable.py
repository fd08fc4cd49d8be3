"""What a member can pay for by each month: grants to date over the cost of a unit."""

from decimal import Decimal
from typing import Any

from jointstock.plan.case import Case
from jointstock.plan.conflicts.affordable import Costs, Purse, Window, affordable, to_spend
from jointstock.plan.conflicts.purses import NONE, prices_where
from jointstock.plan.tariff import Tariff
from jointstock.programme import tables as t
from plan.test_planner import START, two_members


def paid_for(amount: str, kind: str = "payment", **changes: Any) -> list[int]:
    """Units for the Netherlands by month at 100 each, with a lead of one month of three."""
    price = t.Price(contract="C1", item="M1", from_units=0, unit_price=Decimal(100), currency="EUR")
    grant = t.Budget(
        member="NL", fiscal_year=2025, kind=kind, amount=Decimal(amount), currency="EUR"
    )
    case = Case(two_members(**{"prices": (price,), "budgets": (grant,), **changes}))
    costs = Costs(Tariff(case, prices_where(case, NONE)))
    return affordable(case, costs, "NL", ("C1", "M1"), Window(0, 1, 1, 3)).tolist()


def test_a_grant_over_the_cost_of_a_unit() -> None:
    """350 pay for three units from the start on."""
    assert paid_for("350") == [3, 3, 3]


def test_what_is_signed_for_is_so_at_the_call_off() -> None:
    """Nothing that is delivered in the first month was called off in the horizon."""
    assert paid_for("350", "commitment") == [0, 3, 3]


def test_what_is_owed_is_kept_back() -> None:
    """Two units are due in March; of 350 there are 150 left for others, in all months."""
    owed = (t.Promised(line="L1", customer="NL", due=START + 2, units=2, contract="C1"),)
    assert paid_for("350", promised=owed) == [1, 1, 1]


def test_the_fee_is_paid_too() -> None:
    """With a fee of a fifth a unit takes 120."""
    assert paid_for("350", contracts=(t.Contract(contract="C1", fee_percent=Decimal(20)),))[2] == 2


def test_a_refund_may_be_spent_when_it_has_come() -> None:
    """10 from the start, 5 back two months later; 4 owed after it are kept back all along."""
    assert to_spend(Purse(0, 3, ((0, 10),), ((2, -5), (3, 4)))).tolist() == [10, 10, 11, 11]
