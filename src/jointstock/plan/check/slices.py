"""The second path by slices: each against its own rows, then what all of them take from budgets.

A slice's limits and rules look at nothing of another slice. So what was found of one stands while
its rows, its decisions and its entries do. Budgets are counted whole every time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from jointstock.ledger.balances import Book
from jointstock.ledger.limits import breaches
from jointstock.plan.check import breaches_of
from jointstock.plan.check.balances import limits_of, opening_entries
from jointstock.plan.slices import Slice
from jointstock.programme.programme import Programme
from jointstock.programme.terms import Terms
from jointstock.words.entries import Entry
from jointstock.words.results import Decisions

# Accounts that a member has one of for each year.
_YEARLY = ("budget:", "committed:")


def breaches_of_slice(
    programme: Programme, own: Slice, entries: tuple[Entry, ...], decisions: Decisions
) -> tuple[str, ...]:
    """Every limit and rule of a slice that its entries and decisions break, but for budgets."""
    alone = own.of(programme).replace(budgets=())
    return breaches_of(alone, entries, decisions)


def breaches_of_budgets(programme: Programme, paid: Iterable[Entry]) -> tuple[str, ...]:
    """Every month in which a member's account of a year is below zero.

    ``paid`` are the entries of all slices that move anything in or out of such accounts.
    """
    alone = programme.replace(stocks=(), promised=(), contracts=(), funding=())
    terms = Terms(alone)
    book = Book((*opening_entries(alone, terms), *paid))
    return tuple(map(str, breaches(book, limits_of(alone, terms, book))))


def same_but_for_years(one: Entry, other: Entry) -> bool:
    """Whether two entries differ in nothing but which years of a member's budget they fall on."""
    if one is other:
        return True
    return replace(one, transfers=other.transfers) == other and _yearless(one) == _yearless(other)


def _yearless(entry: Entry) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for one in entry.transfers:
        found[one.unit, _bare(one.source), _bare(one.target)] += one.quantity
    return found


def _bare(account: str) -> str:
    return account.rpartition(":")[0] if account.startswith(_YEARLY) else account
