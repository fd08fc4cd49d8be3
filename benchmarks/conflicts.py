"""Finding one irreducible conflict at size B, beside building the planner's model."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.generated import placed, sized
from benchmarks.timing import seconds, show
from jointstock.plan.bands import reachable
from jointstock.plan.case import Case
from jointstock.plan.conflicts import found_conflicts
from jointstock.plan.node import Node, Nodes
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme

SIZE = (32, 6, 120)


def main() -> None:
    """One kind of conflict a row: seconds, rows in it, and the ratio to building the model."""
    sound = sized(*SIZE)
    rows = []
    for name, made in (("capacity", _promised(sound)), ("minimum order", _ordered(sound))):
        found = next(found_conflicts(made))
        ours = seconds(lambda made=made: next(found_conflicts(made)))  # type: ignore[misc]
        built = seconds(lambda made=made: _model(made), 1)  # type: ignore[misc]
        rows.append((name, ours, len(found.rows), built / ours))
    head = ("conflict", "seconds", "input rows", "building the model, times as long")
    show("conflicts, size B", head, rows)


def _promised(programme: Programme) -> Programme:
    """One promise above what its line can make."""
    first, *others = programme.promised
    return placed(programme.replace(promised=(replace(first, units=50 * first.units), *others)))


def _ordered(programme: Programme) -> Programme:
    """A closed line that owes a unit, and a minimum order above its contract's ceiling."""
    closed = next(row for row in programme.lines if not row.already_open)
    owed = t.Promised(line=closed.line, customer="outside", due=programme.end, units=1)
    ceiling = next(r.ceiling for r in programme.contracts if r.contract == closed.contract)
    asking = replace(closed, minimum_order=2 * (ceiling or 1_000_000))
    return placed(
        programme.replace(
            lines=tuple(asking if row is closed else row for row in programme.lines),
            promised=(*programme.promised, owed),
        )
    )


def _model(programme: Programme) -> Node:
    """The planner's model with every band that can be reached."""
    case = Case(programme)
    keys = dict.fromkeys((row.contract, row.item) for row in programme.prices)
    node = Nodes(case, None).make(
        {key: reachable(case, key, case.terms.bands(*key)) for key in keys}
    )
    assert node is not None
    return node
