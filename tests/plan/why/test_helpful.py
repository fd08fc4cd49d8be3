"""Which changes help: those without a price in a large plan, and by way of what they help."""

from dataclasses import replace
from pathlib import Path

import pytest

from jointstock.plan import plan, planned
from jointstock.plan.why import questions
from jointstock.plan.why.questions import Questions
from jointstock.programme.programme import Programme
from jointstock.programme.read import load
from jointstock.programme.whatif import laid_over
from jointstock.words.months import Month
from oracle.generate import placed
from plan.two_members import two_members

FLAGSHIP = Path(__file__).parents[3] / "examples" / "nspa-gemt-2024"
START = Month.of(2025, 1)


def joining_late() -> Programme:
    """Germany signs in March, and what can be made before goes to Romania."""
    made = two_members()
    late = [
        replace(row, from_=START + 2) if row.member == "DE" else row for row in made.signatories
    ]
    return placed(made.replace(signatories=tuple(late)))


@pytest.mark.parametrize("made", [two_members(), joining_late()])
def test_what_has_no_price_in_a_large_plan_is_measured_by_planning(
    made: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leads and months of joining are among the changes, each with what a plan from nothing has."""
    monkeypatch.setattr(questions, "MOVED", 0)
    asked = Questions.of(planned(made))
    asked.small = False
    told = asked.helpful(whole=True)
    unpriced = {one.change.kind: one for one in told if one.estimated is None}
    assert "lead" in unpriced
    assert ("joining" in unpriced) == any(row.from_ for row in made.signatories)
    for one in unpriced.values():
        after = plan(laid_over(made, one.change.sets))
        assert one.by == "whole units"
        for move in one.moved:
            assert move.after == pytest.approx(after.goal(move.goal).value)
    without = asked.helpful(whole=False)
    assert not {one.change.kind for one in without} & set(unpriced)


def test_the_months_of_a_large_plan_are_not_told_as_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    """What guides the choice of changes is no price of theirs: no figure is explained by it."""
    monkeypatch.setattr(questions, "MOVED", 0)
    asked = Questions.of(planned(joining_late()))
    for member in ("DE", "RO"):
        for answer in asked.why(member, whole=False).answers:
            assert not {one.change.kind for one in answer.reasons} & {"lead", "joining"}


def test_a_change_that_helps_a_minimum_order_alone_says_so() -> None:
    """Money helps the example by way of the German line's order; without that it brings nothing.

    The second path plans the programme with an order of one, with and without the money.
    """
    made = load(FLAGSHIP)
    told = Questions(made, plan(made)).helpful(whole=False)
    budgets = [one for one in told if one.change.kind == "budget"]
    assert budgets
    for one in budgets:
        assert one.by_way_of is not None
        assert (one.by_way_of.line, one.by_way_of.rows) == ("SOB", ("lines:2",))
    assert all(one.by_way_of is None for one in told if one.change.kind in ("minimum", "lead"))
    free = laid_over(made, ("lines.SOB.minimum_order=1",))
    before, after = (
        plan(one, bounds=False).goal("floors").value
        for one in (free, laid_over(free, budgets[0].change.sets))
    )
    assert budgets[0].estimated is not None
    assert before - after < 0.1 * budgets[0].estimated.better_by
