"""How many units of a line each member can pay for, month by month, at given prices.

Closed form: money that is spent by a month is spent out of what was granted by then, less what is
owed for promises. Each month is looked at by itself, so the counts are never too low: what is
called off early may take money from what is delivered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache

import numpy as np

from jointstock.plan.bands import Key
from jointstock.plan.case import Case
from jointstock.plan.fixed import fixed_payments, owed_by_month
from jointstock.plan.periods import Counts
from jointstock.plan.tariff import Tariff
from jointstock.programme.tables import Funding
from jointstock.words.money import to_minor

# More units than anybody asks for, and more minor units than anybody is granted.
NO_LIMIT = 10**12
_RICH = 10**17

Steps = tuple[tuple[int, int], ...]
Spending = Mapping[str, Steps]


@dataclass(frozen=True, slots=True)
class Purse:
    """A stretch of months whose money is one: what is granted and owed in it, by month."""

    first: int
    last: int
    granted: Steps
    owed: Steps


@dataclass(frozen=True, slots=True)
class Window:
    """First and last month of call-offs, lead and horizon in months."""

    first: int
    last: int
    lead: int
    months: int


def purses(case: Case, tariff: Tariff, member: str, kind: str) -> Iterator[Purse]:
    """A member's money of a kind at the prices of a tariff, in minor units; none for no limit."""
    blocks = case.terms.grants(member, kind)
    owed: dict[int, int] = {}
    if blocks and kind == "payment":
        fixed = fixed_payments(case, tariff, member)
        owed = owed_by_month(case, tariff, fixed, blocks[0].currency) if fixed else {}
    for block in blocks:
        first, last = case.t(block.first), case.t(block.last)
        granted = tuple((case.t(one.available), one.amount) for one in block.grants)
        due = tuple(sorted((t, amount) for t, amount in owed.items() if first <= t <= last))
        yield Purse(first, last, granted, due)


@lru_cache(maxsize=20_000)
def to_spend(purse: Purse) -> Counts:
    """What may be spent of a purse to date, by month from its first; below zero if all is owed.

    What must be left for a later month cannot be spent before it.
    """
    change = np.zeros(purse.last + 1 - purse.first, np.int64)
    for sign, steps in ((1, purse.granted), (-1, purse.owed)):
        for t, amount in steps:
            if t <= purse.last:
                change[max(t - purse.first, 0)] += sign * min(amount, _RICH)
    return np.minimum.accumulate(np.cumsum(change)[::-1])[::-1]


class Costs:
    """What a unit costs at least, at the prices of a tariff, and what members can pay for.

    The tariff may be that of another case in which a unit costs the same: it is made once for all
    questions about a programme. Of these most change one member's rows and leave the others, so
    that answers are kept by the rows they rest on.
    """

    def __init__(self, tariff: Tariff) -> None:
        """Keep the tariff; costs are kept as they are asked for."""
        self.tariff = tariff
        self._of_terms = cache(self._least)
        self.rounded = cache(self._rounded)
        self._case: Case | None = None
        self._at: dict[str, int] = {}
        self._numbers: dict[Hashable, int] = {}
        self._purses: dict[tuple[int, str], tuple[Purse, ...]] = {}
        self._units: dict[tuple[int, Key, Window], Counts] = {}

    def purses(self, case: Case, member: str, kind: str) -> tuple[Purse, ...]:
        """A member's money of a kind at the prices of the tariff: see `purses`."""
        place = self._rests_on(case, member), kind
        if place not in self._purses:
            self._purses[place] = tuple(purses(case, self.tariff, member, kind))
        return self._purses[place]

    def affordable(
        self, case: Case, member: str, key: Key, window: Window, spent: Spending | None = None
    ) -> Counts:
        """What a member can have had by each month, by money alone: see `affordable`."""
        if spent is not None and any(spent.values()):
            return affordable(case, self, member, key, window, spent)
        place = self._rests_on(case, member), key, window
        if place not in self._units:
            self._units[place] = affordable(case, self, member, key, window)
        return self._units[place]

    def funded(
        self, case: Case, member: str, key: Key, window: Window, rows: Iterable[Funding]
    ) -> int:
        """The most units that others' money can help to pay for: never too few.

        A last unit may be paid for in part.
        """
        currency = self.tariff.pays_in(member, *key)
        cost = 0 if currency is None else self.least(member, *key, window)[1]
        return int(self.funding(case, rows, currency) / cost) + 1 if cost and currency else NO_LIMIT

    def funding(self, case: Case, rows: Iterable[Funding], currency: str) -> Fraction:
        """What others may pay, in minor units of a currency, at the best rate of all months."""
        total = Fraction(0)
        for row in rows:
            months = range(case.months if row.currency != currency else 1)
            rate = max(self.tariff.rate(row.currency, currency, t) for t in months)
            total += to_minor(row.amount, row.currency) * rate
        return total

    def _rests_on(self, case: Case, member: str) -> int:
        """A number for what a member is granted and owes in a case: the same for the same rows."""
        if case is not self._case:
            self._case, self._at = case, {}
            for name, facts in _own_rows(case).items():
                self._at[name] = self._numbers.setdefault((name, *facts), len(self._numbers))
        return self._at.setdefault(member, self._numbers.setdefault(member, len(self._numbers)))

    def least(
        self, member: str, contract: str, item: str, window: Window
    ) -> tuple[Fraction, Fraction, Fraction]:
        """What is paid for a unit at call-off and in all, and signed for, in minor units."""
        part = self.tariff.case.terms.advance(contract, member)
        currency = self.tariff.pays_in(member, contract, item) or ""
        return self._of_terms(contract, item, part, currency, window)

    def _least(
        self, contract: str, item: str, part: Fraction, currency: str, window: Window
    ) -> tuple[Fraction, Fraction, Fraction]:
        """The same for all members that pay a part at call-off and pay in a currency."""

        def least(share: Fraction, first: int, end: int) -> Fraction:
            paid = self.tariff.schedule(contract, item, share, currency)
            pairs = set(zip(paid.price[first:end], paid.fee[first:end], strict=True))
            return min((price + fee for price, fee in pairs), default=Fraction(0))

        called = window.first, window.last + 1
        advance = least(part, *called)
        balance = least(1 - part, window.first + window.lead, window.months)
        return advance, advance + balance, least(Fraction(1), *called)

    def _rounded(self, member: str) -> int:
        """How many minor units rounding can cost a member at most; 0 where nothing is rounded."""
        tariff, case = self.tariff, self.tariff.case
        found = 0
        for contract, item in tariff.prices:
            part = case.terms.advance(contract, member)
            currency = tariff.pays_in(member, contract, item) or ""
            for share in (part, 1 - part, Fraction(1)):
                paid = tariff.schedule(contract, item, share, currency)
                found += int(paid.inexact.sum())
        ways = len(case.lines) * (1 + len(case.donations))
        return found and ways * found + 2 * len(case.programme.promised)


