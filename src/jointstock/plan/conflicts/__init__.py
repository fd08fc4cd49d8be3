"""What no plan can meet: irreducible sets of input rows that conflict, and what resolves them.

Closed forms come first (lines, ceilings, purses, openings); where shapes interact the planner's
own model is asked. Each conflict's rows are set aside before the next is sought, so that no row
is in two of them, until what is left can be met.
"""

from __future__ import annotations

from collections.abc import Iterator

from jointstock.plan.case import Case
from jointstock.plan.conflicts.bearing import bearing
from jointstock.plan.conflicts.ceilings import above_ceiling
from jointstock.plan.conflicts.lines import above_capacity
from jointstock.plan.conflicts.openings import below_minimum_order, forced, said
from jointstock.plan.conflicts.paid_orders import unaffordable_order
from jointstock.plan.conflicts.purses import above_budget, owing
from jointstock.plan.conflicts.set_aside import only, restricting, without
from jointstock.plan.conflicts.shape import Found, Shape
from jointstock.plan.conflicts.told import told
from jointstock.plan.conflicts.whole import nothing_is_a_plan
from jointstock.plan.periods import by_month
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Row
from jointstock.words.errors import Conflict

__all__ = ["conflicts", "found_conflicts", "seen_conflicts"]

# What sums and cuts tell at once, also of a very large programme; and all that formulas tell.
_SUMS = (above_ceiling, above_capacity, above_budget, below_minimum_order)
_FORMULAS = (*_SUMS, unaffordable_order)


def conflicts(programme: Programme, *, by_sums: bool = False) -> tuple[Conflict, ...]:
    """Disjoint irreducible conflicts of a programme; without their rows the rest has a plan.

    With ``by_sums`` only those that sums show at once, however large the programme is: the rest
    may then have no plan either.

    Each names its rows, says in a sentence what conflicts, and gives for each row the smallest
    changes of one figure that would resolve it. Empty for a programme that can be planned. Raises
    ``SolverError`` if the solver fails.
    """
    return _told(programme, found_conflicts(programme, by_sums=by_sums))


def seen_conflicts(programme: Programme) -> tuple[Conflict, ...]:
    """The same of a programme of which formulas see a conflict; empty where they see none.

    Whether there is a plan is then told soonest by the search for one.
    """
    return _told(programme, found_conflicts(programme, unseen=False))


def found_conflicts(
    programme: Programme, *, by_sums: bool = False, unseen: bool = True
) -> Iterator[Found]:
    """The same with their shapes, each when it is found; what cannot be met is so by month.

    Without ``unseen`` the model is asked only where formulas saw a conflict before.
    """
    case = Case(by_month(programme))
    for find in _SUMS if by_sums else _FORMULAS:
        rows: list[Row] = []
        for one in find(case):
            sure = _made_sure(case.programme, one)
            rows += sure.rows
            yield sure
        if rows:
            case, unseen = Case(without(case.programme, rows)), True
    while unseen and not (by_sums or nothing_is_a_plan(case)):
        shape = bearing(case.programme)
        if shape.met(shape.programme):
            return
        found = _interacting(case.programme, shape, shape.conflict())
        yield found
        case = Case(without(case.programme, found.rows))


def _told(programme: Programme, every: Iterator[Found]) -> tuple[Conflict, ...]:
    """Conflicts as they are told, with the rows as they were read."""
    written = {(type(row), row.at): row for row in restricting(programme)}
    return tuple(told(found, written) for found in every)


def _made_sure(programme: Programme, found: Found) -> Found:
    """A conflict that a formula found, narrowed by the model where the formula is too mild.

    Only the rows are asked about of which no formula shows that they are needed.
    """
    doubtful = found.shape.unproven(found.rows)
    if not doubtful:
        return found
    shape, kept = bearing(only(programme, found.rows)), list(found.rows)
    for row in doubtful:
        rest = [one for one in kept if one is not row]
        if not shape.met_with(rest):
            kept = rest
    return found if len(kept) == len(found.rows) else _interacting(programme, shape, kept)


def _interacting(programme: Programme, shape: Shape, rows: list[Row]) -> Found:
    """A conflict that the model found, in words."""
    part = only(programme, rows)
    case = Case(part)
    if forced(case):
        message = said(part, rows)
        return Found("minimum-order-unreached", message, tuple(rows), shape, programme)
    message = f"{owing(case)}; with the other rows no price band is reached that changes it"
    return Found("promised-above-budget", message, tuple(rows), shape, programme)
