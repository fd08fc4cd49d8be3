"""Finding one irreducible conflict at size B, beside building the planner's model.

And the solver's own irreducible set of the same linear model, where it finds one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

import highspy
import numpy as np

from benchmarks.generated import placed, sized
from benchmarks.timing import seconds, show
from jointstock.plan.bands import reachable
from jointstock.plan.case import Case
from jointstock.plan.conflicts import found_conflicts
from jointstock.plan.conflicts.changes import Changes
from jointstock.plan.conflicts.shape import Found
from jointstock.plan.node import Node, Nodes
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme

SIZE = (32, 6, 120)
# Of larger conflicts the changes of so many rows, spread over all, are timed for each row.
_ROWS_TOLD = 8


def main() -> None:
    """One kind of conflict a row: seconds, and as parts of the time to build the model."""
    rows = []
    for name, made in _kinds(sized(*SIZE)):
        found = next(found_conflicts(made))
        ours = seconds(lambda made=made: next(found_conflicts(made)))  # type: ignore[misc]
        change = seconds(lambda found=found: _change(found), 1)  # type: ignore[misc]
        change *= len(found.rows) / len(_some(found))
        built = seconds(lambda made=made: _model(made), 1)  # type: ignore[misc]
        own = _own_set(_model(made))
        rows.append((name, len(found.rows), ours, ours / built, (ours + change) / built, own))
    head = ("conflict", "input rows", "seconds", "of building", "with changes", "solver's own set")
    show("conflicts, size B", head, rows)


def _change(found: Found) -> None:
    """The smallest changes of some rows of a conflict."""
    changes = Changes(found)
    for row in _some(found):
        tuple(changes.of(row))


def _some(found: Found) -> tuple[t.Row, ...]:
    return found.rows[:: -(-len(found.rows) // _ROWS_TOLD)]


def _kinds(sound: Programme) -> Iterator[tuple[str, Programme]]:
    yield "capacity", _promised(sound)
    yield "budget", _owed(sound)
    yield "minimum order, ceiling", _ordered(sound)
    yield "minimum order, money", _poor(sound)
    yield "minimum order, money and bands", _poor_with_bands(sound)
    yield "two minimum orders, demand", _two_ordered(sound)
    yield "minimum order, gifts", _kept(sound)
    yield "budget, a band out of reach", _dear(sound)


def _promised(programme: Programme) -> Programme:
    """One promise above what its line can make."""
    first, *others = programme.promised
    return placed(programme.replace(promised=(replace(first, units=50 * first.units), *others)))


def _owed(programme: Programme) -> Programme:
    """A member owes for a promise, and is granted a thousandth of what it was."""
    row = next(row for row in programme.promised if row.contract and row.paid)
    return placed(
        programme.replace(
            promised=tuple(
                replace(one, paid=False) if one is row else one for one in programme.promised
            ),
            budgets=tuple(
                replace(one, amount=_part(one.amount, "0.001"))
                if one.member == row.customer
                else one
                for one in programme.budgets
            ),
        )
    )


def _ordered(programme: Programme) -> Programme:
    """A closed line that owes a unit, and a minimum order above its contract's ceiling."""
    closed = next(row for row in programme.lines if not row.already_open)
    ceiling = next(r.ceiling for r in programme.contracts if r.contract == closed.contract)
    asking = replace(closed, minimum_order=2 * (ceiling or 1_000_000))
    return placed(
        programme.replace(
            lines=tuple(asking if row is closed else row for row in programme.lines),
            promised=(*programme.promised, _unit(programme, closed)),
        )
    )


def _poor(programme: Programme) -> Programme:
    """A closed line that owes a unit, and a minimum order above what all money pays for.

    An item without gifts, one price each, and nothing promised to members.
    """
    given = {row.item for row in programme.donations}
    closed = next(r for r in programme.lines if not r.already_open and r.item not in given)
    outside = (row for row in programme.promised if not row.contract)
    return placed(
        programme.replace(
            prices=tuple(row for row in programme.prices if not row.from_units),
            budgets=tuple(
                replace(row, amount=_part(row.amount, "0.004")) for row in programme.budgets
            ),
            promised=(*outside, _unit(programme, closed)),
        )
    )


def _poor_with_bands(programme: Programme) -> Programme:
    """The same with all price bands, and promises to members that a cheaper one would refund."""
    given = {row.item for row in programme.donations}
    closed = next(r for r in programme.lines if not r.already_open and r.item not in given)
    budgets = tuple(replace(row, amount=_part(row.amount, "0.004")) for row in programme.budgets)
    promised = (*programme.promised, _unit(programme, closed))
    return placed(programme.replace(budgets=budgets, promised=promised))


