"""The planner against the oracle: the same best values, and plans that a judge accepts."""

from dataclasses import replace
from fractions import Fraction

import pytest

from jointstock.plan import plan
from jointstock.programme.programme import Programme
from oracle.generate import programme
from oracle.judge import judge
from oracle.model import optimum
from oracle.values import MOST

# Goals that count whole units; the others are sums of fractions.
WHOLE = ("serve", "firm", "late", "steady")
CLOSE = 1e-6


def near(goal: str, one: float, other: float) -> bool:
    """Whether two values of a goal are one value."""
    if goal in WHOLE:
        return one == other
    return abs(one - other) <= CLOSE * max(1.0, abs(other))


def check_exact(made: Programme, best: dict[str, Fraction | float]) -> None:
    """With ``exact``, every goal has the oracle's value and is proven to have it."""
    found = plan(made.replace(plan=replace(made.plan, exact=True)))
    assert judge(made, found).breaches == []
    assert found.status == "optimal"
    assert [goal.goal for goal in found.goals] == list(best)
    values = {goal.goal: goal.value for goal in found.goals}
    wrong = {
        goal: (value, float(best[goal]))
        for goal, value in values.items()
        if not near(goal, value, float(best[goal]))
    }
    assert not wrong
    unproven = [goal for goal in found.goals if goal.gap > CLOSE]
    assert not unproven


def check_quick(made: Programme, best: dict[str, Fraction | float]) -> None:
    """Without, the plan keeps every rule and its bounds enclose the oracle's values.

    A goal can be compared as long as the goals before it have their best values.
    """
    found = plan(made.replace(plan=replace(made.plan, exact=False)))
    assert judge(made, found).breaches == []
    comparable = True
    for goal in found.goals:
        sign = -1 if goal.goal in MOST else 1
        loose = CLOSE * max(1.0, abs(goal.value))
        assert sign * goal.bound <= sign * goal.value + loose, goal
        if comparable:
            target = float(best[goal.goal])
            assert sign * goal.value >= sign * target - loose, (goal, target)
            assert sign * goal.bound <= sign * target + loose, (goal, target)
        comparable = comparable and near(goal.goal, goal.value, float(best[goal.goal]))


def check(seed: int, size: str) -> None:
    """Both ways of planning one programme, against one run of the oracle."""
    made = programme(seed, size)
    best = optimum(made).values
    check_exact(made, best)
    check_quick(made, best)


@pytest.mark.parametrize("seed", range(42))
def test_small_programmes(seed: int) -> None:
    check(seed, "small")


@pytest.mark.parametrize("seed", range(18))
def test_wild_programmes(seed: int) -> None:
    check(seed, "wild")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1250))
def test_more_small_programmes(seed: int) -> None:
    check(seed, "small")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1150))
def test_more_wild_programmes(seed: int) -> None:
    check(seed, "wild")
