"""Limits on balances and outflows, and the exact check that finds what breaks them (R5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jointstock.ledger.balances import Book
from jointstock.words.codes import MINOR_DIGITS
from jointstock.words.money import from_minor
from jointstock.words.months import Month


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound on the balance of an account, or on what flows out of it in a month.

    ``flow`` bounds the outflow of each month; otherwise the balance at the end of each month.
    ``from_`` and ``to`` are inclusive. A soft limit may be broken at a price; it is reported,
    never refused. ``source`` names the input row it rests on.
    """

    account: str
    unit: str
    low: int | None
    high: int | None
    from_: Month
    to: Month
    source: str
    flow: bool = False
    hard: bool = True


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that does not hold, in which month, with the amount that was found."""

    limit: Limit
    month: Month
    found: int

    def __str__(self) -> str:
        """Say what was found where, and what the limit allows."""
        what = "outflow" if self.limit.flow else "balance"
        found, low, high = map(self._told, (self.found, self.limit.low, self.limit.high))
        low = f" at least {low}" if low else ""
        high = f" at most {high}" if high else ""
        return (
            f"{self.limit.account} ({self.limit.unit}) in {self.month}: {what} {found}, "
            f"allowed{low}{high} by {self.limit.source}"
        )

    def _told(self, amount: int | None) -> str:
        """An amount in whole units, or in those of its currency; blank for none."""
        currency = self.limit.unit.rpartition(":")[2]
        if amount is None or currency not in MINOR_DIGITS:
            return "" if amount is None else f"{amount:,}"
        return f"{from_minor(amount, currency):,}"


def breaches(book: Book, limits: Iterable[Limit]) -> tuple[Breach, ...]:
    """Every month in which a limit does not hold, in the order of the limits.

    Balances change only in months that have a transfer, so only those and the first month of a
    limit are looked at.
    """
    found = []
    for limit in limits:
        look_at = {limit.from_} | {
            month
            for month in book.months(limit.account, limit.unit)
            if limit.from_ <= month <= limit.to
        }
        for month in sorted(look_at, key=lambda month: month.ordinal):
            if limit.flow:
                amount = book.outflow(limit.account, limit.unit, month)
            else:
                amount = book.balance(limit.account, limit.unit, month)
            too_low = limit.low is not None and amount < limit.low
            too_high = limit.high is not None and amount > limit.high
            if too_low or too_high:
                found.append(Breach(limit, month, amount))
    return tuple(found)
