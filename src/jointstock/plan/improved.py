"""A plan in whole units made better where a bound shows room: looked for near the linear point.

Quotas keep to one linear plan, of exact optima that whole units then miss by a little. With what
was missed granted, another linear plan may do far better in a later goal. Between that one and the
plan at hand few whole numbers differ: all others are kept, and the few are searched.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from copy import copy

import numpy as np

from jointstock.plan.node import Node
from jointstock.plan.search import Reached, Search
from jointstock.solve.goals import hold_value, same
from jointstock.solve.highs import Answer, InfeasibleError, Solver
from jointstock.solve.model import Floats
from jointstock.words.errors import SolverError

# From such a gap on, as a part of the value, a plan is looked at again: the search takes longer
# than the plan itself, and finds little where little is open.
WIDE = 0.05
# A search between two plans ends within this of its own bound, or with the root of its tree.
CLOSE, NODES = 0.01, 1
# Of larger models a search between two plans takes too long.
MOST_ROWS = 20_000


def improved(search: Search, reached: list[Reached], wide: Collection[str]) -> Search | None:
    """The search's plan with each goal as good or, in order, better; ``None`` if it is as it was.

    A goal that is said to be ``wide``, and each after one that became better, is solved linearly
    with those before it held at what the plan has. Where that leaves room, a plan between the two
    points takes its place. Openings and bands stay. Bounds (``reached``) hold as far as the first
    goal that became better; those after it are infinite.
    """
    first = search.nodes[0]
    if not wide or len(first.solver.matrix.low_rows) > MOST_ROWS:
        return None
    solver = Solver(first.solver.matrix)
    x = search.point().x
    columns = np.array(list(first.draft.opened.values()), np.int64)
    solver.bound(columns, np.round(x[columns]), np.round(x[columns]))
    node = first.apart(solver, "improved")
    found: list[Reached] = []
    better = False
    for one in reached:
        cost, bound = node.costs[one.goal], -np.inf if better else one.bound
        if cost.any() and one.goal != "settle":
            if better or one.goal in wide:
                between = _between(node, one.goal, x)
                better = better or between is not x
                x = between
            hold_value(solver, cost, float(cost @ x), x)
        found.append(Reached(one.goal, float(cost @ x) * search.factor(one.goal), bound))
    if not better:
        return None
    node.whole = Answer(x, found[-1].value, found[-1].value, np.zeros(0), np.zeros(0))
    twin = copy(search)
    twin.nodes, twin.reached = [node], found
    return twin


def _between(node: Node, goal: str, x: Floats) -> Floats:
    """A better point in whole units than ``x``, which is returned where none is found.

    It keeps every whole number in which ``x`` and the goal's linear point agree.
    """
    cost = node.costs[goal]
    value = float(cost @ x)
    with suppress(InfeasibleError, SolverError):
        if node.relax(goal) and value - node.bound > CLOSE * abs(value):
            assert node.linear is not None
            whole = node.solver.matrix.whole
            alike = np.flatnonzero(whole & (np.abs(x - node.linear.x) < 1e-6))
            twin = node.solver.copy()
            twin.bound(alike, np.round(x[alike]), np.round(x[alike]))
            found = twin.minimise_whole(cost, gap=CLOSE, nodes=NODES, start=x)
            if found.value < value and not same(found.value, value):
                return found.x
    return x
