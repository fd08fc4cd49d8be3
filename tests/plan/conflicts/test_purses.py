"""Promises and budgets: bands, carry-over, currencies, index and fee, to the minor unit."""

from decimal import Decimal
from typing import Any

import pytest

from jointstock.plan import conflicts, plan
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from plan.test_planner import START, two_members


def owing(amount: str, price: str = "100", **changes: Any) -> Programme:
    """The Netherlands owe three units in March, and were granted so much."""
    bands = (
        t.Price(contract="C1", item="M1", from_units=0, unit_price=Decimal(price), currency="EUR"),
    )
    return two_members(
        **{
            "promised": (
                t.Promised(line="L1", customer="NL", due=START + 2, units=2, contract="C1"),
            ),
            "prices": bands,
            "budgets": (grant(amount),),
            **changes,
        }
    )


def grant(amount: str, year: int = 2025, **more: Any) -> t.Budget:
    row = {"member": "NL", "fiscal_year": year, "currency": "EUR"} | more
    return t.Budget(amount=Decimal(amount), **row)


def granted_more(made: Programme) -> list[str]:
    """What the conflicts ask of budgets."""
    return [
        one.repair
        for conflict in conflicts(made)
        for one in conflict.problems
        if one.place.file == "budgets.csv"
    ]


@pytest.mark.parametrize(
    ("amount", "changes", "more"),
    [
        ("200", {}, []),
        ("199.99", {}, ["grant 0.01 EUR more"]),
        # a fee of 2.5 percent makes 205
        (
            "200",
            {"contracts": (t.Contract(contract="C1", fee_percent=Decimal("2.5")),)},
            ["grant 5.00 EUR more"],
        ),
        # prices have risen by a tenth since the price year
        (
            "200",
            {
                "price_year": 2024,
                "escalation": tuple(
                    t.Escalation(year=year, index=Decimal(index))
                    for year, index in ((2024, "1"), (2025, "1.1"))
                ),
            },
            ["grant 20.00 EUR more"],
        ),
        # a dollar budget, at 1.2 dollars a euro
        (
            "200",
            {
                "budgets": (grant("200", currency="USD"),),
                "exchange": (t.Exchange(month=START, from_="EUR", to="USD", rate=Decimal("1.2")),),
            },
            ["grant 40.00 USD more"],
        ),
        # what was paid before is not owed; what names no contract neither
        (
            "0",
            {
                "promised": (
                    t.Promised(
                        line="L1", customer="NL", due=START + 1, units=2, contract="C1", paid=True
                    ),
                    t.Promised(line="L1", customer="NL", due=START + 2, units=2),
                )
            },
            [],
        ),
        # the year before is carried over, or is not
        ("0", {"budgets": (grant("200", 2024, carry_over=True), grant("0"))}, []),
        (
            "0",
            {"budgets": (grant("200", 2024), grant("0"))},
            ["grant 200.00 EUR more"],
        ),
    ],
)
def test_what_is_owed(amount: str, changes: dict[str, Any], more: list[str]) -> None:
    """Two units at 100 and what comes on top, against what is granted by then."""
    made = owing(amount, **changes)
    assert granted_more(made) == more
    if not more:
        plan(made)


def test_a_budget_that_pays_the_rounded_amount_is_enough() -> None:
    """Two at 0.501 are 1.002, rounded 1.00: a budget of one euro pays for it, and for no more."""
    made = owing("1.00", "0.501")
    assert conflicts(made) == ()
    paid = [e for e in plan(made).entries if e.kind == "payment"]
    assert [(e.member, e.transfers[0].quantity) for e in paid if e.cause == "balance"][-1:] == [
        ("NL", 100)
    ]
    assert granted_more(owing("0.99", "0.501")) == ["grant 0.01 EUR more"]


def bands(*steps: tuple[int, str]) -> tuple[t.Price, ...]:
    return tuple(
        t.Price(contract="C1", item="M1", from_units=n, unit_price=Decimal(p), currency="EUR")
        for n, p in steps
    )


def test_a_lower_band_may_pay_for_a_promise() -> None:
    """Two promised at 100 with 150: from 3 units on they cost 70, if Germany buys one of its two.

    With a ceiling of 2 nobody can, and the ceiling is part of the conflict.
    """
    steps = bands((0, "100"), (3, "70"))
    assert conflicts(owing("150", prices=steps)) == ()
    assert plan(owing("150", prices=steps)).decisions.bands[0].from_units == 3
    full = (t.Contract(contract="C1", ceiling=2),)
    (found,) = conflicts(owing("150", prices=steps, contracts=full))
    assert [str(one.place) for one in found.problems] == [
        "promised.csv:2",
        "contracts.csv:2",
        "budgets.csv:2",
    ]
    assert found.problems[1].repair == "raise the ceiling to 3"
    assert found.problems[2].repair == "grant 50.00 EUR more"


def test_no_band_is_low_enough() -> None:
    """At 70 two cost 140, above 130: the closed form says so, whatever anybody calls off."""
    (found,) = conflicts(owing("130", prices=bands((0, "100"), (3, "70"))))
    assert [str(one.place) for one in found.problems] == ["promised.csv:2", "budgets.csv:2"]
    assert found.problems[1].repair.startswith("grant 10.00 EUR more")
