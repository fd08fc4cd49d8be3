"""A programme as arrays: what the planner needs of it, counted from the first month on.

Axes are named once: S streams, C cells (a member's stock of an item), D donations, L lines,
R ramps, T months, P periods of the search. Facts are by month; the model sums them by period.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np

from jointstock.plan.filling import Levels, levels_of
from jointstock.plan.periods import Counts, Periods, periods_of
from jointstock.programme.programme import Programme
from jointstock.programme.settings import ALLOT_STOCK
from jointstock.programme.tables import Demand, Donation, Line, Ramp
from jointstock.programme.terms import Terms
from jointstock.words.months import Month

# Minor units by member and kind of budget, by month from the start; below zero what comes back.
Spent = Mapping[tuple[str, str], Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Stream:
    """A way by which units reach a member: call-offs on one line, its own or as backfill.

    ``calls`` are the first and last month in which it may be called off (empty if the first lies
    after the last); a unit called off in t can be delivered from ``t + lead`` on. ``periods`` are
    the first and last period of call-offs, and ``arrives`` the first of deliveries. ``donation``
    is the index of the donation it backfills, -1 for the member's own demand.
    """

    index: int
    member: str
    line: Line
    calls: tuple[int, int]
    periods: tuple[int, int]
    arrives: int
    donation: int = -1

    @property
    def possible(self) -> bool:
        """Whether anything can be called off and delivered inside the horizon."""
        return self.periods[0] <= self.periods[1]

    @property
    def first_delivery(self) -> int:
        """The first month in which a unit can be delivered."""
        return self.calls[0] + self.line.lead_months


@dataclass(frozen=True, slots=True)
class Pool:
    """A member's demand for an item under a contract, all its rows together.

    ``wanted`` (by month from ``wanted_from`` on) is the firm demand whose date has come.
    """

    index: int
    member: str
    contract: str
    item: str
    firm: int
    optional: int
    dated: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RampStep:
    """A ramp of a line with its window of decision in months from the start."""

    index: int
    row: Ramp
    first: int
    last: int


class Case:
    """The programme as indices and arrays. Everything is derived once, in table order."""

    def __init__(self, programme: Programme, elsewhere: Spent | None = None) -> None:
        """Keep the programme and its terms; arrays are made when they are asked for.

        ``elsewhere`` is what members spend by month on what the programme leaves out.
        """
        self.programme = programme
        self.elsewhere: Spent = elsewhere or {}
        self.terms = Terms(programme)
        self.months = programme.months
        self.lines = {row.line: row for row in programme.lines}
        self.line_index = {row.line: i for i, row in enumerate(programme.lines)}
        self.contracts = {row.contract: row for row in programme.contracts}
        self.members = {row.member: row for row in programme.members}

    @property
    def goals(self) -> tuple[str, ...]:
        """Every goal in order; *give* is followed by giving early, *steady* by a tie-break."""
        found: list[str] = []
        for goal in self.programme.plan.order:
            found.extend(self.steps_of(goal))
            if goal == "give":
                found.append("give_early")
        return (*found, "settle")

    def steps_of(self, goal: str) -> tuple[str, ...]:
        """The steps in which a goal is reached: itself, or those of the rule of allotment.

        A rule other than the penalty takes the place of *floors*. It has a step for each band,
        the lowest first, or for each member.
        """
        return self._steps if goal == "floors" else (goal,)

    @cached_property
    def _steps(self) -> tuple[str, ...]:
        rule = self.programme.plan.allotment
        if rule == "penalty":
            return ("floors",)
        count = len(self.ranked) if rule == "priority" else len(self.levels)
        return tuple(f"{rule} {number}" for number in range(1, count + 1))

    @property
    def allots_demand(self) -> bool:
        """Whether the rule of allotment looks at demand and not at stock."""
        return self.programme.plan.allotment not in ALLOT_STOCK

    @cached_property
    def wanted(self) -> dict[tuple[str, str], int]:
        """Firm demand by member and item, in units, where there is any."""
        found: dict[tuple[str, str], int] = {}
        for pool in self.pools:
            if pool.firm:
                key = pool.member, pool.item
                found[key] = found.get(key, 0) + pool.firm
        return found

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """Members with firm demand: by weight, then by their first date, then as in the table."""

        def rank(member: str) -> tuple[Decimal, int]:
            dates = [due for pool in self.pools if pool.member == member for due, _ in pool.dated]
            return -self.members[member].weight, min(dates, default=self.months)

        asking = {member for member, _ in self.wanted}
        return tuple(sorted((one for one in self.members if one in asking), key=rank))

    @cached_property
    def levels(self) -> Levels:
        """The bands that are filled one after the other: of floors, or of firm demand."""
        if self.allots_demand:
            sizes = [(firm, self.scale_of(firm)) for firm in self.wanted.values()]
            return levels_of(sizes, len(sizes) * self.months)
        floors = [int(units) for units in np.unique(self.floor)]
        return levels_of([(units, units) for units in floors], int(np.count_nonzero(self.floor)))

    def scale_of(self, firm: int) -> int:
        """What a firm demand is measured by: itself for parts of it, or 1 for units."""
        return firm if self.programme.plan.allotment == "pro-rata" else 1

    def t(self, month: Month) -> int:
        """A month as its distance from the first month of the horizon."""
        return month - self.programme.start

    def period(self, month: Month) -> int:
        """The period of the search that a month of the horizon lies in."""
        return int(self.periods.of[self.t(month)])

    @cached_property
    def donations(self) -> tuple[Donation, ...]:
        """The donation rows, in table order."""
        return self.programme.donations

    @cached_property
    def demand(self) -> dict[tuple[str, str, str], list[Demand]]:
        """The rows of demand by member, contract and item, in table order."""
        rows: dict[tuple[str, str, str], list[Demand]] = defaultdict(list)
        for row in self.programme.demand:
            rows[row.member, row.contract, row.item].append(row)
        return rows

    @cached_property
    def pools(self) -> tuple[Pool, ...]:
        """Demand rows of one member, contract and item, together."""
        return tuple(
            Pool(
                index,
                *key,
                firm=sum(row.firm for row in rows),
                optional=sum(row.optional for row in rows),
                dated=tuple(
                    sorted((self.t(row.by), row.firm) for row in rows if row.by is not None)
                ),
            )
            for index, (key, rows) in enumerate(self.demand.items())
        )

    def window(self, contract: str, member: str, lead: int) -> tuple[int, int] | None:
        """First and last month of call-offs; ``None`` where the member has not signed."""
        signed = self._signed.get((contract, member))
        if signed is None:
            return None
        row = self.contracts[contract]
        starts = [0] + [self.t(month) for month in (signed[0], row.call_off_from) if month]
        last = self.months - 1 - lead
        if row.call_off_to is not None:
            last = min(last, self.t(row.call_off_to))
        return max(starts), last

    @cached_property
    def _signed(self) -> dict[tuple[str, str], tuple[Month | None]]:
        return {(row.contract, row.member): (row.from_,) for row in self.programme.signatories}

    @cached_property
    def streams(self) -> tuple[Stream, ...]:
        """Own streams by demand pool and line, then backfill streams by donation and line."""
        wanted = [(pool.member, pool.item, pool.contract, -1) for pool in self.pools]
        given = [(row.donor, row.item, None, k) for k, row in enumerate(self.donations)]
        found: list[Stream] = []
        for member, item, contract, donation in [*wanted, *given]:
            for line in self.programme.lines:
                if line.item != item or contract not in (None, line.contract):
                    continue
                window = self.window(line.contract, member, line.lead_months)
                if window is not None:
                    periods, arrives = self._by_period(window, line.lead_months)
                    found.append(
                        Stream(len(found), member, line, window, periods, arrives, donation)
                    )
        return tuple(found)

    def _by_period(self, calls: tuple[int, int], lead: int) -> tuple[tuple[int, int], int]:
        """Periods of call-offs that can be delivered, and the first period of deliveries.

        What is called off in a period is called off at its beginning, and may be delivered in
        any month of the period it is delivered in; so all of that must lie a lead time later.
        """
        periods = self.periods
        arrives = periods.from_month(calls[0] + lead)
        if calls[0] > calls[1] or arrives == periods.count:
            return (0, -1), arrives
        first, last = periods.within(*calls)
        while periods.from_month(max(int(periods.first[last]), calls[0]) + lead) == periods.count:
            last -= 1
        return (first, last), arrives

    @cached_property
    def periods(self) -> Periods:
        """The axis of the model. A month in which promises ask for ramps or an opening is alone."""
        base = self.capacity.copy()
        base[[self.line_index[line] for line in self.closed]] = 0
        return periods_of(self.programme, np.flatnonzero((self.promised > base).any(axis=0)))

    def called_in(self, stream: Stream) -> Counts:
        """The month in which the call-offs of each period are made at the earliest, shape (P,)."""
        return self.periods.begin(stream.calls[0])

    def ready(self, stream: Stream) -> Counts:
        """The first period in which a unit called off in a period may be delivered, shape (P,)."""
        at = self.called_in(stream) + stream.line.lead_months
        return np.searchsorted(self.periods.first, at).astype(np.int64)

    @cached_property
    def cells(self) -> dict[tuple[str, str], int]:
        """Member and item of every stock that something can happen to, with its index."""
        keys = [(row.member, row.item) for row in self.programme.stocks]
        keys += [(row.member, row.item) for row in self.programme.floors]
        keys += [(row.member, row.item) for row in self.programme.use]
        keys += [(stream.member, stream.line.item) for stream in self.streams]
        keys += [(row.donor, row.item) for row in self.donations]
        keys += [
            (row.customer, self.lines[row.line].item)
            for row in self.programme.promised
            if row.customer in self.members
        ]
        order = {
            (member, item.item): None for member in self.members for item in self.programme.items
        }
        known = set(keys)
        return {key: i for i, key in enumerate(key for key in order if key in known)}

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """The weight of each cell's member."""
        return tuple(float(self.members[member].weight) for member, _ in self.cells)

    @cached_property
    def opening(self) -> Counts:
        """Opening stock by cell, shape (C,)."""
        units = np.zeros(len(self.cells), np.int64)
        for row in self.programme.stocks:
            units[self.cells[row.member, row.item]] += row.units
        return units

    @cached_property
    def use(self) -> Counts:
        """Own use by cell and month, shape (C, T)."""
        units = np.zeros((len(self.cells), self.months), np.int64)
        for row in self.programme.use:
            t = self.t(row.month)
            if 0 <= t < self.months:
                units[self.cells[row.member, row.item], t] += row.units
        return units

    @cached_property
    def troughs(self) -> Counts:
        """How far own use outruns promises inside a period, before its last month, shape (C, P)."""
        change = self.use - self.promised_in
        lowest = np.zeros((len(self.cells), self.periods.count), np.int64)
        for p in map(int, self.periods.coarse):
            inside = change[:, self.periods.first[p] : self.periods.last[p]]
            lowest[:, p] = np.cumsum(inside, axis=1).max(axis=1)
        return np.maximum(lowest, 0)

    @cached_property
    def floor(self) -> Counts:
        """Floors by cell and month, shape (C, T)."""
        units = np.zeros((len(self.cells), self.months), np.int64)
        for (member, item), c in self.cells.items():
            units[c] = self.terms.floor(member, item)
        return units

    @cached_property
    def promised(self) -> Counts:
        """Standing promises that fall due, by line and month, shape (L, T)."""
        units = np.zeros((len(self.lines), self.months), np.int64)
        for row in self.programme.promised:
            t = self.t(row.due)
            if 0 <= t < self.months:
                units[self.line_index[row.line], t] += row.units
        return units

    @cached_property
    def promised_in(self) -> Counts:
        """Standing promises that reach a member's stock, by cell and month, shape (C, T)."""
        units = np.zeros((len(self.cells), self.months), np.int64)
        for row in self.programme.promised:
            t = self.t(row.due)
            if row.customer in self.members and 0 <= t < self.months:
                units[self.cells[row.customer, self.lines[row.line].item], t] += row.units
        return units

    @cached_property
    def capacity(self) -> Counts:
        """Capacity without ramps by line and month, shape (L, T)."""
        units = np.zeros((len(self.lines), self.months), np.int64)
        for line, index in self.line_index.items():
            units[index] = self.terms.capacity(line)
        return units

    @cached_property
    def ramps(self) -> tuple[RampStep, ...]:
        """Ramps by line and step, with their windows; a ramp whose window is past is left out."""
        order = {row.line: i for i, row in enumerate(self.programme.lines)}
        found: list[RampStep] = []
        dropped: set[str] = set()
        for row in sorted(self.programme.ramps, key=lambda row: (order[row.line], row.step)):
            first = 0 if row.decide_from is None else max(0, self.t(row.decide_from))
            if found and found[-1].row.line == row.line:
                first = max(first, found[-1].first)  # with or after the step below it
            last = self.months - 1 if row.decide_to is None else self.t(row.decide_to)
            last = min(last, self.months - 1)
            if first > last or row.line in dropped:
                dropped.add(row.line)  # later steps need this one
                continue
            found.append(RampStep(len(found), row, first, last))
        return tuple(found)

    @cached_property
    def best_capacity(self) -> Counts:
        """Capacity of an open line with every ramp in force as soon as can be, shape (L, T)."""
        units = self.capacity.copy()
        for ramp in self.ramps:
            start = ramp.first + ramp.row.lead_months
            units[self.line_index[ramp.row.line], start:] += ramp.row.extra_per_month
        return units

    @cached_property
    def closed(self) -> tuple[str, ...]:
        """Lines that are not open at the start, in table order."""
        return tuple(row.line for row in self.programme.lines if not row.already_open)

    def share_at(self, stream: Stream) -> Fraction:
        """The part of the price that is paid at call-off."""
        return self.terms.advance(stream.line.contract, stream.member)

    def fee_rate(self, contract: str) -> Fraction:
        """The agency's fee as a fraction of each payment."""
        return self._fee_rates[contract]

    @cached_property
    def _fee_rates(self) -> dict[str, Fraction]:
        return {name: Fraction(row.fee_percent) / 100 for name, row in self.contracts.items()}
