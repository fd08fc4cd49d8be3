"""The search over openings and bands: ways of solving that must not change what is found."""

from pathlib import Path

import pytest

from benchmarks.generated import sized
from jointstock.plan import node, plan, search
from jointstock.programme.read import load

FIRST_STEPS = Path(__file__).parents[2] / "examples" / "first-steps"


def test_a_first_basis_by_interior_point_changes_no_goal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What large models do first leads a small one to the same plan."""
    programme = load(FIRST_STEPS)
    usual = plan(programme)
    monkeypatch.setattr(node, "LARGE", 0)
    primed = plan(programme)
    assert primed.goals == usual.goals
    assert primed.entries == usual.entries


def test_quotas_and_bounds_where_a_model_is_not_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planned as a large model is, first steps keeps its rules, and no bound is passed."""
    programme = load(FIRST_STEPS)
    programme = programme.replace(plan=type(programme.plan)(exact=False))
    best = plan(programme)
    monkeypatch.setattr(search, "SMALL", 0)
    monkeypatch.setattr("jointstock.plan.planner.SMALL", 0)
    near = plan(programme)
    for goal in near.goals:
        most = goal.goal in ("give", "give_early", "steady")
        assert goal.bound >= goal.value - 1e-6 if most else goal.bound <= goal.value + 1e-6
    values = [tuple(round(goal.value, 6) for goal in found.goals[:3]) for found in (near, best)]
    assert values[0] >= values[1], "the first three goals are costs: nothing beats the proven plan"


def test_bands_settled_at_once_pass_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planned as a large model is, with bands that bind, no value passes its bound.

    Nor is the plan better than the one that splits on bands, in the goals taken in order.
    """
    programme = sized(3, 2, 36, seed=3)
    best = plan(programme)
    monkeypatch.setattr(node, "LARGE", 0)
    settled = plan(programme)
    for goal in settled.goals:
        most = goal.goal in ("give", "give_early", "steady")
        assert goal.bound >= goal.value - 1e-6 if most else goal.bound <= goal.value + 1e-6
    values = [tuple(round(goal.value, 6) for goal in found.goals[:3]) for found in (settled, best)]
    assert values[0] >= values[1], "the first three goals are costs"
