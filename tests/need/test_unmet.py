"""Curves of expected unmet demand, and the chance constraint that a plan is held against."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from jointstock import flow
from jointstock.need import (
    FiringPolicy,
    RaidModel,
    consumption,
    not_known,
    outlasted,
    risk,
    stock_risks,
    unmet_curves,
)
from jointstock.need.exposed import exposed
from jointstock.plan.measure import measure
from jointstock.programme.programme import Programme
from jointstock.programme.settings import GOALS
from jointstock.programme.tables import Demand, Item, Stock
from jointstock.words.errors import SettingError
from need.raided import START, plan, programme

WITH_UNMET = (*GOALS[:-1], "unmet", "steady")


def asked(**settings: object) -> Programme:
    """The small programme with other settings."""
    base = programme()
    return base.replace(plan=replace(base.plan, **settings))  # type: ignore[type-var]


def test_exact_at_whole_numbers() -> None:
    """Without tolerance the curve is E(D - s)+ of the distribution at every whole supply."""
    whole = programme()
    drawing = exposed(whole)[0][0].drawing
    use = consumption(drawing.model, drawing.policies, 20, nodes=16)
    curve = unmet_curves(whole, days=20, tolerance=0.0)[0]
    assert curve.at == tuple(range(curve.top + 1))
    for supply in (0, 1, 17, 40, 90):
        above = sum((d - supply) * p for d, p in enumerate(use.pmf) if d > supply)
        assert curve.value(supply) == pytest.approx(above, abs=1e-8)


def test_pieces_lie_within_the_tolerance_above() -> None:
    """A few chords lie above the exact curve by at most a part of the expected use."""
    exact, rough = (unmet_curves(programme(), tolerance=part)[0] for part in (0.0, 0.01))
    assert len(rough.at) < len(exact.at) / 10
    assert list(rough.slopes) == sorted(rough.slopes, reverse=True)
    for supply in range(exact.top + 1):
        over = rough.value(supply) - exact.value(supply)
        assert -1e-9 <= over <= 0.01 * exact.units[0] + 1e-9


def test_the_sum_is_what_the_risk_of_the_plan_says() -> None:
    """Where nobody bears a gift, the goal adds up the unmet demand that `risk` tells by month."""
    whole = asked(goals=WITH_UNMET, borne="all")
    curved = whole.replace(unmet=unmet_curves(whole, tolerance=0.0))
    found = measure(curved, plan().entries).values["unmet"]
    told = risk(whole, plan(), times=2)
    expected = sum(one.unmet for each in told.risks for one in each.begun)
    assert found == pytest.approx(expected, rel=1e-6)


def test_what_is_outlasted_is_what_risk_says() -> None:
    """The quick check and the whole study of the risk name the same months and chances."""
    whole = programme()
    found = outlasted(whole, plan(), 0.5, 30)
    told = risk(whole, plan(), times=2).above(0.5)
    assert found
    assert len(found) < 12
    assert [(one.member, one.item, one.month, one.stock) for one in found] == [
        (member, item, one.month, one.stock) for member, item, one in told
    ]
    assert [one.chance for one in found] == pytest.approx(
        [one.runs_out.value for _, _, one in told], abs=1e-9
    )


def test_a_plan_that_is_asked_for_a_risk_tells_where_it_is_not_held() -> None:
    """Floors are raised to the risk, and the months that fall short are told, or that none does.

    Nothing can be bought: stocks of 40 and 25 stay. A risk that they hold anyway raises nothing
    above what is there.
    """
    strict, loose = (flow.plan(asked(risk=Decimal(most))) for most in (5, 99))
    raised = flow.with_needs(asked(risk=Decimal(5)))
    assert {row.units for row in raised.floors if row.member == "NL"} == {
        one.by_risk.value
        for one in flow.requirement(programme(), service=0.95).needs
        if one.member == "NL"
    }
    assert strict.outlasted
    assert {one.member for one in strict.outlasted} == {"DE", "NL"}
    assert all(one.chance > 0.05 for one in strict.outlasted)
    assert loose.outlasted == ()
    assert (strict.settings["risk"], strict.settings["campaign_days"]) == ("5", 30)
    assert flow.plan(programme()).outlasted is None


def test_curves_follow_what_members_plan_for() -> None:
    """With twice the raids planned for, curves that were there before are made anew."""
    once = flow.with_needs(asked(goals=WITH_UNMET))
    twice = tuple(replace(row, factor=row.factor * 2) for row in once.exposure)
    more = flow.with_needs(once.replace(exposure=twice))
    assert more.unmet == flow.with_needs(asked(goals=WITH_UNMET).replace(exposure=twice)).unmet
    assert more.unmet != once.unmet


def test_to_ask_twice_changes_nothing() -> None:
    """What need adds is there once, and a programme that asks for nothing is handed back itself."""
    once = flow.with_needs(asked(risk=Decimal(5), goals=WITH_UNMET))
    assert flow.with_needs(once) == once
    assert flow.with_needs(once).digest == once.digest
    bare = programme()
    assert flow.with_needs(bare) is bare
    assert [one.member for one in once.unmet] == ["DE", "NL"]


def test_each_stock_is_told_of() -> None:
    """What holds the risk, what demand could reach, from when on it holds; by hand.

    DE has 40, is given nothing and gives 6 in month 2, gets 30 in month 3: 40, 34, 64 ... With its
    demand of 3 + 4 and nothing given or bought it could have 40 + 7.
    """
    wants = Demand(member="DE", contract="C", item="M", firm=3, optional=4)
    whole = programme(demand=(wants,))
    use = consumption(*drawing_of(whole, "DE"), 30, nodes=16)
    most = use.survival(50)
    found = {one.member: one for one in stock_risks(whole, plan(), most, 30)}
    german = found["DE"]
    assert (german.asked, german.demanded, german.reach) == (50, 7, 47)
    assert german.least == pytest.approx(use.survival(47))
    assert (german.month, german.stock, german.held_from) == (START + 1, 34, START + 2)
    assert german.chance == pytest.approx(use.survival(34))
    assert found["NL"].asked == consumption(*drawing_of(whole, "NL"), 30, nodes=16).quantile(
        1.0 - most
    )
    assert (found["NL"].held_from, found["NL"].unknown) == (whole.start, "")


def drawing_of(whole: Programme, member: str) -> tuple[RaidModel, tuple[FiringPolicy, ...]]:
    """The raids and policies of a member of the small programme."""
    (one,) = [one.drawing for one in exposed(whole)[0] if one.member == member]
    return one.model, tuple(one.policies)


def test_who_is_left_out_is_named() -> None:
    """A member without exposure, and an item that nothing is stated to stop with, are told so."""
    base = asked(risk=Decimal(5))
    alone = base.replace(exposure=tuple(row for row in base.exposure if row.member == "DE"))
    made = flow.plan(alone)
    told = {(one.member, one.item): one.unknown for one in made.stock_risks if one.unknown}
    assert told == {("NL", "M"): "no row of exposure says what raids NL plans for"}
    assert {one.member for one in made.outlasted or ()} == {"DE"}
    other = alone.replace(
        items=(*alone.items, Item(item="S")),
        stocks=(*alone.stocks, Stock(member="DE", item="S", units=5)),
    )
    assert not_known(other, 30)["DE", "S"] == "no row of defences says what S stops"
    wrong = replace(base.defences[0], item="S", class_="drone")
    armed = other.replace(defences=(*base.defences, wrong))
    assert not_known(armed, 30)["DE", "S"] == (
        "S is not stated to stop cruise, ballistic, which DE plans for"
    )
    early = tuple(replace(row, from_="2020-01-01", to="2020-02-01") for row in base.exposure)
    assert (
        "no raid of cruise, ballistic is recorded"
        in not_known(base.replace(exposure=early), 30)["NL", "M"]
    )


def test_the_digest_is_that_of_what_was_read() -> None:
    """Floors that are raised, and curves, leave the digest, which settings alone change."""
    base = asked(risk=Decimal(5), goals=WITH_UNMET)
    ready = flow.with_needs(base)
    assert ready.floors != base.floors
    assert ready.digest == base.digest != programme().digest
    assert flow.plan(ready).inputs_digest == base.digest
    assert ready.as_read == base
    assert base.as_read is base
    # what is changed afterwards was not read, and is told from it
    higher = replace(ready.floors[0], units=ready.floors[0].units + 1)
    assert ready.replace(floors=(higher, *ready.floors[1:])).digest != base.digest


def test_nothing_to_reckon_it_from() -> None:
    """Without exposure there is no need to plan by, and the error says so."""
    bare = asked(risk=Decimal(5)).replace(exposure=())
    with pytest.raises(SettingError, match="no member's risk is known"):
        flow.plan(bare)
    curved = asked(goals=WITH_UNMET).replace(exposure=())
    with pytest.raises(SettingError, match="unmet"):
        flow.plan(curved)
    with pytest.raises(SettingError, match="a risk of 100 percent"):
        flow.with_settings(programme(), risk=100.0)
