"""The plan of the example programme."""

from __future__ import annotations

from pathlib import Path

from benchmarks.timing import seconds, show
from jointstock.plan import plan
from jointstock.programme.read import load
from jointstock.words.results import Plan

FOLDER = Path(__file__).parents[1] / "examples" / "nspa-gemt-2024"


def main() -> None:
    """Read once, plan three times."""
    programme = load(FOLDER)
    found: list[Plan] = []
    read = seconds(lambda: load(FOLDER))
    taken = seconds(lambda: found.append(plan(programme)))
    gap = max(goal.gap for goal in found[0].goals)
    show(
        "flagship",
        ("what", "seconds", "widest gap", "status"),
        [("read", read, "", ""), ("plan", taken, f"{gap:.2e}", found[0].status)],
    )
