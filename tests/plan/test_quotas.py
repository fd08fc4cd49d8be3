"""Budgets as quotas of whole units: what keeps to the quotas can be paid."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import numpy as np
import pytest

from benchmarks.generated import placed, sized
from jointstock.plan.build import build
from jointstock.plan.case import Case
from jointstock.plan.draft import Draft
from jointstock.plan.quotas import set_quotas
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.solve.highs import Solver
from jointstock.words.months import Month
from plan.yearly import grants

START = Month.of(2025, 1)


def drafted(made: Programme, band: int = 0) -> Draft:
    """The model of a programme at its first price bands, or others."""
    case = Case(made)
    keys = dict.fromkeys((row.contract, row.item) for row in made.prices)
    prices = {key: case.terms.bands(*key)[band] for key in keys}
    return build(case, prices, dict.fromkeys(prices, (0, None)))


def buyer(by_year: dict[int, int], *, carry_over: bool) -> Programme:
    """Germany wants ten at 1,000 euro each, paid on delivery, over two years."""
    made = Programme(
        id="buyer",
        title="a buyer",
        as_of="2025-01",
        start=START,
        months=24,
        currency="EUR",
        price_year=2025,
        members=(t.Member(member="DE"),),
        items=(t.Item(item="M1"),),
        floors=(t.Floor(member="DE", item="M1", from_=START, units=10),),
        contracts=(t.Contract(contract="C1"),),
        signatories=(t.Signatory(contract="C1", member="DE"),),
        demand=(t.Demand(member="DE", contract="C1", item="M1", firm=10),),
        prices=(
            t.Price(
                contract="C1", item="M1", from_units=0, unit_price=Decimal(1000), currency="EUR"
            ),
        ),
        lines=(t.Line(line="L1", contract="C1", item="M1", lead_months=0, already_open=True),),
        capacity=(t.Capacity(line="L1", from_=START, units_per_month=10),),
        budgets=grants(by_year, carry_over=carry_over),
    )
    return placed(made)


def most_by_year(made: Programme, *, quotas: bool) -> list[float]:
    """Units delivered in each year when the floors are met as well as they can be."""
    draft = drafted(made)
    solver = Solver(draft.model.finish())
    cost = draft.cost("floors").dense(draft.model.n_columns)
    point = solver.minimise(cost).x
    if quotas:
        set_quotas(draft, solver, point)
        point = solver.minimise(cost).x
    return [float(point[draft.delivered[0, t : t + 12]].sum()) for t in (0, 12)]


@pytest.mark.parametrize(
    ("carry_over", "linear", "whole"),
    [(True, [3.3, 3.5], [3, 3]), (False, [3.3, 3.5], [3, 3])],
)
def test_a_budget_in_whole_units(
    *, carry_over: bool, linear: list[float], whole: list[float]
) -> None:
    """Money for 3.3 and 3.5 units buys three and three, whether or not what is left is kept."""
    made = buyer({2025: 3300, 2026: 3500}, carry_over=carry_over)
    assert most_by_year(made, quotas=False) == pytest.approx(linear, abs=1e-3)
    assert most_by_year(made, quotas=True) == pytest.approx(whole)


@pytest.mark.parametrize(("carry_over", "whole"), [(True, [3, 4]), (False, [3, 3])])
def test_what_is_left_is_kept_or_lost(*, carry_over: bool, whole: list[float]) -> None:
    """With 3.6 and 3.6 a seventh unit can be paid only if the first year's rest is kept."""
    made = buyer({2025: 3600, 2026: 3600}, carry_over=carry_over)
    assert most_by_year(made, quotas=True) == pytest.approx(whole)


def test_what_later_years_owe_is_kept() -> None:
    """Of 6,600 a promise of 3 takes 2,000 that its own year's 1,000 lacks: 4.6 units are left.

    Four of them can be paid for; a fifth would leave the promise without its money.
    """
    made = buyer({2025: 6600, 2026: 1000}, carry_over=True)
    promise = t.Promised(line="L1", customer="DE", due=START + 14, units=3, contract="C1")
    made = placed(made.replace(promised=(promise,)))
    assert sum(most_by_year(made, quotas=False)) == pytest.approx(4.6, abs=1e-3)
    assert sum(most_by_year(made, quotas=True)) == pytest.approx(4)


def test_a_point_is_taken_over_at_other_prices() -> None:
    """In the second band a promise that was paid brings a refund, and with it a further period.

    So there is a column more for what is left, and those after it lie elsewhere.
    """
    made = buyer({2025: 6600, 2026: 1000}, carry_over=True)
    (price,) = made.prices
    promise = t.Promised(line="L1", customer="DE", due=START + 4, units=3, contract="C1", paid=True)
    gift = t.Donation(donation="G", donor="DE", item="M1", recipient="UA", up_to=2)
    made = made.replace(
        prices=(price, replace(price, from_units=6, unit_price=Decimal(900))),
        promised=(promise,),
        donations=(gift,),
        funding=(t.Funding(payer="US", donation="G", amount=Decimal(900), currency="EUR"),),
    )
    first, second = drafted(placed(made)), drafted(placed(made), 1)
    assert second.model.n_columns == first.model.n_columns + 1
    x = np.arange(second.model.n_columns, dtype=float)
    point = first.taken_over(second, x)
    assert len(point) == first.model.n_columns
    assert np.all(point[first.delivered] == x[second.delivered])
    (here,), (there,) = first.budgets[0].funding, second.budgets[0].funding
    assert here[1][0] != there[1][0]
    assert np.all(point[here[1]] == x[there[1]])


@pytest.mark.parametrize("seed", range(6))
def test_what_keeps_to_the_quotas_can_be_paid(seed: int) -> None:
    """Whatever is bought within the quotas fits the budgets they came from, funding included."""
    draft = drafted(sized(4, 2, 24, seed=seed))
    assert draft.budgets
    model = draft.model.finish()
    dice = Random(seed)
    linear = Solver(model)
    point = linear.minimise(draft.cost("floors").dense(draft.model.n_columns)).x
    bought = np.unique(
        np.concatenate([one.columns for budget in draft.budgets for one in budget.spending])
    )
    for _ in range(5):
        near = Solver(model)
        set_quotas(draft, near, point)
        cost = np.zeros(len(point))
        cost[bought] = [-dice.random() for _ in bought]
        within = near.minimise(cost).x[bought]
        assert within.sum() > 0
        paid = Solver(model)
        paid.bound(bought, np.maximum(within - 1e-6, 0.0), within + 1e-6)
        paid.minimise(np.zeros(len(point)))
