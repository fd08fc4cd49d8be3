"""Money of a slice: payments, fees, funding and common costs, rounded once for each occasion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np

from jointstock.ledger.accounts import account
from jointstock.plan.bills import Accounts, Bill
from jointstock.plan.fixed import fixed_payments
from jointstock.plan.funding import funded_bills
from jointstock.plan.outcome import Outcome
from jointstock.plan.slices import Slice
from jointstock.programme.tables import Line
from jointstock.words.entries import Entry, Transfer
from jointstock.words.money import as_whole, round_half_up, to_minor
from jointstock.words.months import Month


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is rounded as one: a member's payments under a contract in a month for one cause."""

    t: int
    member: str
    contract: str
    cause: str
    currency: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an occasion's money, for one supplier, and the donation it backfills, if any."""

    backfill: str
    supplier: str


@dataclass(frozen=True, slots=True)
class Due:
    """A rounded amount: in the price's currency and in the payer's (``currency``), minor units."""

    occasion: Occasion
    part: Part
    fee: bool
    currency: str
    price_amount: int
    budget_amount: int


Amounts = dict[Occasion, dict[Part, Fraction | int]]


def split_rounded(amounts: Iterable[Fraction | int], rate: Fraction | int = 1) -> list[int]:
    """Round a sum at a rate half up once, and share it out: parts are steps of the rounded sums."""
    total: Fraction | int = 0
    before, parts = 0, []
    for amount in amounts:
        total += amount
        rounded = round_half_up(total, rate)
        parts.append(rounded - before)
        before = rounded
    return parts


def supplier_of(line: Line) -> str:
    """Who is paid for a line: its supplier, or the line itself where none is named."""
    return line.supplier or line.line


def payments(outcome: Outcome, own: Slice) -> Iterator[Bill]:
    """What members pay for a slice in fees and prices, and what third nations pay of it."""
    dues: dict[str, list[Due]] = defaultdict(list)
    for due in _rounded(outcome, _amounts(outcome, own)):
        dues[due.occasion.member].append(due)
    for member, found in dues.items():
        for currency in dict.fromkeys(due.currency for due in found):
            cost = _backfill_by_month(found, currency)
            yield from funded_bills(outcome, member, "payment", cost, currency)
        for due in found:
            at = "budget", member, due.occasion.t
            yield Bill(at, due.budget_amount, partial(_entry, outcome, due))


def _amounts(outcome: Outcome, own: Slice) -> Amounts:
    """A slice's exact amounts by occasion and part, in minor units of the price's currency."""
    case, tariff = outcome.case, outcome.tariff
    amounts: Amounts = defaultdict(lambda: defaultdict(int))
    for stream in case.streams:
        line = stream.line
        if line.line not in own.lines:
            continue
        currency = tariff.currency(line.contract, line.item)
        if currency is None:
            continue
        backfill = case.donations[stream.donation].donation if stream.donation >= 0 else ""
        part = Part(backfill, supplier_of(line))
        for cause, units, schedule in (
            ("advance", outcome.calls, tariff.advance(stream, currency)),
            ("balance", outcome.delivered, tariff.balance(stream, currency)),
        ):
            for t in map(int, np.flatnonzero(units[stream.index])):
                key = Occasion(t, stream.member, line.contract, cause, currency)
                amounts[key][part] += int(units[stream.index, t]) * as_whole(schedule.price[t])
    for member in case.members:
        for one in fixed_payments(case, tariff, member):
            if one.row.line not in own.lines:
                continue
            currency = tariff.prices[one.row.contract, one.item].currency
            key = Occasion(one.t, member, one.row.contract, one.cause, currency)
            amounts[key][Part("", supplier_of(case.lines[one.row.line]))] += one.amount
    return amounts


def _rounded(outcome: Outcome, amounts: Amounts) -> Iterator[Due]:
    """Payments and fees in whole minor units of both currencies; what rounds to 0 is left out."""
    for occasion, parts in amounts.items():
        item = outcome.tariff.item_of(occasion.contract, occasion.currency)
        pays = outcome.tariff.pays_in(occasion.member, occasion.contract, item)
        assert pays is not None
        rate = outcome.tariff.rate(occasion.currency, pays, occasion.t)
        fee_rate = outcome.case.fee_rate(occasion.contract)
        for fee in (False, True) if fee_rate else (False,):
            part_of_it = fee_rate if fee else 1
            in_price = split_rounded(parts.values(), part_of_it)
            in_budget = in_price if rate == 1 else split_rounded(parts.values(), part_of_it * rate)
            for part, price, budget in zip(parts, in_price, in_budget, strict=True):
                if price and budget:
                    yield Due(occasion, part, fee, pays, price, budget)


