"""Two plans side by side: counted by hand on plans of a few entries."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.ledger.compare import (
    Comparison,
    GoalChange,
    MoneyChange,
    Moved,
    Shift,
    Stood,
    compare,
)
from jointstock.plan import plan
from jointstock.plan.measure import units_moved
from jointstock.publish.compared import lines
from jointstock.words.entries import Entry, Transfer
from jointstock.words.months import Month
from jointstock.words.results import Decisions, Goal, Late, Plan, RampTaken, Shortfall
from oracle.generate import programme

START = Month.of(2025, 1)


def delivered(*months: int, member: str = "NL") -> tuple[Entry, ...]:
    """A unit delivered in each of these months."""
    return tuple(
        Entry(
            START + month,
            "delivery",
            (Transfer("M1", "line:L1", f"stock:{member}", 1),),
            member=member,
            item="M1",
            line="L1",
        )
        for month in months
    )


def paid(amount: int, *, back: bool = False) -> Entry:
    """So many cents from the Dutch budget to the maker, or back."""
    ends = ("paid:MAKER", "budget:NL:2025") if back else ("budget:NL:2025", "paid:MAKER")
    return Entry(START, "payment", (Transfer("EUR", *ends, amount),), member="NL", contract="C1")


def made(
    *entries: Entry,
    missing: tuple[int, ...] = (),
    opened: tuple[str, ...] = (),
    late: tuple[Late, ...] = (),
) -> Plan:
    """A plan of these entries; ``missing`` units of the Dutch floor by month."""
    return Plan(
        programme="p",
        as_of="2025-01",
        inputs_digest="",
        settings={},
        status="optimal",
        goals=(Goal("floors", float(sum(missing)), 0.0, 0.0),),
        decisions=Decisions(lines_opened=opened),
        entries=entries,
        shortfalls=tuple(
            Shortfall("NL", "M1", START + month, units, 0, 4)
            for month, units in enumerate(missing)
            if units
        ),
        not_served=(),
        not_called_off=(),
        late=late,
    )


def test_a_plan_compared_with_itself() -> None:
    one = made(*delivered(1, 2), paid(5), missing=(1, 0), opened=("L1",))
    found = compare(one, one)
    assert found == Comparison((GoalChange("floors", 1.0, 1.0),), (), (), (), (), (), ())
    assert found.same
    assert lines(found) == ["Both plans do the same."]


def test_only_what_the_other_has_not_moves() -> None:
    """Of months 1, 2, 3 and 2, 3, 6 one unit moves, by five months; the fourth is more."""
    found = compare(made(*delivered(1, 2, 3)), made(*delivered(2, 3, 6, 7)))
    shifts = (Shift(1, START + 1, START + 6), Shift(1, None, START + 7))
    assert found.moved == (Moved("delivery", "NL", "M1", "L1", "", 3, 4, shifts),)
    assert (found.moved[0].moved, found.moved[0].earlier, found.moved[0].later) == (1, 0, 5)
    assert not found.same
    assert lines(found) == [
        "Deliveries: 1 unit moves, by five months later at most; 1 more in all (1 M1 of NL)."
    ]


def test_units_of_another_member_are_not_the_same_units() -> None:
    """What one member loses and another gains is told of both, and no unit moves."""
    found = compare(made(*delivered(1)), made(*delivered(1, member="DE")))
    assert [(one.member, one.before, one.after, one.moved) for one in found.moved] == [
        ("NL", 1, 0, 0),
        ("DE", 0, 1, 0),
    ]
    assert lines(found) == ["Deliveries: 1 more in all (1 M1 of DE); 1 fewer in all (1 M1 of NL)."]


def test_units_that_come_by_another_line() -> None:
    """Of two units from one line and one from the other, one comes the other way; one is new."""
    other = tuple(replace(one, line="L2") for one in delivered(1, 1, 4))
    before, after = made(*delivered(1, 2), *other[:1]), made(*delivered(1), *other)
    assert lines(compare(before, after)) == [
        "Deliveries: 1 by another line or for another donation; 1 more in all (1 M1 of NL)."
    ]
    swapped = compare(made(*delivered(1)), made(*other[:1]))
    assert lines(swapped) == ["Deliveries: 1 by another line or for another donation."]


def test_floors_money_and_lines() -> None:
    """Stock in its worst month, payments less refunds, and what is opened."""
    before = made(paid(700), paid(200, back=True), missing=(3, 1))
    after = made(paid(800), missing=(0, 2, 2, 2), opened=("L1",))
    found = compare(before, after)
    stood = (Stood(2, START, 3, 4), Stood(3, START + 1, 2, 4))
    assert [(one.before, one.after) for one in found.members] == [stood]
    assert found.money == (MoneyChange("NL", "EUR", 500, 800),)
    assert found.lines_opened == ("L1",)
    rises = "NL M1 rises from 25 % to 50 % of its floor in its lowest month"
    assert lines(found) == [
        "The second plan opens L1.",
        f"{rises}; months below: 3 (2 before).",
        "NL pays 3 EUR more in all.",
    ]
    back = lines(compare(after, made(paid(500))))
    assert back[0] == "The second plan does not open L1."
    assert back[1] == (
        "NL M1 is at or above its floor in every month; "
        "it was below in three months, at 50 % at the lowest."
    )
    assert back[2] == "NL pays 3 EUR less in all."


def test_a_stock_that_falls_below_its_floor() -> None:
    """What was never below says so, and a level that hardly moves stays."""
    whole = made()
    assert lines(compare(whole, made(missing=(1,)))) == [
        "NL M1 is below its floor in one month, at 75 % at the lowest; it was never below."
    ]
    assert lines(compare(made(missing=(1,)), made(missing=(1, 1)))) == [
        "NL M1 stays at 75 % of its floor in its lowest month; months below: 2 (1 before)."
    ]


def test_who_waits() -> None:
    """Unit-months of all contracts together."""
    two = made(late=(Late("NL", "C1", "M1", 3), Late("NL", "C2", "M1", 1)))
    five = made(late=(Late("NL", "C1", "M1", 5),))
    assert lines(compare(two, five))[-1] == "NL M1 is 5 unit-months late (4 before)."
    assert lines(compare(made(), five))[-1] == "NL M1 is 5 unit-months late (in time before)."
    assert lines(compare(five, made()))[-1] == "NL M1 comes in time; it was 5 unit-months late."


def test_a_ramp_alone_is_a_difference() -> None:
    one = made(*delivered(1))
    other = replace(one, decisions=Decisions(ramps=(RampTaken("L1", 1, START),)))
    assert not compare(one, other).same
    assert lines(compare(one, other)) == ["Ramps or price bands are others."]


def test_goals_that_one_plan_has_not() -> None:
    """They stand beside nothing, those of the first plan last."""
    one = made()
    other = replace(one, goals=(Goal("late", 1.0, 1.0, 0.0),))
    assert compare(one, other).goals == (
        GoalChange("late", None, 1.0),
        GoalChange("floors", 0.0, None),
    )


def test_units_moved_are_not_compared_with_early_deliveries() -> None:
    """Three units come a month later: *steady* counts six; the plan in force has no such goal."""
    before = replace(made(*delivered(1, 1, 1)), goals=(Goal("steady", 30.0, 30.0, 0.0),))
    after = replace(made(*delivered(2, 2, 2)), goals=(Goal("steady", 6.0, 6.0, 0.0),))
    assert compare(before, after).goals == (GoalChange("steady", None, 6.0),)
    early = replace(after, goals=(Goal("steady", 27.0, 27.0, 0.0),))
    assert compare(before, early).goals == (GoalChange("steady", 30.0, 27.0),)


MONTHS = st.lists(st.integers(0, 9), max_size=6)


@given(MONTHS, MONTHS)
def test_no_unit_is_lost_between_two_plans(before: list[int], after: list[int]) -> None:
    """Those that stay, move, and come or go are all there are, whichever plan is first."""
    one, other = made(*delivered(*before)), made(*delivered(*after))
    there, back = compare(one, other).moved, compare(other, one).moved
    assert bool(there) == bool(back) == (sorted(before) != sorted(after))
    for found, mirrored in zip(there, back, strict=True):
        assert (found.before, found.after) == (len(before), len(after))
        assert (found.earlier, found.later) == (mirrored.later, mirrored.earlier)
        assert found.moved == mirrored.moved <= min(len(before), len(after))
        if len(before) == len(after):
            assert found.moved > 0


@pytest.mark.parametrize("seed", [3, 5, 8])
def test_what_moves_is_what_steady_counts(seed: int) -> None:
    """Half of the units that *steady* counts, where as many are delivered; else also the rest."""
    first = programme(seed, "wild")
    before = plan(first)
    capacity = tuple(
        replace(row, units_per_month=row.units_per_month // 2) for row in first.capacity
    )
    after = plan(first.replace(capacity=capacity), in_force=before)
    moved = compare(before, after).moved
    counted = sum(2 * one.moved + abs(one.after - one.before) for one in moved)
    assert counted == units_moved(after.entries, before.entries)
