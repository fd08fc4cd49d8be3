"""The part of a programme that can bear on whether it has a plan, where shapes interact.

Asked about only where doing nothing is no plan and no formula finds why: minimum orders that
share members, money or a ceiling, gifts, or promises that only a lower price band can pay.
"""

from __future__ import annotations

from jointstock.plan.bands import Key
from jointstock.plan.case import Case
from jointstock.plan.conflicts.joint import Joint
from jointstock.plan.conflicts.openings import forced
from jointstock.plan.conflicts.purses import unpaid
from jointstock.plan.conflicts.shape import Shape
from jointstock.programme.programme import Programme


def bearing(programme: Programme) -> Shape:
    """The part of a programme that can bear on whether it has a plan.

    What lines forced open and promises that are not paid need: the same contract and item on any
    line, gifts of that item with their groups, and whatever can backfill these. And what gives
    back money to those who call off: promises of an item whose price falls with its total.
    """
    case = Case(programme)
    keys = {(case.lines[one].contract, case.lines[one].item) for one in forced(case)}
    short = {one for one in case.members if unpaid(case, one) is not None}
    keys |= _owed(case, short)
    while True:
        gifts = _gifts(programme, {item for _, item in keys})
        given = {row.item for row in programme.donations if row.donation in gifts}
        more = {(row.contract, row.item) for row in programme.lines if row.item in given}
        more |= {
            key for key in _owed(case, _callers(case, keys)) if len(case.terms.bands(*key)) > 1
        }
        if more <= keys:
            break
        keys |= more
    lines = {row.line for row in programme.lines if (row.contract, row.item) in keys}
    lines |= {row.line for row in programme.promised if row.contract}
    contracts = {row.contract for row in programme.lines if row.line in lines}
    stocked = tuple(row for row in programme.stocks if row.item in given)
    part = programme.replace(
        floors=(),
        costs=(),
        outside_offers=(),
        stocks=stocked,
        use=tuple(row for row in programme.use if row.item in given),
        demand=tuple(row for row in programme.demand if (row.contract, row.item) in keys),
        donations=tuple(row for row in programme.donations if row.donation in gifts),
        funding=tuple(row for row in programme.funding if row.donation in gifts),
        lines=tuple(row for row in programme.lines if row.line in lines),
        capacity=tuple(row for row in programme.capacity if row.line in lines),
        ramps=tuple(row for row in programme.ramps if row.line in lines),
        promised=tuple(row for row in programme.promised if row.line in lines),
        contracts=tuple(row for row in programme.contracts if row.contract in contracts),
        signatories=tuple(row for row in programme.signatories if row.contract in contracts),
        prices=tuple(row for row in programme.prices if row.contract in contracts),
    )
    joint = Joint(part)
    return Shape(part, joint.met, slow=True, enough=joint.enough, refuted=joint.refuted)


def _owed(case: Case, members: set[str]) -> set[Key]:
    """The contracts and items of which something is promised to some members."""
    return {
        (row.contract, case.lines[row.line].item)
        for row in case.programme.promised
        if row.customer in members and row.contract
    }


def _callers(case: Case, keys: set[Key]) -> set[str]:
    """Members with a budget who may call off something of some contracts and items."""
    limited = {row.member for row in case.programme.budgets}
    return limited & {
        one.member for one in case.streams if (one.line.contract, one.line.item) in keys
    }


def _gifts(programme: Programme, items: set[str]) -> set[str]:
    """The donations of these items, and all that are given together with one of them."""
    rows = [row for row in programme.donations if row.up_to]
    known = set(items)
    while True:
        groups = {row.group for row in rows if row.item in known and row.group}
        more = {row.item for row in rows if row.group in groups} - known
        if not more:
            return {row.donation for row in rows if row.item in known}
        known |= more
