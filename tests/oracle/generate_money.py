"""Budgets, funding and exchange rates at random."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from jointstock.programme import tables as t
from oracle.generate_supply import Supply
from oracle.sizes import Dice


def exchange(dice: Dice) -> tuple[t.Exchange, ...]:
    """Rates of every pair of the two currencies, which change now and then."""
    rates = ("0.5", "0.8", "1", "1.5", "2") if dice.whole_money else ("0.9217", "1.0837", "1.1")
    rows = []
    for given, got in (("EUR", "USD"), ("USD", "EUR")):
        months = {dice.start + -1 if dice.chance(0.5) else dice.start}
        months |= {dice.month(1) for _ in range(dice.within((0, 2)))}
        rows += [
            t.Exchange(month=month, from_=given, to=got, rate=Decimal(dice.pick(rates)))
            for month in sorted(months)
        ]
    return tuple(rows)


def budgets(
    dice: Dice,
    members: Sequence[str],
    demand: Sequence[t.Demand],
    donations: Sequence[t.Donation],
    made: Supply,
    home: str,
) -> tuple[t.Budget, ...]:
    """For some members and kinds: grants from far too little to more than enough, by year."""
    rows = []
    for member in members:
        need = sum(
            (row.firm + row.optional) * made.price(row.contract, row.item)
            for row in demand
            if row.member == member
        )
        items = {row.item: made.price(row.contract, row.item) for row in made.lines}
        need += sum(row.up_to * items[row.item] for row in donations if row.donor == member)
        currency = dice.pick((home, home, home, "USD"))
        for kind, probability in (("payment", 0.7), ("commitment", 0.35)):
            if dice.chance(probability):
                rows += _grants(dice, member, kind, need, currency)
    return tuple(rows)


def _grants(dice: Dice, member: str, kind: str, need: int, currency: str) -> list[t.Budget]:
    """Rows of the fiscal years around the horizon; some years have none."""
    tightness = dice.pick((0.2, 0.4, 0.8, 1.2, 2.0))
    year = dice.start.year
    rows = []
    for offset in (-1, 0, 1):
        if dice.chance(0.15):
            continue
        amount = need * tightness * dice.random.uniform(0.2, 1.0)
        if not dice.whole_money:
            amount += 0.37
        rows.append(
            t.Budget(
                member=member,
                fiscal_year=year + offset,
                kind=kind,
                amount=Decimal(f"{amount:.2f}"),
                currency=currency,
                carry_over=dice.chance(0.5),
            )
        )
    return rows


def fundings(dice: Dice, donations: Sequence[t.Donation], made: Supply) -> tuple[t.Funding, ...]:
    """For some donations: money for their backfill, some or all of it, for a while or always."""
    prices = {row.item: made.price(row.contract, row.item) for row in made.lines}
    return tuple(
        t.Funding(
            payer="FRIEND",
            donation=row.donation,
            amount=Decimal(prices[row.item] * dice.within((1, 2 * row.up_to)) // 2),
            currency=dice.pick(("EUR", "EUR", "USD")),
            from_=dice.month(-1) if dice.chance(0.3) else None,
            to=dice.month(1) if dice.chance(0.3) else None,
        )
        for row in donations
        if dice.chance(0.7)
    )
