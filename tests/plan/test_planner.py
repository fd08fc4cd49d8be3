"""The planner on small programmes: known answers, the order of goals, and what cannot be met."""

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jointstock.plan import plan
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.read import load
from jointstock.words.errors import ContradictionError
from jointstock.words.months import Month
from jointstock.words.results import Plan
from oracle.generate import placed, programme

FOLDER = Path(__file__).parents[2] / "examples" / "first-steps"
START = Month.of(2025, 1)
ACTS = ("call_off", "delivery", "donation", "use")


@cache
def first_steps() -> tuple[Programme, Plan]:
    """The tutorial's programme and its plan."""
    made = load(FOLDER)
    return made, plan(made)


def two_members(**changes: Any) -> Programme:
    """Germany gives two of four; the Netherlands use two of four; two units a month come in."""
    made = Programme(
        id="two",
        title="two members",
        as_of="2025-01",
        start=START,
        months=3,
        currency="EUR",
        price_year=2025,
        members=(t.Member(member="DE"), t.Member(member="NL")),
        parties=(t.Party(party="UA", role="recipient"),),
        items=(t.Item(item="M1"),),
        stocks=tuple(t.Stock(member=m, item="M1", units=4) for m in ("DE", "NL")),
        use=(t.Use(member="NL", item="M1", month=START, units=2),),
        floors=tuple(t.Floor(member=m, item="M1", from_=START, units=4) for m in ("DE", "NL")),
        contracts=(t.Contract(contract="C1"),),
        signatories=tuple(t.Signatory(contract="C1", member=m) for m in ("DE", "NL")),
        demand=tuple(t.Demand(member=m, contract="C1", item="M1", firm=2) for m in ("DE", "NL")),
        lines=(t.Line(line="L1", contract="C1", item="M1", lead_months=1, already_open=True),),
        capacity=(t.Capacity(line="L1", from_=START, units_per_month=2),),
        donations=(t.Donation(donation="G1", donor="DE", item="M1", recipient="UA", up_to=2),),
    )
    return placed(made.replace(**changes))


def units(found: Plan, kind: str) -> dict[tuple[str, str], int]:
    """Units of one kind of act by member and month."""
    counted: dict[tuple[str, str], int] = {}
    for entry in found.entries:
        if entry.kind == kind:
            key = (entry.member, str(entry.month))
            counted[key] = counted.get(key, 0) + entry.transfers[0].quantity
    return counted


def acts(found: Plan) -> set[tuple[object, ...]]:
    """Every act of units, so that two plans can be compared."""
    return {
        (e.month, e.kind, e.member, e.line, e.donation, e.backfill, e.transfers)
        for e in found.entries
        if e.kind in ACTS
    }


def with_borne(made: Programme, borne: str) -> Programme:
    """The programme with gifts borne one way or the other, proven."""
    return made.replace(plan=replace(made.plan, borne=borne, exact=True))


def test_a_gift_is_the_donors_own_sacrifice() -> None:
    """Borne by the donor, a gift takes no unit from the other: it is served first."""
    found = plan(with_borne(two_members(), "donor"))
    assert [g.goal for g in found.goals] == (
        "serve firm floors late give give_early cost steady".split()
    )
    assert units(found, "donation") == {("DE", "2025-01"): 2}
    assert units(found, "delivery") == {("NL", "2025-02"): 2, ("DE", "2025-03"): 2}
    assert [(s.member, str(s.month), s.units, s.borne) for s in found.shortfalls] == [
        ("NL", "2025-01", 2, 0)
    ]


def test_a_gift_is_borne_by_all() -> None:
    """Borne by all, giving comes before floors and the donor is refilled like any other."""
    found = plan(with_borne(two_members(), "all"))
    assert [g.goal for g in found.goals] == (
        "serve firm give give_early floors late cost steady".split()
    )
    assert units(found, "donation") == {("DE", "2025-01"): 2}
    assert units(found, "delivery") == {
        ("DE", "2025-02"): 1,
        ("NL", "2025-02"): 1,
        ("DE", "2025-03"): 1,
        ("NL", "2025-03"): 1,
    }
    assert [(s.member, str(s.month), s.units, s.borne) for s in found.shortfalls] == [
        ("DE", "2025-01", 2, 0),
        ("DE", "2025-02", 1, 0),
        ("NL", "2025-01", 2, 0),
        ("NL", "2025-02", 1, 0),
    ]


def test_the_tutorials_plan() -> None:
    """Seven are wanted where six can be paid; three units are given, all in the first half."""
    made, found = first_steps()
    assert found.status == "optimal"
    assert found.inputs_digest == made.digest
    assert [(n.member, n.units) for n in found.not_called_off] == [("NL", 1)]
    assert found.goal("firm").value == 1
    assert found.goal("give").value == 3
    # two given in January, with 12 months to go, and one in May, with 8
    assert found.goal("give_early").value == 2 * 12 + 8
    assert all(goal.gap == 0 for goal in found.goals)


def test_the_plan_in_force_is_kept() -> None:
    """Planned again with its own plan in force, the tutorial moves no unit."""
    made, found = first_steps()
    again = plan(made, in_force=found)
    assert again.goal("steady").value == 0
    assert acts(again) == acts(found)


