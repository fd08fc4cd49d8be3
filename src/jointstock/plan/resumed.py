"""Every goal by one solve: where the faces that were optimal before the fact still have a point."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import numpy as np

from jointstock.plan.kept import Kept
from jointstock.plan.node import Node
from jointstock.plan.search import Reached, Search, reach_goals
from jointstock.plan.supply import release_ramps
from jointstock.solve.goals import hold_prices, is_whole
from jointstock.solve.highs import InfeasibleError

# Goals that count what comes at all: a fact seldom changes what is best for them.
_STAYING = ("serve", "firm", "give", "give_early")


def reach_again(
    begin: Callable[[], Search],
    kept: Kept,
    goals: tuple[str, ...],
    progress: Callable[[str], None],
) -> Search:
    """Reach the goals of a linear search in as few solves as what the last one left allows.

    All at once if that can be done, else with some of them held, else one by one: where the last
    search had whole corners and this one ends without, they may lie on other faces. ``begin`` makes
    the search. Raises ``InfeasibleError`` where there is no plan.
    """
    search = begin()
    if kept.duals:
        progress("all goals at once")
        if _at_once(search, kept, goals):
            return search
        with suppress(InfeasibleError):
            _reach_on(search, kept, goals, progress)
            if search.is_whole() or not kept.whole:
                return search
        search = begin()
    return reach_goals(search, progress, "linear", settle="settle" in goals)


def _at_once(search: Search, kept: Kept, goals: tuple[str, ...]) -> bool:
    """Reach the goals of a search that has just begun by one solve; whether that can be done.

    By complementary slackness a point is optimal for a goal if its columns and rows keep to the
    sides that some prices of the rows ask for, whatever these prices were found for. Those of the
    last search are tried: a point of whole units that keeps to the sides of each goal is optimal
    for all of them in order. A fact that costs no goal anything leaves one. Where there is none
    the search is as it was.
    """
    *before, last = goals
    (first,) = search.nodes
    node = first.apart(first.solver.copy())
    if not all(_held(node, kept, goal) for goal in before):
        return False
    _released(node, last)
    node.solver.start_at(kept.bases.get((node.name, last)), optimal=True)
    try:
        found = node.solver.minimise(node.costs[last])
    except InfeasibleError:
        return False
    if not is_whole(node.solver.matrix.whole, found.x):
        return False
    node.linear = node.whole = replace(found, value=float(node.costs[last] @ found.x))
    search.nodes = [node]
    for goal in goals:
        value = float(node.costs[goal] @ found.x) * search.factor(goal)
        search.reached.append(Reached(goal, value, value))
    return True


def _reach_on(
    search: Search, kept: Kept, goals: tuple[str, ...], progress: Callable[[str], None]
) -> None:
    """Reach the goals in order, with no solve of their own for those that hardly ever change.

    Such a goal keeps to the sides that its last prices ask for, and the next one is solved: where
    that leaves no plan, each is solved after all.
    """
    passed: list[str] = []
    for goal in goals:
        if goal in _STAYING and len(search.nodes) == 1:
            passed.append(goal)
            continue
        progress(f"{goal} (linear)")
        if not (passed and _reached_after(search, kept, passed, goal)):
            for one in (*passed, goal):
                search.reach(one)
        passed = []


def _reached_after(search: Search, kept: Kept, passed: list[str], goal: str) -> bool:
    """Reach a goal with those before it held by their prices; whether that can be done.

    Where it cannot, nothing has changed.
    """
    node = search.nodes[0]
    solver, loosened, tight = node.solver, node.loosened, set(node.tight)
    sides = solver.low.copy(), solver.high.copy(), solver.low_rows.copy(), solver.high_rows.copy()
    if all(_held(node, kept, one) for one in passed):
        with suppress(InfeasibleError):
            search.reach(goal, passed=passed)
            return True
    node.loosened, node.tight = loosened, tight
    solver.bound(np.arange(len(sides[0])), *sides[:2])
    solver.bound_rows(np.arange(len(sides[2])), *sides[2:])
    return False


def _held(node: Node, kept: Kept, goal: str) -> bool:
    """Keep to the sides that the goal's last prices ask for; whether there are such sides."""
    cost = node.costs[goal]
    if not cost.any():
        return True
    prices = kept.prices(node.name, goal, node.solver.matrix)
    if prices is None:
        return False
    _released(node, goal)
    rows = hold_prices(node.solver, cost, prices)
    if rows is None:
        return False
    node.tight.update(rows)
    return True


def _released(node: Node, goal: str) -> None:
    if node.counts_ramps(goal) and not node.loosened:
        release_ramps(node.draft, node.solver, node.tight)
        node.loosened = True
