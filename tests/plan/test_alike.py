"""What is compared with a plan is made in the same way as that plan."""

from dataclasses import replace
from decimal import Decimal

import pytest

from benchmarks.generated import sized
from jointstock import flow
from jointstock.plan import Alike, plan, planned
from jointstock.plan.game import floors
from jointstock.plan.planner import Planned


@pytest.fixture(scope="module")
def better() -> Planned:
    """A plan that was made better where its bounds were far: half of each budget is not there."""
    made = sized(3, 2, 36, seed=3)
    cut = (replace(row, amount=(row.amount / 2).quantize(Decimal(1))) for row in made.budgets)
    found = planned(made.replace(budgets=tuple(cut)))
    assert found.improved
    return found


@pytest.mark.slow
def test_the_same_programme_planned_alike_is_the_same_plan(better: Planned) -> None:
    """Whether that the plan was made better is told or has to be found out."""
    programme = better.case.programme
    for improved in (True, None):
        alike = Alike(programme, better.plan, improved=improved)
        assert alike.plan(programme).entries == better.plan.entries
    assert plan(programme, bounds=False).entries != better.plan.entries


@pytest.mark.slow
def test_a_floor_stated_as_it_is_brings_nobody_anything(
    better: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Zero percent more is the plan itself, also where that was made better."""
    monkeypatch.setattr(floors, "HIGHER", (0,))
    found = flow.floors_stated_higher(better.case.programme, better.plan)
    assert {(one.own, one.others) for one in found} == {(0.0, 0.0)}


@pytest.mark.slow
def test_rules_side_by_side_are_planned_as_the_own_one_was(
    better: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Laid beside a plan that was made better is what `plan` makes by the other rule."""
    monkeypatch.setattr("jointstock.flow.asking.ALLOTMENTS", ("penalty", "priority"))
    programme = better.case.programme
    other = programme.replace(plan=replace(programme.plan, allotment="priority"))
    found = flow.allotments(programme, better.plan).rules
    assert found[1] == flow.allotments(other, plan(other)).rules[0]


def test_what_was_not_made_better_needs_no_bounds() -> None:
    """Of a plan that was made without bounds, or as it is without, the others are made so too."""
    programme = sized(2, 1, 24)
    assert not Alike(programme, plan(programme)).bounds
    assert not Alike(programme, plan(programme, bounds=False)).bounds
