"""Balances of every account against the ledger's limits, opening balances included."""

from __future__ import annotations

from collections.abc import Iterator

from jointstock.ledger.accounts import account
from jointstock.ledger.balances import Book
from jointstock.ledger.limits import Limit, breaches
from jointstock.programme.programme import Programme
from jointstock.programme.terms import Terms
from jointstock.words.entries import Entry, Tense, Transfer
from jointstock.words.money import to_minor
from jointstock.words.months import Month

OPENING = "opening"


def opening_entries(programme: Programme, terms: Terms) -> Iterator[Entry]:
    """What is there before the plan: stock, claims, room under ceilings, grants in their month."""
    start = programme.start
    for stock in programme.stocks:
        if stock.units:
            yield _opened(stock.item, account("stock", stock.member), stock.units, start)
    items = {line.line: line.item for line in programme.lines}
    for promise in programme.promised:
        if promise.contract and promise.units:
            claim = f"claim:{items[promise.line]}"
            due = account("due", promise.customer, promise.line)
            yield _opened(claim, due, promise.units, start)
    for name, kind in (("budget", "payment"), ("committed", "commitment")):
        for member in programme.members:
            for block in terms.grants(member.member, kind):
                for grant in block.grants:
                    if grant.amount and grant.available <= programme.end:
                        unit = (
                            block.currency if name == "budget" else f"commitment:{block.currency}"
                        )
                        target = account(name, member.member, str(grant.fiscal_year))
                        source = account("treasury", member.member)
                        transfer = Transfer(unit, source, target, grant.amount)
                        yield Entry(grant.available, "grant", (transfer,), Tense.PROMISED)


def _opened(unit: str, target: str, units: int, month: Month) -> Entry:
    return Entry(month, OPENING, (Transfer(unit, account(OPENING), target, units),), Tense.ACTUAL)


def limits_of(programme: Programme, terms: Terms, book: Book) -> Iterator[Limit]:
    """Stock, dues and budgets never below zero; room under a ceiling; funding within amounts."""
    span = (programme.start, programme.end)
    limited = {
        (name, row.member)
        for row in programme.budgets
        for name in ("budget" if row.kind == "payment" else "committed",)
    }
    for name, unit in book.accounts():
        kind, _, rest = name.partition(":")
        if kind in ("stock", "due") or (kind, rest.split(":")[0]) in limited:
            yield Limit(name, unit, 0, None, *span, source=f"{name} is never below zero")
    for contract in programme.contracts:
        if contract.ceiling is None:
            continue
        room = contract.ceiling - terms.past(contract.contract)
        items = terms.items_of(contract.contract)
        if len(items) == 1:
            low = -max(room, 0)
            name = account("room", contract.contract)
            yield Limit(name, f"claim:{items[0]}", low, None, *span, source=contract.ref)
    by_payer: dict[tuple[str, str], int] = {}
    for row in programme.funding:
        amount = to_minor(row.amount, row.currency)
        by_payer[row.payer, row.currency] = by_payer.get((row.payer, row.currency), 0) + amount
    for (payer, currency), amount in by_payer.items():
        for unit in (currency, f"commitment:{currency}"):
            yield Limit(account("funder", payer), unit, -amount, None, *span, source="funding")


def check_balances(programme: Programme, terms: Terms, entries: tuple[Entry, ...]) -> Iterator[str]:
    """Limits that do not hold; entries outside the horizon."""
    for entry in entries:
        if not programme.start <= entry.month <= programme.end:
            yield f"{entry.kind} in {entry.month} lies outside the horizon"
        if entry.tense is not Tense.PLANNED:
            yield f"{entry.kind} in {entry.month} is {entry.tense}, a plan only proposes (R2)"
    book = Book((*opening_entries(programme, terms), *entries))
    for breach in breaches(book, limits_of(programme, terms, book)):
        yield str(breach)
    for name, unit in book.accounts():
        if name.startswith("due:") and book.balance(name, unit, programme.end) > _owed_later(
            programme, name
        ):
            yield f"{name} ({unit}): claims are called off and not delivered by {programme.end}"


def _owed_later(programme: Programme, name: str) -> int:
    """Standing promises of an account that fall due after the horizon."""
    return sum(
        row.units
        for row in programme.promised
        if row.contract
        and row.due > programme.end
        and account("due", row.customer, row.line) == name
    )
