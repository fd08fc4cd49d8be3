"""Minimum orders of lines that promises force open: the cut in closed form, and the model."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from jointstock.plan import conflicts, plan
from jointstock.plan.case import Case
from jointstock.plan.conflicts import found_conflicts
from jointstock.plan.conflicts.orders import most_called_off
from jointstock.plan.conflicts.set_aside import only
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from oracle.feasible import has_plan
from oracle.strained import strained
from plan.test_planner import START, two_members


def closed(minimum: int, **changes: Any) -> Programme:
    """Two members want two each of a closed line that owes one unit in March."""
    line = t.Line(line="L1", contract="C1", item="M1", lead_months=1, minimum_order=minimum)
    owed = t.Promised(line="L1", customer="outside", due=START + 2, units=1)
    return two_members(**{"lines": (line,), "promised": (owed,), "donations": (), **changes})


@pytest.mark.parametrize("seed", range(25))
def test_the_cut_is_the_largest_flow(seed: int) -> None:
    """The same as a linear programme over deliveries by stream and month."""
    case = Case(strained(seed, "small").replace(donations=(), funding=()))
    for line, index in case.line_index.items():
        streams = [s for s in case.streams if s.line.line == line and s.donation < 0 and s.possible]
        if not streams:
            continue
        pools = {(p.member, p.contract, p.item): p.firm + p.optional for p in case.pools}
        left = np.maximum(case.best_capacity[index] - case.promised[index], 0)
        high = [
            [left[m] if m >= s.first_delivery else 0 for m in range(case.months)] for s in streams
        ]
        n, months = len(streams), case.months
        by_stream = np.kron(np.eye(n), np.ones(months))
        by_month = np.kron(np.ones(n), np.eye(months))
        contract = case.contracts[case.lines[line].contract]
        room = (
            np.inf
            if contract.ceiling is None
            else max(contract.ceiling - case.terms.past(contract.contract), 0)
        )
        wanted = [pools[s.member, s.line.contract, s.line.item] for s in streams]
        found = linprog(
            -np.ones(n * months),
            A_ub=np.vstack([by_stream, by_month]),
            b_ub=[*wanted, *left],
            bounds=[(0, one) for row in high for one in row],
        )
        assert most_called_off(case, line, all_gifts=False) == min(round(-found.fun), room)


def test_demand_that_is_too_small() -> None:
    """Four are wanted and three can be made beside the promise: an order of 3 is reached, 4 not.

    Two a month in February and March, one of them promised.
    """
    assert conflicts(closed(3)) == ()
    assert plan(closed(3)).decisions.lines_opened == ("L1",)
    (found,) = conflicts(closed(4))
    assert [str(one.place) for one in found.problems] == [
        "promised.csv:2",
        "capacity.csv:2",
        "lines.csv:2",
    ]
    assert found.message == (
        "line L1 must be opened for the 1 unit it has promised; "
        "that takes call-offs of 4, and at most 3 can be had"
    )


def test_a_line_without_minimum_order_or_promise_is_no_conflict() -> None:
    assert conflicts(closed(0)) == ()
    assert conflicts(closed(9, promised=())) == ()


def test_dates_of_a_contract_that_leave_no_time() -> None:
    """Call-offs end in January and both members may begin in February."""
    signed = tuple(t.Signatory(contract="C1", member=m, from_=START + 1) for m in ("DE", "NL"))
    until = (t.Contract(contract="C1", call_off_to=START),)
    (found,) = conflicts(closed(1, signatories=signed, contracts=until))
    assert [str(one.place) for one in found.problems] == [
        "signatories.csv:2",
        "signatories.csv:3",
        "promised.csv:2",
        "contracts.csv:2",
        "lines.csv:2",
    ]
    repairs = [one.repair for one in found.problems]
    assert repairs[0] == ("let DE call off from 2025-01 on")
    assert repairs[3] == "take call-offs until 2025-02"
    assert repairs[4] == "lower the minimum order to 0"


def test_money_that_pays_for_too_few() -> None:
    """Each may pay for one unit: an order of 3 takes 3, and the model says which rows forbid it."""
    price = t.Price(contract="C1", item="M1", from_units=0, unit_price=Decimal(100), currency="EUR")
    grants = tuple(
        t.Budget(member=m, fiscal_year=2025, amount=Decimal(150), currency="EUR")
        for m in ("DE", "NL")
    )
    made = closed(3, prices=(price,), budgets=grants)
    (found,) = conflicts(made)
    assert [str(one.place) for one in found.problems] == [
        "promised.csv:2",
        "lines.csv:2",
        "budgets.csv:2",
        "budgets.csv:3",
    ]
    assert found.message.endswith("call-offs of 3, and the money there is does not reach so far")
    assert found.problems[2].repair == "grant 50.00 EUR more"
    assert found.problems[1].repair == "lower the minimum order to 2"
    richer = made.replace(budgets=(replace(grants[0], amount=Decimal(200)), grants[1]))
    assert conflicts(richer) == ()


def test_a_gift_that_is_backfilled_may_make_up_the_order() -> None:
    """Capacity of 4 a month leaves 7; 4 are wanted, 2 backfill a gift: 6 are reached, 7 are not."""
    gift = two_members().donations
    wide = (t.Capacity(line="L1", from_=START, units_per_month=4),)
    assert conflicts(closed(6, donations=gift, capacity=wide)) == ()
    assert len(conflicts(closed(7, donations=gift, capacity=wide))) == 1
    assert len(conflicts(closed(5, capacity=wide))) == 1


def test_a_gift_that_its_donor_can_never_spare_makes_up_no_order() -> None:
    """Germany has 4 and may call off 2: it gives 2 and has them back where it keeps 6, not 7.

    The oracle says the same, and that each row of the conflict is needed.
    """
    wide = (t.Capacity(line="L1", from_=START, units_per_month=4),)

    def keeping(units: int) -> Programme:
        (gift,) = two_members().donations
        return closed(6, donations=(replace(gift, keep_units=units),), capacity=wide)

    assert has_plan(keeping(6))
    assert conflicts(keeping(6)) == ()
    made = keeping(7)
    assert not has_plan(made)
    (found,) = found_conflicts(made)
    assert not has_plan(only(made, found.rows))
    for row in found.rows:
        assert has_plan(only(made, [one for one in found.rows if one is not row]))
    (told,) = conflicts(made)
    assert "takes call-offs of 6, and at most 4 can be had" in told.message
