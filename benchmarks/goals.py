"""Whole plans at size A, over a few seeds."""

from __future__ import annotations

from statistics import median

from benchmarks.generated import sized
from benchmarks.timing import seconds, show
from jointstock.plan import plan
from jointstock.words.results import Plan

SIZE = (4, 2, 60)
SEEDS = range(5)


def main() -> None:
    """Plan each once: seconds, the widest gap of any goal, and the status."""
    rows: list[tuple[object, ...]] = []
    for seed in SEEDS:
        programme = sized(*SIZE, seed=seed)
        found: list[Plan] = []
        taken = seconds(lambda: found.append(plan(programme)), 1)  # noqa: B023
        gap = max(goal.gap for goal in found[0].goals)
        rows.append((seed, taken, f"{gap:.2e}", found[0].status))
    rows.append(("median", median(float(str(row[1])) for row in rows), "", ""))
    show("goals, size A", ("seed", "seconds", "widest gap", "status"), rows)
