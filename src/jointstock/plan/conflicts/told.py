"""A conflict as it is told: a problem for each row, with the smallest changes as its repair."""

from __future__ import annotations

from collections.abc import Mapping

from jointstock.plan.conflicts.changes import Changes
from jointstock.plan.conflicts.shape import Found
from jointstock.programme import tables as t
from jointstock.programme.faults import fault
from jointstock.programme.tables import Row
from jointstock.words.errors import Change, Conflict, Place, Problem

# The figure by which a row of each table asks or limits.
_FIGURE: dict[type[Row], str] = {
    t.Promised: "units",
    t.Capacity: "units_per_month",
    t.Ramp: "extra_per_month",
    t.Line: "minimum_order",
    t.Budget: "amount",
    t.Contract: "ceiling",
    t.Signatory: "from_",
    t.Demand: "optional",
}
_NOT_SOUGHT = "what would be enough here was not looked for, as other rows are told"
_NOT_ALONE = "no change of one figure here is enough by itself"


def told(found: Found, written: Mapping[tuple[type[Row], Place], Row]) -> Conflict:
    """The conflict with a problem for each of its rows, what asks before what limits.

    ``written`` has the rows as they were read, by table and place: where a promise was set aside
    before, the ceiling it counts against was raised by as much.
    """
    problems: list[Problem] = []
    changes: list[Change] = []
    smallest = Changes(found)
    for row in found.rows:
        mine = tuple(smallest.of(row))
        none = _NOT_ALONE if smallest.was_sought(row) else _NOT_SOUGHT
        repair = ", or ".join(one.words for one in mine) or none
        value = getattr(written.get((type(row), row.at), row), _FIGURE[type(row)])
        shown = "" if value is None else value
        place = Place(row.at.file, row.at.row)
        problems.append(fault(found.code, place, shown, found.message, repair))
        changes += mine
    return Conflict(found.code, found.message, tuple(problems), tuple(changes))
