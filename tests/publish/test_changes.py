"""Changes in sentences: every kind, what each moves, and how that is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jointstock import flow
from jointstock.publish.brief import Brief
from jointstock.publish.changes import asked, goal_moved, helps
from jointstock.publish.why import brief_of
from jointstock.words.why import Change, GoalMove, Help
from publish.first import APRIL, BUDGET, planned


@pytest.fixture
def brief() -> Brief:
    """The tutorial's plan."""
    return planned()


def test_every_kind_of_change_has_words(brief: Brief) -> None:
    names = {"member": "DE", "item": "M1", "line": "L1", "contract": "C1", "donation": "DE-UA"}
    kinds = (
        "capacity promised lead opening minimum ramp ceiling window joining demand budget ready "
        "keep deadline funding together untaken use floor"
    )
    for kind in kinds.split():
        change = Change(kind, 2, (), (), **names, month=APRIL, amount=1, currency="EUR", year=2025)
        assert asked(brief, change)


def test_goals_move_in_what_they_count(brief: Brief) -> None:
    assert goal_moved(brief, "late", 1.0) == "1 unit-month fewer late"
    assert goal_moved(brief, "firm", -2.0) == "2 units fewer of firm demand called off"
    assert goal_moved(brief, "cost", -1_500_000.0) == "the present cost rises by 1.5 million EUR"
    assert goal_moved(brief, "", 1.0) == ""


def test_steady_is_told_as_what_it_counts(brief: Brief) -> None:
    """Early deliveries, or units that moved where the plan stays close to one in force."""
    assert goal_moved(brief, "steady", 1.0) == "deliveries 1 unit-month earlier"
    programme = brief.programme
    close = brief_of(programme, flow.plan(programme, in_force=brief.plan))
    assert goal_moved(close, "steady", -2.0) == "2 units more moved from the plan in force"


def test_a_change_that_turns_out_otherwise_says_so(brief: Brief) -> None:
    guess = GoalMove("firm", 1, 0.5, better=True)
    true = GoalMove("firm", 1, 0, better=True)
    (told,) = helps(brief, (Help(BUDGET, guess, (true,), "whole units"),))
    assert told.head.endswith("(budgets:2): 1 more unit of firm demand called off.")
    assert told.points == (
        "--set budgets.DE.2025.payment.amount=2",
        "planned anew, in whole units",
        "estimated before: 0.5 more units of firm demand called off",
    )
    (priced,) = helps(brief, (Help(BUDGET, true, (true,), "price"),))
    assert priced.points[-1] == "by price, not planned anew: the most that it can bring"


def test_how_a_change_helps_is_told_where_it_is_known(brief: Brief) -> None:
    """What only a plan could measure, and a minimum order by way of which it helps."""
    move = GoalMove("firm", 1, 0, better=True)
    order = Change("minimum", 0, (), ("lines:2",), line="L1")
    (told,) = helps(brief, (Help(BUDGET, None, (move,), "whole units", order),))
    assert told.points[1:] == (
        (
            "planned anew, in whole units: no price tells of it, so what it brings was measured "
            "by that plan"
        ),
        (
            "by way of the minimum order of line L1 (Works) (lines:2): without that order it "
            "would better nothing"
        ),
    )


def test_lower_floors_stand_apart(brief: Brief) -> None:
    """They are told after a sentence that says what they are."""
    lower = replace(BUDGET, kind="floor", item="M1", month=APRIL, year=0)
    move = GoalMove("floors", 40, 30, better=True)
    changes = (BUDGET, lower)
    told = helps(brief, tuple(Help(one, None, (move,), "whole units") for one in changes))
    assert [bool(one.points) for one in told] == [True, False, True]
    assert "they ask less" in told[1].head
    assert "of 43.8" in told[2].head
