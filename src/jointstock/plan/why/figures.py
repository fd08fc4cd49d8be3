"""The figures of a plan that can be asked about, read from its entries."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from math import inf

from jointstock.programme.programme import Programme
from jointstock.programme.tables import Demand, Donation
from jointstock.programme.terms import Terms
from jointstock.words.entries import Entry
from jointstock.words.months import Month, spans
from jointstock.words.results import Plan
from jointstock.words.why import Figure


class Record:
    """A plan of a programme as figures are read from it: entries by member and item."""

    def __init__(self, programme: Programme, plan: Plan) -> None:
        """Sort the entries once."""
        self.programme, self.plan, self.terms = programme, plan, Terms(programme)
        self.entries: dict[tuple[str, str], list[Entry]] = {}
        for entry in plan.entries:
            if entry.item:
                self.entries.setdefault((entry.member, entry.item), []).append(entry)
        self._levels: dict[tuple[str, str], list[int]] = {}

    def levels(self, member: str, item: str) -> list[int]:
        """Stock with what is borne at the end of each month (T,), counted from the entries."""
        if (member, item) not in self._levels:
            bears = self.programme.plan.borne != "all"
            self._levels[member, item] = self._counted(member, item, bears=bears)
        return self._levels[member, item]

    def stock(self, member: str, item: str) -> list[int]:
        """Stock at the end of each month (T,), counted from the entries."""
        return self._counted(member, item, bears=False)

    def _counted(self, member: str, item: str, *, bears: bool) -> list[int]:
        programme, stock = self.programme, f"stock:{member}"
        change = [0] * programme.months
        change[0] = sum(r.units for r in programme.stocks if (r.member, r.item) == (member, item))
        for entry in self.entries.get((member, item), ()):
            if bears and (entry.kind == "donation" or entry.backfill):
                continue  # borne by the donor: as if it had not been given, nor got back
            for one in entry.transfers:
                if one.unit == item and stock in (one.source, one.target):
                    sign = 1 if one.target == stock else -1
                    change[entry.month - programme.start] += sign * one.quantity
        return list(accumulate(change))

    def given(self, gift: Donation) -> int:
        """Units given under a row."""
        return sum(
            e.transfers[0].quantity
            for e in self.entries.get((gift.donor, gift.item), ())
            if e.kind == "donation" and e.donation == gift.donation
        )

    def late(self, member: str, contract: str, item: str) -> tuple[int, list[Month]]:
        """Unit-months of a firm demand late, and the months in which some is."""
        programme, key = self.programme, (member, contract, item)
        rows = self.demand(*key)
        missing = self.not_called_off(*key)
        got = [0] * programme.months
        for entry in self.entries.get((member, item), ()):
            if entry.kind == "delivery" and not entry.backfill and entry.contract == contract:
                got[entry.month - programme.start] += entry.transfers[0].quantity
        total, months, delivered = 0, [], 0
        first = min((r.by - programme.start for r in rows if r.by is not None), default=0)
        for t in range(min(first, 0), programme.months):
            delivered += got[t] if t >= 0 else 0
            month = programme.start + t
            wanted = sum(r.firm for r in rows if r.by is not None and r.by <= month)
            late = max(wanted - missing - delivered, 0)
            total += late
            months += [month] if late else []
        return total, months

    def demand(self, member: str, contract: str, item: str) -> list[Demand]:
        """The rows of a demand."""
        key = (member, contract, item)
        return [r for r in self.programme.demand if (r.member, r.contract, r.item) == key]

    def not_called_off(self, member: str, contract: str, item: str) -> int:
        """Firm demand that the plan does not call off."""
        key = (member, contract, item)
        found = self.plan.not_called_off
        return sum(one.units for one in found if (one.member, one.contract, one.item) == key)

    def not_served(self, member: str, item: str) -> dict[Month, int]:
        """Own use that the plan does not serve, by month."""
        found = self.plan.not_served
        return {one.month: one.units for one in found if (one.member, one.item) == (member, item)}


def level_figure(record: Record, member: str, item: str, t: int) -> Figure:
    """The level of a month, with every stretch of months in which it is below its floor."""
    floors, start = record.terms.floor(member, item), record.programme.start
    have = record.levels(member, item)
    month = start + t
    low = [start + at for at, floor in enumerate(floors) if have[at] < floor]
    steps = [r for r in record.programme.floors if (r.member, r.item) == (member, item)]
    begun = [r for r in steps if r.from_ <= month]
    rows = (max(begun, key=lambda r: r.from_).ref,) if begun else ()
    return Figure(
        *("level", member, item, have[t], floors[t], month, tuple(spans(low))),
        rows=rows,
        borne=have[t] - record.stock(member, item)[t],
    )


def lowest(record: Record, member: str, item: str, start: int = 0) -> int | None:
    """The month from ``start`` on in which the level is the smallest part of its floor.

    The last of the first stretch of equals; ``None`` where no floor is above zero.
    """
    floors, have = record.terms.floor(member, item), record.levels(member, item)
    parts = [have[t] / floors[t] if floors[t] else inf for t in range(start, len(floors))]
    least = min(parts, default=inf)
    if least == inf:
        return None
    t = start + parts.index(least)
    while t + 1 < len(floors) and (have[t + 1], floors[t + 1]) == (have[t], floors[t]):
        t += 1
    return t


def other_figures(record: Record, member: str, item: str) -> Iterator[Figure]:
    """What else may fall short for a member's item: use, firm demand, dates, gifts."""
    programme = record.programme
    unserved = record.not_served(member, item)
    if unserved:
        rows: tuple[str, ...]
        month = max(unserved, key=lambda one: unserved[one])
        key = (member, item, month)
        row = next(r for r in programme.use if (r.member, r.item, r.month) == key)
        spells, rows = tuple(spans(unserved)), (row.ref,)
        yield Figure("use", member, item, unserved[month], row.units, month, spells, rows=rows)
    for contract in dict.fromkeys(r.contract for r in programme.demand):
        wanted = record.demand(member, contract, item)
        firm, rows = sum(r.firm for r in wanted), tuple(r.ref for r in wanted)
        if not firm:
            continue
        missing = record.not_called_off(member, contract, item)
        if missing:
            yield Figure("firm", member, item, missing, firm, contract=contract, rows=rows)
        late, months = record.late(member, contract, item)
        if late:
            spells = tuple(spans(months))
            yield Figure("late", member, item, late, firm, None, spells, contract, rows=rows)
    for gift in programme.donations:
        if (gift.donor, gift.item) == (member, item):
            given, rows = record.given(gift), (gift.ref,)
            name = gift.donation
            yield Figure("gift", member, item, given, gift.up_to, donation=name, rows=rows)


def same_figure(record: Record, figure: Figure) -> int:
    """What a figure is in another plan, of this programme or of one that was changed."""
    member, item = figure.member, figure.item
    if figure.kind == "level":
        assert figure.month is not None
        return record.levels(member, item)[figure.month - record.programme.start]
    if figure.kind == "late":
        return record.late(member, figure.contract, item)[0]
    if figure.kind == "firm":
        return record.not_called_off(member, figure.contract, item)
    if figure.kind == "gift":
        rows = record.programme.donations
        return next(record.given(row) for row in rows if row.donation == figure.donation)
    assert figure.month is not None
    return record.not_served(member, item).get(figure.month, 0)