def _backfill_by_month(dues: list[Due], currency: str) -> dict[tuple[str, int], int]:
    """What backfill costs in a currency the donor pays in, fee included, by donation and month."""
    cost: dict[tuple[str, int], int] = defaultdict(int)
    for due in dues:
        if due.part.backfill and due.currency == currency:
            cost[due.part.backfill, due.occasion.t] += due.budget_amount
    return cost


def _entry(outcome: Outcome, due: Due, accounts: Accounts) -> Entry:
    """One payment or fee from these accounts; a refund flows the other way."""
    occasion = due.occasion
    case = outcome.case
    item = outcome.tariff.item_of(occasion.contract, occasion.currency)
    agency = case.contracts[occasion.contract].agency or occasion.contract
    payee = account("fee", agency) if due.fee else account("paid", due.part.supplier)
    transfers = through_exchange(
        accounts, due.currency, payee, occasion.currency, abs(due.price_amount)
    )
    if due.budget_amount < 0:
        transfers = tuple(
            Transfer(one.unit, one.target, one.source, one.quantity) for one in transfers
        )
    return Entry(
        case.programme.start + occasion.t,
        "fee" if due.fee else "payment",
        transfers,
        member=occasion.member,
        contract=occasion.contract,
        backfill=due.part.backfill,
        cause=occasion.cause,
        rests_on=(outcome.tariff.prices[occasion.contract, item].ref,),
    )


def through_exchange(
    sources: Accounts, pays: str, payee: str, currency: str, amount: int
) -> tuple[Transfer, ...]:
    """Money from accounts to a payee, through the exchange where the two currencies differ."""
    if pays == currency:
        return tuple(Transfer(currency, source, payee, part) for source, part in sources)
    exchange = account("exchange", pays, currency)
    out = [Transfer(pays, source, exchange, part) for source, part in sources]
    return (*out, Transfer(currency, exchange, payee, amount))


def common_entries(outcome: Outcome, own: Slice) -> Iterator[Entry]:
    """What the programme pays in common for a slice: openings, ramps, and costs it was given."""
    case = outcome.case
    for line in outcome.opened:
        if line not in own.lines:
            continue
        row = case.lines[line]
        amount = to_minor(row.opening_cost, row.currency) if row.opening_cost else 0
        yield from _pooled(case.programme.start, row, amount, row.currency, "opening", row.ref)
    for index, t in outcome.ramps:
        ramp = case.ramps[index].row
        if ramp.line not in own.lines:
            continue
        amount = to_minor(ramp.cost, ramp.currency) if ramp.cost else 0
        line_row = case.lines[ramp.line]
        month = case.programme.start + t
        yield from _pooled(month, line_row, amount, ramp.currency, "ramp", ramp.ref)
    for cost in case.programme.costs:
        amount = to_minor(cost.amount, cost.currency)
        if cost.contract in own.contracts and amount and 0 <= case.t(cost.month) < case.months:
            makers = {
                supplier_of(line) for line in case.lines.values() if line.contract == cost.contract
            }
            agency = case.contracts[cost.contract].agency or cost.contract
            payee = makers.pop() if len(makers) == 1 else agency
            transfer = Transfer(
                cost.currency, account("pool", cost.contract), account("paid", payee), amount
            )
            yield Entry(
                cost.month,
                "common",
                (transfer,),
                contract=cost.contract,
                cause="cost",
                rests_on=(cost.ref,),
            )


def _pooled(
    month: Month, line: Line, amount: int, currency: str, cause: str, ref: str
) -> Iterator[Entry]:
    """A common payment for a line, if it costs anything."""
    if amount:
        pool, paid = account("pool", line.contract), account("paid", supplier_of(line))
        yield Entry(
            month,
            "common",
            (Transfer(currency, pool, paid, amount),),
            line=line.line,
            contract=line.contract,
            cause=cause,
            rests_on=(ref,),
        )
