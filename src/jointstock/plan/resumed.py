"""Every goal by one solve: where the faces that were optimal before the fact still have a point."""

from __future__ import annotations

from dataclasses import replace

from jointstock.plan.kept import Kept
from jointstock.plan.node import Node
from jointstock.plan.search import Reached, Search
from jointstock.plan.supply import release_ramps
from jointstock.solve.goals import hold_prices, is_whole
from jointstock.solve.highs import InfeasibleError


def resumed(search: Search, kept: Kept, goals: tuple[str, ...]) -> bool:
    """Reach the goals of a search that has just begun, all at once; whether that could be done.

    By complementary slackness a point is optimal for a goal if its columns and rows keep to the
    sides that some prices of the rows ask for, whatever these prices were found for. Those of the
    last search are tried: a point of whole units that keeps to the sides of each goal is optimal
    for all of them in order, and is found by one solve. A fact that costs no goal anything leaves
    one. Where there is none the search is as it was.
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
