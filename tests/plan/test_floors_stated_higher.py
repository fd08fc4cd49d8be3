"""Stating a floor higher, by each rule of allotment: what is compared, and with what."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from jointstock import flow
from jointstock.plan import plan
from jointstock.plan.game import floors_stated_higher
from jointstock.plan.game.variants import higher_floors, under_rule
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.settings import ALLOTMENTS
from plan.two_members import START, two_members


def rivals() -> Programme:
    """Germany and Romania hold nothing, have floors of four, and want three each.

    The line makes one a month from February to June: five in all.
    """
    made = two_members()
    demand = tuple(replace(row, firm=3, by=None) for row in made.demand)
    floors = (t.Floor(member=m, item="M1", from_=START, units=4) for m in ("DE", "RO"))
    return made.replace(demand=demand, floors=tuple(floors))


def test_every_rule_is_planned_and_who_states_more_gains_at_the_others_expense() -> None:
    """By the usual rule a floor stated higher gains what the other loses; by demand nothing."""
    found = flow.floors_stated_higher(rivals())
    assert [one.rule for one in found[:4]] == ["penalty"] * 4
    assert {(one.rule, one.percent) for one in found[4:]} == {(r, 25) for r in ALLOTMENTS[1:]}
    for one in found:
        if one.rule in ("pro-rata", "equal", "priority"):
            assert (one.own, one.others) == (0.0, 0.0)
        assert one.own <= 1e-9
        assert one.others >= -1e-9


@pytest.mark.parametrize("rule", ALLOTMENTS)
def test_the_own_rule_comes_first_and_the_plan_by_it_is_taken(rule: str) -> None:
    """Each rule is looked at once for each member, the own one with both percentages."""
    programme = rivals()
    programme = programme.replace(plan=replace(programme.plan, allotment=rule))
    found = flow.floors_stated_higher(programme, plan(programme))
    assert found == flow.floors_stated_higher(programme)
    assert [(one.rule, one.percent) for one in found[:4]] == [(rule, 10), (rule, 25)] * 2
    assert Counter(one.rule for one in found[4:]) == {r: 2 for r in ALLOTMENTS if r != rule}


@pytest.mark.parametrize("rule", ["pro-rata", "equal", "priority"])
def test_by_rules_that_look_at_demand_the_plan_stays_the_same(rule: str) -> None:
    """No goal counts a floor there: with all floors higher every entry is as it was."""
    made = under_rule(rivals(), rule)
    assert plan(higher_floors(made, ("DE", "RO"), 25)).entries == plan(made).entries


def test_without_floors_nothing_is_stated_higher() -> None:
    """Nobody has a floor, so nothing is planned."""
    made = rivals().replace(floors=())
    plans = {"penalty": plan(made)}
    assert floors_stated_higher(made, plans, lambda _: pytest.fail("planned")) == ()
