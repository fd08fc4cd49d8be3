"""Planning again after a fact, against planning from nothing: time, and units moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from time import perf_counter

from benchmarks.generated import sized
from benchmarks.timing import show
from jointstock.plan import Planner, plan
from jointstock.programme.programme import Programme
from jointstock.words.results import Plan

SIZES = ((4, 2, 60), (12, 3, 60))
# The size at which the fewest units that can move are proven.
PROVEN = (4, 2, 60)


def main() -> None:
    """Size A, and one between A and B."""
    for members, items, months in SIZES:
        sized_so(members, items, months)


def sized_so(members: int, items: int, months: int) -> None:
    """A table for one size: a row a fact, and their median. Size B is ``sized_so(32, 6, 120)``."""
    programme = sized(members, items, months)
    planner = Planner(programme)
    rows: list[tuple[object, ...]] = []
    ratios, again = [], []
    for name, changed in facts(programme):
        taken, moved = _timed(planner, changed)
        start = perf_counter()
        fresh = plan(changed, in_force=planner.plan, bounds=False)
        scratch = perf_counter() - start
        fewest = _fewest(planner, changed) if (members, items, months) == PROVEN else "-"
        rows.append((name, taken, scratch / taken, moved, fresh.goal("steady").value, fewest))
        ratios.append(scratch / taken)
        again.append(taken)
    rows.append(("median", median(again), median(ratios), "-", "-", "-"))
    head = (
        "fact",
        "seconds",
        "from nothing, times",
        "units moved",
        "from nothing",
        "proven fewest",
    )
    show(f"replan, {members} members, {items} items, {months} months", head, rows)


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


def _timed(planner: Planner, changed: Programme) -> tuple[float, float]:
    start = perf_counter()
    answer = planner.replan(changed)
    return perf_counter() - start, answer.plan.goal("steady").value


def _fewest(planner: Planner, changed: Programme) -> float | str:
    """Units moved by the proven plan, and whether no plan moves fewer."""
    exact = replace(changed.plan, exact=True)
    proven: Plan = plan(changed.replace(plan=exact), in_force=planner.plan)
    goal = proven.goal("steady")
    return goal.value if goal.gap == 0.0 else f"{goal.bound:g} to {goal.value:g}"
