"""Look-ups that several stages need of a programme: exact, in whole numbers and fractions.

A `Terms` holds maps that are made once, when first asked for, so that a look-up is a dict hit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from jointstock.programme.programme import Programme
from jointstock.programme.tables import Budget, Contract, Donation, Price
from jointstock.words.money import exact, to_minor
from jointstock.words.months import Month, fiscal_start


@dataclass(frozen=True, slots=True)
class Grant:
    """Money granted for a fiscal year.

    ``amount`` is in minor units; ``available`` is the first month in which it may be spent: the
    year's first, or the programme's where the year began earlier.
    """

    fiscal_year: int
    amount: int
    available: Month
    row: Budget


@dataclass(frozen=True, slots=True)
class Block:
    """Fiscal years of a member that one purse serves, since each carries over into the next.

    What is spent in ``first`` to ``last`` (inclusive, inside the horizon) may at no month pass
    what was granted to date. ``grants`` stand in the order of their years; a block without any
    is a stretch of years that grant nothing.
    """

    member: str
    kind: str
    currency: str
    grants: tuple[Grant, ...]
    first: Month
    last: Month

    def granted(self, month: Month) -> int:
        """Minor units that are there by the month, what was spent of them not taken off."""
        return sum(grant.amount for grant in self.grants if grant.available <= month)


class Terms:
    """The terms of a programme that passed its checks; an unknown name raises ``KeyError``."""

    def __init__(self, programme: Programme) -> None:
        """Keep the programme; maps are made when they are first asked for."""
        self.programme = programme
        self._rates: dict[tuple[str, str, Month], Fraction] = {}
        self._blocks: dict[tuple[str, str], tuple[Block, ...]] = {}

    def floor(self, member: str, item: str) -> list[int]:
        """What the member must hold of the item at the end of each month, shape (T,)."""
        steps = self._floors.get((member, item), ())
        return _stepped(steps, self.programme.start, self.programme.months)

    def capacity(self, line: str) -> list[int]:
        """What the line can deliver each month without ramps, in units, shape (T,)."""
        steps = self._capacities.get(line, ())
        return _stepped(steps, self.programme.start, self.programme.months)

    def index(self, month: Month) -> Fraction:
        """Price level of the month's calendar year over that of the programme's price year.

        A missing year takes the latest earlier one; without one, ``KeyError`` names the year.
        """
        if not self._index_years:
            return Fraction(1)
        return self._level(month.year) / self._level(self.programme.price_year)

    def rate(self, from_: str, to: str, month: Month) -> Fraction:
        """Units of ``to`` for one unit of ``from_``: the month's row, or the latest earlier one.

        Raises ``KeyError`` naming the pair and the month where there is none; inverse and cross
        rates are not derived.
        """
        if from_ == to:
            return Fraction(1)
        known = self._rates.get((from_, to, month))
        if known is None:
            months, rates = self._exchange.get((from_, to), ((), ()))
            position = bisect_right(months, month)
            if position == 0:
                raise KeyError(f"no exchange rate from {from_} to {to} in {month} or before")
            known = self._rates[from_, to, month] = rates[position - 1]
        return known

    def past(self, contract: str) -> int:
        """Units called off under the contract before the start, all items together."""
        row = self._contracts[contract]
        return row.called_off_before + self._promised_under.get(contract, 0)

    def past_of_item(self, contract: str, item: str) -> int:
        """Units of the item called off under the contract before the start.

        ``called_off_before`` does not say of which item it is, so it counts where the contract's
        lines make no other.
        """
        promised = self._promised_of.get((contract, item), 0)
        only = self.items_of(contract) == (item,)
        return promised + (self._contracts[contract].called_off_before if only else 0)

    def items_of(self, contract: str) -> tuple[str, ...]:
        """The items that the contract's lines make, in the order of the lines."""
        return self._items_of.get(contract, ())

    def advance(self, contract: str, member: str) -> Fraction:
        """The part of a price the member pays at call-off, 0 to 1."""
        own = self._advances.get((contract, member))
        percent = self._contracts[contract].advance_percent if own is None else own
        return exact(percent) / 100

    def bands(self, contract: str, item: str) -> tuple[Price, ...]:
        """The price bands of the item under the contract, lowest total first."""
        return self._bands.get((contract, item), ())

    def band_of(self, contract: str, item: str, total: int) -> Price | None:
        """The band that holds the total (units, past call-offs included).

        ``None`` where the item has no price under the contract. A total of 0 takes the first
        band, also where that begins at 1.
        """
        bands = self.bands(contract, item)
        if not bands:
            return None
        position = bisect_right([band.from_units for band in bands], total)
        return bands[max(position - 1, 0)]

    def grants(self, member: str, kind: str) -> tuple[Block, ...]:
        """The blocks of a member's budget of a kind (``payment``, ``commitment``), in order.

        Every month of the horizon lies in one block. Without any block the member has no limit
        of that kind.
        """
        key = member, kind
        if key not in self._blocks:
            self._blocks[key] = _blocks(
                self.programme, self._starts[member], self._budgets.get(key, [])
            )
        return self._blocks[key]

    def block_of(self, member: str, kind: str, month: Month) -> Block | None:
        """The block that pays in the month; ``None`` where the member has no limit of the kind.

        ``KeyError`` for a month outside the horizon of a member that has one.
        """
        blocks = self.grants(member, kind)
        if not blocks:
            return None
        for block in blocks:
            if block.first <= month <= block.last:
                return block
        raise KeyError(f"{month} lies outside the horizon")

    def may_give(self, donation: Donation) -> bool:
        """Whether the donor may give the donation's item, by what its row says it may give."""
        allowed = self._may_give[donation.donor]
        return allowed == "any" or (allowed == "non-lethal" and not self._lethal[donation.item])

    @cached_property
    def _floors(self) -> dict[tuple[str, str], list[tuple[Month, int]]]:
        steps = defaultdict(list)
        for row in self.programme.floors:
            steps[row.member, row.item].append((row.from_, row.units))
        return {key: sorted(found) for key, found in steps.items()}

    @cached_property
    def _capacities(self) -> dict[str, list[tuple[Month, int]]]:
        steps = defaultdict(list)
        for row in self.programme.capacity:
            steps[row.line].append((row.from_, row.units_per_month))
        return {key: sorted(found) for key, found in steps.items()}

    @cached_property
    def _index_years(self) -> dict[int, Fraction]:
        return {row.year: exact(row.index) for row in self.programme.escalation}

    def _level(self, year: int) -> Fraction:
        earlier = [known for known in self._index_years if known <= year]
        if not earlier:
            raise KeyError(f"no escalation row for {year} or before")
        return self._index_years[max(earlier)]

    @cached_property
    def _exchange(self) -> dict[tuple[str, str], tuple[list[Month], list[Fraction]]]:
        pairs = defaultdict(list)
        for row in self.programme.exchange:
            pairs[row.from_, row.to].append((row.month, exact(row.rate)))
        found = {}
        for pair, rates in pairs.items():
            rates.sort()
            found[pair] = ([month for month, _ in rates], [rate for _, rate in rates])
        return found

    @cached_property
    def _contracts(self) -> dict[str, Contract]:
        return {row.contract: row for row in self.programme.contracts}

    @cached_property
    def _promised_under(self) -> dict[str, int]:
        units: dict[str, int] = defaultdict(int)
        for row in self.programme.promised:
            units[row.contract] += row.units
        return units

    @cached_property
    def _promised_of(self) -> dict[tuple[str, str], int]:
        made = {row.line: row.item for row in self.programme.lines}
        units: dict[tuple[str, str], int] = defaultdict(int)
        for row in self.programme.promised:
            units[row.contract, made[row.line]] += row.units
        return units

    @cached_property
    def _items_of(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for row in self.programme.lines:
            found[row.contract][row.item] = None
        return {contract: tuple(items) for contract, items in found.items()}

    @cached_property
    def _advances(self) -> dict[tuple[str, str], Decimal | None]:
        return {(r.contract, r.member): r.advance_percent for r in self.programme.signatories}

    @cached_property
    def _bands(self) -> dict[tuple[str, str], tuple[Price, ...]]:
        found = defaultdict(list)
        for row in self.programme.prices:
            found[row.contract, row.item].append(row)
        return {k: tuple(sorted(rows, key=lambda r: r.from_units)) for k, rows in found.items()}

    @cached_property
    def _budgets(self) -> dict[tuple[str, str], list[Budget]]:
        found = defaultdict(list)
        for row in self.programme.budgets:
            found[row.member, row.kind].append(row)
        return {k: sorted(rows, key=lambda r: r.fiscal_year) for k, rows in found.items()}

    @cached_property
    def _starts(self) -> dict[str, int]:
        return {row.member: row.fiscal_year_start for row in self.programme.members}

    @cached_property
    def _may_give(self) -> dict[str, str]:
        parties = {row.party: row.may_give for row in self.programme.parties}
        return parties | {row.member: row.may_give for row in self.programme.members}

    @cached_property
    def _lethal(self) -> dict[str, bool]:
        return {row.item: row.lethal for row in self.programme.items}


def _stepped(steps: Iterable[tuple[Month, int]], start: Month, months: int) -> list[int]:
    """A step function over the horizon; the latest step from before the start holds at first."""
    values = [0] * months
    for month, value in steps:
        first = max(month - start, 0)
        values[first:] = [value] * (months - first)
    return values


def _blocks(programme: Programme, starts_in: int, rows: list[Budget]) -> tuple[Block, ...]:
    """Join a member's years (``rows`` of one kind, by year) into blocks over the horizon."""
    if not rows:
        return ()
    by_year = {row.fiscal_year: row for row in rows}
    last_year = programme.end.fiscal_year(starts_in)
    joined: list[tuple[int, list[Budget]]] = []
    carried = False
    for year in range(
        min(rows[0].fiscal_year, programme.start.fiscal_year(starts_in)), last_year + 1
    ):
        row = by_year.get(year)
        if not carried:
            joined.append((year, []))
        if row is not None:
            joined[-1][1].append(row)
            carried = row.carry_over
    found = []
    ends = [fiscal_start(year, starts_in) for year, _ in joined[1:]]
    for (year, held), after in zip(joined, [*ends, programme.end + 1], strict=True):
        if after <= programme.start:
            continue
        grants = tuple(
            Grant(
                row.fiscal_year,
                to_minor(row.amount, row.currency),
                max(fiscal_start(row.fiscal_year, starts_in), programme.start),
                row,
            )
            for row in held
        )
        first = max(fiscal_start(year, starts_in), programme.start)
        block = Block(rows[0].member, rows[0].kind, rows[0].currency, grants, first, after + -1)
        found.append(block)
    return tuple(found)
