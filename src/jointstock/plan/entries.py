"""An outcome as entries: every unit and every payment as transfers between accounts (R1, R6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from jointstock.ledger.accounts import account
from jointstock.plan.bills import At, Bill, Bills, Draught, drawn
from jointstock.plan.case import Case, Stream
from jointstock.plan.commitments import Signed, commitments, signed_for
from jointstock.plan.outcome import Outcome
from jointstock.plan.payments import common_entries, payments
from jointstock.plan.slices import Slice, slices
from jointstock.words.entries import Entry, Transfer

# The order of kinds within a month, as things follow from each other.
KINDS = (
    "promise", "call_off", "delivery", "use", "donation", "funding", "payment", "fee", "common",
)  # fmt: skip
_RANK = {kind: i for i, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Part:
    """A slice of a plan: its entries that no budget bears on, and its bills."""

    entries: tuple[Entry, ...]
    bills: Bills


@dataclass(frozen=True, slots=True)
class Books:
    """A plan's entries, with the slices and the draughts on budgets that they come from."""

    parts: Mapping[Slice, Part]
    drawn: Mapping[Bill, Draught]
    entries: tuple[Entry, ...]

    def of(self, own: Slice) -> tuple[Entry, ...]:
        """The entries of a slice, in no particular order."""
        part = self.parts[own]
        paid = (self.drawn[bill][1] for found in part.bills.values() for bill in found)
        return (*part.entries, *paid)

    @property
    def paid(self) -> Iterator[Entry]:
        """The entries that a budget bears on."""
        return (entry for _, entry in self.drawn.values())


def planned_entries(outcome: Outcome) -> tuple[Entry, ...]:
    """The plan's entries, by month, then kind, then slice, then table order."""
    return planned_books(outcome).entries


def planned_books(
    outcome: Outcome, kept: Books | None = None, again: Container[Slice] = ()
) -> Books:
    """The plan's entries by slices, of which only those are made ``again`` that have changed.

    Raises ``KeyError`` if what is ``kept`` is of other slices.
    """
    parts = {
        own: _part(outcome, own) if kept is None or own in again else kept.parts[own]
        for own in slices(outcome.case.programme)
    }
    bills = [one.bills for one in parts.values()]
    paid = drawn(outcome.case, bills, None if kept is None else kept.drawn)
    found = [entry for one in parts.values() for entry in one.entries]
    found += [entry for _, entry in paid.values()]
    return Books(parts, paid, tuple(sorted(found, key=_place)))


def _place(entry: Entry) -> int:
    return entry.month.ordinal * len(KINDS) + _RANK[entry.kind]


def _part(outcome: Outcome, own: Slice) -> Part:
    """A slice's entries, but for those that some year's account of a member pays for."""
    signed = signed_for(outcome, own)
    bills: dict[At, list[Bill]] = defaultdict(list)
    for bill in (
        *commitments(outcome, signed, partial(_call_off, outcome)),
        *payments(outcome, own),
    ):
        bills[bill.at].append(bill)
    entries = (
        *_promises(outcome.case, own),
        *_call_offs(outcome, own, signed),
        *_deliveries(outcome, own),
        *_use(outcome, own),
        *_donations(outcome, own),
        *common_entries(outcome, own),
    )
    return Part(entries, bills)


def _streams(case: Case, own: Slice) -> list[Stream]:
    return [stream for stream in case.streams if stream.line.line in own.lines]


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


def _call_offs(outcome: Outcome, own: Slice, signed: Signed) -> Iterator[Entry]:
    """Claims from the contract's room to what is due, where nothing is signed for."""
    for stream in _streams(outcome.case, own):
        for t in map(int, np.flatnonzero(outcome.calls[stream.index])):
            if (stream.index, t) not in signed:
                yield _call_off(outcome, stream, t)


def _call_off(outcome: Outcome, stream: Stream, t: int, signed: Sequence[Transfer] = ()) -> Entry:
    """A claim from the contract's room to what is due; and leave to sign, where it is limited."""
    line = stream.line
    room, due = account("room", line.contract), account("due", stream.member, line.line)
    units = int(outcome.calls[stream.index, t])
    claim = Transfer(f"claim:{line.item}", room, due, units)
    rests = _rests_on(outcome.case, stream)
    return _entry(outcome.case, stream, t, "call_off", [claim, *signed], rests)


def _deliveries(outcome: Outcome, own: Slice) -> Iterator[Entry]:
    """Units from the line to the member's stock, and the claim on them met."""
    case = outcome.case
    for stream in _streams(case, own):
        line = stream.line
        made, stock = account("line", line.line), account("stock", stream.member)
        due, met = account("due", stream.member, line.line), account("met", line.contract)
        rests = _rests_on(case, stream)
        for t in map(int, np.flatnonzero(outcome.delivered[stream.index])):
            units = int(outcome.delivered[stream.index, t])
            moved = Transfer(line.item, made, stock, units)
            claim = Transfer(f"claim:{line.item}", due, met, units)
            yield _entry(case, stream, t, "delivery", [moved, claim], rests)


def _promises(case: Case, own: Slice) -> Iterator[Entry]:
    """Standing promises that fall due inside the horizon."""
    for row in case.programme.promised:
        line = case.lines[row.line]
        if row.line not in own.lines or not row.units or not 0 <= case.t(row.due) < case.months:
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


def _use(outcome: Outcome, own: Slice) -> Iterator[Entry]:
    """Own use that is served."""
    case = outcome.case
    served = case.use - outcome.unserved
    rows = {
        (row.member, row.item, row.month): row.ref
        for row in case.programme.use
        if row.item in own.items
    }
    for (member, item), c in case.cells.items():
        if item not in own.items:
            continue
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


def _donations(outcome: Outcome, own: Slice) -> Iterator[Entry]:
    """Gifts from a donor's stock to a recipient."""
    case = outcome.case
    for k, row in enumerate(case.donations):
        if row.donation not in own.donations:
            continue
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
