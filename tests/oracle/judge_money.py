"""The judge's view of money: every payment to the minor unit, every budget account by month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction

from jointstock.words.entries import Entry, Transfer
from jointstock.words.money import minor_units, round_half_up, to_minor
from jointstock.words.months import fiscal_start
from jointstock.words.results import Plan
from oracle.facts import Facts
from oracle.money import (
    commitments,
    common,
    currency_of,
    funds,
    payments,
    selected_bands,
)
from oracle.quantities import Quantities

Money = Counter[tuple[str, str, int, str, str]]


def money_breaches(facts: Facts, plan: Plan, found: Quantities) -> Iterator[str]:
    """What is wrong with payments, fees, commitments, common costs, funding and budgets."""
    yield from _payments(facts, plan, found)
    yield from _suppliers(facts, plan)
    yield from _signed(facts, plan, found)
    yield from _common(facts, plan, found)
    yield from _exchanges(facts, plan)
    yield from _funders(facts, plan)
    for member in facts.members:
        for kind in ("payment", "commitment"):
            if facts.budget_currency(member, kind) is not None:
                yield from _accounts(facts, plan, member, kind)


def _net(entry: Entry, prefix: str, unit: str | None = None) -> int:
    """What the entry brings to accounts of a kind, in all units or one, less what it takes."""
    total = 0
    for one in entry.transfers:
        if unit is None or one.unit == unit:
            total += one.quantity * one.target.startswith(prefix)
            total -= one.quantity * one.source.startswith(prefix)
    return total


def _payments(facts: Facts, plan: Plan, found: Quantities) -> Iterator[str]:
    """Rounded half up once for each member, contract, month and cause, and again for its fee."""
    wanted: Counter[tuple[str, str, int, str, str, str]] = Counter()
    for (member, contract, month, cause), amount in payments(
        facts, found, selected_bands(facts, found)
    ).items():
        sold = currency_of(facts, contract)
        owned = facts.budget_currency(member, "payment")
        for kind, part in (("payment", Fraction(1)), ("fee", facts.fee(contract))):
            key = member, contract, month, cause, kind
            wanted[(*key, "got")] += round_half_up(amount * part * minor_units(sold))
            if owned is not None:
                rate = facts.rate(sold, owned, month) * minor_units(owned)
                wanted[(*key, "spent")] += round_half_up(amount * part * rate)
    said: Counter[tuple[str, str, int, str, str, str]] = Counter()
    for entry in plan.entries:
        if entry.kind not in ("payment", "fee"):
            continue
        month = facts.when(entry.month, 0)
        sold = currency_of(facts, entry.contract)
        owned = facts.budget_currency(entry.member, "payment")
        key = entry.member, entry.contract, month, entry.cause, entry.kind
        agency = facts.contracts[entry.contract].agency
        to = "paid:" if entry.kind == "payment" else f"fee:{agency}"
        said[(*key, "got")] += _net(entry, to, sold)
        if owned is not None:
            said[(*key, "spent")] -= _net(entry, f"budget:{entry.member}:", owned)
    for one in {*wanted, *said}:
        if wanted[one] != said[one]:
            yield f"money {one}: {said[one]}, not {wanted[one]}"


def _suppliers(facts: Facts, plan: Plan) -> Iterator[str]:
    """Only a supplier with a line under the contract is paid for it, or takes back."""
    for entry in plan.entries:
        if entry.kind != "payment":
            continue
        known = {f"paid:{r.supplier}" for r in facts.lines.values() if r.contract == entry.contract}
        for one in entry.transfers:
            for account in (one.source, one.target):
                if account.startswith("paid:") and account not in known:
                    yield f"payment in {entry.month} under {entry.contract} touches {account}"


def _signed(facts: Facts, plan: Plan, found: Quantities) -> Iterator[str]:
    """Each call-off signs for its full price and fee, where the member has such budgets."""
    exact = commitments(facts, found, selected_bands(facts, found))
    said: Counter[tuple[str, str, int, str]] = Counter()
    for entry in plan.entries:
        for one in entry.transfers if entry.kind == "call_off" else ():
            if one.unit.startswith("commitment:"):
                key = entry.member, entry.line, facts.when(entry.month, 0), entry.backfill
                said[key] += one.quantity
                if one.target != f"payable:{entry.member}:{entry.contract}":
                    yield f"call-off in {entry.month} signs for {one.target}"
    for key in {*exact, *said}:
        currency = facts.budget_currency(key[0], "commitment")
        minor = minor_units(currency) if currency else 0
        amount = round_half_up(exact.get(key, Fraction(0)) * minor)
        if said[key] != amount:
            yield f"signed for {key}: {said[key]}, not {amount}"


def _common(facts: Facts, plan: Plan, found: Quantities) -> Iterator[str]:
    wanted: Money = Counter()
    for one in common(facts, found):
        amount = round_half_up(one.amount * minor_units(one.currency))
        wanted[one.contract, one.cause, one.month, one.currency, ""] += amount
    said: Money = Counter()
    for entry in plan.entries:
        for one_move in entry.transfers if entry.kind == "common" else ():
            month = facts.when(entry.month, 0)
            contract = one_move.source.removeprefix("pool:")
            said[contract, entry.cause, month, one_move.unit, ""] += one_move.quantity
            if not one_move.target.startswith("paid:"):
                yield f"common cost in {entry.month} goes to {one_move.target}"
    for key in {*wanted, *said}:
        if wanted[key] != said[key]:
            yield f"common {key}: {said[key]}, not {wanted[key]}"


def _exchanges(facts: Facts, plan: Plan) -> Iterator[str]:
    """An exchange takes one currency and gives another, at the month's rate but for rounding."""
    for entry in plan.entries:
        moves: dict[str, list[Transfer]] = defaultdict(list)
        for one in entry.transfers:
            for account in (one.source, one.target):
                if account.startswith("exchange:"):
                    moves[account].append(one)
        for account, both in moves.items():
            _, first, second = account.split(":")
            net: Counter[str] = Counter()
            for one in both:
                unit = one.unit.removeprefix("commitment:")
                net[unit] += one.quantity * (1 if one.target == account else -1)
            if not set(net) <= {first, second} or net[first] * net[second] > 0:
                yield f"{account} in {entry.month}: {dict(net)}"
            if entry.kind == "funding":
                rate = facts.rate(first, second, facts.when(entry.month, 0))
                rate *= Fraction(minor_units(second), minor_units(first))
                if abs(net[first] * rate + net[second]) > Fraction(1, 2) + rate / 2:
                    yield f"{account} in {entry.month}: {dict(net)} at {float(rate)}"


