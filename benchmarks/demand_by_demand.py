"""A supply planner's heuristic, for comparison only: demand by demand, by priority and due date.

As open supply planners do it: demands are put in a row, by the member's weight, then by date, then
as in the table, and each in its turn takes the earliest capacity that is left, within lead time,
ceiling and budget. What was taken is never given back. It is made in a way that favours it where
that costs it nothing: every ramp is taken at once, options are filled after all firm demand, and
it plans a second time at the price band that the first time reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil

import numpy as np

from jointstock.plan.case import Case, Stream
from jointstock.plan.check import check
from jointstock.plan.entries import planned_entries
from jointstock.plan.outcome import Outcome, chosen_tariff
from jointstock.plan.planner import decisions_of
from jointstock.plan.tariff import Prices, Tariff
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Donation
from jointstock.words.entries import Entry
from jointstock.words.errors import CheckError

NEVER = 10**9


@dataclass(frozen=True)
class Ask:
    """A row of demand, or a part of one: so many units of a member's, wanted by a month."""

    member: str
    contract: str
    item: str
    by: int
    units: int
    donation: int = -1


@dataclass
class Shop:
    """What is left of capacity, ceilings and budgets while demands take from them."""

    case: Case
    tariff: Tariff
    opened: frozenset[str]
    capacity: np.ndarray = field(init=False)
    room: dict[str, int] = field(init=False)
    purse: dict[str, np.ndarray] = field(init=False)
    calls: np.ndarray = field(init=False)
    delivered: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        """Begin with all that the programme allows in the lines that are open."""
        case = self.case
        self.capacity = case.capacity.copy()
        for ramp in case.ramps:
            index = case.line_index[ramp.row.line]
            self.capacity[index, ramp.first + ramp.row.lead_months :] += ramp.row.extra_per_month
        self.capacity -= case.promised
        for line, index in case.line_index.items():
            if line in case.closed and line not in self.opened:
                self.capacity[index] = 0
        self.room = {
            name: NEVER if row.ceiling is None else row.ceiling - case.terms.past(name)
            for name, row in case.contracts.items()
        }
        self.purse = {member: self._granted(member) for member in case.members}
        self.calls = np.zeros((len(case.streams), case.months), np.int64)
        self.delivered = np.zeros_like(self.calls)

    def _granted(self, member: str) -> np.ndarray:
        """Minor units to date that a member may spend; its years carry over one into the next."""
        case = self.case
        blocks = case.terms.grants(member, "payment")
        if not blocks:
            return np.full(case.months, NEVER**2)
        if len(blocks) > 1:
            raise ValueError("the heuristic knows budgets that carry over alone")
        return np.array([blocks[0].granted(month) for month in case.programme.horizon()])

    def take(self, ask: Ask) -> int:
        """Fill a demand as early as can be; returns how many units are left over or late."""
        left, late = ask.units, 0
        streams = [s for s in self.case.streams if _serves(s, ask)]
        for t in range(self.case.months):
            for stream in streams:
                units = min(left, self._most(stream, t))
                if units > 0:
                    self._book(stream, t, units)
                    left -= units
                    late += units if t > ask.by else 0
        return left + late

    def _most(self, stream: Stream, t: int) -> int:
        """The most units that a stream can deliver in a month, called off as late as can be."""
        call = t - stream.line.lead_months
        if not stream.calls[0] <= call <= stream.calls[1]:
            return 0
        index = self.case.line_index[stream.line.line]
        most = min(int(self.capacity[index, t]), self.room[stream.line.contract])
        advance, balance = self._price(stream, call, t)
        purse = self.purse[stream.member]
        most = min(most, int(purse[call:].min() // advance) if advance else most)
        return max(min(most, int(purse[t:].min() // (advance + balance))), 0)

    def _price(self, stream: Stream, call: int, t: int) -> tuple[int, int]:
        """Minor units for a unit at call-off and at delivery, each with its fee, rounded up."""
        key = stream.line.contract, stream.line.item
        to = self.tariff.pays_in(stream.member, *key)
        assert to is not None, "the heuristic knows items with a price alone"
        parts = self.tariff.advance(stream, to), self.tariff.balance(stream, to)
        first, second = (
            ceil(part.price[at]) + ceil(part.fee[at])
            for part, at in zip(parts, (call, t), strict=True)
        )
        return first, second

    def _book(self, stream: Stream, t: int, units: int) -> None:
        call = t - stream.line.lead_months
        advance, balance = self._price(stream, call, t)
        self.purse[stream.member][call:] -= units * advance
        self.purse[stream.member][t:] -= units * balance
        self.room[stream.line.contract] -= units
        self.capacity[self.case.line_index[stream.line.line], t] -= units
        self.calls[stream.index, call] += units
        self.delivered[stream.index, t] += units


def _serves(stream: Stream, ask: Ask) -> bool:
    own = stream.donation == ask.donation and stream.possible
    if ask.donation >= 0:
        return own
    line = stream.line
    return own and (stream.member, line.contract, line.item) == (
        ask.member,
        ask.contract,
        ask.item,
    )


def demand_by_demand(programme: Programme) -> tuple[Entry, ...]:
    """The heuristic's plan as entries, which pass the same check as any plan.

    Raises ``CheckError`` if they do not, and ``ValueError`` for budgets that do not carry over.
    """
    case = Case(programme)
    first: Prices = {
        (row.contract, row.item): case.terms.bands(row.contract, row.item)[0]
        for row in programme.prices
    }
    found = _planned(case, Tariff(case, first))
    reached = chosen_tariff(case, found.delivered)
    entries = _checked(found)
    if reached.prices != first:
        again = _planned(case, reached)
        if chosen_tariff(case, again.delivered).prices == reached.prices:
            entries = _checked(again) or entries
    if entries is None:
        raise CheckError(("the heuristic's plan breaks a limit",))
    return entries


def _checked(found: Outcome) -> tuple[Entry, ...] | None:
    """An outcome as entries; ``None`` where they break a limit."""
    entries = planned_entries(found)
    try:
        check(found.case.programme, entries, decisions_of(found))
    except CheckError:
        return None
    return entries


def _planned(case: Case, tariff: Tariff) -> Outcome:
    """Open lines one after the other while what is late or unmet asks for their minimum order."""
    opened: frozenset[str] = frozenset()
    shop, unmet = _filled(case, tariff, opened)
    for line in case.closed:
        row = case.lines[line]
        if unmet.get((row.contract, row.item), 0) < max(row.minimum_order, 1):
            continue
        wider, less = _filled(case, tariff, opened | {line})
        streams = [s.index for s in case.streams if s.line.line == line]
        if wider.delivered[streams].sum() >= row.minimum_order:
            opened, shop, unmet = opened | {line}, wider, less
    gifts = np.zeros((len(case.donations), case.months), np.int64)
    unserved, stock = _stock(case, shop)
    for k, row in enumerate(case.donations):
        _give(shop, k, row, gifts, stock)
    ramps = tuple((r.index, r.first) for r in case.ramps if _is_open(case, r.row.line, opened))
    prices = chosen_tariff(case, shop.delivered)
    return Outcome(
        *(case, prices, shop.calls, shop.delivered, gifts, unserved),
        *(tuple(sorted(opened, key=case.closed.index)), ramps, {}),
    )


def _is_open(case: Case, line: str, opened: frozenset[str]) -> bool:
    return line not in case.closed or line in opened


def _filled(
    case: Case, tariff: Tariff, opened: frozenset[str]
) -> tuple[Shop, dict[tuple[str, str], int]]:
    """Every demand in its turn, then options; with what is late or unmet of firm demand."""
    shop, unmet = Shop(case, tariff, opened), dict[tuple[str, str], int]()
    for ask in _in_turn(case, "firm"):
        key = ask.contract, ask.item
        unmet[key] = unmet.get(key, 0) + shop.take(ask)
    for ask in _in_turn(case, "optional"):
        shop.take(ask)
    return shop, unmet


def _in_turn(case: Case, what: str) -> Iterator[Ask]:
    """Rows of demand by priority, then by due date, then as in the table."""

    def due(by: object) -> int:
        return case.months if by is None else case.t(by)  # type: ignore[arg-type]  # a month

    rows = sorted(
        case.programme.demand,
        key=lambda row: (-case.members[row.member].weight, due(row.by)),
    )
    for row in rows:
        yield Ask(row.member, row.contract, row.item, due(row.by), getattr(row, what))


def _stock(case: Case, shop: Shop) -> tuple[np.ndarray, dict[tuple[str, str], np.ndarray]]:
    """Own use that no stock can serve, by cell and month, and the stock at each month's end."""
    unserved, stock = np.zeros_like(case.use), {}
    for key, c in case.cells.items():
        own = [s.index for s in case.streams if (s.member, s.line.item) == key]
        held, levels = int(case.opening[c]), np.zeros(case.months, np.int64)
        for t in range(case.months):
            held += int(case.promised_in[c, t] + shop.delivered[own, t].sum())
            served = min(held, int(case.use[c, t]))
            unserved[c, t] = case.use[c, t] - served
            held -= served
            levels[t] = held
        stock[key] = levels
    return unserved, stock


def _give(
    shop: Shop, k: int, row: Donation, gifts: np.ndarray, stock: dict[tuple[str, str], np.ndarray]
) -> None:
    """Give what stands above the floor, and what is kept, from its month to the end.

    A gift that asks for backfill is made where a unit can still be had in time for it.
    """
    case = shop.case
    if not case.terms.may_give(row) or row.group:
        return
    levels = stock[row.donor, row.item]
    keep = np.maximum(np.array(case.terms.floor(row.donor, row.item)), row.keep_units)
    first = 0 if row.not_before is None else max(0, case.t(row.not_before))
    left, within = row.up_to, row.backfill_within_months
    for t in range(first, case.months - (within or 0)):
        units = min(left, int((levels - keep)[t:].min()))
        for _ in range(max(units, 0)):
            if within is not None and not _backfill(shop, k, row, t + within, levels):
                return
            gifts[k, t] += 1
            levels[t:] -= 1
            left -= 1


def _backfill(shop: Shop, k: int, row: Donation, by: int, levels: np.ndarray) -> bool:
    """Take one unit for a donor by a month, if there is one to be had."""
    for t in range(by + 1):
        for stream in shop.case.streams:
            if stream.donation == k and shop._most(stream, t) > 0:
                shop._book(stream, t, 1)
                levels[t:] += 1
                return True
    return False
