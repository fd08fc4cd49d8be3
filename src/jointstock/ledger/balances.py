"""Balances of accounts over months, from entries alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from jointstock.words.entries import Entry
from jointstock.words.months import Month


class Book:
    """A set of entries, with the balance of each account and unit at the end of any month.

    Order within a month does not matter: a limit holds at the end of the month.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Add up the entries; each account and unit gets its running balance by month."""
        # by a month's ordinal, which is compared and looked up much faster than the month
        net: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self._entries = tuple(entries)
        for entry in self._entries:
            month = entry.month.ordinal
            for one in entry.transfers:
                net[one.source, one.unit][month] -= one.quantity
                net[one.target, one.unit][month] += one.quantity
        self._months: dict[tuple[str, str], list[int]] = {}
        self._running: dict[tuple[str, str], list[int]] = {}
        for key, by_month in net.items():
            months = sorted(by_month)
            self._months[key] = months
            self._running[key] = list(accumulate(by_month[month] for month in months))

    def accounts(self) -> Iterator[tuple[str, str]]:
        """Every account and unit that something moved in or out of, sorted."""
        return iter(sorted(self._months))

    def months(self, account: str, unit: str) -> list[Month]:
        """The months in which the account's balance of the unit changes."""
        return [Month(ordinal) for ordinal in self._months.get((account, unit), [])]

    def balance(self, account: str, unit: str, month: Month) -> int:
        """What the account holds of the unit at the end of the month."""
        key = (account, unit)
        position = bisect_right(self._months.get(key, []), month.ordinal)
        return self._running[key][position - 1] if position else 0

    @cached_property
    def _out(self) -> dict[tuple[str, str, int], int]:
        """What leaves each account by unit and month: few limits ask for it."""
        found: dict[tuple[str, str, int], int] = defaultdict(int)
        for entry in self._entries:
            for one in entry.transfers:
                found[one.source, one.unit, entry.month.ordinal] += one.quantity
        return found

    def outflow(self, account: str, unit: str, month: Month) -> int:
        """What leaves the account in the month, in the unit, not netted against what comes in."""
        return self._out.get((account, unit, month.ordinal), 0)
