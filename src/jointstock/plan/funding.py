"""Third-party funding in whole minor units: who pays how much of which month's backfill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from jointstock.ledger.accounts import account
from jointstock.plan.bills import PURSES, Accounts, Bill
from jointstock.plan.outcome import Outcome
from jointstock.programme.tables import Funding
from jointstock.words.entries import Entry, Transfer
from jointstock.words.money import round_half_up, to_minor


@dataclass(frozen=True, slots=True)
class Funded:
    """One payment of a funding row in month t, in the donor's currency and in the payer's."""

    row: Funding
    donor: str
    t: int
    amount: int
    currency: str
    payer_amount: int
    signs: bool

    def entry(self, outcome: Outcome, accounts: Accounts) -> Entry:
        """The payment as an entry into an account of the donor."""
        ((target, _),) = accounts
        prefix = "commitment:" if self.signs else ""
        own, theirs = prefix + self.currency, prefix + self.row.currency
        funder = account("funder", self.row.payer)
        if own == theirs:
            transfers: tuple[Transfer, ...] = (Transfer(own, funder, target, self.amount),)
        else:
            exchange = account("exchange", self.row.currency, self.currency)
            transfers = (
                Transfer(theirs, funder, exchange, self.payer_amount),
                Transfer(own, exchange, target, self.amount),
            )
        return Entry(
            outcome.case.programme.start + self.t,
            "funding",
            transfers,
            member=self.donor,
            donation=self.row.donation,
            cause="commitment" if self.signs else "payment",
            rests_on=(self.row.ref,),
        )


def funded_bills(
    outcome: Outcome,
    member: str,
    kind: str,
    cost: Mapping[tuple[str, int], int],
    currency: str,
) -> Iterator[Bill]:
    """What funders pay of a member's backfill costs, as bills that come into its accounts."""
    purse = next(name for name, filled in PURSES.items() if filled == kind)
    for one in fund(outcome, member, kind, cost, currency) if cost else ():
        book = partial(one.entry, outcome)
        yield Bill((purse, member, one.t), -one.amount, book, granted=True)


def fund(
    outcome: Outcome,
    member: str,
    kind: str,
    cost: Mapping[tuple[str, int], int],
    currency: str,
) -> list[Funded]:
    """Share a member's backfill costs (by donation and month) out to its funders.

    ``cost`` is in minor units of ``currency``, the one the member pays in.

    First what the model counted on, period by period, since budgets may rest on it; then whatever
    else each row can pay, earliest months first, rows in their order.
    """
    case = outcome.case
    given = {row.donation for row in case.donations if row.donor == member}
    open_cost = dict(cost)
    rows = [row for row in case.programme.funding if row.donation in given]
    left = [to_minor(row.amount, row.currency) for row in rows]
    paid: dict[tuple[int, int], int] = {}
    for top_up in (False, True):
        for i, row in enumerate(rows):
            key = row.payer, row.donation, str(row.from_ or ""), kind
            planned = dict(outcome.funded.get(key, {}))
            for donation, t in sorted(open_cost):
                month = case.programme.start + t
                inside = (row.from_ is None or row.from_ <= month) and (
                    row.to is None or month <= row.to
                )
                if donation != row.donation or not inside:
                    continue
                rate = outcome.tariff.rate(row.currency, currency, t)
                period = int(case.periods.of[t])
                most = open_cost[donation, t] if top_up else planned.get(period, 0)
                amount = min(most, open_cost[donation, t], int(left[i] * rate))
                if amount > 0:
                    planned[period] = planned.get(period, 0) - amount
                    before = paid.get((i, t), 0)
                    spent = round_half_up((before + amount) / Fraction(rate))
                    spent -= round_half_up(before / Fraction(rate))
                    paid[i, t] = before + amount
                    left[i] -= min(spent, left[i])
                    open_cost[donation, t] -= amount
    found = []
    for (i, t), amount in sorted(paid.items(), key=lambda one: (one[0][1], one[0][0])):
        row = rows[i]
        rate = outcome.tariff.rate(row.currency, currency, t)
        theirs = max(1, round_half_up(amount / rate))
        found.append(Funded(row, member, t, amount, currency, theirs, signs=kind == "commitment"))
    return found
