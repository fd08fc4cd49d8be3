"""Which exchange rates a programme needs, and from which month on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from jointstock.programme.programme import Programme
from jointstock.programme.tables import Price, Row
from jointstock.words.months import Month


@dataclass(frozen=True, slots=True)
class Need:
    """A conversion that may come up: between which currencies, from when, and for which row."""

    from_: str
    to: str
    month: Month
    row: Row
    why: str


def rates_needed(programme: Programme) -> Iterator[Need]:
    """Every conversion that a plan, its cost or a share of it may need."""
    for need in (
        *_call_offs(programme),
        *_promises(programme),
        *_common(programme),
        *_funding(programme),
        *_offers(programme),
    ):
        if need.from_ and need.to and need.from_ != need.to:
            yield need


def _budget_currencies(programme: Programme) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in programme.budgets:
        found.setdefault(row.member, row.currency)
    return found


def _priced(programme: Programme) -> dict[str, list[Price]]:
    """By contract, the first price row of each currency of an item that a line makes."""
    made = {(row.contract, row.item) for row in programme.lines}
    found: dict[str, dict[str, Price]] = defaultdict(dict)
    for row in programme.prices:
        if (row.contract, row.item) in made:
            found[row.contract].setdefault(row.currency, row)
    return {contract: list(rows.values()) for contract, rows in found.items()}


def _call_offs(programme: Programme) -> Iterator[Need]:
    """Payments of a signatory from the first month in which it may call off."""
    budgets = _budget_currencies(programme)
    priced = _priced(programme)
    contracts = {row.contract: row for row in programme.contracts}
    for row in programme.signatories:
        contract = contracts.get(row.contract)
        if contract is None:
            continue
        begins = (programme.start, row.from_, contract.call_off_from)
        first = max(month for month in begins if month)
        if first > min(programme.end, contract.call_off_to or programme.end):
            continue
        for price in priced.get(row.contract, ()):
            home = budgets.get(row.member, "")
            yield Need(
                price.currency, home, first, price, f"to pay from the budget of {row.member}"
            )
            yield Need(price.currency, programme.currency, first, price, "to tell the cost")


def _promises(programme: Programme) -> Iterator[Need]:
    """Standing promises to members that are paid, or adjusted, when they fall due."""
    budgets = _budget_currencies(programme)
    members = {row.member for row in programme.members}
    made = {row.line: row.item for row in programme.lines}
    prices: dict[tuple[str, str], list[Price]] = defaultdict(list)
    for price in programme.prices:
        prices[price.contract, price.item].append(price)
    for row in programme.promised:
        bands = prices.get((row.contract, made.get(row.line, "")), [])
        settled = row.paid and len(bands) < 2
        if not bands or settled or row.customer not in members:
            continue
        if programme.start <= row.due <= programme.end:
            from_, why = bands[0].currency, f"for the promise in {row.at.file}:{row.at.row}"
            yield Need(from_, budgets.get(row.customer, ""), row.due, bands[0], why)
            yield Need(from_, programme.currency, row.due, bands[0], why)


def _common(programme: Programme) -> Iterator[Need]:
    """What the programme pays in common, told in its own currency."""
    to, start, end = programme.currency, programme.start, programme.end
    for line in programme.lines:
        if line.opening_cost and not line.already_open:
            yield Need(line.currency, to, start, line, "to tell the opening cost")
    for ramp in programme.ramps:
        decided = max(start, ramp.decide_from or start)
        if ramp.cost and decided <= end:
            yield Need(ramp.currency, to, decided, ramp, "to tell the cost of the ramp")
    for cost in programme.costs:
        if cost.amount and start <= cost.month <= end:
            yield Need(cost.currency, to, cost.month, cost, "to tell the cost")


def _funding(programme: Programme) -> Iterator[Need]:
    """Funding reaches the donor in the currency it pays in."""
    budgets = _budget_currencies(programme)
    donations = {row.donation: row for row in programme.donations}
    priced = _priced(programme)
    for row in programme.funding:
        gift = donations.get(row.donation)
        first = max(programme.start, row.from_ or programme.start)
        if gift is None or first > min(programme.end, row.to or programme.end):
            continue
        homes = [budgets[gift.donor]] if gift.donor in budgets else []
        if not homes:
            signed = [one.contract for one in programme.signatories if one.member == gift.donor]
            homes = [price.currency for one in signed for price in priced.get(one, ())]
        for home in homes:
            yield Need(row.currency, home, first, row, f"for the backfill of {row.donation}")


def _offers(programme: Programme) -> Iterator[Need]:
    """What buying alone would cost is compared in the programme's currency."""
    for row in programme.outside_offers:
        yield Need(row.currency, programme.currency, programme.start, row, "to compare the offer")
