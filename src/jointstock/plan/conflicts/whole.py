"""Whether there is a plan at all, asked of the planner's own model without its goals.

Used only where nothing cheaper tells: neither a late plan nor a linear bound (`joint`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from jointstock.plan.bands import Key, reachable
from jointstock.plan.case import Case
from jointstock.plan.conflicts.openings import forced
from jointstock.plan.conflicts.purses import unpaid
from jointstock.plan.node import Node, Nodes
from jointstock.programme.tables import Price
from jointstock.solve.highs import InfeasibleError

Bands = Mapping[Key, tuple[Price, ...]]

_NODES = 10_000_000


def nothing_is_a_plan(case: Case) -> bool:
    """Whether a plan may call off and give nothing, as far as openings and promises go."""
    return not forced(case) and all(unpaid(case, one) is None for one in case.members)


def has_plan(case: Case, bands: Bands | None = None) -> bool:
    """Whether there is any plan in whole units: nothing, or a point of the model without goals.

    Capacity and ceilings must hold for what stands already. Price bands are branched on where
    somebody's budget may depend on them; ``bands`` are those that totals may fall into, where
    some are known not to. Dates of demand leave all plans open. Raises ``SolverError`` if the
    solver fails.
    """
    undated = tuple(replace(row, by=None) for row in case.programme.demand)
    case = Case(case.programme.replace(demand=undated))
    if nothing_is_a_plan(case):
        return True
    if not case.streams:
        return False
    nodes, must_open = Nodes(case, None), forced(case)
    every = dict.fromkeys((row.contract, row.item) for row in case.programme.prices)
    reached = {key: reachable(case, key, case.terms.bands(*key)) for key in every}
    if bands is not None:
        reached = {
            key: tuple(one for one in found if one in bands[key]) for key, found in reached.items()
        }
    waiting: list[Bands] = [reached]
    while waiting:
        bands = waiting.pop()
        node = nodes.make(bands)
        if node is None:
            continue
        # a promise asks for a part of an opening; a whole one, with its order, is what it takes
        openings = np.array([node.draft.opened[one] for one in must_open], np.int64)
        node.solver.bound(openings, 1.0, 1.0)
        if not _has_linear_point(node):
            continue
        several: Key | None = next((key for key, found in bands.items() if len(found) > 1), None)
        if several is not None and case.programme.budgets:
            waiting += [{**bands, several: (one,)} for one in reversed(bands[several])]
        elif _has_whole_point(node):
            return True
    return False


def _has_linear_point(node: Node) -> bool:
    nothing = np.zeros(len(node.solver.low))
    if node.is_large:  # the simplex method alone takes ten times as long to a first point
        node.solver.prime(nothing)
    try:
        node.solver.minimise(nothing)
    except InfeasibleError:
        return False
    return True


def _has_whole_point(node: Node) -> bool:
    try:
        node.solver.minimise_whole(np.zeros(len(node.solver.low)), gap=0.0, nodes=_NODES)
    except InfeasibleError:
        return False
    return True
