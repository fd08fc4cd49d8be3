"""Shares in whole minor units that add up to the cost, and the transfers that settle them."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor

from jointstock.ledger.accounts import account
from jointstock.words.entries import Entry, Transfer
from jointstock.words.months import Month


def whole(amounts: Mapping[str, float], total: int) -> dict[str, int]:
    """Amounts as whole numbers that add up to ``total``: the largest remainders are rounded up.

    What the amounts miss of the total beyond that is spread alike, one unit after the other.
    """
    found = {name: floor(amount) for name, amount in amounts.items()}
    order = sorted(found, key=lambda name: (found[name] - amounts[name], name))
    left = total - sum(found.values())
    each, rest = divmod(left, len(order))
    for k, name in enumerate(order):
        found[name] += each + (1 if k < rest else 0)
    return found


def settlement(
    bills: Mapping[str, int], shares: Mapping[str, int], currency: str, month: Month
) -> tuple[Entry, ...]:
    """Planned transfers between members that take each from its bill to its share.

    Both add up to one sum, so what is paid is what is received, to the last minor unit. Raises
    ``ValueError`` if they do not.
    """
    if sum(bills.values()) != sum(shares.values()):
        raise ValueError("bills and shares do not add up to one sum")
    owed = {m: shares[m] - bills[m] for m in shares if shares[m] > bills[m]}
    due = {m: bills[m] - shares[m] for m in shares if bills[m] > shares[m]}
    found = []
    while owed:
        payer, payee = next(iter(owed)), next(iter(due))
        amount = min(owed[payer], due[payee])
        transfer = Transfer(currency, account("share", payer), account("share", payee), amount)
        found.append(Entry(month, "settlement", (transfer,), member=payer))
        for side, name in ((owed, payer), (due, payee)):
            side[name] -= amount
            if not side[name]:
                del side[name]
    return tuple(found)
