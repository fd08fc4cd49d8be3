"""Whole plans at size A, over a few seeds: as they come, proven, and with tight budgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from statistics import median

from benchmarks.generated import sized
from benchmarks.timing import seconds, show
from jointstock.plan import plan
from jointstock.programme.programme import Programme
from jointstock.words.results import Plan

SIZE = (4, 2, 60)
SEEDS = range(5)
TIGHT_SEEDS = 3
TIGHT = Decimal("0.7")


def main() -> None:
    """Plan each once: seconds, the widest gap of any goal and whose it is, and the status."""
    usual = [sized(*SIZE, seed=seed) for seed in SEEDS]
    _show("goals, size A", usual)
    proven = [one.replace(plan=replace(one.plan, exact=True)) for one in usual]
    _show("goals, size A, exact", proven)
    tight = [_tight(one) for one in usual[:TIGHT_SEEDS]]
    _show(f"goals, size A, budgets times {TIGHT}", tight)


def _tight(programme: Programme) -> Programme:
    """The same programme with every budget cut."""
    cut = ((row, (row.amount * TIGHT).quantize(Decimal(1))) for row in programme.budgets)
    return programme.replace(budgets=tuple(replace(row, amount=amount) for row, amount in cut))


def _show(title: str, programmes: Iterable[Programme]) -> None:
    rows: list[tuple[object, ...]] = []
    for seed, programme in enumerate(programmes):
        found: list[Plan] = []
        taken = seconds(lambda: found.append(plan(programme)), 1)  # noqa: B023
        widest = max(found[0].goals, key=lambda goal: goal.gap)
        rows.append((seed, taken, f"{widest.gap:.2e}", widest.goal, found[0].status))
    rows.append(("median", median(float(str(row[1])) for row in rows), "", "", ""))
    show(title, ("seed", "seconds", "widest gap", "of", "status"), rows)
