"""The programme as it would be for a game in which one thing differs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from decimal import Decimal

from jointstock.plan.consequences import leave
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Member
from jointstock.programme.terms import Terms
from jointstock.words.months import Month
from jointstock.words.results import Plan
from jointstock.words.shares import LeftOut

# The one who might still join, as it is called where members are listed.
ONE_MORE = "one more"


def without(programme: Programme, *members: str) -> Programme:
    """The programme when members want nothing under any contract."""
    for member in members:
        programme = leave(programme, member)
    return programme


def asking_less(programme: Programme, member: str, percent: int) -> Programme:
    """The programme when a member states so much less firm demand, in whole units a row."""
    rows = tuple(
        replace(row, firm=row.firm - row.firm * percent // 100) if row.member == member else row
        for row in programme.demand
    )
    return programme.replace(demand=rows)


def without_units(programme: Programme, left: Iterable[LeftOut]) -> Programme:
    """The programme without some units of firm demand, taken off each member's latest rows."""
    units = {(one.member, one.contract, one.item): one.units for one in left}
    rows = list(programme.demand)

    def latest(k: int) -> tuple[bool, int]:
        by = rows[k].by
        return by is None, 0 if by is None else by.ordinal

    for k in sorted(range(len(rows)), key=latest, reverse=True):
        row = rows[k]
        key = (row.member, row.contract, row.item)
        taken = min(row.firm, units.get(key, 0))
        if taken:
            units[key] -= taken
            rows[k] = replace(row, firm=row.firm - taken)
    return programme.replace(demand=tuple(rows))


def not_called_off(plan: Plan) -> tuple[LeftOut, ...]:
    """The firm demand that a plan does not call off."""
    return tuple(LeftOut(r.member, r.contract, r.item, r.units) for r in plan.not_called_off)


def without_fee(programme: Programme) -> Programme:
    """The programme when no agency takes a fee."""
    rows = tuple(replace(row, fee_percent=Decimal(0)) for row in programme.contracts)
    return programme.replace(contracts=rows)


def joined_later(programme: Programme) -> tuple[str, ...]:
    """Members who sign after the start every contract under which they want something firm."""
    signed: dict[str, Month | None] = {}
    wanted = {(row.member, row.contract) for row in programme.demand if row.firm}
    for row in programme.signatories:
        if (row.member, row.contract) in wanted:
            first = row.from_ if row.from_ and row.from_ > programme.start else None
            known = signed.get(row.member, first)
            signed[row.member] = None if first is None or known is None else min(first, known)
    return tuple(member for member, first in signed.items() if first is not None)


def one_more(programme: Programme) -> Programme | None:
    """The programme with one more who wants what the smallest member wants, by the same dates.

    It wants no more than the ceilings leave; ``None`` where they leave nothing.
    """
    units: dict[str, int] = {}
    room: dict[str, int] = {}
    terms = Terms(programme)
    for contract in programme.contracts:
        if contract.ceiling is not None:
            room[contract.contract] = contract.ceiling - terms.past(contract.contract)
    for row in programme.demand:
        units[row.member] = units.get(row.member, 0) + row.firm
        if row.contract in room:
            room[row.contract] -= row.firm
    smallest = min((m for m in units if units[m]), key=lambda member: units[member])
    wanted = []
    for row in programme.demand:
        firm = min(row.firm, max(room.get(row.contract, row.firm), 0))
        if row.member == smallest and firm:
            room[row.contract] = room.get(row.contract, firm) - firm
            wanted.append(replace(row, member=ONE_MORE, firm=firm, optional=0))
    if not wanted:
        return None
    signed = (r for r in programme.signatories if r.member == smallest)
    return programme.replace(
        members=(*programme.members, Member(member=ONE_MORE)),
        demand=(*programme.demand, *wanted),
        signatories=(*programme.signatories, *(replace(r, member=ONE_MORE) for r in signed)),
    )


def higher_floors(programme: Programme, members: Collection[str], percent: int) -> Programme:
    """The programme when members state their floors so much higher, rounded up."""
    rows = tuple(
        replace(row, units=-(-row.units * (100 + percent) // 100)) if row.member in members else row
        for row in programme.floors
    )
    return programme.replace(floors=rows)


def under_rule(programme: Programme, rule: str) -> Programme:
    """The programme when scarce units are allotted by another rule."""
    return programme.replace(plan=replace(programme.plan, allotment=rule))
