"""One whole plan at size B, month by month: how long, how much memory, and the gap of each goal."""

from __future__ import annotations

import resource

from benchmarks.generated import sized
from benchmarks.timing import seconds, show
from jointstock.plan import plan
from jointstock.words.results import Plan

SIZE = (32, 6, 120)


def main() -> None:
    """Plan once, and say how each goal ended."""
    programme = sized(*SIZE)
    found: list[Plan] = []
    taken = seconds(lambda: found.append(plan(programme)), 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # in GB, from kB
    rows = [(goal.goal, f"{goal.value:.6g}", f"{goal.gap:.2e}") for goal in found[0].goals]
    show("goals, size B by month", ("goal", "value", "gap"), rows)
    whole = [(found[0].status, taken, peak)]
    show("plan, size B by month", ("status", "seconds", "peak memory, GB"), whole)
