"""The search over openings and bands: ways of solving that must not change what is found."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.generated import placed, sized
from benchmarks.mixed import on_grid
from jointstock.plan import node, plan, search
from jointstock.plan.case import Case
from jointstock.plan.search import Search, reach_goals
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.read import load
from jointstock.solve.highs import InfeasibleError
from jointstock.words.errors import SolverError
from jointstock.words.months import Month

FIRST_STEPS = Path(__file__).parents[2] / "examples" / "first-steps"


def test_a_first_basis_by_interior_point_changes_no_goal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What large models do first leads a small one to the same plan."""
    programme = load(FIRST_STEPS)
    usual = plan(programme)
    monkeypatch.setattr(node, "LARGE", 0)
    primed = plan(programme)
    assert primed.goals == usual.goals
    assert primed.entries == usual.entries


def test_quotas_and_bounds_where_a_model_is_not_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planned as a large model is, first steps keeps its rules, and no bound is passed."""
    programme = load(FIRST_STEPS)
    programme = programme.replace(plan=type(programme.plan)(exact=False))
    best = plan(programme)
    monkeypatch.setattr(search, "SMALL", 0)
    monkeypatch.setattr("jointstock.plan.planner.SMALL", 0)
    near = plan(programme)
    for goal in near.goals:
        most = goal.goal in ("give", "give_early", "steady")
        assert goal.bound >= goal.value - 1e-6 if most else goal.bound <= goal.value + 1e-6
    values = [tuple(round(goal.value, 6) for goal in found.goals[:3]) for found in (near, best)]
    assert values[0] >= values[1], "the first three goals are costs: nothing beats the proven plan"


def test_bands_settled_at_once_pass_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planned as a large model is, with bands that bind, no value passes its bound.

    Nor is the plan better than the one that splits on bands, in the goals taken in order.
    """
    programme = sized(3, 2, 36, seed=3)
    best = plan(programme)
    monkeypatch.setattr(node, "LARGE", 0)
    settled = plan(programme)
    for goal in settled.goals:
        most = goal.goal in ("give", "give_early", "steady")
        assert goal.bound >= goal.value - 1e-6 if most else goal.bound <= goal.value + 1e-6
    values = [tuple(round(goal.value, 6) for goal in found.goals[:3]) for found in (settled, best)]
    assert values[0] >= values[1], "the first three goals are costs"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("grid", [None, (12, 24)])
