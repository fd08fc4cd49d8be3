"""An outcome as entries: every unit and every payment as transfers between accounts (R1, R6)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from jointstock.ledger.accounts import account
from jointstock.plan.case import Case, Stream
from jointstock.plan.commitments import Signed, commitments
from jointstock.plan.outcome import Outcome
from jointstock.plan.payments import money_entries
from jointstock.words.entries import Entry, Transfer

# The order of kinds within a month, as things follow from each other.
KINDS = (
    "promise", "call_off", "delivery", "use", "donation", "funding", "payment", "fee", "common",
)  # fmt: skip


def planned_entries(outcome: Outcome) -> tuple[Entry, ...]:
    """The plan's entries, by month, then kind, then table order."""
    signed, funding = commitments(outcome)
    found = [
        *_promises(outcome.case),
        *_call_offs(outcome, signed),
        *funding,
        *_deliveries(outcome),
        *_use(outcome),
        *_donations(outcome),
        *money_entries(outcome),
    ]
    rank = {kind: i for i, kind in enumerate(KINDS)}
    return tuple(sorted(found, key=lambda entry: (entry.month.ordinal, rank[entry.kind])))


def _entry(
    case: Case, stream: Stream, t: int, kind: str, transfers: list[Transfer], rests: tuple[str, ...]
) -> Entry:
    """A call-off or delivery of a stream."""
    line = stream.line
    return Entry(
        case.programme.start + t,
        kind,
        tuple(transfers),
        member=stream.member,
        item=line.item,
        line=line.line,
        contract=line.contract,
        backfill=case.donations[stream.donation].donation if stream.donation >= 0 else "",
        rests_on=rests,
    )


def _rests_on(case: Case, stream: Stream) -> tuple[str, ...]:
    """The rows a stream rests on: demand or donation, and the line."""
    if stream.donation >= 0:
        return (case.donations[stream.donation].ref, stream.line.ref)
    key = (stream.member, stream.line.contract, stream.line.item)
    return (*(row.ref for row in case.demand[key]), stream.line.ref)


def _call_offs(outcome: Outcome, signed: Signed) -> Iterator[Entry]:
    """Claims from the contract's room to what is due; and leave to sign, where it is limited."""
    case = outcome.case
    for stream in case.streams:
        line = stream.line
        room = account("room", line.contract)
        due = account("due", stream.member, line.line)
        rests = _rests_on(case, stream)
        for t in map(int, np.flatnonzero(outcome.calls[stream.index])):
            units = int(outcome.calls[stream.index, t])
            claim = Transfer(f"claim:{line.item}", room, due, units)
            transfers = [claim, *signed.get((stream.index, t), ())]
            yield _entry(case, stream, t, "call_off", transfers, rests)


def _deliveries(outcome: Outcome) -> Iterator[Entry]:
    """Units from the line to the member's stock, and the claim on them met."""
    case = outcome.case
    for stream in case.streams:
        line = stream.line
        made, stock = account("line", line.line), account("stock", stream.member)
        due, met = account("due", stream.member, line.line), account("met", line.contract)
        rests = _rests_on(case, stream)
        for t in map(int, np.flatnonzero(outcome.delivered[stream.index])):
            units = int(outcome.delivered[stream.index, t])
            moved = Transfer(line.item, made, stock, units)
            claim = Transfer(f"claim:{line.item}", due, met, units)
            yield _entry(case, stream, t, "delivery", [moved, claim], rests)


def _promises(case: Case) -> Iterator[Entry]:
    """Standing promises that fall due inside the horizon."""
    for row in case.programme.promised:
        line = case.lines[row.line]
        if not row.units or not 0 <= case.t(row.due) < case.months:
            continue
        inside = row.customer in case.members
        target = account("stock" if inside else "customer", row.customer)
        transfers = [Transfer(line.item, account("line", row.line), target, row.units)]
        if row.contract:
            due = account("due", row.customer, row.line)
            met = account("met", row.contract)
            transfers.append(Transfer(f"claim:{line.item}", due, met, row.units))
        yield Entry(
            row.due,
            "promise",
            tuple(transfers),
            member=row.customer if inside else "",
            item=line.item,
            line=row.line,
            contract=row.contract,
            rests_on=(row.ref,),
        )


def _use(outcome: Outcome) -> Iterator[Entry]:
    """Own use that is served."""
    case = outcome.case
    served = case.use - outcome.unserved
    rows = {(row.member, row.item, row.month): row.ref for row in case.programme.use}
    for (member, item), c in case.cells.items():
        stock, used = account("stock", member), account("used", member)
        for t in np.flatnonzero(served[c] > 0):
            month = case.programme.start + int(t)
            yield Entry(
                month,
                "use",
                (Transfer(item, stock, used, int(served[c, t])),),
                member=member,
                item=item,
                rests_on=(rows[member, item, month],),
            )


def _donations(outcome: Outcome) -> Iterator[Entry]:
    """Gifts from a donor's stock to a recipient."""
    case = outcome.case
    for k, row in enumerate(case.donations):
        for t in np.flatnonzero(outcome.gifts[k]):
            units = int(outcome.gifts[k, t])
            stock, donated = account("stock", row.donor), account("donated", row.recipient)
            yield Entry(
                case.programme.start + int(t),
                "donation",
                (Transfer(row.item, stock, donated, units),),
                member=row.donor,
                item=row.item,
                donation=row.donation,
                rests_on=(row.ref,),
            )
