"""Promises that no budget pays. Closed form at given prices: sums to date against grants to date.

Which price band holds depends on what is called off, and by whom. Two choices need no model: the
bands that past units alone pick, where nothing is called off, and the cheapest that more
call-offs can ever reach.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from jointstock.plan.case import Case
from jointstock.plan.conflicts.set_aside import emptied, only, without
from jointstock.plan.conflicts.shape import Found, Shape
from jointstock.plan.fixed import fixed_payments, owed_by_month
from jointstock.plan.tariff import Prices, Tariff
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Row
from jointstock.words.money import from_minor
from jointstock.words.months import Month

Keys = frozenset[tuple[str, str]]
NONE: Keys = frozenset()


@dataclass(frozen=True, slots=True)
class Owing:
    """What a member owes by a month, and what it was granted by then, in minor units."""

    month: Month
    owed: int
    granted: int
    currency: str


def may_rise(case: Case) -> Keys:
    """The contracts and items of which anybody may call off more, as far as names go."""
    return frozenset((one.line.contract, one.line.item) for one in case.streams)


def prices_where(case: Case, rising: Keys) -> Prices:
    """The bands that past units alone pick; of items that may rise the cheapest from there on."""
    found = {}
    for key in dict.fromkeys((row.contract, row.item) for row in case.programme.prices):
        bands = case.terms.bands(*key)
        band = case.terms.band_of(*key, case.terms.past_of_item(*key))
        assert band is not None
        later = bands[bands.index(band) :] if key in rising else (band,)
        found[key] = min(later, key=lambda one: one.unit_price)
    return found


def unpaid(case: Case, member: str, rising: Keys = NONE) -> Owing | None:
    """The first month by which a member owes more than it was granted, if there is one.

    At the cheapest prices of items whose totals may rise, at those of past units elsewhere.
    """
    blocks = case.terms.grants(member, "payment")
    if not blocks:
        return None
    tariff, currency = Tariff(case, prices_where(case, rising)), blocks[0].currency
    owed = owed_by_month(case, tariff, fixed_payments(case, tariff, member), currency)
    for block in blocks:
        spent = 0
        for t in sorted(owed):
            month = case.programme.start + t
            if block.first <= month <= block.last:
                spent += owed[t]
                if spent > block.granted(month):
                    return Owing(month, spent, block.granted(month), currency)
    return None


def above_budget(case: Case) -> Iterator[Found]:
    """Conflicts of promises with budgets of payments, member by member; disjoint.

    Each is a conflict at the cheapest prices that more call-offs could ever reach.
    """
    rising = may_rise(case)
    owed_by = {row.customer for row in case.programme.promised if row.contract}
    limited = {row.member for row in case.programme.budgets if row.kind == "payment"}
    for member in case.members:
        if member not in owed_by & limited:
            continue
        aside: list[Row] = []
        while True:
            shape = replace(
                purse(case.programme, member, rising, aside), surely=_surely(case, member)
            )
            if shape.met(shape.programme):
                break
            rows = shape.conflict()
            aside += rows
            message = owing(Case(only(shape.programme, rows)), rising)
            yield Found("promised-above-budget", message, tuple(rows), shape, case.programme)


def _surely(case: Case, member: str) -> Callable[[Programme], bool] | None:
    """Where the cheapest prices may be out of reach: whether past ones are low enough.

    They are in reach where others, on whom no budget of the member bears, may call off what they
    ask for.
    """
    past, cheapest = prices_where(case, NONE), prices_where(case, may_rise(case))
    others = {
        (one.line.contract, one.line.item)
        for one in case.streams
        if one.donation < 0 and one.member != member
    }
    owed = {
        (row.contract, case.lines[row.line].item)
        for row in case.programme.promised
        if row.customer == member
    }
    if all(
        key in others or past[key].unit_price == cheapest[key].unit_price
        for key in past.keys() & owed
    ):
        return None
    return lambda some: unpaid(Case(some), member) is None


def purse(programme: Programme, member: str, rising: Keys, aside: Collection[Row]) -> Shape:
    """Whether a member can pay what it owes, where the totals of some items may rise."""
    contracts = {row.contract for row in programme.promised if row.customer == member}
    promised = tuple(row for row in programme.promised if row.contract in contracts - {""})
    part = emptied(programme).replace(
        budgets=tuple(
            row for row in programme.budgets if (row.member, row.kind) == (member, "payment")
        ),
        contracts=tuple(row for row in programme.contracts if row.contract in contracts),
        prices=tuple(row for row in programme.prices if row.contract in contracts),
        lines=tuple(row for row in programme.lines if row.contract in contracts),
        promised=promised,
        escalation=programme.escalation,
        exchange=programme.exchange,
    )
    held = {id(row) for row in (*part.budgets, *part.promised)}
    part = without(part, [row for row in aside if id(row) in held])
    return Shape(part, lambda some: unpaid(Case(some), member, rising) is None)


def owing(case: Case, rising: Keys = NONE) -> str:
    """Who owes more than it is granted, in a sentence; at the prices of `unpaid`."""
    for member in case.members:
        found = unpaid(case, member, rising)
        if found is not None:
            owed, granted = (from_minor(one, found.currency) for one in (found.owed, found.granted))
            return (
                f"{member} owes {owed:,} {found.currency} for promises by {found.month}, "
                f"and is granted {granted:,} {found.currency} by then"
            )
    raise ValueError("all that is owed can be paid")
