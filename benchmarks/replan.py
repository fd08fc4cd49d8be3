"""Planning again after a fact, against planning from nothing: time, and units moved."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from statistics import median
from time import perf_counter, process_time

from benchmarks.generated import sized
from benchmarks.timing import show
from jointstock.plan import Planner, plan
from jointstock.plan.measure import units_moved
from jointstock.programme.programme import Programme
from jointstock.words.results import Plan

SIZES = ((4, 2, 60), (12, 3, 60))
# Size B, on a grid of months for a year, quarters for three more, and half-years: some minutes.
LARGE, GRID = (32, 6, 120), (12, 48)
# The size at which the fewest units that can move are proven.
PROVEN = (4, 2, 60)


def main() -> None:
    """Size A, and one between A and B; with ``REPLAN_B`` set, size B too."""
    for size in SIZES:
        table(size, sized(*size))
    if os.environ.get("REPLAN_B"):
        made = sized(*LARGE)
        monthly, quarterly = GRID
        on_grid = replace(made.plan, monthly_until=monthly, quarterly_until=quarterly)
        table(LARGE, made.replace(plan=on_grid))


def table(size: tuple[int, int, int], programme: Programme) -> None:
    """A table for one size: a row a fact, and their medians.

    Times are of the wall and, in brackets, of the processor: on a machine that does other things
    too the second is what counts. Ratios are of the processor's.
    """
    planner = Planner(programme)
    rows: list[tuple[object, ...]] = []
    figures: list[tuple[float, ...]] = []
    for name, changed in facts(programme):
        runs = (
            partial(_again, planner, changed, steady=True),
            partial(_again, planner, changed, steady=False),
            partial(plan, changed, in_force=planner.plan, bounds=False),
        )
        found, wall, own = zip(*map(_timed, runs), strict=True)
        figures.append((*wall, *own, own[2] / own[0], own[2] / own[1]))
        moved = (units_moved(one.entries, planner.plan.entries) for one in found)
        fewest = _fewest(planner, changed) if size == PROVEN else "-"
        rows.append((name, *_told(figures[-1]), *moved, fewest))
    middle = tuple(median(column) for column in zip(*figures, strict=True))
    rows.append(("median", *_told(middle), *("-" * 4)))
    head = (
        "fact",
        "seconds",
        "without steady",
        "from nothing",
        "times faster",
        "without steady",
        "units moved",
        "without steady",
        "from nothing",
        "proven fewest",
    )
    show("replan, {} members, {} items, {} months".format(*size), head, rows)


def _told(figures: tuple[float, ...]) -> tuple[str, ...]:
    """Three times of the wall, three of the processor, and two ratios."""
    wall, own, ratios = figures[:3], figures[3:6], figures[6:]
    times = (f"{a:.2f} ({b:.2f})" for a, b in zip(wall, own, strict=True))
    return (*times, *(f"{ratio:.1f}" for ratio in ratios))


def facts(programme: Programme) -> Iterator[tuple[str, Programme]]:
    """A promise that slips, a month lost on the first line and on the last, need, and use."""
    own = [row for row in programme.promised if row.customer != "outside"]
    for late in (own[0], own[-1]):
        moved = tuple(
            replace(row, due=row.due + 2) if row is late else row for row in programme.promised
        )
        yield f"promise of {late.line}, 2 months later", programme.replace(promised=moved)
    for line in (programme.lines[0].line, programme.lines[-1].line):
        base = next(row for row in programme.capacity if row.line == line)
        lost = replace(base, from_=programme.start + 24, units_per_month=0)
        back = replace(base, from_=programme.start + 25)
        changed = programme.replace(capacity=(*programme.capacity, lost, back))
        yield f"{line} loses a month", changed
    first = programme.floors[0]
    floors = tuple(
        replace(row, units=-(-row.units * 105 // 100))
        if (row.member, row.item) == (first.member, first.item)
        else row
        for row in programme.floors
    )
    yield f"need of {first.member} {first.item}, 5 percent more", programme.replace(floors=floors)
    more = replace(programme.use[1], units=programme.use[1].units + 2)
    use = (programme.use[0], more, *programme.use[2:])
    yield f"use of {more.member} {more.item}, 2 more", programme.replace(use=use)


def _again(planner: Planner, changed: Programme, *, steady: bool) -> Plan:
    return planner.replan(changed, steady=steady).plan


def _timed(run: Callable[[], Plan]) -> tuple[Plan, float, float]:
    """A plan, and the seconds it took: of the wall and of the processor."""
    start, begun = perf_counter(), process_time()
    found = run()
    return found, perf_counter() - start, process_time() - begun


def _fewest(planner: Planner, changed: Programme) -> float | str:
    """Units moved by the proven plan, and whether no plan moves fewer."""
    exact = replace(changed.plan, exact=True)
    proven: Plan = plan(changed.replace(plan=exact), in_force=planner.plan)
    goal = proven.goal("steady")
    return goal.value if goal.gap == 0.0 else f"{goal.bound:g} to {goal.value:g}"
