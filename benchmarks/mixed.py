"""Plans on a grid of months, quarters and half-years: the effect on each goal, and large sizes."""

from __future__ import annotations

import os
import resource
import sys
from dataclasses import replace

from benchmarks.generated import sized
from benchmarks.timing import seconds, show
from jointstock.plan import plan
from jointstock.plan.case import Case
from jointstock.programme.programme import Programme
from jointstock.words.results import Plan

Grid = tuple[int, int]

# Members, items and months, with the months up to which the grid is by month and by quarter.
COMPARED: dict[tuple[int, int, int], tuple[Grid, ...]] = {
    (4, 2, 60): ((24, 48), (12, 36)),
    (12, 4, 84): ((24, 48), (12, 36)),
}
LARGE: dict[str, tuple[tuple[int, int, int], Grid]] = {
    "B": ((32, 6, 120), (12, 72)),
    "C": ((32, 20, 180), (12, 72)),
}
SEEDS = range(3)


def on_grid(programme: Programme, grid: Grid) -> Programme:
    """The programme searched on a grid."""
    settings = replace(programme.plan, monthly_until=grid[0], quarterly_until=grid[1])
    return programme.replace(plan=settings)


def main() -> None:
    """Compare small sizes goal by goal; then one plan of B, each in a process of its own, and C.

    C takes long: it is planned only where ``MIXED_C`` is set.
    """
    for size, grids in COMPARED.items():
        for grid in grids:
            _compare(size, grid)
    for name in ("B", *(["C"] if os.environ.get("MIXED_C") else [])):
        child = os.fork()
        if not child:
            _large(name)
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


def _compare(size: tuple[int, int, int], grid: Grid) -> None:
    """Values on a grid less those by month, in percent of the latter, for each seed."""
    changes: dict[str, list[str]] = {}
    ratios = []
    for seed in SEEDS:
        programme = sized(*size, seed)
        found: list[Plan] = []
        coarse = on_grid(programme, grid)
        by_month = seconds(lambda: found.append(plan(programme)), 1)  # noqa: B023
        ratios.append(by_month / seconds(lambda: found.append(plan(coarse)), 1))  # noqa: B023
        for one, other in zip(found[0].goals, found[1].goals, strict=True):
            changes.setdefault(one.goal, []).append(_change(one.value, other.value))
    name = "x".join(map(str, size))
    title = f"size {name}, months until {grid[0]}, quarters until {grid[1]}: change of each goal"
    rows = [(goal, *told) for goal, told in changes.items()]
    rows.append(("times as fast", *(f"{ratio:.1f}" for ratio in ratios)))
    show(title, ("goal", *(f"seed {seed}" for seed in SEEDS)), rows)


def _change(by_month: float, coarse: float) -> str:
    if by_month == coarse:
        return "same"
    return f"{100 * (coarse - by_month) / by_month:+.3f} %" if by_month else f"{coarse:+g}"


def _large(name: str) -> None:
    """One whole plan on a grid: how each goal ended, how long, and the peak of memory."""
    size, grid = LARGE[name]
    programme = on_grid(sized(*size), grid)
    found: list[Plan] = []
    taken = seconds(lambda: found.append(plan(programme)), 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # in GB, from kB
    rows = [(goal.goal, f"{goal.value:.10g}", f"{goal.gap:.2e}") for goal in found[0].goals]
    title = f"size {name}, months until {grid[0]}, quarters until {grid[1]}"
    show(f"goals, {title}", ("goal", "value", "gap"), rows)
    periods = Case(programme).periods.count
    whole = [(found[0].status, periods, taken, peak)]
    show(f"plan, {title}", ("status", "periods", "seconds", "peak memory, GB"), whole)
