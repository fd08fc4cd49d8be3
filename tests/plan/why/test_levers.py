"""Each limit and rule that can be moved, told by hand: what it does, and what a new plan says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jointstock.plan import Questions, plan
from jointstock.plan.why.effects import Effects, moved_goals
from jointstock.plan.why.figures import Record, same_figure
from jointstock.plan.why.held import held
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.whatif import laid_over
from jointstock.words.errors import SettingError
from jointstock.words.why import Answer, Reason
from oracle.generate import placed
from plan.two_members import START, two_members

PRICE = t.Price(contract="C1", item="M1", from_units=0, unit_price=10, currency="EUR")
GIFT = t.Donation(donation="G1", donor="DE", item="M1", recipient="UA", up_to=2, keep_units=0)


def asked(made: Programme, member: str, kind: str) -> Answer:
    """The answer to one kind of figure of a member."""
    found = Questions(made, plan(made)).why(member)
    return next(one for one in found.answers if one.figure.kind == kind)


def reason(answer: Answer, kind: str) -> Reason:
    """What is told of one kind of limit."""
    return next(one for one in answer.reasons if one.change.kind == kind)


def anew(made: Programme, answer: Answer, told: Reason) -> int:
    """By how much the figure differs in a plan of the programme with the change."""
    changed = laid_over(made, told.change.sets)
    before, after = (Record(one, plan(one)) for one in (made, changed))
    return same_figure(after, answer.figure) - same_figure(before, answer.figure)


def donor(ceiling: int | None = 2, **changes: object) -> Programme:
    """Two members, of which Germany has three and gives away up to two, and no floor.

    Romania's two take all of the ceiling, so that there is no backfill.
    """
    made = two_members()
    gift = replace(GIFT, **changes)  # type: ignore[arg-type]  # columns of a donation
    return placed(
        made.replace(
            floors=(),
            demand=made.demand[1:],
            stocks=(t.Stock(member="DE", item="M1", units=3),),
            parties=(t.Party(party="UA", role="recipient"),),
            contracts=(t.Contract(contract="C1", ceiling=ceiling),),
            donations=(gift,),
        )
    )


def test_own_use_that_is_less_leaves_more() -> None:
    """Germany has one, and uses one in January: a unit of use less is a unit more from then on."""
    made = two_members()
    made = placed(
        made.replace(
            stocks=(t.Stock(member="DE", item="M1", units=1),),
            use=(t.Use(member="DE", item="M1", month=START, units=1),),
        )
    )
    answer = asked(made, "DE", "level")
    told = reason(answer, "use")
    assert (answer.figure.value, told.gain, told.until) == (0, pytest.approx(1), None)
    assert told.change.sets == ("use.DE.M1.2025-01.units=0",)
    assert told.change.rows == ("use:2",)
    assert anew(made, answer, told) == told.whole == 1


def test_nothing_is_said_of_more_than_there_is() -> None:
    """Of three used in January two less are two more; of four, which there are not, none knows."""
    made = two_members()
    made = placed(
        made.replace(
            stocks=(t.Stock(member="DE", item="M1", units=3),),
            use=(t.Use(member="DE", item="M1", month=START, units=3),),
        )
    )
    told = reason(asked(made, "DE", "level"), "use")
    assert (told.gain, told.until, told.tried) == (pytest.approx(1), 2, 2)


@pytest.mark.parametrize("looked_again", [False, True])
def test_changes_are_planned_as_carefully_as_the_plan(
    looked_again: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the plan is another one than is made without bounds, bounds are sought for changes."""
    made = two_members()
    found = plan(made)
    if looked_again:
        goals = tuple(replace(one, value=one.value - 1.0) for one in found.goals)
        found = replace(found, goals=goals)
    sought: list[bool] = []

    def planning(*given: object, bounds: bool, **more: object) -> object:
        sought.append(bounds)
        return plan(*given, bounds=bounds, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("jointstock.plan.alike.plan", planning)
    effects = Effects(held(made, found), made)
    for units in (1, 0):
        assert effects.planned((f"floors.DE.M1.2025-01.units={units}",)) is not None
    assert sought == [False, looked_again, looked_again]


def test_a_lower_floor_leaves_less_missing() -> None:
    """Of two, one is missing in February: of one, none."""
    made = two_members()
    found = Questions(made, plan(made)).why("DE", "M1", START + 1)
    told = reason(found.answers[0], "floor")
    assert told.change.sets == ("floors.DE.M1.2025-01.units=1",)
    assert (told.gain, told.whole, told.goal) == (pytest.approx(1), 1, "floors")


def test_what_a_payer_adds_lets_a_donor_give_more() -> None:
    """A gift must be backfilled within four months; one of two is paid for, at ten each.

    Germany has no money of its own: the payer's ten for one more let it give the second.
    """
    made = donor(None, backfill_within_months=4)
    made = placed(
        made.replace(
            prices=(PRICE,),
            budgets=(t.Budget(member="DE", fiscal_year=2025, amount=0, currency="EUR"),),
            parties=(*made.parties, t.Party(party="NO", role="payer")),
            funding=(t.Funding(payer="NO", donation="G1", amount=10, currency="EUR"),),
        )
    )
    answer = asked(made, "DE", "gift")
    told = reason(answer, "funding")
    assert answer.figure.value == 1
    assert told.change.sets == ("funding.NO.G1.amount=20",)
    assert (told.change.payer, told.change.amount) == ("NO", 1_000)
    assert told.change.rows == ("funding:2",)
    assert (told.gain, told.until) == (pytest.approx(1, abs=1e-2), 1)
    assert anew(made, answer, told) == told.whole == 1


def test_more_that_a_group_gives_is_given_in_full() -> None:
    """Germany gives two in a group of its own; asked for three it gives all, for four none."""
    made = donor(group="ALONE")
    effects = Effects(held(made, plan(made)), made)
    number = next(n for n, one in enumerate(effects.live) if one.change(1).kind == "ready")
    one, two = (effects.point(number, units) for units in (1, 2))
    assert one is not None
    assert moved_goals(effects.held, one)[0] == ("give", pytest.approx(2), pytest.approx(3))
    assert two is None


def test_a_group_that_does_not_give_is_told_what_would_let_it() -> None:
    """Four in full are more than the three that Germany has: with one fewer it gives three."""
    made = donor(group="ALONE", up_to=4)
    answer = asked(made, "DE", "gift")
    told = reason(answer, "together")
    assert told.change.sets == ("donations.G1.up_to=3",)
    assert (answer.figure.value, told.gain, told.whole) == (0, None, 3)
    assert anew(made, answer, told) == 3


def test_a_group_is_told_of_the_donor_that_holds_it_back() -> None:
    """Germany has three and would give two; Romania has one and keeps it, so none is given."""
    made = donor(group="BOTH")
    other = t.Donation(
        donation="G2", donor="RO", item="M1", recipient="UA", up_to=1, keep_units=3, group="BOTH"
    )
    made = placed(
        made.replace(
            stocks=(*made.stocks, t.Stock(member="RO", item="M1", units=1)),
            donations=(*made.donations, other),
        )
    )
    answer = asked(made, "DE", "gift")
    told = reason(answer, "keep")
    assert told.change.sets == ("donations.G2.keep_units=2",)
    assert (answer.figure.value, told.whole, anew(made, answer, told)) == (0, 2, 2)


def test_what_is_kept_is_told_where_nothing_is_given() -> None:
    """Germany has three and keeps three: keeping one less it gives one."""
    made = donor(keep_units=3)
    answer = asked(made, "DE", "gift")
    told = reason(answer, "keep")
    assert told.change.sets == ("donations.G1.keep_units=2",)
    assert (answer.figure.value, told.gain, told.whole) == (0, None, 1)


def test_a_ramp_that_is_left_out_is_told_where_it_could_help() -> None:
    """One a month brings all four by May, and a ramp in force in May is left out: one is left then.

    In April, a month earlier, it brings the last one too: one unit-month less is late.
    """
    made = two_members()
    ramp = t.Ramp(
        line="L1",
        step=1,
        decide_from=START + 1,
        decide_to=START + 1,
        extra_per_month=1,
        lead_months=3,
        cost=0,
        currency="EUR",
    )
    made = placed(made.replace(ramps=(ramp,)))
    assert not plan(made).decisions.ramps
    answer = asked(made, "RO", "late")
    told = reason(answer, "untaken")
    assert told.change.rows == ("ramps:2",)
    assert (told.gain, told.whole) == (pytest.approx(1), 1)
    assert anew(made, answer, told) == -1


def test_a_plan_close_to_one_in_force_is_explained_with_it() -> None:
    """Its *steady* counts units that moved: without the plan in force it is refused.

    With it every change is planned as close to that one, and compared with what it is.
    """
    made = two_members()
    in_force = plan(laid_over(made, ["add L1 1 2025-04"]))
    close = plan(made, in_force=in_force)
    with pytest.raises(SettingError, match="give that one too, with --in-force PLAN"):
        Questions(made, close)
    with pytest.raises(SettingError, match="another plan than is given in force"):
        Questions(made, close, close)
    found = Questions(made, close, in_force)
    assert found.why("DE").answers
    for one in found.helpful():
        after = plan(laid_over(made, one.change.sets), in_force=in_force)
        for move in one.moved:
            assert move.after == after.goal(move.goal).value


def test_changes_of_a_larger_plan_are_planned_anew_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The live planner comes to the goals that a plan made from nothing has."""
    made = two_members()
    before = plan(made)
    found = Questions(made, before)
    monkeypatch.setattr(found, "small", False)
    told = found.helpful()
    assert [one.by for one in told] == ["whole units"] * len(told)
    for one in told:
        after = plan(laid_over(made, one.change.sets))
        for move in one.moved:
            assert move.after == pytest.approx(after.goal(move.goal).value)
    estimated = found.helpful(whole=False)
    assert {one.by for one in estimated} == {"linear"}
