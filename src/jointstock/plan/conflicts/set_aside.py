"""What a programme is without some of its rows: what they ask or limit goes, what they give stays.

A row is *set aside* by loosening its figures, never by taking it out. So setting aside can only
make more plans possible, and "these rows conflict" has one meaning:

- ``promised``: the promise is taken as kept and paid. It asks for no capacity and no money, and
  counts against no ceiling; the units are there, and the totals that pick price bands have them.
- ``capacity``: no limit from its month until the line's next row; the first also before it.
- ``ramps``: the step may be taken at any time, works at once, and adds as much as is asked.
- ``lines``: the line is open, without minimum order and lead time; without a row in capacity,
  also without limit.
- ``budgets``: money without limit in its fiscal year, and in the years without a row that follow
  it; the first also in those before it.
- ``contracts``: no ceiling and no dates. ``signatories``: no first date.
- ``demand``: as many options as anybody would use.

All other rows say who is who, what is held and what a unit costs. They are never set aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.tables import TABLES, Row

RESTRICTING = (
    "demand",
    "signatories",
    "promised",
    "contracts",
    "capacity",
    "ramps",
    "lines",
    "budgets",
)

# How the line is named that keeps another's promises; no code has a blank.
_KEPT = " (kept)"


def restricting(programme: Programme) -> tuple[Row, ...]:
    """The rows that ask for something or limit something, and may be set aside."""
    rows: list[Row] = []
    for table in RESTRICTING:
        rows += getattr(programme, table)
    return tuple(rows)


def emptied(programme: Programme) -> Programme:
    """The programme with its members and items, and without a row in any other table."""
    rows: dict[str, object] = {name: () for name in TABLES if name not in ("members", "items")}
    return programme.replace(**rows)


def only(programme: Programme, rows: Collection[Row]) -> Programme:
    """The programme with all restricting rows but these set aside."""
    kept = {id(row) for row in rows}
    return without(programme, [row for row in restricting(programme) if id(row) not in kept])


def without(programme: Programme, rows: Collection[Row]) -> Programme:
    """The programme with these of its rows set aside; rows are told apart by identity."""
    if not rows:
        return programme
    aside = _Aside(programme, {id(row) for row in rows})
    return programme.replace(
        promised=tuple(map(aside.promise, programme.promised)),
        capacity=(*aside.capacity(), *aside.added_capacity()),
        ramps=tuple(map(aside.ramp, programme.ramps)),
        lines=(*map(aside.line, programme.lines), *aside.added_lines()),
        budgets=tuple(aside.budgets()),
        contracts=tuple(map(aside.contract, programme.contracts)),
        signatories=tuple(
            replace(row, from_=None) if id(row) in aside.rows else row
            for row in programme.signatories
        ),
        demand=tuple(
            replace(row, optional=aside.plenty) if id(row) in aside.rows else row
            for row in programme.demand
        ),
    )


class _Aside:
    """Each table with the rows set aside that are in ``rows`` (by identity)."""

    def __init__(self, programme: Programme, rows: set[int]) -> None:
        self.programme = programme
        self.rows = rows
        self.plenty = plenty(programme)
        self.kept = [
            row for row in programme.promised if id(row) in rows and not row.line.endswith(_KEPT)
        ]
        known = {row.line for row in programme.lines}
        owing = dict.fromkeys(row.line for row in self.kept)
        self.keeping = [name for name in owing if name + _KEPT not in known]

    def promise(self, row: t.Promised) -> t.Promised:
        """Kept and paid: by a line of its own that nothing can be called off on."""
        if id(row) not in self.rows:
            return row
        return replace(row, line=row.line.removesuffix(_KEPT) + _KEPT, paid=True)

    def added_lines(self) -> Iterator[t.Line]:
        """Lines that keep promises; no call-off comes in time."""
        lines = {row.line: row for row in self.programme.lines}
        for name in self.keeping:
            never = self.programme.months
            yield replace(lines[name], line=name + _KEPT, lead_months=never, already_open=True)

    def added_capacity(self) -> Iterator[t.Capacity]:
        """No limit for lines that keep promises, and for lines that never had a row."""
        known = {row.line for row in self.programme.capacity}
        free = [name + _KEPT for name in self.keeping]
        free += [
            row.line
            for row in self.programme.lines
            if id(row) in self.rows and row.line not in known
        ]
        for name in free:
            yield t.Capacity(line=name, from_=self.programme.start, units_per_month=self.plenty)

    def capacity(self) -> Iterator[t.Capacity]:
        """Steps of capacity; where the first is set aside it begins with the programme."""
        first: dict[str, t.Capacity] = {}
        for row in self.programme.capacity:
            if row.line not in first or row.from_ < first[row.line].from_:
                first[row.line] = row
        for row in self.programme.capacity:
            if id(row) not in self.rows:
                yield row
                continue
            begins = min(row.from_, self.programme.start) if row is first[row.line] else row.from_
            yield replace(row, from_=begins, units_per_month=self.plenty)

    def ramp(self, row: t.Ramp) -> t.Ramp:
        """A step that may be taken at once and adds what is asked."""
        if id(row) not in self.rows:
            return row
        return replace(
            row, decide_from=None, decide_to=None, lead_months=0, extra_per_month=self.plenty
        )

    def line(self, row: t.Line) -> t.Line:
        """A line that is open."""
        if id(row) not in self.rows:
            return row
        return replace(row, already_open=True, minimum_order=0, lead_months=0)

    def contract(self, row: t.Contract) -> t.Contract:
        """No ceiling and no dates; promises that are kept count against no ceiling."""
        if id(row) in self.rows:
            return replace(row, ceiling=None, call_off_from=None, call_off_to=None)
        kept = sum(one.units for one in self.kept if one.contract == row.contract)
        return replace(row, ceiling=row.ceiling + kept) if kept and row.ceiling is not None else row

    def budgets(self) -> Iterator[t.Budget]:
        """Grants without end, also in the years for which a row that is set aside speaks."""
        purses: dict[tuple[str, str], list[t.Budget]] = defaultdict(list)
        for row in self.programme.budgets:
            purses[row.member, row.kind].append(row)
        money = plenty_of_money(self.programme)
        for rows in purses.values():
            rows.sort(key=lambda row: row.fiscal_year)
            for row, (first, last) in zip(rows, spoken_for(self.programme, rows), strict=True):
                if id(row) not in self.rows:
                    yield row
                    continue
                for year in range(first, last + 1):
                    # what is left is carried on as it was, so that no purse falls apart
                    carried = row.carry_over and year >= row.fiscal_year
                    yield replace(row, fiscal_year=year, amount=money, carry_over=carried)


def spoken_for(programme: Programme, rows: list[t.Budget]) -> list[tuple[int, int]]:
    """First and last fiscal year for which each budget row speaks (one purse, in order)."""
    starts = next(row for row in programme.members if row.member == rows[0].member)
    begin = programme.start.fiscal_year(starts.fiscal_year_start)
    end = programme.end.fiscal_year(starts.fiscal_year_start)
    years = [row.fiscal_year for row in rows]
    found = [(year, after - 1) for year, after in pairwise([*years, max(end, years[-1]) + 1])]
    return [(min(begin, found[0][0]), found[0][1]), *found[1:]]


def plenty(programme: Programme) -> int:
    """More units than anything in the programme can ask for."""
    return 1 + sum(
        (
            *(row.units for row in programme.promised),
            *(row.firm + row.optional for row in programme.demand),
            *(row.minimum_order for row in programme.lines),
            *(row.up_to for row in programme.donations),
            *(row.from_units for row in programme.prices),
            *(row.called_off_before for row in programme.contracts),
        )
    )


def plenty_of_money(programme: Programme) -> Decimal:
    """More money than so many units can cost in any currency, with index and fee."""
    one = Decimal(1)
    price = max([one, *(row.unit_price for row in programme.prices)])
    rate = max([one, *(row.rate for row in programme.exchange)])
    levels = [row.index for row in programme.escalation] or [one]
    most = 4 * plenty(programme) * price * rate * max(levels) / min(levels)
    return most.to_integral_value()
