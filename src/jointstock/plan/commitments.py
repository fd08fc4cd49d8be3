"""Leave to sign: what a member with commitment budgets signs for with each call-off."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from jointstock.ledger.accounts import account
from jointstock.plan.funding import fund
from jointstock.plan.outcome import Outcome
from jointstock.plan.purse import Purse
from jointstock.words.entries import Entry, Transfer
from jointstock.words.money import round_half_up

Signed = dict[tuple[int, int], tuple[Transfer, ...]]


def commitments(outcome: Outcome) -> tuple[Signed, list[Entry]]:
    """Transfers of leave to sign by stream and month, and the funding of commitments.

    The full price with fee of what is called off, in the member's currency, rounded once for
    each call-off.
    """
    case, tariff = outcome.case, outcome.tariff
    signs = {row.member: row.currency for row in case.programme.budgets if row.kind == "commitment"}
    rounded: dict[tuple[int, int], int] = {}
    for stream in case.streams:
        line = stream.line
        if stream.member in signs and (line.contract, line.item) in tariff.prices:
            schedule = tariff.whole(stream, signs[stream.member])
            for t in map(int, np.flatnonzero(outcome.calls[stream.index])):
                units = int(outcome.calls[stream.index, t])
                amount = round_half_up(units * (schedule.price[t] + schedule.fee[t]))
                if amount:
                    rounded[stream.index, t] = amount
    signed: Signed = {}
    funding: list[Entry] = []
    for member, currency in signs.items():
        purse = Purse(case, member, "committed", "commitment")
        own = {at: x for at, x in rounded.items() if case.streams[at[0]].member == member}
        cost: dict[tuple[str, int], int] = defaultdict(int)
        for (index, t), amount in own.items():
            donation = case.streams[index].donation
            if donation >= 0:
                cost[case.donations[donation].donation, t] += amount
        funded = fund(outcome, member, "commitment", cost, currency)
        for t in sorted({t for _, t in own}):
            now = [one for one in funded if one.t == t]
            funding += [one.entry(outcome, purse.put(t, one.amount)) for one in now]
            for (index, month), amount in own.items():
                if month == t:
                    contract = case.streams[index].line.contract
                    payable = account("payable", member, contract)
                    signed[index, t] = tuple(
                        Transfer(f"commitment:{currency}", source, payable, part)
                        for source, part in purse.draw(t, amount)
                    )
    return signed, funding
