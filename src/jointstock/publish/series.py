"""What the sections, charts and sheets share: series by month, counted from a plan's entries.

Pure and in whole numbers: units, and money in minor units. Order follows the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from jointstock.ledger.accounts import account, kind_of
from jointstock.ledger.balances import Book
from jointstock.programme.programme import Programme
from jointstock.programme.terms import Terms
from jointstock.words.entries import Entry, Transfer
from jointstock.words.months import Month
from jointstock.words.results import Plan

Cell = tuple[str, str]


def units_of(entry: Entry) -> int:
    """The units that a call-off, delivery, promise, use or donation is about."""
    claim = f"claim:{entry.item}"
    units = {one.unit: one.quantity for one in entry.transfers}
    return units.get(entry.item, units.get(claim, 0))


def opening_entries(programme: Programme) -> list[Entry]:
    """The opening stocks as entries of the month before the start."""
    return [
        Entry(
            programme.start + -1,
            "opening",
            (Transfer(row.item, account("opening"), account("stock", row.member), row.units),),
            member=row.member,
            item=row.item,
            rests_on=(row.ref,),
        )
        for row in programme.stocks
        if row.units
    ]


def cells(programme: Programme, plan: Plan) -> list[Cell]:
    """Each member and item that has a stock, a floor, use, or an entry, in table order."""
    found = {(row.member, row.item) for row in programme.stocks}
    found |= {(row.member, row.item) for row in programme.floors}
    found |= {(row.member, row.item) for row in programme.use}
    found |= {(entry.member, entry.item) for entry in plan.entries if entry.item}
    return [
        (member.member, item.item)
        for member in programme.members
        for item in programme.items
        if (member.member, item.item) in found
    ]


def stocks(programme: Programme, plan: Plan) -> dict[Cell, list[int]]:
    """Stock at the end of each month by member and item, shape (T,)."""
    book = Book([*opening_entries(programme), *plan.entries])
    return {
        (member, item): [
            book.balance(account("stock", member), item, month) for month in programme.horizon()
        ]
        for member, item in cells(programme, plan)
    }


def monthly(programme: Programme, entries: Iterable[Entry]) -> list[int]:
    """Units of entries by month, shape (T,)."""
    found = [0] * programme.months
    for entry in entries:
        found[entry.month - programme.start] += units_of(entry)
    return found


def of_kind(plan: Plan, *kinds: str) -> list[Entry]:
    """The plan's entries of some kinds, in order."""
    return [entry for entry in plan.entries if entry.kind in kinds]


def arrivals(plan: Plan, member: str, item: str) -> list[Entry]:
    """What comes into a member's hands: deliveries, backfill, and promises falling due."""
    return [
        entry
        for entry in of_kind(plan, "delivery", "promise")
        if (entry.member, entry.item) == (member, item)
    ]


def gift(plan: Plan, donation: str) -> tuple[list[Entry], list[Entry]]:
    """The gifts under a donation, and the deliveries that backfill it."""
    given = [entry for entry in of_kind(plan, "donation") if entry.donation == donation]
    return given, [entry for entry in of_kind(plan, "delivery") if entry.backfill == donation]


def total(entries: Iterable[Entry]) -> int:
    """Units of entries together."""
    return sum(units_of(entry) for entry in entries)


def grouped(entries: Iterable[Entry], key: Callable[[Entry], str]) -> dict[str, list[Entry]]:
    """Entries by a key of theirs, in the order in which keys come up."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[key(entry)].append(entry)
    return dict(found)


def borne(programme: Programme, plan: Plan) -> dict[Cell, list[int]]:
    """What each donor has given to date less its backfill to date, shape (T,); others: zeros."""
    found = {cell: [0] * programme.months for cell in cells(programme, plan)}
    for entry in plan.entries:
        sign = 1 if entry.kind == "donation" else -1 if entry.backfill else 0
        if sign and entry.kind in ("donation", "delivery"):
            for t in range(entry.month - programme.start, programme.months):
                found[entry.member, entry.item][t] += sign * units_of(entry)
    return found


def shortfalls(programme: Programme, plan: Plan) -> dict[Cell, list[int]]:
    """The plan's stated shortfalls by member and item, shape (T,); others: zeros."""
    found = {cell: [0] * programme.months for cell in cells(programme, plan)}
    for one in plan.shortfalls:
        found[one.member, one.item][one.month - programme.start] = one.units
    return found


def below_floor(programme: Programme, plan: Plan) -> dict[Cell, list[int]]:
    """Units that real stock lacks of the floor, gifts borne or not, shape (T,)."""
    terms = Terms(programme)
    return {
        cell: [max(floor - held, 0) for floor, held in zip(terms.floor(*cell), stock, strict=True)]
        for cell, stock in stocks(programme, plan).items()
    }


@dataclass(frozen=True, slots=True)
class Load:
    """What a line delivers each month, shape (T,) each, and what it can."""

    line: str
    own: list[int]
    backfill: list[int]
    promised: list[int]
    capacity: list[int]

    def full(self, t: int) -> bool:
        """Whether the line has something to deliver in the month and nothing to spare."""
        used = self.own[t] + self.backfill[t] + self.promised[t]
        return 0 < self.capacity[t] <= used


