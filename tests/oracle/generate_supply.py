"""Contracts, prices, lines, ramps and standing promises at random."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jointstock.programme import tables as t
from oracle.sizes import Dice


@dataclass(frozen=True)
class Supply:
    """The tables of one side of a programme: who sells, what, when and at what price."""

    contracts: tuple[t.Contract, ...]
    signatories: tuple[t.Signatory, ...]
    prices: tuple[t.Price, ...]
    lines: tuple[t.Line, ...]
    capacity: tuple[t.Capacity, ...]
    ramps: tuple[t.Ramp, ...]
    promised: tuple[t.Promised, ...]
    costs: tuple[t.Cost, ...]

    def price(self, contract: str, item: str) -> int:
        """A price of the item, rounded up; 0 where it has none."""
        rows = [row for row in self.prices if (row.contract, row.item) == (contract, item)]
        return int(rows[0].unit_price) + 1 if rows else 0


def supply(dice: Dice, members: Sequence[str], items: Sequence[str]) -> Supply:
    """One contract or two, one to three lines, and what they owe already."""
    names = ["FRAME", "SECOND"][: 1 + dice.feature(0.25)]
    lines = _lines(dice, names, items)
    names = list(dict.fromkeys(row.contract for row in lines))
    capacity = _capacity(dice, lines)
    promised = _promised(dice, members, lines, capacity)
    contracts = tuple(_contract(dice, name, lines, promised) for name in names)
    return Supply(
        contracts=contracts,
        signatories=_signatories(dice, names, members),
        prices=_prices(dice, contracts, lines, promised),
        lines=lines,
        capacity=capacity,
        ramps=_ramps(dice, lines),
        promised=promised,
        costs=_costs(dice, names),
    )


def _lines(dice: Dice, names: Sequence[str], items: Sequence[str]) -> tuple[t.Line, ...]:
    rows = []
    for number in range(max(len(items), dice.within(dice.size.lines))):
        is_open = dice.chance(0.6)
        rows.append(
            t.Line(
                line=f"LINE-{number}",
                supplier=dice.pick(("MAKER", "MAKER", "OTHER")),
                contract=dice.pick(names),
                item=items[number] if number < len(items) else dice.pick(items),
                lead_months=min(dice.pick((0, 1, 1, 2, 3, 4)), dice.months // 2 + dice.chance(0.1)),
                already_open=is_open,
                minimum_order=0 if is_open else dice.within((0, dice.size.firm + 1)),
                opening_cost=Decimal(0 if is_open else dice.within((0, 5)) * 20000),
                currency="EUR",
            )
        )
    return tuple(rows)


def _capacity(dice: Dice, lines: Sequence[t.Line]) -> tuple[t.Capacity, ...]:
    rows = []
    for line in lines:
        first = dice.start if dice.chance(0.85) else dice.month(-1, 2)
        months = {first} | ({dice.month(1)} if dice.chance(0.3) else set())
        rows += [
            t.Capacity(
                line=line.line,
                from_=month,
                units_per_month=0 if dice.chance(0.1) else dice.within((1, dice.size.capacity)),
            )
            for month in sorted(months)
        ]
    return tuple(rows)


def _ramps(dice: Dice, lines: Sequence[t.Line]) -> tuple[t.Ramp, ...]:
    return tuple(
        t.Ramp(
            line=line.line,
            step=step,
            decide_from=dice.month(-1, 2) if dice.chance(0.4) else None,
            decide_to=dice.month(1) if dice.chance(0.4) else None,
            extra_per_month=dice.within((1, 2)),
            lead_months=dice.within((0, 2)),
            cost=Decimal(dice.within((0, 4)) * 5000),
            currency="EUR",
        )
        for line in lines
        if dice.feature(0.6)
        for step in range(1, 2 + dice.chance(0.4))
    )


def _promised(
    dice: Dice, members: Sequence[str], lines: Sequence[t.Line], capacity: Sequence[t.Capacity]
) -> tuple[t.Promised, ...]:
    """A few promises of each kind; more than a line can make is drawn again by the caller."""
    rows: dict[tuple[str, str, object, str], t.Promised] = {}
    owed: Counter[tuple[str, object]] = Counter()
    for line in lines:
        makes = max(row.units_per_month for row in capacity if row.line == line.line)
        for _ in range(dice.within((1, 3)) if dice.feature(0.4) else 0):
            due = dice.month(0, dice.months + 1)
            units = dice.within((1, 2))
            named = dice.chance(0.6)
            row = t.Promised(
                line=line.line,
                customer=dice.pick((*members, *members, "outside", "ALLY")),
                due=due,
                units=units,
                contract=line.contract if named else "",
                paid=dice.chance(0.5),
            )
            key = (row.line, row.customer, row.due, row.contract)
            if key not in rows and owed[line.line, due] + units <= makes:
                owed[line.line, due] += units
                rows[key] = row
    return tuple(rows.values())


def _items_of(name: str, lines: Sequence[t.Line]) -> list[str]:
    return list(dict.fromkeys(row.item for row in lines if row.contract == name))


def _contract(
    dice: Dice, name: str, lines: Sequence[t.Line], promised: Sequence[t.Promised]
) -> t.Contract:
    one_item = len(_items_of(name, lines)) == 1
    before = dice.within((1, 4)) if one_item and dice.feature(0.4) else 0
    past = before + sum(row.units for row in promised if row.contract == name)
    fees = ("0", "0", "1", "2") if dice.whole_money else ("0", "0.7", "1.3")
    return t.Contract(
        contract=name,
        agency="AGENCY",
        ceiling=past + dice.within((0, 10)) if dice.chance(0.5) else None,
        called_off_before=before,
        call_off_from=dice.month(-1, 2) if dice.feature(0.3) else None,
        call_off_to=dice.month(1) if dice.feature(0.3) else None,
        fee_percent=Decimal(dice.pick(fees)),
        advance_percent=Decimal(_advance(dice)),
    )


def _advance(dice: Dice) -> str:
    return dice.pick(("0", "30", "50", "100") if dice.whole_money else ("0", "33.3", "12.5"))


def _signatories(
    dice: Dice, names: Sequence[str], members: Sequence[str]
) -> tuple[t.Signatory, ...]:
    return tuple(
        t.Signatory(
            contract=name,
            member=member,
            from_=dice.month(-1, 3) if dice.feature(0.25) else None,
            advance_percent=Decimal(_advance(dice)) if dice.feature(0.2) else None,
        )
        for name in names
        for member in members
        if dice.chance(0.92)
    )


def _prices(
    dice: Dice,
    contracts: Sequence[t.Contract],
    lines: Sequence[t.Line],
    promised: Sequence[t.Promised],
) -> tuple[t.Price, ...]:
    """One to three falling prices an item, with bands that its total can reach."""
    rows = []
    for contract in contracts:
        currency = dice.pick(("EUR", "EUR", "USD"))
        for item in _items_of(contract.contract, lines):
            if dice.feature(0.05):
                continue
            past = contract.called_off_before + sum(
                row.units for row in promised if row.contract == contract.contract
            )
            many = dice.pick((1, 1, 2, 3))
            starts = sorted(dice.random.sample(range(2, 8), many - 1))
            froms = [dice.pick((0, 1)), *(past + start for start in starts)]
            price = dice.within((3, 5)) * 10000
            for step, from_units in enumerate(froms):
                amount = price - step * 10000
                odd = Decimal(0) if dice.whole_money else Decimal("0.333") * (step + 1)
                rows.append(
                    t.Price(
                        contract=contract.contract,
                        item=item,
                        from_units=from_units,
                        unit_price=Decimal(amount) + odd,
                        currency=currency,
                    )
                )
    return tuple(rows)


def _costs(dice: Dice, names: Sequence[str]) -> tuple[t.Cost, ...]:
    if not dice.feature(0.4):
        return ()
    months = (dice.month(-1), dice.month(0, dice.months))
    return tuple(
        t.Cost(
            contract=dice.pick(names),
            month=month,
            purpose=f"qualification {number}",
            amount=Decimal(dice.within((0, 3)) * 1000),
            currency=dice.pick(("EUR", "USD")),
        )
        for number, month in enumerate(months)
    )
