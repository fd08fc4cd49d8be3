"""What is planned for a period, placed in its months.

The model is careful: whatever months inside its period a unit is delivered in, every rule holds.
So months are chosen for what is best. A unit that fills a floor, or is late, comes as early as the
line can make it; any other when it costs least, the earliest of equals. Call-offs are made as late
in their period as their deliveries leave time for, unless that costs more. Gifts are given in the
last month of their period, and own use that is not served is its earliest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np

from jointstock.plan.case import Case, Stream
from jointstock.plan.periods import Counts
from jointstock.plan.stock import penalties
from jointstock.solve.model import Floats

_DEARER = 1 + 1e-12
_ALL = 2**62


@dataclass(frozen=True, slots=True)
class Costs:
    """Present cost of a unit by stream and month (S, T): called off, and delivered."""

    called: Floats
    delivered: Floats


def place_gifts(case: Case, gifts: Counts) -> Counts:
    """Gifts by donation and period (D, P) in months (D, T)."""
    placed = np.zeros((len(gifts), case.months), np.int64)
    placed[:, case.periods.last] = gifts
    return placed


def place_unserved(case: Case, unserved: Counts) -> Counts:
    """Own use not served by cell and period (C, P) in months (C, T): the earliest of a period."""
    placed = np.zeros_like(case.use)
    for c, p in zip(*np.nonzero(unserved), strict=True):
        months = case.periods.months(p)
        use = case.use[c, months]
        before = np.cumsum(use) - use
        placed[c, months] = np.clip(unserved[c, p] - before, 0, use)
    return placed


def place_calls(case: Case, calls: Counts, delivered: Counts, costs: Costs) -> Counts:
    """Call-offs by stream and period (S, P) in months (S, T), for deliveries in months."""
    placed = np.zeros_like(delivered)
    for s in map(int, np.flatnonzero(calls.any(axis=1))):
        stream = case.streams[s]
        months = np.flatnonzero(delivered[s])
        until = np.cumsum(delivered[s, months])
        begin, done = case.called_in(stream), 0
        for p in map(int, np.flatnonzero(calls[s])):
            units, last = int(calls[s, p]), min(int(case.periods.last[p]), stream.calls[1])
            while units:  # what is called off first is delivered first
                at = int(np.searchsorted(until, done, side="right"))
                part = min(units, int(until[at]) - done)
                latest = min(last, int(months[at]) - stream.line.lead_months)
                placed[s, _cheapest(costs.called[s], int(begin[p]), latest)] += part
                units, done = units - part, done + part
    return placed


def _cheapest(cost: Floats, first: int, last: int) -> int:
    """The month of a stretch that costs least, the latest of equals."""
    best = first
    for t in range(first + 1, last + 1):
        if cost[t] <= cost[best] * _DEARER:
            best = t
    return best


def place_deliveries(
    case: Case, delivered: Counts, capacity: Counts, moves: Counts, costs: Costs
) -> Counts:
    """Deliveries by stream and period (S, P) in months (S, T).

    ``capacity`` is what each line can deliver (L, T), its promises taken off; ``moves`` is what
    changes each stock beside deliveries (C, T).
    """
    placed = np.zeros((len(case.streams), case.months), np.int64)
    if not len(case.periods.coarse):
        placed[:, case.periods.last] = delivered
        return placed
    places = _Places(case, delivered, moves, costs)
    for p in range(case.periods.count):
        for t in case.periods.months(p):
            places.begin(t)
            for line in range(len(case.lines)):
                for stream, units in places.take(line, p, t, capacity[line]):
                    placed[stream, t] += units
    return placed


class _Places:
    """Stocks and demand as they stand month after month, and what is left of a period."""

    def __init__(self, case: Case, delivered: Counts, moves: Counts, costs: Costs) -> None:
        self.case, self.moves, self.costs = case, moves, costs
        self.left = delivered.copy()
        self.level = case.opening.copy()
        self.cell = [case.cells[s.member, s.line.item] for s in case.streams]
        self.pool = [self._pool(stream) for stream in case.streams]
        self.streams = [
            [s.index for s in case.streams if s.line.line == line] for line in case.lines
        ]
        called = np.zeros(len(case.pools), np.int64)
        for stream, pool in enumerate(self.pool):
            if pool >= 0:
                called[pool] += delivered[stream].sum()
        firm = np.array([pool.firm for pool in case.pools], np.int64)
        self.ahead = np.maximum(firm - called, 0)  # what is never called off is never late
        self.due: dict[int, list[tuple[int, int]]] = {}
        for one in case.pools:
            for due, units in one.dated:
                self.due.setdefault(max(due, 0), []).append((one.index, units))

    def _pool(self, stream: Stream) -> int:
        key = stream.member, stream.line.contract, stream.line.item
        found = (p.index for p in self.case.pools if (p.member, p.contract, p.item) == key)
        return next(found) if stream.donation < 0 else -1

    def begin(self, t: int) -> None:
        """A month begins: stocks change by all but deliveries, and demand falls due."""
        self.level += self.moves[:, t]
        for pool, units in self.due.get(t, ()):
            self.ahead[pool] -= units

    def take(self, line: int, p: int, t: int, capacity: Counts) -> Iterator[tuple[int, int]]:
        """What a line delivers in a month: streams and units."""
        open_streams = [s for s in self.streams[line] if self.left[s, p]]
        if not open_streams:
            return
        last = int(self.case.periods.last[p])
        later = int(capacity[t + 1 : last + 1].sum())
        room = int(capacity[t])
        must = int(self.left[open_streams, p].sum()) - later  # no month after this has room
        queue = [self._rank(s, t, last) for s in open_streams]
        heapify(queue)
        while queue and room > 0:
            _, waits, s, most = heappop(queue)
            if waits and must <= 0:
                return  # nothing that is left is better now
            units = min(room, int(self.left[s, p]), most, must if waits else room)
            self._deliver(s, p, units)
            room, must = room - units, must - units
            if self.left[s, p]:
                heappush(queue, self._rank(s, t, last))
            yield s, units

    def _rank(self, s: int, t: int, last: int) -> tuple[tuple[float, int], bool, int, int]:
        """Where a stream stands in the queue, whether it gains by waiting, and for how many."""
        cell, pool = self.cell[s], self.pool[s]
        gain, most = self._filled(cell, t) if self._fills(s) else (0.0, _ALL)
        late = max(-int(self.ahead[pool]), 0) if pool >= 0 else 0
        if late:
            most = min(most, late)
        cost = self.costs.delivered[s, t : last + 1]
        waits = not gain and not late and cost.min() < cost[0] / _DEARER
        return (-gain, -int(late > 0)), waits, s, most

    def _fills(self, s: int) -> bool:
        """Whether a delivery fills a floor: backfill does not where the donor bears the gift."""
        return self.pool[s] >= 0 or self.case.programme.plan.borne == "all"

    def _filled(self, cell: int, t: int) -> tuple[float, int]:
        """By how much the next units lessen the penalty of a floor, and how many of them."""
        floor = int(self.case.floor[cell, t])
        missing = min(max(floor - int(self.level[cell]), 0), floor)
        if not missing:
            return 0.0, _ALL
        settings = self.case.programme.plan
        slope, units = penalties(floor, settings.steps, float(settings.severity))[missing]
        return slope * self.case.weights[cell], units

    def _deliver(self, s: int, p: int, units: int) -> None:
        self.left[s, p] -= units
        if self._fills(s):
            self.level[self.cell[s]] += units
        if self.pool[s] >= 0:
            self.ahead[self.pool[s]] += units
