"""Whole plans month by month at sizes 8x3x60 and B: how long, how much memory, and the gaps."""

from __future__ import annotations

import resource

from benchmarks.generated import sized
from benchmarks.timing import seconds, show
from jointstock.plan import plan
from jointstock.words.results import Plan

SIZES = {"8x3x60": (8, 3, 60), "B": (32, 6, 120)}


def main() -> None:
    """Plan each once, and say how each goal ended; memory is the peak so far."""
    for name, size in SIZES.items():
        programme = sized(*size)
        found: list[Plan] = []
        taken = seconds(lambda: found.append(plan(programme)), 1)  # noqa: B023
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # in GB, from kB
        rows = [(goal.goal, f"{goal.value:.6g}", f"{goal.gap:.2e}") for goal in found[0].goals]
        show(f"goals, size {name} by month", ("goal", "value", "gap"), rows)
        whole = [(found[0].status, taken, peak)]
        show(f"plan, size {name} by month", ("status", "seconds", "peak memory, GB"), whole)
