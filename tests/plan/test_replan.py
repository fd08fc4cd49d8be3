"""Planning again: the same values as from nothing, told with what moved and why."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks.generated import sized
from jointstock import flow
from jointstock.plan import Planner, live, plan
from jointstock.programme.programme import Programme
from jointstock.programme.settings import GOALS
from jointstock.words.errors import ContradictionError
from jointstock.words.results import Plan
from oracle.generate import programmes
from oracle.judge import judge
from oracle.values import MOST
from plan.facts import FACTS

EXAMPLES = Path(__file__).parents[2] / "examples"
few = settings(max_examples=15, deadline=None, derandomize=True)


def values(found: Plan) -> dict[str, float]:
    """What each goal came to."""
    return {goal.goal: goal.value for goal in found.goals}


def not_better(one: Plan, other: Plan) -> bool:
    """Whether no goal is better in the first plan while all before it are alike."""
    for mine, theirs in zip(one.goals, other.goals, strict=True):
        if abs(mine.value - theirs.value) > 1e-6 * max(1.0, abs(theirs.value)):
            most = mine.goal in MOST and mine.goal != "steady"
            return (mine.value < theirs.value) == most
    return True


@few
@given(programmes("small"), st.sampled_from(sorted(FACTS)), st.integers(1, 2))
def test_a_small_programme_is_planned_again_as_from_nothing(
    made: Programme, table: str, by: int
) -> None:
    """Values, bounds and status are those of a plan made anew beside the plan in force."""
    assume(getattr(made, table))
    before = plan(made)
    planner = Planner(made, before)
    changed = FACTS[table](made, by)
    try:
        fresh = plan(changed, in_force=before)
    except ContradictionError:
        with pytest.raises(ContradictionError):
            planner.replan(changed)
        return
    answer = planner.replan(changed)
    assert not answer.rebuilt
    assert judge(changed, answer.plan, in_force=before).breaches == []
    assert answer.plan.status == fresh.status
    assert values(answer.plan) == pytest.approx(values(fresh), rel=1e-9, abs=1e-6)


@few
@given(programmes("small"), st.sampled_from(sorted(FACTS)), st.integers(1, 2))
def test_slices_planned_alone_keep_every_rule_and_promise_no_bound(
    made: Programme, table: str, by: int
) -> None:
    """A large programme's plan is sound and no better than the proven one."""
    assume(getattr(made, table))
    before = plan(made)
    changed = FACTS[table](made, by)
    try:
        proven = plan(changed.replace(plan=replace(changed.plan, exact=True)), in_force=before)
    except ContradictionError:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "LARGE", 0)
        answer = Planner(made, before).replan(changed)
    assert judge(changed, answer.plan, in_force=before).breaches == []
    assert not_better(answer.plan, proven)


def test_what_a_fact_breaks_is_the_reason_of_what_moves() -> None:
    """A line that can make fewer than the plan takes is told once, with every move under it."""
    made = flow.read(EXAMPLES / "first-steps")
    planner = Planner(made)
    answer = planner.replan(sets=["slip L1 2"])
    broken = [one for one in answer.reasons.moved if one.broken]
    assert {one.moved.line for one in broken} == {"L1"}
    assert any("line L1 delivers 3 in 2025-08, capacity 2" in one.cause for one in broken)
    lines = answer.reasons.lines()
    causes = [line for line in lines if line.startswith("The plan in force no longer holds: ")]
    assert len(set(causes)) == len(causes) > 0
    ways = [line for line in lines if line.startswith("- ")]
    assert sum(line.count(";") + 1 for line in ways) == len(answer.reasons.moved)
    assert any(line.startswith("Changed: capacity") for line in answer.reasons.lines())
    assert answer.plan == plan(answer.programme, in_force=planner.plan)


def test_nothing_changes_until_an_answer_is_accepted() -> None:
    """Asking leaves no trace, and an answer made beside another plan is refused."""
    planner = Planner(flow.read(EXAMPLES / "first-steps"))
    before = planner.plan
    first, second = (planner.replan(sets=["slip L1 2"]) for _ in range(2))
    assert first.plan == second.plan
    assert planner.plan is before
    planner.accept(first)
    assert planner.plan is first.plan
    assert planner.programme is first.programme
    with pytest.raises(ValueError, match="ask again"):
        planner.accept(second)
    assert planner.replan().compared.same


def test_slices_that_a_fact_does_not_touch_stay_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a large programme of two items bought apart only the item of the line is planned again."""
    monkeypatch.setattr(live, "LARGE", 0)
    made = sized(2, 2, 24)
    planner = Planner(made)
    base = next(row for row in made.capacity if row.line == "ITEM-1-L1")
    less = replace(base, from_=made.start + 14, units_per_month=0)
    answer = planner.replan(made.replace(capacity=(*made.capacity, less)))
    assert not answer.rebuilt
    assert {one.item for one in answer.compared.moved} <= {"ITEM-1"}
    assert judge(answer.programme, answer.plan, in_force=planner.plan).breaches == []


@pytest.mark.parametrize("rows", [0, live.LARGE])
def test_an_answer_at_once_serves_every_goal_but_steady_as_well(
    monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    """Without *steady* the goals before it come to the same, and the programme keeps it."""
    monkeypatch.setattr(live, "LARGE", rows)
    made = sized(2, 2, 24)
    planner = Planner(made)
    last = "ITEM-2-L1"
    changed = made.replace(
        promised=tuple(
            replace(row, due=row.due + 2) if row.line == last else row for row in made.promised
        )
    )
    full, at_once = (planner.replan(changed, steady=steady) for steady in (True, False))
    told = values(full.plan)
    del told["steady"]
    asked = changed.replace(
        plan=replace(changed.plan, goals=tuple(one for one in GOALS if one in told))
    )
    breaches = judge(asked, at_once.plan, in_force=planner.plan).breaches
    assert [one for one in breaches if not one.startswith("goals:")] == []
    assert values(at_once.plan) == pytest.approx(told, rel=1e-9, abs=1e-6)
    planner.accept(at_once)
    assert planner.programme is changed
    assert planner.replan().plan.goal("steady").value == 0.0
