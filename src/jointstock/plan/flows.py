"""Units by month read from a plan's entries, and what of use and demand they do not meet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from jointstock.programme.programme import Programme
from jointstock.words.entries import Entry
from jointstock.words.results import Late, NotCalledOff, NotServed

Cell = tuple[str, str]


class Flows:
    """Units by month, read from entries."""

    def __init__(self, programme: Programme, entries: tuple[Entry, ...]) -> None:
        months = programme.months
        self.entries = entries
        self.stock_in: dict[Cell, list[int]] = defaultdict(lambda: [0] * months)
        self.bears: dict[Cell, list[int]] = defaultdict(lambda: [0] * months)
        self.used: dict[Cell, list[int]] = defaultdict(lambda: [0] * months)
        self.gifts: dict[str, list[int]] = defaultdict(lambda: [0] * months)
        self.own: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0] * months)
        self.called: dict[tuple[str, str, str], int] = defaultdict(int)
        self.delivered = [0] * months
        for entry in entries:
            t = entry.month - programme.start
            units = entry.transfers[0].quantity
            cell = (entry.member, entry.item)
            if entry.kind in ("delivery", "promise") and entry.member:
                self.stock_in[cell][t] += units
            if entry.kind == "delivery":
                self.delivered[t] += units
                if entry.backfill:
                    self.bears[cell][t] -= units
                else:
                    self.own[entry.member, entry.contract, entry.item][t] += units
            elif entry.kind == "call_off" and not entry.backfill:
                self.called[entry.member, entry.contract, entry.item] += units
            elif entry.kind == "use":
                self.used[cell][t] += units
                self.stock_in[cell][t] -= units
            elif entry.kind == "donation":
                self.gifts[entry.donation][t] += units
                self.stock_in[cell][t] -= units
                self.bears[cell][t] += units


def not_served(programme: Programme, flows: Flows) -> tuple[NotServed, ...]:
    """Own use that is not served, by member, item and month."""
    found = []
    for row in programme.use:
        t = row.month - programme.start
        if 0 <= t < programme.months:
            served = flows.used[row.member, row.item][t]
            if served < row.units:
                found.append(NotServed(row.member, row.item, row.month, row.units - served))
    return tuple(found)


def demanded(
    programme: Programme, flows: Flows
) -> tuple[tuple[NotCalledOff, ...], tuple[Late, ...]]:
    """Firm demand not called off, and unit-months of firm demand delivered late."""
    dated: dict[tuple[str, str, str], list[tuple[int | None, int]]] = defaultdict(list)
    for row in programme.demand:
        due = None if row.by is None else row.by - programme.start
        dated[row.member, row.contract, row.item].append((due, row.firm))
    found, late = [], []
    for key, rows in dated.items():
        missing = max(sum(firm for _, firm in rows) - flows.called[key], 0)
        if missing:
            found.append(NotCalledOff(*key, missing))
        first = min((due for due, _ in rows if due is not None), default=programme.months)
        delivered = waits = 0
        for t in range(min(first, 0), programme.months):
            delivered += flows.own[key][t] if t >= 0 else 0
            wanted = sum(firm for due, firm in rows if due is not None and due <= t)
            waits += max(wanted - missing - delivered, 0)
        if waits:
            late.append(Late(*key, waits))
    return tuple(found), tuple(late)


@dataclass(frozen=True, slots=True)
class Waited:
    """A member's firm demand for an item, what came of it, and its unit-months of waiting.

    A unit that is not there by the end of a month waits for that month, whatever its date;
    ``months`` are the months, counted from the first, in which the units that came did so.
    """

    firm: int
    months: tuple[int, ...]
    unit_months: int


def waited(programme: Programme, flows: Flows) -> dict[Cell, Waited]:
    """Firm demand by member and item, under all contracts together, and when it was met."""
    firm: dict[Cell, int] = defaultdict(int)
    for row in programme.demand:
        firm[row.member, row.item] += row.firm
    found = {}
    for (member, item), units in firm.items():
        own = [by for (m, _, i), by in flows.own.items() if (m, i) == (member, item)]
        came = [t for t in range(programme.months) for by in own for _ in range(by[t])][:units]
        unit_months = sum(came) + programme.months * (units - len(came))
        if units:
            found[member, item] = Waited(units, tuple(came), unit_months)
    return found
