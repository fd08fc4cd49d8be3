"""What is planned for a period stands in its months as every rule asks."""

from dataclasses import replace
from decimal import Decimal

import pytest

from jointstock.plan import plan
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.words.results import Plan
from oracle.generate import placed, programme
from oracle.judge import judge
from oracle.values import MOST
from plan.coarse import START, on_grid, one_line


def by_month(found: Plan, kind: str, member: str = "DE") -> dict[int, int]:
    """Units of one kind of act of a member, by month from the start."""
    units: dict[int, int] = {}
    for entry in found.entries:
        if (entry.kind, entry.member) == (kind, member):
            t = entry.month - START
            units[t] = units.get(t, 0) + entry.transfers[0].quantity
    return units


def judged(made: Programme) -> Plan:
    """The plan of a programme, which breaks no rule in any month."""
    found = plan(made)
    assert judge(made, found).breaches == []
    return found


def test_a_promise_inside_a_quarter_takes_its_months_capacity() -> None:
    """Two a month from April to June, one of May's promised away: two, one and two are left."""
    made = on_grid(one_line(months=6, lead=1, firm=9), 3, 6)
    due = (t.Promised(line="L1", customer="outside", due=START + 4, units=1),)
    found = judged(placed(made.replace(promised=due)))
    # February and March are months of their own, and make two each
    assert by_month(found, "delivery") == {1: 2, 2: 2, 3: 2, 4: 1, 5: 2}


def test_capacity_that_changes_inside_a_quarter() -> None:
    """A line that makes two until April, one in May and none in June delivers so."""
    made = on_grid(one_line(months=6, lead=1, firm=9), 3, 6)
    steps = tuple(
        t.Capacity(line="L1", from_=START + month, units_per_month=units)
        for month, units in ((0, 2), (4, 1), (5, 0))
    )
    found = judged(placed(made.replace(capacity=steps)))
    assert by_month(found, "delivery") == {1: 2, 2: 2, 3: 2, 4: 1}
    assert found.goal("firm").value == 2


@pytest.mark.parametrize(("month", "unserved"), [(4, 1), (5, 0)])
def test_use_inside_a_quarter_counts_on_nothing_that_may_come_later(
    month: int, unserved: int
) -> None:
    """A delivery in April to June serves use in June, and cannot be counted on in May."""
    made = one_line(months=6, lead=3, firm=1)
    made = placed(made.replace(use=(t.Use(member="DE", item="M1", month=START + month, units=1),)))
    assert judged(made).goal("serve").value == 0
    assert judged(on_grid(made, 3, 6)).goal("serve").value == unserved


def test_who_lacks_most_comes_first_in_a_period() -> None:
    """Of six units in a quarter the four that fill a floor come first, then what nobody lacks."""
    made = one_line(months=6, lead=3, firm=2)
    nl = t.Demand(member="NL", contract="C1", item="M1", firm=4)
    made = made.replace(
        demand=(*made.demand, nl),
        signatories=(*made.signatories, t.Signatory(contract="C1", member="NL")),
        floors=(t.Floor(member="NL", item="M1", from_=START, units=4),),
    )
    found = judged(placed(on_grid(made, 3, 6)))
    assert by_month(found, "delivery", "NL") == {3: 2, 4: 2}
    assert by_month(found, "delivery", "DE") == {5: 2}


def test_what_fills_no_floor_comes_when_it_costs_least() -> None:
    """With money worth less later, units that nobody lacks come late, and are called off late.

    Call-offs that a budget pays for have a period: the one before that of their deliveries.
    """
    price = t.Price(contract="C1", item="M1", from_units=0, unit_price=Decimal(100), currency="EUR")
    made = one_line(months=9, lead=1, firm=2).replace(
        prices=(price,),
        discount_rate=Decimal("0.05"),
        budgets=(t.Budget(member="DE", fiscal_year=2025, amount=Decimal(999), currency="EUR"),),
        contracts=(t.Contract(contract="C1", agency="AGENCY", advance_percent=Decimal(50)),),
    )
    found = judged(placed(on_grid(made, 0, 9)))
    assert by_month(found, "delivery") == {8: 2}
    assert by_month(found, "call_off") == {5: 2}


def test_late_units_come_first() -> None:
    """One is wanted by April, one has no date: April's only unit is the one that is wanted."""
    made = one_line(months=6, lead=3, firm=1)
    one = t.Capacity(line="L1", from_=START, units_per_month=1)
    nl = t.Demand(member="NL", contract="C1", item="M1", by=START + 3, firm=1)
    made = made.replace(
        capacity=(one,),
        demand=(*made.demand, nl),
        signatories=(*made.signatories, t.Signatory(contract="C1", member="NL")),
    )
    found = judged(placed(on_grid(made, 3, 6)))
    assert by_month(found, "delivery", "NL") == {3: 1}
    assert found.goal("late").value == 0