def _funders(facts: Facts, plan: Plan) -> Iterator[str]:
    """No funder pays more than its rows for a donation say, in their own currency."""
    for commitment in (False, True):
        paid: Counter[tuple[str, str, str]] = Counter()
        for entry in plan.entries:
            for one in entry.transfers if entry.kind == "funding" else ():
                if one.unit.startswith("commitment:") == commitment and "funder:" in one.source:
                    payer = one.source.split(":")[1]
                    currency = one.unit.removeprefix("commitment:")
                    paid[payer, entry.donation, currency] += one.quantity
        for key, amount in paid.items():
            most = sum(
                to_minor(row.amount, row.currency)
                for row in facts.programme.funding
                if (row.payer, row.donation, row.currency) == key
            )
            if amount > most:
                yield f"funding {key}: {amount} of {most}"


def read_funding(facts: Facts, plan: Plan, kind: str) -> dict[tuple[int, int], float]:
    """Minor units that come to a donor's budget, by row of the funding table and month."""
    found: dict[tuple[int, int], float] = {}
    prefix = "budget:" if kind == "payment" else "committed:"
    for entry in plan.entries:
        amount = _net(entry, prefix) if entry.kind == "funding" else 0
        if not amount:
            continue
        payers = {t.source.split(":")[1] for t in entry.transfers if t.source.startswith("funder")}
        month = facts.when(entry.month, 0)
        rows = [
            number
            for number, row in enumerate(facts.programme.funding)
            if row.donation == entry.donation and {row.payer} == payers
        ]
        inside = [number for number in rows if month in _window(facts, number, kind)]
        key = ([*inside, *rows, -1][0], month)
        found[key] = found.get(key, 0) + amount
    return found


def _window(facts: Facts, number: int, kind: str) -> range:
    donor = facts.donations[facts.programme.funding[number].donation].donor
    terms = funds(facts, number, donor, kind)
    return terms[2] if terms else range(0)


def _accounts(facts: Facts, plan: Plan, member: str, kind: str) -> Iterator[str]:
    """Money of each fiscal year, by month: granted, drawn from oldest first, never below 0."""
    currency = facts.budget_currency(member, kind)
    assert currency is not None
    name, unit = (
        ("budget", currency) if kind == "payment" else ("committed", "commitment:" + currency)
    )
    rows = facts.grants(member, kind)
    starts_in = facts.members[member].fiscal_year_start
    held: Counter[int] = Counter()
    begun: set[int] = set()
    for month in facts.months:
        now = facts.fiscal_year(member, month)
        for year, row in rows.items():
            if year not in begun and facts.when(fiscal_start(year, starts_in), 0) <= month:
                begun.add(year)
                held[year] += to_minor(row.amount, currency)
        block = facts.block(member, kind, now)
        drawn: Counter[int] = Counter()
        for year, amount in _moves(facts, plan, f"{name}:{member}:", unit, month):
            held[year] += amount
            drawn[year] -= amount
            if year not in block:
                yield f"{name}:{member}:{year} is touched in {month}, when it cannot be"
        for year in block:
            if held[year] < 0:
                yield f"{name}:{member}:{year} at the end of {month}: {held[year]}"
            older = [y for y in block if y < year and held[y] > 0]
            if drawn[year] > 0 and older:
                yield f"{name}:{member}:{year} is drawn in {month} before {older}"


def _moves(
    facts: Facts, plan: Plan, prefix: str, unit: str, month: int
) -> Iterator[tuple[int, int]]:
    """Fiscal year and amount of everything that comes to (or, negative, leaves) the accounts."""
    for entry in plan.entries:
        if facts.when(entry.month, 0) != month:
            continue
        for one in entry.transfers:
            for account, sign in ((one.source, -1), (one.target, 1)):
                if account.startswith(prefix) and one.unit == unit:
                    yield int(account.split(":")[2]), sign * one.quantity
