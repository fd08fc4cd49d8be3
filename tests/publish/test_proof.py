"""What a bound does not say is said, where a goal before it is not proven."""

from __future__ import annotations

from dataclasses import replace

from jointstock.publish.proof import loose_bounds
from jointstock.words.results import Goal
from publish.made import findings


def test_a_wide_gap_behind_a_goal_that_is_not_proven_is_explained() -> None:
    """Of two later goals one is within the tolerance: the other is named, and the first."""
    rule = Goal("equal", 100.0, 99.0, 0.01)
    late, cost = Goal("late", 7.0, 1.0, 0.86), Goal("cost", 10.0, 10.0, 0.0)
    settings = {"allotment": "equal", "gap": "0.002"}
    plan = replace(findings().plan, goals=(rule, late, cost), settings=settings)
    assert loose_bounds(plan).startswith("The bound of late says little here")
    assert "as good in equal" in loose_bounds(plan)
    proven = replace(plan, goals=(replace(rule, bound=100.0, gap=0.0), late, cost))
    assert loose_bounds(proven) == ""
    within = replace(plan, goals=(rule, replace(late, gap=0.001), cost))
    assert loose_bounds(within) == ""
