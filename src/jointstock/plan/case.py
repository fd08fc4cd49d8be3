"""A programme as arrays: what the planner needs of it, counted from the first month on.

Axes are named once: S streams, C cells (a member's stock of an item), P demand pools (a member's
demand for an item under a contract), D donations, L lines, T months.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jointstock.programme.programme import Programme
from jointstock.programme.tables import Demand, Donation, Line, Ramp
from jointstock.programme.terms import Terms
from jointstock.words.months import Month

Counts = NDArray[np.int64]
# Minor units by member and kind of budget, by month from the start; below zero what comes back.
Spent = Mapping[tuple[str, str], Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Stream:
    """A way by which units reach a member: call-offs on one line, its own or as backfill.

    ``calls`` are the first and last month in which it may be called off (empty if the first lies
    after the last); a unit called off in t can be delivered from ``t + lead`` on. ``donation`` is
    the index of the donation it backfills, -1 for the member's own demand.
    """

    index: int
    member: str
    line: Line
    calls: tuple[int, int]
    donation: int = -1

    @property
    def possible(self) -> bool:
        """Whether anything can be called off and delivered inside the horizon."""
        return self.calls[0] <= self.calls[1]

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
            found.append(goal)
            if goal == "give":
                found.append("give_early")
        return (*found, "settle")

    def t(self, month: Month) -> int:
        """A month as its distance from the first month of the horizon."""
        return month - self.programme.start

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
                    found.append(Stream(len(found), member, line, window, donation))
        return tuple(found)

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
    def closed(self) -> tuple[str, ...]:
        """Lines that are not open at the start, in table order."""
        return tuple(row.line for row in self.programme.lines if not row.already_open)

    def share_at(self, stream: Stream) -> Fraction:
        """The part of the price that is paid at call-off."""
        return self.terms.advance(stream.line.contract, stream.member)

    def fee_rate(self, contract: str) -> Fraction:
        """The agency's fee as a fraction of each payment."""
        return Fraction(self.contracts[contract].fee_percent) / 100
