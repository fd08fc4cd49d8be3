"""What a programme says, as plain numbers by month, read for the tests alone.

Months are counted from 0, the first of the horizon; those before it are negative. Money is in
units of its currency, as exact fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.words.money import to_minor
from jointstock.words.months import Month, fiscal_start


@dataclass(frozen=True)
class Band:
    """One price for all units, while the total lies from ``start`` to ``end`` (none: no end)."""

    start: int
    end: int | None
    price: Fraction
    currency: str


@dataclass(frozen=True)
class Purse:
    """One limit on spending: in ``months`` together at most ``granted`` minor units."""

    member: str
    kind: str
    currency: str
    months: tuple[int, ...]
    granted: int


class Facts:
    """A programme's figures by name and month."""

    def __init__(self, programme: Programme) -> None:
        """Index the tables by their keys."""
        p = programme
        self.programme = p
        self.horizon = p.months
        self.months = range(p.months)
        self.members = {row.member: row for row in p.members}
        self.items = {row.item: row for row in p.items}
        self.contracts = {row.contract: row for row in p.contracts}
        self.lines = {row.line: row for row in p.lines}
        self.donations = {row.donation: row for row in p.donations}
        self.signatories = {(row.contract, row.member): row for row in p.signatories}
        self.bands = {key: self._bands(*key) for key in self.products()}
        self._floors = {
            (member, item, month): self._floor(member, item, month)
            for member in self.members
            for item in self.items
            for month in self.months
        }
        self._use = {(r.member, r.item, self.when(r.month, 0)): r.units for r in p.use}
        self._months_to_call_off = {
            (member, line): self._call_off_months(member, line)
            for member in self.members
            for line in self.lines
        }
        self._promises = {
            month: [row for row in p.promised if self.when(row.due, 0) == month]
            for month in self.months
        }

    def when(self, month: Month | None, default: int) -> int:
        """The number of a month, or the default where the table is blank."""
        return default if month is None else month - self.programme.start

    def month(self, number: int) -> Month:
        """The calendar month of a number."""
        return self.programme.start + number

    def products(self) -> list[tuple[str, str]]:
        """Each contract with each item that one of its lines makes."""
        return list(dict.fromkeys((row.contract, row.item) for row in self.programme.lines))

    def lines_of(self, contract: str, item: str) -> list[str]:
        """The lines that make the item under the contract."""
        rows = self.programme.lines
        return [row.line for row in rows if (row.contract, row.item) == (contract, item)]

    def opening(self, member: str, item: str) -> int:
        """Units held before the first month."""
        rows = self.programme.stocks
        return sum(row.units for row in rows if (row.member, row.item) == (member, item))

    def use(self, member: str, item: str, month: int) -> int:
        """Units the member means to use in the month."""
        return self._use.get((member, item, month), 0)

    def floor(self, member: str, item: str, month: int) -> int:
        """Units to hold at the end of the month."""
        return self._floors[member, item, month]

    def _floor(self, member: str, item: str, month: int) -> int:
        rows = [r for r in self.programme.floors if (r.member, r.item) == (member, item)]
        past = [r for r in rows if self.when(r.from_, 0) <= month]
        return max(past, key=lambda r: r.from_).units if past else 0

    def promises(self, month: int) -> list[t.Promised]:
        """The standing promises that fall due in the month."""
        return self._promises[month]

    def promised_to(self, member: str, item: str, month: int) -> int:
        """Units that a member gets in the month by standing promises."""
        return sum(
            row.units
            for row in self.promises(month)
            if row.customer == member and self.lines[row.line].item == item
        )

    def capacity(self, line: str, month: int) -> int:
        """What the line can deliver in the month without ramps, promises not yet taken off."""
        past = [
            row
            for row in self.programme.capacity
            if row.line == line and self.when(row.from_, 0) <= month
        ]
        return max(past, key=lambda r: r.from_).units_per_month if past else 0

    def promised_by(self, line: str, month: int) -> int:
        """Units that the line owes in the month, to whomever."""
        return sum(row.units for row in self.promises(month) if row.line == line)

    def forced_open(self, line: str) -> bool:
        """Whether the line is open at the start, or owes something inside the horizon."""
        return self.lines[line].already_open or any(
            self.promised_by(line, month) > 0 for month in self.months
        )

    def ramps(self, line: str) -> list[t.Ramp]:
        """The ramps of the line by step."""
        return sorted((r for r in self.programme.ramps if r.line == line), key=lambda r: r.step)

    def ramp_months(self, ramp: t.Ramp) -> range:
        """The months in which the step may be decided."""
        first = max(0, self.when(ramp.decide_from, 0))
        last = min(self.horizon - 1, self.when(ramp.decide_to, self.horizon - 1))
        return range(first, last + 1)

    def call_off_months(self, member: str, line: str) -> list[int]:
        """Months in which the member may call off on the line and still be delivered."""
        return self._months_to_call_off[member, line]

    def _call_off_months(self, member: str, line: str) -> list[int]:
        row = self.lines[line]
        signed = self.signatories.get((row.contract, member))
        if signed is None:
            return []
        contract = self.contracts[row.contract]
        first = max(0, self.when(signed.from_, 0), self.when(contract.call_off_from, 0))
        last = self.when(contract.call_off_to, self.horizon - 1)
        last = min(last, self.horizon - 1 - row.lead_months)
        return list(range(first, last + 1))

    def delivery_months(self, member: str, line: str) -> list[int]:
        """Months in which something called off inside the horizon can be delivered."""
        months = self.call_off_months(member, line)
        if not months:
            return []
        return list(range(months[0] + self.lines[line].lead_months, self.horizon))

    def demand(self, member: str, contract: str, item: str) -> list[t.Demand]:
        """The demand rows of one member for one item under one contract."""
        key = (member, contract, item)
        rows = self.programme.demand
        return [row for row in rows if (row.member, row.contract, row.item) == key]

    def wants(self) -> list[tuple[str, str, str]]:
        """Every (member, contract, item) that has a demand row."""
        rows = self.programme.demand
        return list(dict.fromkeys((row.member, row.contract, row.item) for row in rows))

    def past(self, contract: str) -> int:
        """Units called off under the contract before the start."""
        promised = (row.units for row in self.programme.promised if row.contract == contract)
        return self.contracts[contract].called_off_before + sum(promised)

    def past_of(self, contract: str, item: str) -> int:
        """Units of the item called off under the contract before the start, for its bands."""
        units = sum(
            row.units
            for row in self.programme.promised
            if row.contract == contract and self.lines[row.line].item == item
        )
        only_item = len([c for c, _ in self.products() if c == contract]) == 1
        return units + (self.contracts[contract].called_off_before if only_item else 0)

    def _bands(self, contract: str, item: str) -> list[Band]:
        rows = [r for r in self.programme.prices if (r.contract, r.item) == (contract, item)]
        rows.sort(key=lambda r: r.from_units)
        ends: list[int | None] = [row.from_units - 1 for row in rows[1:]]
        ends += [None] * bool(rows)
        return [
            Band(0 if place == 0 else row.from_units, end, Fraction(row.unit_price), row.currency)
            for place, (row, end) in enumerate(zip(rows, ends, strict=True))
        ]

    def band_at(self, contract: str, item: str, total: int) -> Band | None:
        """The band that a total selects; none where the item has no price."""
        chosen = [band for band in self.bands[contract, item] if band.start <= total]
        return chosen[-1] if chosen else None

    def advance(self, member: str, contract: str) -> Fraction:
        """The part of the price that the member pays at call-off."""
        signed = self.signatories.get((contract, member))
        percent = self.contracts[contract].advance_percent
        if signed is not None and signed.advance_percent is not None:
            percent = signed.advance_percent
        return Fraction(percent) / 100

    def fee(self, contract: str) -> Fraction:
        """The agency's fee as a part of each payment."""
        return Fraction(self.contracts[contract].fee_percent) / 100

    def index(self, month: int) -> Fraction:
        """The price index of the month's year over that of the price year."""
        if not self.programme.escalation:
            return Fraction(1)
        return self._level(self.month(month).year) / self._level(self.programme.price_year)

    def _level(self, year: int) -> Fraction:
        past = [row for row in self.programme.escalation if row.year <= year]
        return Fraction(max(past, key=lambda r: r.year).index)

    def rate(self, given: str, got: str, month: int) -> Fraction:
        """Units of ``got`` for one unit of ``given`` in the month."""
        if given == got:
            return Fraction(1)
        past = [
            row
            for row in self.programme.exchange
            if (row.from_, row.to) == (given, got) and self.when(row.month, 0) <= month
        ]
        return Fraction(max(past, key=lambda r: r.month).rate)

    def discount(self, month: int) -> float:
        """What one unit of money in the month is worth in month 0."""
        return float((1 + float(self.programme.discount_rate)) ** (-month / 12))

    def budget_currency(self, member: str, kind: str) -> str | None:
        """The currency of the member's budgets of that kind; none: it has no such limit."""
        found = {r.currency for r in self.programme.budgets if (r.member, r.kind) == (member, kind)}
        return found.pop() if found else None

    def fiscal_year(self, member: str, month: int) -> int:
        """The fiscal year of the member in which the month lies."""
        return self.month(month).fiscal_year(self.members[member].fiscal_year_start)

    def grants(self, member: str, kind: str) -> dict[int, t.Budget]:
        """The member's budget rows of that kind by fiscal year."""
        rows = self.programme.budgets
        return {r.fiscal_year: r for r in rows if (r.member, r.kind) == (member, kind)}

    def block(self, member: str, kind: str, year: int) -> list[int]:
        """The fiscal years whose money can reach ``year``, itself included, oldest first."""
        rows = self.grants(member, kind)
        years = [year]
        while years[0] > min(rows, default=year):
            before = rows.get(years[0] - 1)
            if before is not None and not before.carry_over:
                break
            years.insert(0, years[0] - 1)
        return years

    def purses(self, member: str, kind: str) -> list[Purse]:
        """One limit for each month: what was spent of the month's block, against its grants."""
        currency = self.budget_currency(member, kind)
        if currency is None:
            return []
        rows = self.grants(member, kind)
        starts_in = self.members[member].fiscal_year_start
        purses = []
        for last in self.months:
            block = self.block(member, kind, self.fiscal_year(member, last))
            months = [s for s in range(last + 1) if self.fiscal_year(member, s) in block]
            granted = sum(
                to_minor(rows[year].amount, currency)
                for year in block
                if year in rows and self.when(fiscal_start(year, starts_in), 0) <= last
            )
            purses.append(Purse(member, kind, currency, tuple(months), granted))
        return purses
