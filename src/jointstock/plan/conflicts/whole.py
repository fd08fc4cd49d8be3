"""Where shapes interact: whether there is a plan at all, asked of the planner's own model.

Used only where doing nothing is no plan and no closed form finds why: a minimum order that gifts
or money bear on, or promises that only a lower price band can pay. The model is that of the plan
without its goals, for the part of the programme that can bear on the question.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from jointstock.plan.bands import Key, reachable
from jointstock.plan.case import Case
from jointstock.plan.conflicts.openings import forced
from jointstock.plan.conflicts.purses import unpaid
from jointstock.plan.conflicts.shape import Shape
from jointstock.plan.node import Node, Nodes
from jointstock.programme.programme import Programme
from jointstock.solve.highs import InfeasibleError

_NODES = 10_000_000


def nothing_is_a_plan(case: Case) -> bool:
    """Whether a plan may call off and give nothing, as far as openings and promises go."""
    return not forced(case) and all(unpaid(case, one) is None for one in case.members)


def has_plan(programme: Programme) -> bool:
    """Whether there is any plan in whole units: nothing, or a point of the model without goals.

    Capacity and ceilings must hold for what stands already. Price bands are branched on where
    somebody's budget may depend on them, and dates of demand leave all plans open. Raises
    ``SolverError`` if the solver fails.
    """
    undated = tuple(replace(row, by=None) for row in programme.demand)
    case = Case(programme.replace(demand=undated))
    if nothing_is_a_plan(case):
        return True
    if not case.streams:
        return False
    nodes, must_open = Nodes(case, None), forced(case)
    every = dict.fromkeys((row.contract, row.item) for row in programme.prices)
    waiting = [{key: reachable(case, key, case.terms.bands(*key)) for key in every}]
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
        if several is not None and programme.budgets:
            waiting += [{**bands, several: (one,)} for one in reversed(bands[several])]
        elif _has_whole_point(node):
            return True
    return False


def _has_linear_point(node: Node) -> bool:
    try:
        node.solver.minimise(np.zeros(len(node.solver.low)))
    except InfeasibleError:
        return False
    return True


def _has_whole_point(node: Node) -> bool:
    try:
        node.solver.minimise_whole(np.zeros(len(node.solver.low)), gap=0.0, nodes=_NODES)
    except InfeasibleError:
        return False
    return True


def bearing(programme: Programme) -> Shape:
    """The part of a programme that can bear on whether it has a plan.

    What lines forced open and promises that are not paid need: the same contract and item on any
    line, gifts of that item with their groups, and whatever can backfill these. And what gives
    back money to those who call off: promises of an item whose price falls with its total.
    """
    case = Case(programme)
    keys = {(case.lines[one].contract, case.lines[one].item) for one in forced(case)}
    short = {one for one in case.members if unpaid(case, one) is not None}
    keys |= _owed(case, short)
    while True:
        gifts = _gifts(programme, {item for _, item in keys})
        given = {row.item for row in programme.donations if row.donation in gifts}
        more = {(row.contract, row.item) for row in programme.lines if row.item in given}
        more |= {
            key for key in _owed(case, _callers(case, keys)) if len(case.terms.bands(*key)) > 1
        }
        if more <= keys:
            break
        keys |= more
    lines = {row.line for row in programme.lines if (row.contract, row.item) in keys}
    lines |= {row.line for row in programme.promised if row.contract}
    contracts = {row.contract for row in programme.lines if row.line in lines}
    stocked = tuple(row for row in programme.stocks if row.item in given)
    part = programme.replace(
        floors=(),
        costs=(),
        outside_offers=(),
        stocks=stocked,
        use=tuple(row for row in programme.use if row.item in given),
        demand=tuple(row for row in programme.demand if (row.contract, row.item) in keys),
        donations=tuple(row for row in programme.donations if row.donation in gifts),
        funding=tuple(row for row in programme.funding if row.donation in gifts),
        lines=tuple(row for row in programme.lines if row.line in lines),
        capacity=tuple(row for row in programme.capacity if row.line in lines),
        ramps=tuple(row for row in programme.ramps if row.line in lines),
        promised=tuple(row for row in programme.promised if row.line in lines),
        contracts=tuple(row for row in programme.contracts if row.contract in contracts),
        signatories=tuple(row for row in programme.signatories if row.contract in contracts),
        prices=tuple(row for row in programme.prices if row.contract in contracts),
    )
    return Shape(part, has_plan, slow=True)


def _owed(case: Case, members: set[str]) -> set[Key]:
    """The contracts and items of which something is promised to some members."""
    return {
        (row.contract, case.lines[row.line].item)
        for row in case.programme.promised
        if row.customer in members and row.contract
    }


def _callers(case: Case, keys: set[Key]) -> set[str]:
    """Members with a budget who may call off something of some contracts and items."""
    limited = {row.member for row in case.programme.budgets}
    return limited & {
        one.member for one in case.streams if (one.line.contract, one.line.item) in keys
    }


def _gifts(programme: Programme, items: set[str]) -> set[str]:
    """The donations of these items, and all that are given together with one of them."""
    rows = [row for row in programme.donations if row.up_to]
    known = set(items)
    while True:
        groups = {row.group for row in rows if row.item in known and row.group}
        more = {row.item for row in rows if row.group in groups} - known
        if not more:
            return {row.donation for row in rows if row.item in known}
        known |= more
