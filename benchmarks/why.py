"""Why: what it takes to explain a figure of a plan that was just made, and to rank changes."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from time import perf_counter

import numpy as np

from benchmarks.generated import sized
from benchmarks.timing import seconds, show
from jointstock.plan.planner import Planned, planned
from jointstock.plan.why.questions import Questions
from jointstock.words.why import Help

# Members, items and months, and the months up to which the grid is by month and by quarter.
SIZES: dict[str, tuple[tuple[int, int, int], tuple[int, int] | None]] = {
    "A": ((4, 2, 60), None),
    "B": ((32, 6, 120), None),
    "B on the grid": ((32, 6, 120), (12, 48)),
}


def main() -> None:
    """Plan each size, then ask for the lowest level of every member and item, once each.

    Last for the changes that would help most, planned anew where that is the usual.
    """
    rows = []
    for name, (size, grid) in SIZES.items():
        made_up = sized(*size)
        if grid is not None:
            on_grid = replace(made_up.plan, monthly_until=grid[0], quarterly_until=grid[1])
            made_up = made_up.replace(plan=on_grid)
        way = planned(made_up, bounds=False)
        asked: list[Questions] = []
        made = seconds(lambda: asked.append(Questions.of(way)), 1)  # noqa: B023
        each = [_ask(asked[0], *cell) for cell in way.case.cells]
        bare = _bare(way)
        middle = median(each)
        helps: list[Help] = []
        ranked = seconds(lambda: helps.extend(asked[0].helpful()), 1)  # noqa: B023
        anew = sum(one.by == "whole units" for one in helps)
        told = (made, middle, max(each), bare, middle / bare, ranked, anew)
        rows.append((name, len(each), *told))
    head = (
        *("size", "figures", "questions made", "explained", "slowest", "bare solve", "ratio"),
        *("changes ranked", "of them planned anew"),
    )
    show("why, seconds", head, rows)


def _ask(questions: Questions, member: str, item: str) -> float:
    """How long the answer for one member and item takes."""
    start = perf_counter()
    questions.why(member, item, whole=False)
    return perf_counter() - start


def _bare(way: Planned) -> float:
    """One warm solve of the plan's own linear model, after a side of a row was moved."""
    node = way.priced.nodes[0]
    solver, cost = node.solver, node.costs["settle"]
    solver.minimise(cost)
    free = np.flatnonzero(np.isfinite(solver.high_rows) & ~np.isfinite(solver.low_rows))
    row = free[len(free) // 2 :][:1]

    def solve() -> None:
        solver.bound_rows(row, -np.inf, solver.high_rows[row] + 1.0)
        solver.minimise(cost)

    return seconds(solve)
