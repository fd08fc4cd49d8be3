"""A plan in which each unit is called off and delivered late, line by line, in whole units.

Late, because money only grows. Where such a plan holds every budget, it proves that what it was
asked for can be reached; where it does not, nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from math import ceil

import numpy as np

from jointstock.plan.bands import Key
from jointstock.plan.case import Case, Stream
from jointstock.plan.conflicts.affordable import Costs, Steps, Window, to_spend
from jointstock.plan.conflicts.orders import callers, given_late
from jointstock.plan.periods import Counts

# How often members who cannot pay for what fell to them are given less.
_ROUNDS = 16

_KINDS = ("payment", "commitment")

Spent = dict[int, Fraction]


class LatePlan:
    """Late deliveries on one line after the other, and what each member pays for them."""

    def __init__(self, case: Case, costs: Costs) -> None:
        """Begin with nothing called off, at given prices."""
        self.case, self.costs = case, costs
        self._left = np.maximum(case.best_capacity - case.promised, 0)
        self._own: dict[tuple[str, str, str], int] = defaultdict(int)
        for pool in case.pools:
            self._own[pool.member, pool.contract, pool.item] += pool.firm + pool.optional
        self._spent: dict[tuple[str, str], Spent] = defaultdict(lambda: defaultdict(Fraction))
        self._called: dict[str, int] = defaultdict(int)

    @cached_property
    def _gifts(self) -> dict[tuple[str, str], int]:
        """Units that donors can give whatever else is planned, and have backfilled."""
        return given_late(self.case)

    def take(self, line: str, needed: int) -> int:
        """Deliver so many more units on a line if that can be; returns how many."""
        case, row = self.case, self.case.lines[line]
        ceiling = case.contracts[row.contract].ceiling
        if ceiling is not None:
            room = ceiling - case.terms.past(row.contract) - self._called[row.contract]
            needed = min(needed, max(room, 0))
        streams = callers(case, line)
        wanted = np.array([self._wanted(one) for one in streams], np.int64)
        may = np.zeros((len(streams), case.months + 1), np.int64)  # had before each month
        for k, one in enumerate(streams):
            may[k, 1:] = np.minimum(self._paid_for(one), wanted[k])
            may[k, : one.first_delivery + 1] = 0
        found = _latest(may, self._left[case.line_index[line]], needed)
        for _ in range(_ROUNDS):
            short = [k for k, one in enumerate(streams) if not self._could_pay(one, found[k])]
            if not short:
                break
            for k in short:  # an advance and the rest together cost too much: the others have more
                units = int(found[k].sum())
                may[k] = np.minimum(may[k], units - max(units // 8, 1))
            found = _latest(may, self._left[case.line_index[line]], needed)
        self._left[case.line_index[line]] -= found.sum(axis=0)
        for one, units in zip(streams, found, strict=True):
            if units.any():
                self._count(one, units)
        self._called[row.contract] += int(found.sum())
        return int(found.sum())

    def holds(self) -> bool:
        """Whether every member can pay and sign for all of it, and for what it owes already."""
        return all(
            self._is_paid(one, {kind: self._spent[one, kind] for kind in _KINDS})
            for one in self.case.members
        )

    def _wanted(self, stream: Stream) -> int:
        """What a member may still call off of the stream's item, its own and as backfill."""
        member, line = stream.member, stream.line
        gifts = self._gifts.get((member, line.item), 0)
        return self._own[member, line.contract, line.item] + gifts

    def _count(self, stream: Stream, units: Counts) -> None:
        """Count deliveries as the member's own first, then as backfill."""
        member, line = stream.member, stream.line
        total, key = int(units.sum()), (member, line.contract, line.item)
        own = min(total, self._own[key])
        self._own[key] -= own
        if total > own:
            self._gifts[member, line.item] -= total - own
        for kind in _KINDS:
            _add_cost(self.costs, kind, stream, units, self._spent[member, kind])

    def _paid_for(self, stream: Stream) -> Counts:
        """Units of a stream that the member's money pays for by each month, (T,)."""
        line = stream.line
        key: Key = (line.contract, line.item)
        window = Window(*stream.calls, line.lead_months, self.case.months)
        spent = {kind: self._steps(stream.member, kind) for kind in _KINDS}
        return self.costs.affordable(self.case, stream.member, key, window, spent)

    def _steps(self, member: str, kind: str) -> Steps:
        """What a member spends already by month, rounded up."""
        spent = self._spent.get((member, kind), {})
        return tuple((t, ceil(amount)) for t, amount in sorted(spent.items()))

    def _could_pay(self, stream: Stream, units: Counts) -> bool:
        """Whether a member pays for some more deliveries too."""
        if not units.any():
            return True
        more = {}
        for kind in _KINDS:
            more[kind] = self._spent[stream.member, kind].copy()
            _add_cost(self.costs, kind, stream, units, more[kind])
        return self._is_paid(stream.member, more)

    def _is_paid(self, member: str, spent: Mapping[str, Spent]) -> bool:
        """Whether a member pays and signs for what it spends, with rounding at its worst."""
        for kind in _KINDS:
            for purse in self.costs.purses(self.case, member, kind):
                room, to_date = to_spend(purse), Fraction(0)
                if room.min() < 0:
                    return False
                for t in sorted(t for t in spent[kind] if purse.first <= t <= purse.last):
                    to_date += spent[kind][t]
                    if to_date + self.costs.rounded(member) > int(room[t - purse.first]):
                        return False
        return True


def _latest(may: Counts, left: Counts, needed: int) -> Counts:
    """Deliveries by stream and month, as late as capacity and each member's means allow, (n, T).

    ``may`` (n, T + 1) is what each may have had before a month, ``left`` (T,) what can be made.
    What a member cannot have any sooner comes first, then who has got least of what it may have:
    who has much late pays advances for it, and should not pay for other units before.
    """
    most = np.maximum(may[:, -1], 1)
    still = may[:, -1].copy()
    found = np.zeros((len(may), len(left)), np.int64)
    for t in range(len(left) - 1, -1, -1):
        if not needed or not len(may):
            break
        room = min(int(left[t]), needed)
        must = np.maximum(still - may[:, t], 0)  # what cannot be had any sooner
        for wanted in (must, still - must):
            order = np.argsort(-still / most, kind="stable")
            now = np.diff(np.minimum(np.cumsum(wanted[order]), room), prepend=0)
            found[order, t] += now
            still[order] -= now
            room -= int(now.sum())
        still = np.minimum(still, may[:, t])
        needed -= int(found[:, t].sum())
    return found


def _add_cost(costs: Costs, kind: str, stream: Stream, delivered: Counts, spent: Spent) -> None:
    """Add what one stream's deliveries cost by month."""
    tariff, line = costs.tariff, stream.line
    currency = tariff.pays_in(stream.member, line.contract, line.item)
    if currency is None:
        return
    whole, balance = tariff.whole(stream, currency), tariff.balance(stream, currency)
    at_call = tariff.advance(stream, currency) if kind == "payment" else whole
    for t in map(int, np.flatnonzero(delivered)):
        called = min(t - line.lead_months, stream.calls[1])
        spent[called] += int(delivered[t]) * (at_call.price[called] + at_call.fee[called])
        if kind == "payment":
            spent[t] += int(delivered[t]) * (balance.price[t] + balance.fee[t])
