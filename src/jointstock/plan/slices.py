"""A programme in slices: items that no contract or group of gifts joins, so that only money does.

Whoever plans one slice again while the others stay as they are needs nothing of the others but
what they leave of each member's budget.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from jointstock.programme.programme import Programme
from jointstock.programme.tables import Row
from jointstock.words.entries import Entry
from jointstock.words.results import Decisions

# Tables whose rows belong to one slice, and the column that says to which.
_OF_SLICES = {
    **dict.fromkeys(("stocks", "floors", "use", "demand", "lines", "prices", "donations"), "item"),
    **dict.fromkeys(("contracts", "signatories", "costs"), "contract"),
    **dict.fromkeys(("capacity", "ramps", "promised"), "line"),
    "funding": "donation",
}
# Tables that no plan looks at.
_APART = ("outside_offers", "raids", "threats", "defences", "exposure", "announcements")


@dataclass(frozen=True, slots=True)
class Slice:
    """Items with the contracts, lines and donations that belong to them."""

    items: frozenset[str]
    contracts: frozenset[str]
    lines: frozenset[str]
    donations: frozenset[str]

    def holds(self, table: str, row: Row) -> bool:
        """Whether a row of a table belongs to the slice."""
        column = _OF_SLICES[table]
        return getattr(row, column) in self.codes(column)

    def codes(self, column: str) -> frozenset[str]:
        """The slice's codes of a kind: ``item``, ``contract``, ``line`` or ``donation``."""
        codes: frozenset[str] = getattr(self, f"{column}s")
        return codes

    def of(self, programme: Programme) -> Programme:
        """The programme with the slice's rows alone; members and budgets stay whole."""
        kept = {
            table: tuple(row for row in getattr(programme, table) if self.holds(table, row))
            for table in _OF_SLICES
        }
        items = tuple(row for row in programme.items if row.item in self.items)
        return programme.replace(items=items, **kept)

    def decisions(self, found: Decisions) -> Decisions:
        """The slice's part of a plan's decisions."""
        return Decisions(
            tuple(line for line in found.lines_opened if line in self.lines),
            tuple(one for one in found.ramps if one.line in self.lines),
            tuple(one for one in found.bands if one.contract in self.contracts),
        )

    def has(self, entry: Entry) -> bool:
        """Whether an entry of a plan belongs to the slice."""
        return (
            entry.contract in self.contracts
            or entry.item in self.items
            or entry.donation in self.donations
        )


def slices(programme: Programme) -> tuple[Slice, ...]:
    """The slices of a programme, in the order of its items."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.setdefault(name, name) != name:
            name = above[name]
        return name

    def join(names: Iterable[str]) -> None:
        first, *others = map(top, names)
        for one in others:
            above[one] = first

    for line in programme.lines:
        join((f"item {line.item}", f"contract {line.contract}"))
    for wanted in programme.demand:
        join((f"item {wanted.item}", f"contract {wanted.contract}"))
    for price in programme.prices:
        join((f"item {price.item}", f"contract {price.contract}"))
    for gift in programme.donations:
        join((f"item {gift.item}", f"group {gift.group}" if gift.group else f"item {gift.item}"))
    tops = dict.fromkeys(top(f"item {row.item}") for row in programme.items)
    first = next(iter(tops), "item")  # with which contracts go that no item belongs to
    for contract in programme.contracts:
        if top(f"contract {contract.contract}") not in tops:
            join((first, f"contract {contract.contract}"))
    tops[first] = None
    return tuple(
        Slice(
            frozenset(row.item for row in programme.items if top(f"item {row.item}") == one),
            frozenset(
                row.contract
                for row in programme.contracts
                if top(f"contract {row.contract}") == one
            ),
            frozenset(row.line for row in programme.lines if top(f"item {row.item}") == one),
            frozenset(
                row.donation for row in programme.donations if top(f"item {row.item}") == one
            ),
        )
        for one in tops
    )


def touched(before: Programme, after: Programme, every: Iterable[Slice]) -> tuple[Slice, ...]:
    """The slices that a difference between two programmes touches: all, where it is of no slice."""
    every = tuple(every)
    found: dict[Slice, None] = {}
    for table in _changed_tables(before, after):
        if table not in _OF_SLICES:
            return every
        rows = set(getattr(before, table)) ^ set(getattr(after, table))
        found |= {one: None for one in every for row in rows if one.holds(table, row)}
    return tuple(one for one in every if one in found)


def changed_rows(before: Programme, after: Programme, every: Iterable[Slice]) -> set[Slice]:
    """The slices of which a row is another, or stands in another place: entries name the place.

    All of them where something differs that is of no slice.
    """
    every = tuple(every)
    found: set[Slice] = set()
    for table in _changed_tables(before, after):
        if table not in _OF_SLICES:
            return set(every)
    for table, column in _OF_SLICES.items():
        if getattr(before, table) is getattr(after, table):
            continue
        of = {code: one for one in every for code in one.codes(column)}
        rows: list[dict[Slice, list[Row]]] = [defaultdict(list), defaultdict(list)]
        for programme, own in zip((before, after), rows, strict=True):
            for row in getattr(programme, table):
                own[of[getattr(row, column)]].append(row)
        found |= {one for one in every if not _stand_alike(rows[0][one], rows[1][one])}
    return found


def _stand_alike(rows: Sequence[Row], others: Sequence[Row]) -> bool:
    return len(rows) == len(others) and all(
        one is other or (one == other and one.at == other.at)
        for one, other in zip(rows, others, strict=True)
    )


def _changed_tables(before: Programme, after: Programme) -> list[str]:
    return [
        one.name
        for one in fields(before)
        if one.name not in (*_APART, "id", "title", "as_of")
        and getattr(before, one.name) != getattr(after, one.name)
    ]
