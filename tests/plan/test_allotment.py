"""The rules of allotment: by hand, by enumeration, and what holds under every one of them."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jointstock.plan import by_member, plan
from jointstock.plan.check import breaches_of
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.settings import ALLOTMENTS
from jointstock.words.months import Month
from jointstock.words.results import Plan
from oracle.enumerate import enumerable, every
from oracle.facts import Facts
from oracle.generate import placed, programme, programmes
from oracle.judge import read
from oracle.quantities import Quantities
from oracle.rules import breaches
from oracle.values import MOST, held_to_floors, value

START = Month.of(2025, 1)
few = settings(max_examples=12, deadline=None, derandomize=True)


def by_rule(made: Programme, rule: str, *, exact: bool = True) -> Plan:
    """The plan of a programme under a rule."""
    return plan(made.replace(plan=replace(made.plan, allotment=rule, exact=exact)))


def two_members(weight: int = 2) -> Programme:
    """Germany wants six and the Netherlands two; from February on the line makes two a month.

    Germany holds four of ten, the Netherlands one of five.
    """
    made = Programme(
        id="two",
        title="two members",
        as_of="2025-01",
        start=START,
        months=5,
        currency="EUR",
        price_year=2025,
        members=(t.Member(member="DE", weight=Decimal(weight)), t.Member(member="NL")),
        items=(t.Item(item="M1"),),
        stocks=(
            t.Stock(member="DE", item="M1", units=4),
            t.Stock(member="NL", item="M1", units=1),
        ),
        floors=(
            t.Floor(member="DE", item="M1", from_=START, units=10),
            t.Floor(member="NL", item="M1", from_=START, units=5),
        ),
        contracts=(t.Contract(contract="C1"),),
        signatories=tuple(t.Signatory(contract="C1", member=m) for m in ("DE", "NL")),
        demand=(
            t.Demand(member="DE", contract="C1", item="M1", firm=6, by=START + 4),
            t.Demand(member="NL", contract="C1", item="M1", firm=2, by=START + 2),
        ),
        lines=(t.Line(line="L1", contract="C1", item="M1", lead_months=1, already_open=True),),
        capacity=(t.Capacity(line="L1", from_=START, units_per_month=2),),
    )
    return placed(made)


def deliveries(found: Plan, member: str) -> list[int]:
    """Units that reach a member, from February to May."""
    units = [0] * 5
    for one in found.entries:
        if one.kind == "delivery" and one.member == member:
            units[one.month - START] += one.transfers[0].quantity
    return units[1:]


@pytest.mark.parametrize(
    ("rule", "german", "dutch"),
    [
        # A Dutch unit lifts it from a fifth: 3^7 + 3^6 tenths against Germany's 2 * 3^5; then
        # Germany's next is worth 2 * 3^5 against 3^5 + 3^4.
        ("penalty", [1], [1]),
        # In February four and six tenths, or five and four: after the lowest the next decides.
        ("leximin", [0, 2, 2, 2], [2, 0, 0, 0]),
        # Parts of a sixth and a half: 1/6 and 1/2, 3/6 and 1/2, 4/6 and 2/2, all.
        ("pro-rata", [1, 2, 1, 2], [1, 0, 1, 0]),
        ("equal", [1, 1, 2, 2], [1, 1, 0, 0]),
        ("priority", [2, 2, 2, 0], [0, 0, 0, 2]),
    ],
)
def test_worked_out_by_hand(rule: str, german: Sequence[int], dutch: Sequence[int]) -> None:
    """The deliveries of each rule are those that docs/concepts/allotment.md works out."""
    found = by_rule(two_members(), rule)
    assert deliveries(found, "DE")[: len(german)] == list(german)
    assert deliveries(found, "NL")[: len(dutch)] == list(dutch)
    assert found.status == "optimal"


def test_of_equal_weights_the_earlier_date_comes_first() -> None:
    """The Netherlands want theirs by March, Germany by May."""
    found = by_rule(two_members(weight=1), "priority")
    assert deliveries(found, "NL") == [2, 0, 0, 0]


def test_who_cannot_take_its_part_leaves_it_to_the_others() -> None:
    """Germany can pay for one; what it would have had comes to the Netherlands at once."""
    made = two_members()
    poor = made.replace(
        prices=(
            t.Price(contract="C1", item="M1", from_units=0, unit_price=Decimal(10), currency="EUR"),
        ),
        budgets=(t.Budget(member="DE", fiscal_year=2025, amount=Decimal(19), currency="EUR"),),
    )
    for rule in ("pro-rata", "equal"):
        found = by_rule(placed(poor), rule)
        assert deliveries(found, "DE") == [1, 0, 0, 0]
        assert deliveries(found, "NL") == [1, 1, 0, 0]


def test_the_rule_is_recorded_and_stated() -> None:
    """A plan by the usual rule says nothing of it; any other names it, as a goal and a setting."""
    made = two_members()
    assert "allotment" not in by_rule(made, "penalty").settings
    for rule in ALLOTMENTS[1:]:
        found = by_rule(made, rule)
        assert found.settings["allotment"] == rule
        names = [goal.goal for goal in found.goals]
        assert names == ["serve", "firm", rule, "late", "give", "give_early", "cost", "steady"]
    # Germany waits 6+6+4+2 and 0 unit-months, the Netherlands 2+0: all that is missing over time.
    assert by_rule(made, "leximin").goal("leximin").value == pytest.approx(
        0.6 + 0.6 + 0.4 + 0.2 + 0.0 + 0.8 + 4 * 0.4
    )
    assert by_rule(made, "equal").goal("equal").value == 6 + 5 + 4 + 2 + 0 + 2 + 1


def test_a_programme_that_wants_nothing_is_planned_by_every_rule() -> None:
    bare = two_members().replace(demand=(), floors=())
    for rule in ALLOTMENTS[1:]:
        assert by_rule(bare, rule).goal(rule).value == 0


def vector(made: Programme, found: Quantities) -> list[Fraction]:
    """Every floor's part that is held, by member, item and month, the lowest first."""
    facts = Facts(made)
    return sorted(min(Fraction(h, f), Fraction(1)) for h, f, _ in held_to_floors(facts, found))


