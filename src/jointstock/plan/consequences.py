"""What follows from a plan: what the buy frees, and who is pivotal for opening a line."""

from __future__ import annotations

from collections.abc import Callable

from jointstock.programme.programme import Programme
from jointstock.words.results import Freed, Pivotal, Plan, WithoutMember

Planner = Callable[[Programme], Plan]


def without_call_offs(programme: Programme) -> Programme:
    """The same programme when nobody may call off anything."""
    return programme.replace(signatories=())


def freed_by_the_buy(programme: Programme, with_buy: Plan, without: Plan) -> tuple[Freed, ...]:
    """For each donation, units given with and without the buy, and how much earlier.

    Units are compared in the order in which they are given: the first with the first.
    """
    found = []
    for row in programme.donations:
        first, second = (_months(plan, row.donation) for plan in (with_buy, without))
        both = min(len(first), len(second))
        earlier = None
        if both:
            moved = sum(b - a for a, b in zip(first[:both], second[:both], strict=True))
            earlier = moved / both
        found.append(Freed(row.donation, len(first), len(second), earlier))
    return tuple(found)


def _months(plan: Plan, donation: str) -> list[int]:
    """The month of each unit given, as an ordinal, in order."""
    months: list[int] = []
    for entry in plan.entries:
        if entry.kind == "donation" and entry.donation == donation:
            months += [entry.month.ordinal] * entry.transfers[0].quantity
    return sorted(months)


def pivotal_members(programme: Programme, joint: Plan, planner: Planner) -> tuple[Pivotal, ...]:
    """For each line with a minimum order that the plan opens: what each member's leaving does.

    Without a member means: it asks for nothing and gives nothing under any contract; its stock
    and floors stay. The others are planned again.
    """
    found = []
    plans: dict[str, Plan] = {}
    for line in programme.lines:
        if line.line not in joint.decisions.lines_opened or not line.minimum_order:
            continue
        without = []
        for member in dict.fromkeys(row.member for row in programme.demand):
            if not any(
                row.member == member and row.contract == line.contract for row in programme.demand
            ):
                continue
            rest = leave(programme, member)
            if member not in plans:
                plans[member] = planner(rest)
            alone = plans[member]
            without.append(
                WithoutMember(
                    member,
                    *_reachable(rest, line.contract, line.item),
                    line.line in alone.decisions.lines_opened,
                    {
                        other.member: (
                            float(joint.floor_months_missing(other.member)),
                            float(alone.floor_months_missing(other.member)),
                        )
                        for other in programme.members
                        if other.member != member
                    },
                )
            )
        called = sum(
            entry.transfers[0].quantity
            for entry in joint.entries
            if entry.kind == "call_off" and entry.line == line.line
        )
        found.append(Pivotal(line.line, line.minimum_order, called, tuple(without)))
    return tuple(found)


def leave(programme: Programme, member: str) -> Programme:
    """The programme when a member has not signed, wants nothing and gives nothing."""
    gone = {row.donation for row in programme.donations if row.donor == member}
    groups = {row.group for row in programme.donations if row.donor == member and row.group}
    gone |= {row.donation for row in programme.donations if row.group in groups}
    return programme.replace(
        signatories=tuple(row for row in programme.signatories if row.member != member),
        demand=tuple(row for row in programme.demand if row.member != member),
        donations=tuple(row for row in programme.donations if row.donation not in gone),
        funding=tuple(row for row in programme.funding if row.donation not in gone),
    )


def _reachable(programme: Programme, contract: str, item: str) -> tuple[int, int]:
    """What members want of an item under a contract, options included; and the most of backfill."""
    signed = {row.member for row in programme.signatories if row.contract == contract}
    wanted = sum(
        row.firm + row.optional
        for row in programme.demand
        if (row.contract, row.item) == (contract, item) and row.member in signed
    )
    given = sum(
        row.up_to for row in programme.donations if row.item == item and row.donor in signed
    )
    return wanted, given
