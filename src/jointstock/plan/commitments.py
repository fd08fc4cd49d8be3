"""Leave to sign: what a member with commitment budgets signs for with each call-off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from jointstock.ledger.accounts import account
from jointstock.plan.bills import Accounts, Bill
from jointstock.plan.case import Stream
from jointstock.plan.funding import funded_bills
from jointstock.plan.outcome import Outcome
from jointstock.plan.slices import Slice
from jointstock.words.entries import Entry, Transfer
from jointstock.words.money import round_half_up

# Amounts in minor units of the member's currency by stream and month.
Signed = dict[tuple[int, int], int]
Booked = Callable[[Stream, int, list[Transfer]], Entry]


def signed_for(outcome: Outcome, own: Slice) -> Signed:
    """What a slice's call-offs are signed for by members who have commitment budgets.

    The full price with fee of what is called off, in the member's currency, rounded once for
    each call-off.
    """
    tariff, signs = outcome.tariff, _signs(outcome)
    found: Signed = {}
    for stream in outcome.case.streams:
        line = stream.line
        key = line.contract, line.item
        if line.line not in own.lines or stream.member not in signs or key not in tariff.prices:
            continue
        schedule = tariff.whole(stream, signs[stream.member])
        for t in map(int, np.flatnonzero(outcome.calls[stream.index])):
            units = int(outcome.calls[stream.index, t])
            amount = round_half_up(units * (schedule.price[t] + schedule.fee[t]))
            if amount:
                found[stream.index, t] = amount
    return found


def commitments(outcome: Outcome, signed: Signed, booked: Booked) -> Iterator[Bill]:
    """Call-offs that are signed for (``booked`` makes the entry) and their funding, as bills."""
    case = outcome.case
    for member, currency in _signs(outcome).items():
        mine = {at: x for at, x in signed.items() if case.streams[at[0]].member == member}
        cost: dict[tuple[str, int], int] = defaultdict(int)
        for (index, t), amount in mine.items():
            donation = case.streams[index].donation
            if donation >= 0:
                cost[case.donations[donation].donation, t] += amount
        yield from funded_bills(outcome, member, "commitment", cost, currency)
        for (index, t), amount in mine.items():
            book = partial(_call_off, case.streams[index], t, f"commitment:{currency}", booked)
            yield Bill(("committed", member, t), amount, book)


def _call_off(stream: Stream, t: int, unit: str, booked: Booked, accounts: Accounts) -> Entry:
    payable = account("payable", stream.member, stream.line.contract)
    return booked(stream, t, [Transfer(unit, source, payable, part) for source, part in accounts])


def _signs(outcome: Outcome) -> dict[str, str]:
    """The members who have commitment budgets, with their currency."""
    budgets = outcome.case.programme.budgets
    return {row.member: row.currency for row in budgets if row.kind == "commitment"}
