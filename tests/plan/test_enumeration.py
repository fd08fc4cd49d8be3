"""The planner against every whole-number plan of tiny programmes, without any solver between."""

from dataclasses import replace

import pytest

from jointstock.plan import plan
from oracle.enumerate import best, enumerable
from oracle.generate import programme
from oracle.judge import judge


@pytest.mark.parametrize("seed", enumerable(40, most=800))
def test_no_plan_is_better(seed: int) -> None:
    tiny = programme(seed, "tiny")
    found = plan(tiny.replace(plan=replace(tiny.plan, exact=True)))
    assert judge(tiny, found).breaches == []
    values = {goal.goal: goal.value for goal in found.goals}
    expected = {goal: float(value) for goal, value in best(tiny).items()}
    assert values == pytest.approx(expected, rel=1e-6, abs=1e-6)