@pytest.mark.parametrize("seed", range(6))
def test_any_plan_in_force_is_kept(seed: int) -> None:
    """So it is for other programmes, where every goal before is proven."""
    made = programme(seed)
    made = made.replace(plan=replace(made.plan, exact=True))
    found = plan(made)
    again = plan(made, in_force=found)
    assert again.goal("steady").value == 0
    assert acts(again) == acts(found)


def test_what_moves_is_counted() -> None:
    """When the one line slips by a month, each unit is counted where it was and where it goes."""
    made = with_borne(two_members(donations=()), "donor")
    found = plan(made)
    assert units(found, "delivery") == {("NL", "2025-02"): 2, ("DE", "2025-03"): 2}
    closed = (
        t.Capacity(line="L1", from_=START, units_per_month=0),
        t.Capacity(line="L1", from_=START + 2, units_per_month=4),
    )
    slipped = plan(placed(made.replace(capacity=closed)), in_force=found)
    assert units(slipped, "delivery") == {("NL", "2025-03"): 2, ("DE", "2025-03"): 2}
    # two deliveries less in February and two more in March; call-offs cost nothing and can stay
    assert units(slipped, "call_off") == units(found, "call_off")
    assert slipped.goal("steady").value == 4


@pytest.mark.parametrize("seed", range(4))
def test_the_same_programme_twice(seed: int) -> None:
    """The same input gives the same plan, entry by entry, in the same order."""
    made = programme(seed)
    assert plan(made) == plan(made)


def test_progress_is_told() -> None:
    """Whoever asks is told each goal as it is reached for."""
    said: list[str] = []
    plan(two_members(), progress=said.append)
    assert said
    for goal in ("serve", "floors", "give", "cost", "steady"):
        assert any(one.startswith(goal) for one in said)


def refused(made: Programme) -> list[tuple[str, int, str, str]]:
    """File, row, code and message of each contradiction."""
    with pytest.raises(ContradictionError) as caught:
        plan(made)
    return [(p.place.file, p.place.row, p.code, p.message) for p in caught.value.problems]


def test_more_promised_than_can_be_made() -> None:
    """Two and one are due in February where two can be made: both rows, and the capacity."""
    owed = tuple(
        t.Promised(line="L1", customer=name, due=START + month, units=units)
        for name, month, units in (("outside", 0, 2), ("outside", 1, 2), ("NL", 1, 1))
    )
    said = "line L1 has promised 2 + 1 units for 2025-02, and can make 2"
    assert refused(two_members(promised=owed)) == [
        ("promised.csv", 3, "promised-above-capacity", said),
        ("promised.csv", 4, "promised-above-capacity", said),
        ("capacity.csv", 2, "promised-above-capacity", said),
    ]


def test_a_ramp_may_come_in_time() -> None:
    """A promise that a ramp can meet is no contradiction, and the ramp is taken for it."""
    owed = (t.Promised(line="L1", customer="outside", due=START + 2, units=3),)
    ramp = t.Ramp(line="L1", step=1, extra_per_month=1, lead_months=2)
    found = plan(two_members(promised=owed, ramps=(ramp,)))
    assert [(r.line, r.step, str(r.month)) for r in found.decisions.ramps] == [("L1", 1, "2025-01")]
    late = replace(ramp, lead_months=3)
    said = "line L1 has promised 3 units for 2025-03, and can make 2"
    assert refused(two_members(promised=owed, ramps=(late,))) == [
        (f"{table}.csv", 2, "promised-above-capacity", said)
        for table in ("promised", "capacity", "ramps")
    ]


def test_more_called_off_than_the_ceiling() -> None:
    """Past call-offs and promises together are above the ceiling."""
    owed = (t.Promised(line="L1", customer="NL", due=START, units=2, contract="C1"),)
    full = t.Contract(contract="C1", ceiling=5, called_off_before=4)
    said = "contract C1 has 6 units called off before the start, above its ceiling of 5"
    assert refused(two_members(contracts=(full,), promised=owed)) == [
        ("promised.csv", 2, "past-above-ceiling", said),
        ("contracts.csv", 2, "past-above-ceiling", said),
    ]


def owing(currency: str, granted: str) -> Programme:
    """The Netherlands owe two units at 300 each, with so much money."""
    return two_members(
        promised=(t.Promised(line="L1", customer="NL", due=START, units=2, contract="C1"),),
        prices=(
            t.Price(
                contract="C1", item="M1", from_units=0, unit_price=Decimal(300), currency=currency
            ),
        ),
        budgets=(
            t.Budget(member="NL", fiscal_year=2025, amount=Decimal(granted), currency=currency),
        ),
        currency=currency,
    )


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_a_promise_that_cannot_be_paid(currency: str) -> None:
    """What is owed above the grants is told with its row and amount, in units of its currency."""
    owed, granted = refused(owing(currency, "599"))
    assert owed[:3] == ("promised.csv", 2, "promised-above-budget")
    assert granted[:3] == ("budgets.csv", 2, "promised-above-budget")
    assert owed[3].startswith("NL owes 600")
    assert f"{currency} for promises by 2025-01, and is granted 599" in owed[3]


def test_a_promise_that_can_just_be_paid() -> None:
    """With the money to the cent the promise is paid, and nothing is left to call off more."""
    found = plan(owing("EUR", "600"))
    paid = [e for e in found.entries if e.kind == "payment" and e.member == "NL"]
    assert [e.transfers[0].quantity for e in paid] == [60_000]
    assert [(n.member, n.units) for n in found.not_called_off] == [("NL", 2)]
