"""Lines that promises force open, and minimum orders that nobody can reach.

Closed form where money is no limit: what can be called off on one line is a flow from each
member's demand to the months in which it may be delivered. These months run from a first one to
the end, so the least cut is found among the first months alone (Hall, 1935). Gifts are counted as
if all were given and backfilled here; where a conflict would not be one without that, the model
is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

import numpy as np

from jointstock.plan.case import Case
from jointstock.plan.conflicts.figures import units
from jointstock.plan.conflicts.lines import alone
from jointstock.plan.conflicts.shape import Found, Shape
from jointstock.plan.conflicts.standing import only, without
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Promised, Row


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
    programme = case.programme
    for line in forced(case):
        shape = _order(programme, line)
        if not shape.met(shape.programme):
            rows = shape.conflict()
            message = said(shape.programme, rows, line)
            yield Found("minimum-order-unreached", message, tuple(rows), shape, programme)
            programme = without(programme, rows)


def _order(programme: Programme, line: str) -> Shape:
    """Whether a line's minimum order can be reached if money is no limit."""
    part = alone(programme, line)
    (row,) = part.lines
    key = row.contract, row.item
    counted = [one for one in programme.promised if one.line != line and one.contract == key[0]]
    also = {one.line for one in counted}
    part = part.replace(
        signatories=tuple(one for one in programme.signatories if one.contract == row.contract),
        demand=tuple(one for one in programme.demand if (one.contract, one.item) == key),
        promised=(*part.promised, *counted),
        lines=(row, *(one for one in programme.lines if one.line in also)),
        donations=tuple(one for one in programme.donations if one.item == row.item),
    )

    def met(some: Programme, *, gifts: bool = True) -> bool:
        case = Case(some)
        if line not in forced(case):
            return True
        return most_called_off(case, line, gifts=gifts) >= case.lines[line].minimum_order

    given = any(one.up_to for one in part.donations)
    return Shape(part, met, surely=partial(met, gifts=False) if given else None)


def most_called_off(case: Case, line: str, *, gifts: bool) -> int:
    """The most units that money to spare could call off on a line and have delivered.

    Members' own demand, and with ``gifts`` backfill of all that donors are ready to give.
    """
    index, contract = case.line_index[line], case.lines[line].contract
    left = np.maximum(case.best_capacity[index] - case.promised[index], 0)
    wanted = {(p.member, p.contract, p.item): p.firm + p.optional for p in case.pools}
    begins = np.zeros(case.months + 1, np.int64)  # what may be delivered from a month on
    for one in case.streams:
        if one.line.line != line or not one.possible:
            continue
        if one.donation < 0:
            begins[one.first_delivery] += wanted[one.member, contract, one.line.item]
        elif gifts:
            begins[one.first_delivery] += case.donations[one.donation].up_to
    # the cut at a month: demand that begins before it, and capacity from it on
    before = np.concatenate([[0], np.cumsum(begins[:-1])])
    after = np.concatenate([np.cumsum(left[::-1])[::-1], [0]])
    most = int((before + after).min())
    ceiling = case.contracts[contract].ceiling
    return most if ceiling is None else min(most, max(ceiling - case.terms.past(contract), 0))


def said(programme: Programme, rows: Collection[Row], line: str) -> str:
    """The conflict in a sentence."""
    case = Case(only(programme, rows))
    owed = sum(row.units for row in rows if isinstance(row, Promised) and row.line == line)
    needed, most = case.lines[line].minimum_order, most_called_off(case, line, gifts=True)
    fewer = f"at most {most:,} can be had" if most < needed else "money or gifts allow for fewer"
    return (
        f"line {line} must be opened for the {units(owed)} it has promised; "
        f"that takes call-offs of {needed:,}, and {fewer}"
    )
