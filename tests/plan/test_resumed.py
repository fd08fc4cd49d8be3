"""Goals held by the prices of the last search come to what they come to when each is solved."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks.generated import sized
from jointstock.plan import live, plan
from jointstock.plan.live import Live
from jointstock.plan.search import Search
from jointstock.programme.programme import Programme
from jointstock.words.errors import ContradictionError
from jointstock.words.results import Plan
from oracle.generate import programmes
from plan.facts import FACTS


def values(found: Plan) -> dict[str, float]:
    """What each goal came to."""
    return {goal.goal: goal.value for goal in found.goals}


@settings(max_examples=30, deadline=None, derandomize=True)
@given(programmes("small"), st.sampled_from(sorted(FACTS)), st.integers(1, 2))
def test_held_goals_come_to_the_same(made: Programme, table: str, by: int) -> None:
    """A slice planned with the last prices serves each goal as one planned goal by goal."""
    assume(getattr(made, table))
    changed = FACTS[table](made, by)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "LARGE", 0)
        standing = Live(made, plan(made))
        standing.warm()
        try:
            found = standing.replan(changed)
        except ContradictionError:
            return
        for kept in standing.kept.values():
            kept.duals.clear()
        one_by_one = standing.replan(changed)
    assert found.rebuilt == one_by_one.rebuilt
    assert values(found.plan) == pytest.approx(values(one_by_one.plan), rel=1e-9, abs=1e-6)


def test_what_costs_no_goal_anything_takes_one_solve(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing has changed no goal is solved by itself, and the plan in force stays."""
    monkeypatch.setattr(live, "LARGE", 0)
    made = sized(2, 1, 24)
    standing = Live(made, plan(made))
    standing.warm()
    standing.accept(standing.replan(made))
    reached: list[str] = []

    def reach(search: Search, goal: str, **_: object) -> None:
        reached.append(goal)
        raise AssertionError(goal)

    monkeypatch.setattr(Search, "reach", reach)
    less = made.replace(floors=made.floors[::-1])  # the same floors, told in another order
    found = standing.replan(less)
    assert reached == []
    assert found.plan.goal("steady").value == 0.0
