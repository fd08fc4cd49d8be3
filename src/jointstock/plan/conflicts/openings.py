"""Lines that promises force open, and minimum orders that nobody can reach.

Closed form where money is no limit (`orders`). Gifts are counted as if all were given and
backfilled; where a conflict would not be one without that, the model is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial

from jointstock.plan.case import Case
from jointstock.plan.conflicts.figures import units
from jointstock.plan.conflicts.lines import alone
from jointstock.plan.conflicts.orders import most_called_off
from jointstock.plan.conflicts.set_aside import only, without
from jointstock.plan.conflicts.shape import Found, Shape
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Budget, Row


def forced(case: Case) -> list[str]:
    """Closed lines that have standing promises and a minimum order."""
    owing = case.promised.sum(axis=1)
    return [
        line
        for line in case.closed
        if owing[case.line_index[line]] and case.lines[line].minimum_order
    ]


def below_minimum_order(case: Case) -> Iterator[Found]:
    """At most one conflict for each line that is forced open, whatever money there is; disjoint."""
    return orders_unreached(case, _order)


def orders_unreached(case: Case, order: Callable[[Programme, str], Shape]) -> Iterator[Found]:
    """At most one conflict for each line that is forced open, by what its minimum order asks."""
    programme = case.programme
    for line in forced(case):
        shape = order(programme, line)
        if not shape.met(shape.programme):
            rows = shape.conflict()
            message = said(shape.programme, rows)
            yield Found("minimum-order-unreached", message, tuple(rows), shape, programme)
            programme = without(programme, rows)


def standing_alone(programme: Programme, line: str) -> Programme:
    """A line with all that bears on its minimum order where money is no limit."""
    part = alone(programme, line)
    (row,) = part.lines
    key = row.contract, row.item
    counted = [one for one in programme.promised if one.line != line and one.contract == key[0]]
    also = {one.line for one in counted}
    return part.replace(
        signatories=tuple(one for one in programme.signatories if one.contract == row.contract),
        demand=tuple(one for one in programme.demand if (one.contract, one.item) == key),
        promised=(*part.promised, *counted),
        lines=(row, *(one for one in programme.lines if one.line in also)),
        donations=tuple(one for one in programme.donations if one.item == row.item),
        stocks=tuple(one for one in programme.stocks if one.item == row.item),
    )


def _order(programme: Programme, line: str) -> Shape:
    """Whether a line's minimum order can be reached if money is no limit."""
    part = standing_alone(programme, line)

    def met(some: Programme, *, all_gifts: bool = True) -> bool:
        case = Case(some)
        if line not in forced(case):
            return True
        return most_called_off(case, line, all_gifts=all_gifts) >= case.lines[line].minimum_order

    given = any(one.up_to for one in part.donations)
    return Shape(part, met, surely=partial(met, all_gifts=False) if given else None)


def said(programme: Programme, rows: Collection[Row]) -> str:
    """The conflict of the rows in a sentence: of one line, or of several together."""
    case = Case(only(programme, rows))
    lines = forced(case)
    owed = [int(case.promised[case.line_index[line]].sum()) for line in lines]
    needed = [case.lines[line].minimum_order for line in lines]
    orders = " + ".join(f"{one:,}" for one in needed)
    alike = len({(case.lines[line].contract, case.lines[line].item) for line in lines}) == 1
    most = most_called_off(case, *lines, all_gifts=True) if alike else sum(needed)
    if most < sum(needed):
        fewer = f"at most {most:,} can be had"
    elif any(isinstance(row, Budget) for row in rows):
        fewer = "the money there is does not reach so far"
    else:
        fewer = "that cannot be had with all the other rows"
    who = f"line {lines[0]}" if len(lines) == 1 else f"lines {', '.join(lines)} together"
    have = "it has" if len(lines) == 1 else "they have"
    return (
        f"{who} must be opened for the {units(sum(owed))} {have} promised; "
        f"that takes call-offs of {orders}, and {fewer}"
    )