def loads(programme: Programme, plan: Plan) -> list[Load]:
    """The load of each line that is open, with the ramps in force."""
    terms = Terms(programme)
    found = []
    for line in programme.lines:
        if not line.already_open and line.line not in plan.decisions.lines_opened:
            continue
        capacity = terms.capacity(line.line)
        for taken in plan.decisions.ramps:
            for ramp in programme.ramps:
                if (ramp.line, ramp.step) == (line.line, taken.step) and taken.line == line.line:
                    first = taken.month - programme.start + ramp.lead_months
                    for t in range(max(first, 0), programme.months):
                        capacity[t] += ramp.extra_per_month
        own = [e for e in plan.entries if e.line == line.line and e.kind == "delivery"]
        due = [e for e in plan.entries if e.line == line.line and e.kind == "promise"]
        found.append(
            Load(
                line.line,
                monthly(programme, [e for e in own if not e.backfill]),
                monthly(programme, [e for e in own if e.backfill]),
                monthly(programme, due),
                capacity,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Paid:
    """Money of one entry: what reaches the payee, and what the payer gives in its own currency.

    Minor units; below zero where it comes back.
    """

    entry: Entry
    payee: str
    currency: str
    amount: int
    payer_currency: str
    payer_amount: int


def payments(plan: Plan, *kinds: str) -> Iterator[Paid]:
    """The money of payments, fees and common costs (or some of these kinds), in order."""
    for entry in of_kind(plan, *(kinds or ("payment", "fee", "common"))):
        got: dict[tuple[str, str], int] = defaultdict(int)
        given: dict[str, int] = defaultdict(int)
        for one in entry.transfers:
            for side, sign in ((one.target, 1), (one.source, -1)):
                if kind_of(side) in ("paid", "fee"):
                    got[side, one.unit] += sign * one.quantity
                elif kind_of(side) in ("budget", "pool"):
                    given[one.unit] -= sign * one.quantity
        for (payee, currency), amount in got.items():
            payer_currency, payer_amount = next(iter(given.items()), (currency, amount))
            yield Paid(entry, payee, currency, amount, payer_currency, payer_amount)


@dataclass(frozen=True, slots=True)
class Funded:
    """What a third nation pays towards a donor's backfill: minor units the donor receives."""

    entry: Entry
    payer: str
    currency: str
    amount: int


def fundings(plan: Plan, kind: str = "payment") -> Iterator[Funded]:
    """Payments of funders into budgets of a kind (``payment``, ``commitment``), in order."""
    account_kind = "budget" if kind == "payment" else "committed"
    for entry in of_kind(plan, "funding"):
        payers = [t.source for t in entry.transfers if kind_of(t.source) == "funder"]
        for one in entry.transfers:
            if kind_of(one.target) == account_kind:
                payer = payers[0].split(":", 1)[1]
                yield Funded(entry, payer, one.unit.removeprefix("commitment:"), one.quantity)


def signed(plan: Plan) -> Iterator[tuple[Entry, str, int]]:
    """What call-offs take of commitment budgets: entry, currency, minor units."""
    for entry in of_kind(plan, "call_off"):
        for one in entry.transfers:
            if kind_of(one.source) == "committed":
                yield entry, one.unit.removeprefix("commitment:"), one.quantity


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """A member's fiscal year: minor units carried in, granted, funded, spent, left, carried out.

    ``limited`` tells whether the member has a limit of the kind; without one only ``spent`` and
    ``funded`` say anything. ``carried_out`` is what the next year may still spend.
    """

    member: str
    kind: str
    fiscal_year: int
    currency: str
    limited: bool
    carried_in: int
    granted: int
    funded: int
    spent: int
    carried_out: int

    @property
    def left(self) -> int:
        """What is not spent at the end of the year."""
        return self.carried_in + self.granted + self.funded - self.spent


def budget_years(programme: Programme, plan: Plan, kind: str = "payment") -> list[BudgetYear]:
    """Money of a kind (``payment``, ``commitment``) by member and fiscal year of the horizon."""
    terms = Terms(programme)
    spent, funded = _spent_and_funded(programme, plan, kind)
    found = []
    for row in programme.members:
        own = sorted({(cur, y) for m, cur, y in (*spent, *funded) if m == row.member})
        limit = terms.grants(row.member, kind)
        currency = limit[0].currency if limit else own[0][0] if own else ""
        if not currency:
            continue
        carried = 0
        starts_in = row.fiscal_year_start
        first = programme.start.fiscal_year(starts_in)
        for year in range(first, programme.end.fiscal_year(starts_in) + 1):
            begin = max(Month.of(year, starts_in), programme.start)
            end = min(Month.of(year + 1, starts_in) + -1, programme.end)
            block = terms.block_of(row.member, kind, begin)
            granted = block.granted(end) if block else 0
            if block and block.first < begin:
                granted -= block.granted(begin + -1)
            out, into = spent[row.member, currency, year], funded[row.member, currency, year]
            left = carried + granted + into - out
            goes_on = block is not None and block.last > end
            now = carried
            carried = left if goes_on else 0
            found.append(
                BudgetYear(
                    row.member, kind, year, currency, bool(limit), now, granted, into, out, carried
                )
            )
    return found


Yearly = dict[tuple[str, str, int], int]


def _spent_and_funded(programme: Programme, plan: Plan, kind: str) -> tuple[Yearly, Yearly]:
    starts_in = {row.member: row.fiscal_year_start for row in programme.members}
    spent: Yearly = defaultdict(int)
    funded: Yearly = defaultdict(int)

    def year(entry: Entry) -> int:
        return entry.month.fiscal_year(starts_in[entry.member])

    if kind == "payment":
        for one in payments(plan, "payment", "fee"):
            spent[one.entry.member, one.payer_currency, year(one.entry)] += one.payer_amount
    else:
        for entry, currency, amount in signed(plan):
            spent[entry.member, currency, year(entry)] += amount
    for gift in fundings(plan, kind):
        funded[gift.entry.member, gift.currency, year(gift.entry)] += gift.amount
    return spent, funded
