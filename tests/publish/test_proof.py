"""What a bound does not say is said, where a goal before it is not proven."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from jointstock.publish.proof import loose_bounds, what_to_do
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


def test_a_search_that_stopped_says_what_to_do() -> None:
    """A proven plan says nothing; without bounds the gaps say nothing, and that is said."""
    plan = replace(findings().plan, goals=(Goal("late", 7.0, 1.0, 0.86),), status="limit")
    assert "the gaps say how much better one could be" in what_to_do(plan)
    assert "--exact" in what_to_do(plan)
    unknown = replace(plan, goals=(Goal("late", 7.0, -inf, inf),))
    assert "was not looked for" in what_to_do(unknown)
    assert what_to_do(replace(plan, status="optimal")) == ""