@pytest.mark.parametrize("seed", enumerable(15, most=500))
def test_no_plan_of_all_is_lexicographically_better(seed: int) -> None:
    """Over every plan of a tiny programme: goals before the floors, then the sorted vector."""
    tiny = programme(seed, "tiny")
    facts, best = Facts(tiny), None
    order = list(tiny.plan.order[: tiny.plan.order.index("floors")])
    order = [part for g in order for part in (("give", "give_early") if g == "give" else (g,))]

    def key(found: Quantities) -> tuple[list[float], list[Fraction]]:
        signed = [round(float(value(facts, found, g)) * (-1, 1)[g in MOST], 6) for g in order]
        return signed, vector(tiny, found)

    for found in every(tiny):
        if (best is None or key(found) > best) and not breaches(facts, found, tightened=True):
            best = key(found)
    assert key(read(facts, by_rule(tiny, "leximin"))) == best


@pytest.mark.parametrize("rule", ALLOTMENTS[1:])
@few
@given(programmes("small"))
def test_every_limit_holds_under_every_rule(rule: str, made: Programme) -> None:
    """The planner's own check and the oracle's rules find nothing; all goals are proven."""
    found = by_rule(made, rule)
    assert breaches_of(made, found.entries, found.decisions) == ()
    facts = Facts(made)
    assert breaches(facts, read(facts, found)) == []
    assert max(goal.gap for goal in found.goals) <= 1e-6


@few
@given(programmes("small"))
def test_leximin_is_never_below_another_rule(made: Programme) -> None:
    """Its sorted vector is at least that of every other rule, entry by entry from the lowest."""
    facts = Facts(made)
    own = vector(made, read(facts, by_rule(made, "leximin")))
    for rule in ALLOTMENTS:
        assert own >= vector(made, read(facts, by_rule(made, rule)))


@cache
def _waits(seed: int, rule: str, raised: str) -> dict[str, int]:
    made = programme(seed, "small")
    members = tuple(
        replace(row, weight=row.weight + 5) if row.member == raised else row for row in made.members
    )
    made = made.replace(members=members)
    found = by_member(made, rule, by_rule(made, rule).entries)
    return {one.member: one.waited for one in found.members}


@few
@given(st.integers(0, 10_000), st.integers(0, 2))
def test_more_weight_never_makes_a_member_wait_longer(seed: int, number: int) -> None:
    """Under priority, with every goal proven."""
    made = programme(seed, "small")
    assume(len(made.members) > 1)
    member = made.members[number % len(made.members)].member
    assert _waits(seed, "priority", member)[member] <= _waits(seed, "priority", "")[member]


@few
@given(programmes("small"))
def test_a_plan_as_large_ones_are_made_keeps_the_limits(made: Programme) -> None:
    """Also where nothing is proven the entries pass the check, which planning itself asks."""
    for rule in ALLOTMENTS[1:]:
        found = by_rule(made, rule, exact=False)
        assert breaches_of(made, found.entries, found.decisions) == ()
