"""Promises above what a line can make with every ramp it can have, month by month.

Closed form: whether a line delivers what it owes in a month depends on nothing but its capacity
and its ramps, each taken as soon as it may be. A line that is closed is seen as opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from jointstock.plan.case import Case
from jointstock.plan.conflicts.figures import units
from jointstock.plan.conflicts.set_aside import emptied, without
from jointstock.plan.conflicts.shape import Found, Shape
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Promised, Row


def above_capacity(case: Case) -> Iterator[Found]:
    """Conflicts of promises with capacity, line by line, the earliest month first; disjoint."""
    over = case.promised > case.best_capacity
    for line, index in case.line_index.items():
        aside: list[Row] = []
        for t in map(int, np.flatnonzero(over[index])):
            shape = _in_month(case.programme, line, t, aside)
            if not shape.met(shape.programme):
                rows = shape.conflict()
                aside += rows
                said = _said(rows, case, line, t)
                yield Found("promised-above-capacity", said, tuple(rows), shape, case.programme)


def alone(programme: Programme, line: str) -> Programme:
    """A line with what it owes and can make, and nothing else of its programme."""
    row = next(row for row in programme.lines if row.line == line)
    return emptied(programme).replace(
        contracts=tuple(one for one in programme.contracts if one.contract == row.contract),
        lines=(row,),
        capacity=tuple(one for one in programme.capacity if one.line == line),
        ramps=tuple(one for one in programme.ramps if one.line == line),
        promised=tuple(one for one in programme.promised if one.line == line),
    )


def _in_month(programme: Programme, line: str, t: int, aside: Collection[Row]) -> Shape:
    """Whether the line can make what it owes in month t, where some rows are set aside."""
    month = programme.start + t
    part = alone(programme, line)
    part = part.replace(promised=tuple(one for one in part.promised if one.due == month))

    def met(some: Programme) -> bool:
        case = Case(some)
        index = case.line_index[line]
        return bool(case.promised[index, t] <= case.best_capacity[index, t])

    return Shape(without(part, aside), met)


def _said(rows: Collection[Row], case: Case, line: str, t: int) -> str:
    """The conflict in a sentence."""
    owed = [row.units for row in rows if isinstance(row, Promised)]
    parts = " + ".join(f"{one:,}" for one in owed) + " units" if owed[1:] else units(owed[0])
    made = case.best_capacity[case.line_index[line], t]
    month = case.programme.start + t
    return f"line {line} has promised {parts} for {month}, and can make {made:,}"
