"""Why: what it takes to explain a figure of a plan that was just made."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import numpy as np

from benchmarks.generated import sized
from benchmarks.timing import seconds, show
from jointstock.plan.planner import Planned, planned
from jointstock.plan.why.questions import Questions

SIZES = {"A": (4, 2, 60), "B": (32, 6, 120)}


def main() -> None:
    """Plan each size, then ask for the lowest level of every member and item, once each."""
    rows = []
    for name, size in SIZES.items():
        way = planned(sized(*size), bounds=False)
        asked: list[Questions] = []
        made = seconds(lambda: asked.append(Questions.of(way)), 1)  # noqa: B023
        each = [_ask(asked[0], *cell) for cell in way.case.cells]
        bare = _bare(way)
        middle = median(each)
        rows.append((name, len(each), made, middle, max(each), bare, middle / bare))
    head = ("size", "figures", "questions made", "explained", "slowest", "bare solve", "ratio")
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
