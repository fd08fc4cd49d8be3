"""Why a figure is what it is: by hand, and against plans made anew."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from jointstock.plan import Questions, plan, planned
from jointstock.plan.why import questions
from jointstock.plan.why.figures import Record, same_figure
from jointstock.programme import tables as t
from jointstock.programme.read import load
from jointstock.programme.whatif import laid_over
from jointstock.words.errors import SettingError
from jointstock.words.months import Month
from jointstock.words.why import Answer
from oracle.generate import placed
from plan.two_members import two_members

FLAGSHIP = Path(__file__).parents[3] / "examples" / "nspa-gemt-2024"
START = Month.of(2025, 1)


@cache
def asked() -> Questions:
    made = two_members()
    return Questions(made, plan(made))


def gains(answer: Answer) -> dict[str, float | None]:
    return {one.change.kind: one.gain for one in answer.reasons}


def test_before_the_lead_is_over_only_the_lead_holds_a_level() -> None:
    """Germany has none of two in January; one more a month would come in February at best.

    With no lead at all one comes in January; and of a floor of one, one less would be missing.
    """
    first, second = asked().why("DE").answers
    assert (first.figure.value, first.figure.of, first.figure.month) == (0, 2, START)
    assert first.figure.spells == ((START, START + 1),)
    assert first.figure.rows == ("floors:2",)
    (wall,) = first.walls
    assert (wall.line, wall.lead, wall.opens, wall.first) == ("L1", 1, START, START + 1)
    assert gains(first) == {"lead": pytest.approx(1), "floor": pytest.approx(1)}
    assert (second.figure.value, second.figure.month) == (1, START + 1)
    assert not second.walls


def test_one_more_a_month_lifts_what_the_line_holds() -> None:
    """In February Germany has one of two: another a month makes it two, and so does no lead.

    A second more a month has nothing left to lift. One month fewer is spent below the floor. With
    a floor of one nothing is missing.
    """
    (answer,) = asked().why("DE", "M1", START + 1).answers
    ones = dict.fromkeys(("capacity", "lead", "floor"), pytest.approx(1))
    assert gains(answer) == ones
    found = next(one for one in answer.reasons if one.change.kind == "capacity")
    assert found.change.sets == ("add L1 1 2025-02",)
    assert found.change.rows == ("capacity:2",)
    assert (found.goal, found.until, found.whole, found.months) == ("floors", 1, 1, 1)


def test_lateness_is_held_by_those_who_come_first() -> None:
    """Romania's two come in April and May: 2 + 2 + 1 = 5 unit-months late.

    With two a month both come in March, 2 late. With no lead they come in March and April: 2 + 1.
    """
    (answer,) = asked().why("RO").answers
    assert (answer.figure.kind, answer.figure.value) == ("late", 5)
    assert gains(answer) == {"capacity": pytest.approx(3), "lead": pytest.approx(2)}


def test_what_is_met_says_so_and_what_comes_next() -> None:
    """In March Germany has its two; the lowest there is is that of January."""
    found = asked().why("DE", month=START + 2)
    assert not found.answers
    (met,) = found.met
    assert (met.value, met.of) == (2, 2)
    assert found.next is not None
    assert found.next.month == START


def test_what_is_not_there_is_refused_with_what_is() -> None:
    with pytest.raises(SettingError, match="'PL' is no member; there are DE, RO"):
        asked().why("PL")
    with pytest.raises(SettingError, match="'M2' is no item of DE; there are M1"):
        asked().why("DE", "M2")
    with pytest.raises(SettingError, match="2026-01 lies outside the programme; write a month of"):
        asked().why("DE", month=START + 12)


def test_without_a_budget_nothing_is_called_off() -> None:
    """Money for one and a half of Germany's two: the price of one more brings the other half.

    The plan, in whole units, calls off one of two, and two once there is money for them.
    """
    made = two_members()
    made = placed(
        made.replace(
            prices=(
                t.Price(contract="C1", item="M1", from_units=0, unit_price=10, currency="EUR"),
            ),
            budgets=(t.Budget(member="DE", fiscal_year=2025, amount=15, currency="EUR"),),
        )
    )
    found = Questions(made, plan(made)).why("DE")
    firm = next(one for one in found.answers if one.figure.kind == "firm")
    assert (firm.figure.value, firm.linear) == (1, pytest.approx(0.5, abs=1e-2))
    (budget,) = (one for one in firm.reasons if one.change.kind == "budget")
    assert budget.change.sets == ("budgets.DE.2025.payment.amount=25",)
    assert (budget.change.amount, budget.gain) == (1_000, pytest.approx(0.5, abs=1e-2))
    assert (budget.goal, budget.whole) == ("firm", 1)


def test_a_large_plan_is_explained_by_its_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told by price, the limits of a figure are those that move it when they are moved."""
    made = two_members()
    monkeypatch.setattr(questions, "MOVED", 0)
    found = Questions.of(planned(made))
    (answer,) = found.why("RO").answers
    assert (answer.figure.kind, answer.linear) == ("late", pytest.approx(5))
    kinds = [one.change.kind for one in answer.reasons]
    assert "capacity" in kinds
    one = answer.reasons[kinds.index("capacity")]
    assert (one.gain, one.goal) == (None, "late")
    assert one.price >= 3 - 1e-6  # what another a month brings, see above
    assert all(one.by == "price" for one in found.helpful(whole=False))
    assert all(one.by == "whole units" for one in found.helpful())


def test_changes_are_ranked_by_what_a_new_plan_makes_of_them() -> None:
    """No lead helps from January on, one more a month from February: each as its own plan says."""
    made = two_members()
    before = plan(made)
    found = asked().helpful()
    assert [one.change.kind for one in found[:2]] == ["lead", "capacity"]
    for one in found:
        after = plan(laid_over(made, one.change.sets))
        assert one.by == "whole units"
        moved = {m.goal: (m.before, m.after) for m in one.moved}
        for goal in before.goals:
            now = after.goal(goal.goal).value
            assert moved.get(goal.goal, (goal.value, goal.value)) == (goal.value, now)


def test_a_line_that_is_not_opened_is_helped_by_a_minimum_order_that_can_be_reached() -> None:
    """A closed line asks for five, and four are wanted: with four it would be opened."""
    made = two_members()
    closed = replace(made.lines[0], already_open=False, minimum_order=5)
    made = placed(made.replace(lines=(closed,)))
    (first, *_) = Questions(made, plan(made)).helpful()
    assert first.change.sets == ("lines.L1.minimum_order=4",)
    assert first.moved[0].goal == "firm"
    assert (first.moved[0].before, first.moved[0].after) == (4, 0)


@pytest.mark.slow
def test_what_is_told_of_the_example_is_what_its_changed_plans_have() -> None:
    """Every limit told of a member's figure: a new plan in whole units is within a unit of it."""
    made = load(FLAGSHIP)
    found = plan(made, bounds=False)
    record, ask = Record(made, found), Questions(made, found)
    for row in made.members:
        for answer in ask.why(row.member, whole=False).answers:
            for one in answer.reasons:
                changed = laid_over(made, one.change.sets)
                anew = Record(changed, plan(changed, bounds=False))
                more = same_figure(anew, answer.figure) - same_figure(record, answer.figure)
                if one.change.kind == "floor":
                    more += one.change.units  # of a floor that is lower, so much less is missing
                assert one.gain is not None
                assert abs(more - one.gain) <= 1.0, (row.member, one.change.sets)
