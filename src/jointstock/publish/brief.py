"""A programme and what was found, with names, bases and series looked up once for all pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from jointstock.programme.programme import Programme
from jointstock.programme.tables import Donation, Floor, Row, Stock
from jointstock.programme.terms import Terms
from jointstock.publish import series
from jointstock.publish.wording import MARKS, listed, money
from jointstock.words.entries import Entry, delivered_before
from jointstock.words.money import exact, minor_units, round_half_up
from jointstock.words.months import Month
from jointstock.words.results import Findings, Plan

BASES = ("reported", "estimated", "assumed")  # strongest first


class Brief:
    """What sections, sheets and summary tell from: look-ups that are made once."""

    def __init__(self, programme: Programme, findings: Findings) -> None:
        """Keep both; everything else is made when it is first asked for."""
        self.programme = programme
        self.findings = findings
        self.plan: Plan = findings.plan
        self.terms = Terms(programme)

    @property
    def as_of(self) -> str:
        """What stands by every table: no later fact is in it."""
        return f"Facts as of {self.programme.as_of}"

    @property
    def donor_bears(self) -> bool:
        """Whether the plan's gifts are borne by their donors alone."""
        return self.plan.settings.get("borne", self.programme.plan.borne) != "all"

    @cached_property
    def stays_close(self) -> bool:
        """Whether *steady* counts units that moved from a plan in force, not early deliveries."""
        early = delivered_before(self.programme.end + 1, self.plan.entries)
        return any(one.goal == "steady" and one.value != early for one in self.plan.goals)

    @cached_property
    def stocks(self) -> dict[series.Cell, list[int]]:
        """Stock at the end of each month by member and item."""
        return series.stocks(self.programme, self.plan)

    @cached_property
    def loads(self) -> list[series.Load]:
        """The load of each open line."""
        return series.loads(self.programme, self.plan)

    @cached_property
    def months(self) -> list[Month]:
        """The months of the horizon."""
        return list(self.programme.horizon())

    # Names.

    @cached_property
    def _names(self) -> dict[str, str]:
        rows = self.programme
        found = {one.party: one.name for one in rows.parties if one.name}
        found |= {one.member: one.name for one in rows.members if one.name}
        return found | {one.class_: one.name for one in rows.threats if one.name}

    def name(self, code: str) -> str:
        """The name of a member, party or threat class; its code where it has none."""
        return self._names.get(code, "customers outside" if code == "outside" else code)

    def donor(self, row: Donation) -> str:
        """The donor of a gift, with the gift's code where the donor has several."""
        several = sum(one.donor == row.donor for one in self.programme.donations) > 1
        return f"{self.name(row.donor)} ({row.donation})" if several else self.name(row.donor)

    def line(self, code: str) -> str:
        """A line with who runs it: ``US (Raytheon)``; what a name has in brackets is left out."""
        supplier = next((row.supplier for row in self.programme.lines if row.line == code), "")
        return f"{code} ({self.name(supplier).split(' (')[0]})" if supplier else code

    def cell(self, member: str, item: str) -> str:
        """A member, with the item where the programme has several."""
        return (
            f"{self.name(member)}, {item}" if len(self.programme.items) > 1 else self.name(member)
        )

    @property
    def units(self) -> str:
        """What is counted: the one item's code, or units."""
        return self.programme.items[0].item if len(self.programme.items) == 1 else "units"

    # How a figure is known (R7).

    @cached_property
    def _bases(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for _, row in self.programme.rows():
            found[row.ref] = max(row.basis, found.get(row.ref, row.basis), key=BASES.index)
        return found

    def basis(self, refs: Iterable[str]) -> str:
        """How the weakest of some rows is known; a row that is not there is assumed."""
        known = [self._bases.get(ref, "assumed") for ref in refs]
        return max(known, key=BASES.index, default="assumed")

    def mark(self, *rows: Row) -> str:
        """The mark behind a figure that is read from some rows; none without rows."""
        return MARKS[self.basis(row.ref for row in rows)] if rows else ""

    def mark_of(self, entries: Iterable[Entry]) -> str:
        """The mark behind a figure that is counted from entries; none without entries."""
        refs = {ref for entry in entries for ref in (entry.rests_on or ("",))}
        return MARKS[self.basis(refs)] if refs else ""

    def floor_rows(self, member: str, item: str) -> list[Floor]:
        """The rows that state a member's floor."""
        rows = self.programme.floors
        return [row for row in rows if (row.member, row.item) == (member, item)]

    def stock_rows(self, member: str, item: str) -> list[Stock]:
        """The rows that state a member's opening stock."""
        rows = self.programme.stocks
        return [row for row in rows if (row.member, row.item) == (member, item)]

    def stock_mark(self, member: str, item: str) -> str:
        """The mark behind a figure of stock against floor: it rests on both."""
        return self.mark(*self.floor_rows(member, item), *self.stock_rows(member, item))

    # Money.

    def in_currency(self, amount: int, currency: str, month: Month) -> Fraction | None:
        """Minor units in the programme's currency, exactly; ``None`` where no rate is known."""
        target = self.programme.currency
        try:
            rate = self.terms.rate(currency, target, month)
        except KeyError:
            return None
        return exact(Decimal(amount)) * rate * minor_units(target) / minor_units(currency)

    def together(self, amounts: Iterable[tuple[Month, str, int]]) -> dict[str, int]:
        """Amounts (month, currency, minor units) in the programme's currency, rounded once.

        What no rate converts stays in its own currency.
        """
        converted, others = Fraction(0), dict[str, int]()
        for month, currency, amount in amounts:
            worth = self.in_currency(amount, currency, month)
            if worth is None:
                others[currency] = others.get(currency, 0) + amount
            else:
                converted += worth
        found = {self.programme.currency: round_half_up(converted)}
        return {cur: sum_ for cur, sum_ in (found | others).items() if sum_} or {
            self.programme.currency: 0
        }

    def told_or(self, none: str, amounts: Iterable[tuple[Month, str, int]]) -> str:
        """Amounts together, in words; ``none`` where nothing is paid."""
        every = list(amounts)
        return self.told(every) if any(amount for _, _, amount in every) else none

    def told(self, amounts: Iterable[tuple[Month, str, int]]) -> str:
        """Amounts together, in words: ``1.2 billion EUR``."""
        return listed([money(sum_, cur) for cur, sum_ in self.together(amounts).items()])

    def spent(self, *kinds: str, member: str = "") -> Iterator[tuple[Month, str, int]]:
        """What reaches suppliers and agency: month, currency and minor units of each entry."""
        for one in series.payments(self.plan, *kinds):
            if not member or one.entry.member == member:
                yield one.entry.month, one.currency, one.amount