@pytest.mark.parametrize("lead", [1, 2, 4, 5, 7, 13])
@pytest.mark.parametrize("until", [24, 3])
def test_leads_hold_across_the_grid(lead: int, until: int) -> None:
    """Whatever the lead, all is delivered a lead after its call-off, and only what is called."""
    made = one_line(months=24, lead=lead, firm=40)
    price = t.Price(contract="C1", item="M1", from_units=0, unit_price=Decimal(1), currency="EUR")
    grants = tuple(
        t.Budget(member="DE", fiscal_year=y, amount=Decimal(12), currency="EUR", carry_over=True)
        for y in (2025, 2026)
    )
    made = placed(
        made.replace(
            prices=(price,),
            budgets=grants,
            contracts=(t.Contract(contract="C1", agency="AGENCY", advance_percent=Decimal(50)),),
        )
    )
    found = judged(on_grid(made, 3, until))
    calls, delivered = by_month(found, "call_off"), by_month(found, "delivery")
    assert sum(calls.values()) == sum(delivered.values()) > 0
    for month in range(24):
        called = sum(units for at, units in calls.items() if at + lead <= month)
        assert sum(units for at, units in delivered.items() if at <= month) <= called


def test_payments_fall_in_fiscal_years_that_begin_in_april_and_october() -> None:
    """Each member can pay two units in a year of its own, and does, on a grid of half-years."""
    price = t.Price(contract="C1", item="M1", from_units=0, unit_price=Decimal(10), currency="EUR")
    made = one_line(months=24, lead=1, firm=8)
    made = made.replace(
        members=(
            t.Member(member="DE", fiscal_year_start=4),
            t.Member(member="NL", fiscal_year_start=10),
        ),
        signatories=tuple(t.Signatory(contract="C1", member=m) for m in ("DE", "NL")),
        demand=tuple(t.Demand(member=m, contract="C1", item="M1", firm=8) for m in ("DE", "NL")),
        prices=(price,),
        budgets=tuple(
            t.Budget(member=m, fiscal_year=y, amount=Decimal(20), currency="EUR")
            for m in ("DE", "NL")
            for y in (2024, 2025, 2026)
        ),
    )
    found = judged(placed(on_grid(made, 0, 0)))
    # the first year ends in March for DE (one quarter, whose call-offs come too late), in
    # September for NL
    for member, begins in (("DE", 4), ("NL", 10)):
        by_year: dict[int, int] = {}
        for at, units in by_month(found, "delivery", member).items():
            year = (START + at).fiscal_year(begins)
            by_year[year] = by_year.get(year, 0) + units
        assert by_year == ({2025: 2, 2026: 2} if member == "DE" else {2024: 2, 2025: 2, 2026: 2})


def grid_of(seed: int) -> tuple[int, int | None]:
    """Some grid for a small programme."""
    monthly = seed % 4
    return monthly, (None, monthly, monthly + 3)[seed % 3]


def not_better(coarse: Plan, best: Plan) -> bool:
    """Whether a plan is no better than a proven one in the first goal in which they differ."""
    for one, other in zip(coarse.goals, best.goals, strict=True):
        sign = -1 if one.goal in MOST else 1
        if abs(one.value - other.value) > 1e-6 * max(1.0, abs(other.value)):
            return sign * one.value > sign * other.value
    return True


@pytest.mark.parametrize("size", ["small", "wild"])
@pytest.mark.parametrize("seed", range(24))
def test_any_grid_keeps_every_rule_and_beats_no_proven_plan(seed: int, size: str) -> None:
    """A plan on a grid is a plan by month: a judge accepts it, and the best is no worse."""
    made = programme(seed, size)
    exact = made.replace(plan=replace(made.plan, exact=True))
    assert not_better(judged(on_grid(made, *grid_of(seed))), plan(exact))


@pytest.mark.parametrize("size", ["small", "wild"])
@pytest.mark.parametrize("seed", range(12))
def test_grids_of_large_models_keep_every_rule(
    seed: int, size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So is one that is planned as large models are, with quotas and in parts."""
    monkeypatch.setattr("jointstock.plan.node.LARGE", 0)
    monkeypatch.setattr("jointstock.plan.planner.SMALL", 0)
    monkeypatch.setattr("jointstock.plan.search.SMALL", 0)
    monkeypatch.setattr("jointstock.solve.parts.LEAST", 1)
    found = judged(on_grid(programme(seed, size), *grid_of(seed)))
    for goal in found.goals:
        sign = -1 if goal.goal in MOST else 1
        assert sign * goal.bound <= sign * goal.value + 1e-6 * max(1.0, abs(goal.value))


@pytest.mark.parametrize("seed", range(8))
def test_a_grid_of_months_is_no_grid(seed: int) -> None:
    """Where every period is a month the plan is the one that is made without a grid."""
    made = programme(seed)
    usual, same = plan(made), plan(on_grid(made, made.months, None))
    assert (same.entries, same.goals) == (usual.entries, usual.goals)


def test_a_plan_in_force_on_the_same_grid_is_kept() -> None:
    """Planned again on the same grid with its own plan in force, no unit is moved."""
    made = on_grid(one_line(months=24, lead=4, firm=20), 3, 12)
    found = judged(made)
    again = plan(made, in_force=found)
    assert again.goal("steady").value == 0


@pytest.mark.slow
@pytest.mark.parametrize("size", ["small", "wild"])
@pytest.mark.parametrize("seed", range(1000, 1150))
def test_more_grids(seed: int, size: str) -> None:
    """More of the same, which take long."""
    made = programme(seed, size)
    exact = made.replace(plan=replace(made.plan, exact=True))
    assert not_better(judged(on_grid(made, *grid_of(seed))), plan(exact))
