"""Donations: who may give what, groups that are whole, and backfill that is possible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from jointstock.programme.faults import fault
from jointstock.programme.hints import nearest
from jointstock.programme.rules.draft import Draft, cell
from jointstock.programme.tables import Donation
from jointstock.words.errors import Problem


def givers(draft: Draft) -> Iterator[Problem]:
    """Every donor is a member that may give the item.

    A party that is named as donor is told what it may not give before it is told that it is no
    member: the first is the reason for the second.
    """
    members = {row.member: row.may_give for row in draft.programme.members}
    parties = {row.party: row.may_give for row in draft.programme.parties}
    items = {row.item: row for row in draft.programme.items}
    for row in draft.programme.donations:
        allowed = members.get(row.donor, parties.get(row.donor, "any"))
        item = items.get(row.item)
        place = cell(row, "donor")
        if allowed == "none":
            message = "may give nothing, by its may_give"
            yield fault("gift-not-allowed", place, row.donor, message)
        elif allowed == "non-lethal" and item is not None and item.lethal:
            message = f"may give nothing lethal, by its may_give, and {row.item} is lethal"
            yield fault("gift-not-allowed", place, row.donor, message)
        elif row.donor not in members:
            near = nearest(row.donor, members)
            repair = f"write {near}, or add {row.donor} to members" if near else ""
            message = "is no member, and gifts come out of a member's stock"
            yield fault("donor-not-member", place, row.donor, message, repair)


def groups(draft: Draft) -> Iterator[Problem]:
    """The rows of a group are several and differ in donor, item or recipient."""
    found: dict[str, list[Donation]] = defaultdict(list)
    for row in draft.programme.donations:
        if row.group:
            found[row.group].append(row)
    for group, rows in found.items():
        if len(rows) == 1:
            message = "is the group of this row alone"
            yield fault("group-single", cell(rows[0], "group"), group, message)
        first: dict[tuple[str, str, str], Donation] = {}
        for row in rows:
            earlier = first.setdefault((row.donor, row.item, row.recipient), row)
            if earlier is not row:
                message = (
                    f"holds two rows from {row.donor} to {row.recipient} of {row.item}, "
                    f"{earlier.donation} and {row.donation}"
                )
                yield fault("group-twice", cell(row, "group"), group, message)


def backfill(draft: Draft) -> Iterator[Problem]:
    """A remark on gifts that must be backfilled where the donor can call nothing off."""
    programme = draft.programme
    contracts: dict[str, set[str]] = defaultdict(set)
    for line in programme.lines:
        contracts[line.item].add(line.contract)
    signed: dict[str, set[str]] = defaultdict(set)
    for row in programme.signatories:
        signed[row.member].add(row.contract)
    for gift in programme.donations:
        if gift.backfill_within_months is None:
            continue
        known = draft.knows(members=gift.donor, items=gift.item)
        if known and contracts[gift.item].isdisjoint(signed[gift.donor]):
            message = f"asks for backfill, and {gift.donor} may call off no {gift.item}"
            place = cell(gift, "backfill_within_months")
            yield fault("backfill-impossible", place, gift.backfill_within_months, message)