def test_bounds_of_a_large_model_lie_on_the_right_side_of_the_proven_plan(
    seed: int, grid: tuple[int, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as a plan has the best values, no bound passes the next goal's proven one.

    It is planned in parts from a joined first basis, in quotas, with bands settled at once. On a
    grid values are told by month and searched by period, so there the search's own are compared.
    """
    programme = sized(3, 2, 36, seed=seed)
    if grid is not None:
        programme = on_grid(programme, grid)
    best = reach_goals(Search(Case(programme)), lambda _: None, "")
    monkeypatch.setattr(node, "LARGE", 0)
    monkeypatch.setattr(search, "SMALL", 0)
    monkeypatch.setattr("jointstock.solve.parts.LEAST", 1)
    faces = reach_goals(Search(Case(programme), linear=True), lambda _: None, "")
    found = reach_goals(faces.near(faces.point().x, linear=True), lambda _: None, "")
    for proven, told in zip(best.reached, found.bounds(found.reached), strict=True):
        loose = 1e-6 * max(1.0, abs(proven.value))
        assert told.bound <= min(told.value, proven.value) + loose, told
        if abs(told.value - proven.value) > loose:
            break


def signed_in_one_year() -> Programme:
    """Germany may sign for 101 in the first year alone; what it signs for comes in the second.

    A unit costs 10, and 8 if there are six or more: then twelve can be signed for.
    """
    start = Month.of(2025, 1)
    made = Programme(
        id="signed",
        title="signed for in one year",
        as_of="2025-01",
        start=start,
        months=24,
        currency="EUR",
        price_year=2025,
        members=(t.Member(member="DE"),),
        items=(t.Item(item="M1"),),
        contracts=(t.Contract(contract="C1"),),
        signatories=(t.Signatory(contract="C1", member="DE"),),
        demand=(t.Demand(member="DE", contract="C1", item="M1", firm=20),),
        prices=tuple(
            t.Price(contract="C1", item="M1", from_units=units, unit_price=price, currency="EUR")
            for units, price in ((0, Decimal(10)), (6, Decimal(8)))
        ),
        lines=(t.Line(line="L1", contract="C1", item="M1", lead_months=1, already_open=True),),
        capacity=(t.Capacity(line="L1", from_=start + 18, units_per_month=8),),
        budgets=(
            t.Budget(
                member="DE",
                fiscal_year=2025,
                kind="commitment",
                amount=Decimal(101),
                currency="EUR",
            ),
        ),
    )
    return placed(made)


def test_bands_are_settled_with_call_offs_ahead_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first basis leaves out what is called off ahead of time, the bands must not."""
    best = plan(signed_in_one_year())
    assert best.goal("firm").value == 8
    monkeypatch.setattr(node, "LARGE", 0)
    monkeypatch.setattr("jointstock.plan.planner.SMALL", 0)
    settled = plan(signed_in_one_year())
    assert [one.value for one in settled.goals] == [one.value for one in best.goals]


def test_parts_without_a_first_basis_have_plans_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The band asks for six units, and all must be called off ahead of time.

    So the model that a first basis is sought in has no point, where the quotas have.
    """
    monkeypatch.setattr(node, "LARGE", 0)
    monkeypatch.setattr("jointstock.solve.parts.LEAST", 1)
    faces = Search(Case(signed_in_one_year()), linear=True)
    for goal in faces.case.goals:
        faces.reach(goal)
    near = faces.near(faces.point().x, linear=True)
    near.reach("firm")
    near.reach("late")
    assert near.reached[0].value == 8


@pytest.mark.parametrize("large", [False, True])
def test_bands_are_lowered_as_long_as_there_are_lower_ones(
    large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the second of two bands one step down is the first; there is no second step.

    A large model has left the first one out already, and goes back to it.
    """
    if large:
        monkeypatch.setattr(node, "LARGE", 0)
    faces = Search(Case(signed_in_one_year()), linear=True)
    faces.reach("firm")
    point = faces.point().x
    for lower, least in ((0, 6), (1, 0)):
        (bands,) = faces.near(point, linear=True, lower=lower).nodes[0].bands.values()
        assert [one.from_units for one in bands] == [least]
    with pytest.raises(InfeasibleError):
        faces.near(point, linear=True, lower=2)


def test_where_quotas_end_in_no_answer_the_whole_model_is_searched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A search for whole numbers in quotas may run out of nodes: that is no reason for no plan."""

    def gives_up(*_args: object, **_options: object) -> None:
        raise SolverError("no whole-number point: Solution limit reached")

    best = plan(signed_in_one_year())
    monkeypatch.setattr("jointstock.plan.planner.SMALL", 0)
    monkeypatch.setattr("jointstock.solve.parts.Parts.minimise", gives_up)
    monkeypatch.setattr("jointstock.solve.parts.Parts.minimise_whole", gives_up)
    assert plan(signed_in_one_year()).goals == best.goals


@pytest.mark.parametrize(("amount", "within"), [(101, [0, 6]), (45, [0])])
def test_a_cheaper_band_is_left_out_where_no_total_falls_into_it(
    amount: int, within: list[int]
) -> None:
    """At 8 a unit 101 pays for twelve, where six make that price; 45 pays for five: too few."""
    made = signed_in_one_year()
    budgets = tuple(replace(row, amount=Decimal(amount)) for row in made.budgets)
    root = Search(Case(placed(made.replace(budgets=budgets)))).nodes[0]
    assert root.relax("firm")
    assert [band.from_units for band in root.within_reach(("C1", "M1"))] == within