def _two_ordered(programme: Programme) -> Programme:
    """Two closed lines of an item that owe a unit each, and orders of six tenths of its demand."""
    by_item: dict[str, list[t.Line]] = defaultdict(list)
    for row in programme.lines:
        if not row.already_open:
            by_item[row.item].append(row)
    first, second = next(rows for rows in by_item.values() if len(rows) > 1)[:2]
    wanted = sum(row.firm + row.optional for row in programme.demand if row.item == first.item)
    both = {first.line, second.line}
    order = wanted * 6 // 10
    return placed(
        programme.replace(
            donations=(),
            funding=(),
            lines=tuple(
                replace(row, minimum_order=order) if row.line in both else row
                for row in programme.lines
            ),
            capacity=tuple(
                replace(row, units_per_month=10 * row.units_per_month) if row.line in both else row
                for row in programme.capacity
            ),
            contracts=tuple(
                replace(row, ceiling=None) if row.contract == first.contract else row
                for row in programme.contracts
            ),
            promised=(
                *programme.promised,
                *(_unit(programme, one) for one in (first, second)),
            ),
        )
    )


def _kept(programme: Programme) -> Programme:
    """A closed line that owes a unit, and an order that only gifts nobody can make would fill.

    Each donor of the item keeps a unit more than it has, may call off and was promised.
    """
    given = {row.item for row in programme.donations}
    closed = next(r for r in programme.lines if not r.already_open and r.item in given)
    wanted: dict[str, int] = defaultdict(int)
    for row in programme.demand:
        if row.item == closed.item:
            wanted[row.member] += row.firm + row.optional
    held = {row.member: row.units for row in programme.stocks if row.item == closed.item}
    own = {row.line for row in programme.lines if row.item == closed.item}
    for due in programme.promised:
        if due.line in own:
            held[due.customer] = held.get(due.customer, 0) + due.units
    gifts = sum(row.up_to for row in programme.donations if row.item == closed.item)
    order = sum(wanted.values()) + gifts // 2
    return placed(
        programme.replace(
            donations=tuple(
                replace(row, keep_units=held.get(row.donor, 0) + wanted[row.donor] + 1)
                if row.item == closed.item
                else row
                for row in programme.donations
            ),
            lines=tuple(
                replace(row, minimum_order=order) if row is closed else row
                for row in programme.lines
            ),
            capacity=tuple(
                replace(row, units_per_month=10 * row.units_per_month)
                if row.line == closed.line
                else row
                for row in programme.capacity
            ),
            contracts=tuple(
                replace(row, ceiling=None) if row.contract == closed.contract else row
                for row in programme.contracts
            ),
            promised=(*programme.promised, _unit(programme, closed)),
        )
    )


def _dear(programme: Programme) -> Programme:
    """A promise that a member pays at the cheapest price only, which no money reaches."""
    row = next(row for row in programme.promised if row.contract and row.paid)
    prices = [one.unit_price for one in programme.prices if one.contract == row.contract]
    granted = _part(row.units * (max(prices) + min(prices)), "0.505")
    budgets = []
    for one in programme.budgets:
        amount = _part(one.amount, "0.01")
        if one.member == row.customer:
            begun = one.fiscal_year <= programme.start.year
            amount = granted if begun else Decimal(0)
        budgets.append(replace(one, amount=amount))
    promised = (replace(one, paid=one.paid and one is not row) for one in programme.promised)
    return placed(programme.replace(budgets=tuple(budgets), promised=tuple(promised)))


def _part(amount: Decimal, share: str) -> Decimal:
    return (amount * Decimal(share)).quantize(Decimal(1))


def _unit(programme: Programme, line: t.Line) -> t.Promised:
    """One unit that a line owes at the end."""
    return t.Promised(line=line.line, customer="outside", due=programme.end, units=1)


def _model(programme: Programme) -> Node:
    """The planner's model with every band that can be reached."""
    case = Case(programme)
    keys = dict.fromkeys((row.contract, row.item) for row in programme.prices)
    node = Nodes(case, None).make(
        {key: reachable(case, key, case.terms.bands(*key)) for key in keys}
    )
    assert node is not None
    return node


def _own_set(node: Node, limit: float = 60.0) -> str:
    """What the bare solver's own irreducible set of the linear model is, and how long it takes."""
    matrix, highs = node.solver.matrix, highspy.Highs()
    # One thread, as ours: the solver keeps to the first number that is asked for in a process.
    # Strategy 5: from the ray of the duals, and irreducible.
    options = (("output_flag", False), ("threads", 1), ("time_limit", limit), ("iis_strategy", 5))
    for name, value in options:
        highs.setOptionValue(name, value)
    a, size = matrix.a, len(matrix.low)
    highs.passModel(
        *(size, len(matrix.low_rows), a.nnz, 1, 1, 0.0, np.zeros(size), matrix.low, matrix.high),
        *(matrix.low_rows, matrix.high_rows, a.indptr.astype(np.int32)),
        *(a.indices.astype(np.int32), a.data, np.zeros(size, np.int32)),
    )
    start = perf_counter()
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kInfeasible:
        return f"none: {highs.modelStatusToString(highs.getModelStatus())}"
    _, iis = highs.getIis()
    return f"{len(iis.row_index_)} rows, {perf_counter() - start:.1f} s"
