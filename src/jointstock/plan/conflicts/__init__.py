"""What no plan can meet: irreducible sets of input rows that conflict, and what resolves them.

Closed forms come first (lines, ceilings, purses, openings); where shapes interact the planner's
own model is asked. Each conflict's rows are set aside before the next is sought, so that no row
is in two of them, until what is left can be met.
"""

from __future__ import annotations

from collections.abc import Iterator

from jointstock.plan.case import Case
from jointstock.plan.conflicts.ceilings import above_ceiling
from jointstock.plan.conflicts.lines import above_capacity
from jointstock.plan.conflicts.openings import below_minimum_order, forced, said
from jointstock.plan.conflicts.paid_orders import unaffordable_order
from jointstock.plan.conflicts.purses import above_budget, owing
from jointstock.plan.conflicts.shape import Found, Shape
from jointstock.plan.conflicts.standing import only, restricting, without
from jointstock.plan.conflicts.told import told
from jointstock.plan.conflicts.whole import bearing, nothing_is_a_plan
from jointstock.plan.periods import by_month
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Row
from jointstock.words.errors import Conflict

__all__ = ["conflicts", "found_conflicts", "is_plain"]

# What sums and cuts tell at once, also of a very large programme; and all that formulas tell.
_SUMS = (above_ceiling, above_capacity, above_budget, below_minimum_order)
_PLAIN = (*_SUMS, unaffordable_order)


def conflicts(programme: Programme, *, by_sums: bool = False) -> tuple[Conflict, ...]:
    """Disjoint irreducible conflicts of a programme; without their rows the rest has a plan.

    With ``by_sums`` only those that sums show at once, however large the programme is: the rest
    may then have no plan either.

    Each names its rows, says in a sentence what conflicts, and gives for each row the smallest
    changes of one figure that would resolve it. Empty for a programme that can be planned. Raises
    ``SolverError`` if the solver fails.
    """
    written = {(type(row), row.at): row for row in restricting(programme)}
    return tuple(told(found, written) for found in found_conflicts(programme, by_sums=by_sums))


def is_plain(case: Case) -> bool:
    """Whether a conflict can be seen without a model."""
    return any(next(find(case), None) for find in _PLAIN)


def found_conflicts(programme: Programme, *, by_sums: bool = False) -> Iterator[Found]:
    """The same with their shapes, each when it is found; what cannot be met is so by month."""
    programme = by_month(programme)
    for find in _SUMS if by_sums else _PLAIN:
        rows: list[Row] = []
        for one in find(Case(programme)):
            sure = _made_sure(programme, one)
            rows += sure.rows
            yield sure
        programme = without(programme, rows)
    while not (by_sums or nothing_is_a_plan(Case(programme))):
        shape = bearing(programme)
        if shape.met(shape.programme):
            return
        found = _interacting(programme, shape, shape.conflict())
        yield found
        programme = without(programme, found.rows)


def _made_sure(programme: Programme, found: Found) -> Found:
    """A conflict that a formula found, narrowed by the model where the formula is too mild."""
    doubtful = found.shape.unproven(found.rows)
    if not doubtful:
        return found
    shape = bearing(only(programme, found.rows))
    if all(map(shape.met_with, doubtful)):
        return found
    return _interacting(programme, shape, shape.conflict(found.rows))


def _interacting(programme: Programme, shape: Shape, rows: list[Row]) -> Found:
    """A conflict that the model found, in words."""
    part = only(programme, rows)
    case = Case(part)
    lines = forced(case)
    if lines:
        message = said(part, rows, lines[0])
        return Found("minimum-order-unreached", message, tuple(rows), shape, programme)
    return Found("promised-above-budget", owing(case), tuple(rows), shape, programme)
