"""Minimum orders and money: the two formulas against the planner's model and the oracle."""

from dataclasses import replace
from decimal import Decimal
from importlib import import_module

import pytest

from jointstock.plan import conflicts
from jointstock.plan.case import Case
from jointstock.plan.conflicts.openings import forced
from jointstock.plan.conflicts.orders import most_called_off
from jointstock.plan.conflicts.paid_orders import order_paid
from jointstock.plan.conflicts.set_aside import only
from jointstock.programme import tables as t
from oracle.feasible import has_plan
from oracle.strained import strained
from plan.conflicts.test_openings import closed


@pytest.mark.parametrize("size", ["tiny", "small"])
@pytest.mark.parametrize("seed", range(40))
def test_neither_formula_says_what_is_not_so(seed: int, size: str) -> None:
    """The mild one denies no plan that there is, the sure one tells of none that is not.

    With the rows alone that bear on the order, all promises but those of the line kept and paid.
    """
    made = strained(seed, size)
    for line in forced(Case(made)):
        own = [row for row in (*made.promised, *made.lines) if row.line == line]
        standing = [*own, *made.budgets, *made.contracts, *made.signatories, *made.demand]
        some, shape = only(made, standing), order_paid(made, line)
        if not shape.met(only(shape.programme, standing)):
            assert not has_plan(some)
        assert shape.surely is not None
        alone = [*own, *made.budgets, *made.demand]
        if shape.surely(only(shape.programme, alone)):
            assert has_plan(only(made, alone))


def test_money_never_makes_more_of_an_order() -> None:
    for seed in range(20):
        case = Case(strained(seed, "small"))
        for line in case.line_index:
            mine = most_called_off(case, line, all_gifts=False)
            assert mine <= most_called_off(case, line, all_gifts=True)


def test_large_orders_are_answered_without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two members with money for one unit each, and an order of three: no solver is called."""
    monkeypatch.setattr(import_module("jointstock.plan.conflicts.whole"), "Nodes", None)
    price = t.Price(contract="C1", item="M1", from_units=0, unit_price=Decimal(100), currency="EUR")
    grant = t.Budget(member="DE", fiscal_year=2025, amount=Decimal(150), currency="EUR")
    grants = (grant, replace(grant, member="NL"))
    (found,) = conflicts(closed(3, prices=(price,), budgets=grants))
    assert len(found.problems) == 4