def affordable(
    case: Case,
    costs: Costs,
    member: str,
    key: Key,
    window: Window,
    spent: Spending | None = None,
) -> Counts:
    """Units of a contract and item that a member can have delivered by each month, shape (T,).

    By money alone, and of what a unit costs in different months the least is taken. ``spent`` is
    what goes elsewhere already, by kind of budget.
    """
    most = np.full(case.months, NO_LIMIT)
    if key not in costs.tariff.prices:
        return most
    advance, paid, signed = costs.least(member, *key, window)
    for kind, limits in (
        ("payment", ((advance, True), (paid, False))),
        ("commitment", ((signed, True),)),
    ):
        money = costs.purses(case, member, kind)
        if spent is not None and spent[kind]:
            money = tuple(_less(one, spent[kind]) for one in money)
        if money:
            for cost, at_call in limits:
                most = np.minimum(most, _by(money, window, cost, at_call=at_call))
    return most


def money_by_month(money: Iterable[Purse], months: int) -> Counts:
    """What may have been spent to date out of some purses by each month, shape (T,)."""
    there = np.zeros(months, np.int64)
    for purse in money:
        to_date = np.maximum(to_spend(purse), 0)
        there[purse.first : purse.last + 1] += to_date
        there[purse.last + 1 :] += to_date[-1]
    return there


def _less(purse: Purse, spent: Steps) -> Purse:
    """A purse out of which more is paid."""
    more = tuple((t, amount) for t, amount in spent if purse.first <= t <= purse.last)
    return replace(purse, owed=purse.owed + more) if more else purse


def _own_rows(case: Case) -> dict[str, list[Hashable]]:
    """By member its budgets and what it owes, with the totals that its prices may rest on."""
    found: dict[str, list[Hashable]] = defaultdict(list)
    for budget in case.programme.budgets:
        found[budget.member].append(budget)
    for row in case.programme.promised:
        if row.contract and row.customer in found:
            past = case.terms.past_of_item(row.contract, case.lines[row.line].item)
            found[row.customer].append((row, past))
    return found


@lru_cache(maxsize=20_000)
def _by(money: tuple[Purse, ...], window: Window, cost: Fraction, *, at_call: bool) -> Counts:
    """Units that money pays for by each month, if a unit costs so much by its call-off or then."""
    if not cost:
        return np.full(window.months, NO_LIMIT)
    there = money_by_month([one for one in money if one.last >= window.first], window.months)
    amounts, at = np.unique(there, return_inverse=True)
    units = [min(int(one) * cost.denominator // cost.numerator, NO_LIMIT) for one in amounts]
    found = np.array(units)[at]
    if at_call:
        called = np.minimum(np.arange(window.months) - window.lead, window.last)
        found = np.where(called < 0, 0, found[np.maximum(called, 0)])
    return found
