"""Needs as rows of the table ``floors``, which is how they travel to a plan."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace

from jointstock.programme.programme import Programme
from jointstock.programme.tables import Floor
from jointstock.words.errors import SettingError
from jointstock.words.months import Month
from jointstock.words.needs import Need, Needs

METHODS = ("days", "risk")


def floor_rows(programme: Programme, needs: Needs, method: str = "risk") -> tuple[Floor, ...]:
    """Estimated floors by a method, ``days`` or ``risk``, to lay over the stated ones.

    Each takes the place of every row of its member and item, so that no stated step is left
    between; without any it begins with the programme. Fractions are rounded up. Raises
    ``SettingError`` for another method.
    """
    if method not in METHODS:
        raise SettingError(f"a floor is made by days or by risk, not by {method!r}")
    stated = defaultdict(list)
    for row in programme.floors:
        stated[row.member, row.item].append(row.from_)
    return tuple(
        _row(needs, one, method, month)
        for one in needs.needs
        for month in stated.get((one.member, one.item), [programme.start])
    )


def _row(needs: Needs, one: Need, method: str, month: Month) -> Floor:
    by = one.by_days if method == "days" else one.by_risk
    return Floor(
        member=one.member,
        item=one.item,
        from_=month,
        units=math.ceil(by.value - 1e-9),
        method=method,
        basis="estimated",
        source=_source(needs, one, method),
        note=f"{by.low:.0f} to {by.high:.0f} by other records of the same length",
    )


def _source(needs: Needs, one: Need, method: str) -> str:
    how = (
        f"level of effort, {needs.days} days, attrition {needs.attrition:g}"
        if method == "days"
        else f"risk, {needs.days} days at {100 * needs.service:g} %"
    )
    return f"need by {how}; raids of {one.reference}"


def chance_constrained(programme: Programme, needs: Needs) -> Programme:
    """The programme with each floor raised to what holds the service level of its need.

    A stock at such a floor runs out within the days with a probability of at most 1 less the
    level: a chance constraint for every member, month by month, in the form of a floor. A stated
    floor that is higher stays. Each row stands where the one that it takes the place of does, or
    else where the member's exposure does. Whether a plan holds it is asked of `risk` afterwards.
    """
    needed = {(row.member, row.item, row.from_): row for row in floor_rows(programme, needs)}
    found = [_higher(row, needed.pop((row.member, row.item, row.from_), row))
             for row in programme.floors]  # fmt: skip
    exposed = {row.member: row.at for row in reversed(programme.exposure)}
    new = [replace(row, at=exposed[row.member]) for row in needed.values()]
    pairs = zip(found, programme.floors, strict=True)
    raised = [(row, stated) for row, stated in pairs if row is not stated]
    return programme.replace(floors=(*found, *new), raised=(*raised, *((row, None) for row in new)))


def _higher(stated: Floor, needed: Floor) -> Floor:
    """The higher of two rows, in the place of the stated one: that is where a reader finds it."""
    return replace(needed, at=stated.at) if needed.units > stated.units else stated
