"""Buys at random without budgets, floors and gifts, which the game and the planner both cost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from benchmarks.generated import placed
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.settings import PlanSettings
from jointstock.words.months import Month

START = Month.of(2027, 1)
NATIONS = ("DE", "NL", "RO", "ES", "SE", "NO", "DK", "FI", "PL", "IT", "GR", "PT")


def buy(seed: int, members: int = 3, months: int = 18, *, offer: bool = False) -> Programme:
    """One item, one line in production and one to open, two or three price bands."""
    dice = Random(seed)
    nations = NATIONS[:members]
    firm = {nation: dice.randint(4, 20) for nation in nations}
    total = sum(firm.values())
    demand = []
    for nation in nations:
        first = firm[nation] // 2
        for units in (first, firm[nation] - first):
            by = None if dice.random() < 0.2 else START + dice.randint(6, months - 1)
            demand.append((nation, by, units))
    rows = {(nation, by): 0 for nation, by, _ in demand}
    for nation, by, units in demand:
        rows[nation, by] += units
    optional = dice.choice([0, 0, 3])
    bands = [(0, 100), (total // 2, 92), (total - 2 + optional, 85)][: dice.randint(1, 3)]
    made = Programme(
        id=f"buy-{seed}",
        title="a buy",
        as_of="2027-01",
        start=START,
        months=months,
        currency="EUR",
        price_year=2027,
        discount_rate=Decimal(dice.choice(["0", "0.03", "0.08"])),
        plan=PlanSettings(exact=True),
        members=tuple(t.Member(member=nation) for nation in nations),
        items=(t.Item(item="M1"),),
        contracts=(
            t.Contract(
                contract="C1",
                agency="AGENCY",
                fee_percent=Decimal(dice.choice([0, 2])),
                advance_percent=Decimal(dice.choice([0, 30])),
            ),
        ),
        parties=(t.Party(party="AGENCY", role="agency"),),
        signatories=tuple(t.Signatory(contract="C1", member=nation) for nation in nations),
        demand=tuple(
            t.Demand(
                member=nation,
                contract="C1",
                item="M1",
                by=by,
                firm=units,
                optional=optional if nation == nations[0] and k == 0 else 0,
            )
            for k, ((nation, by), units) in enumerate(rows.items())
        ),
        prices=tuple(
            t.Price(contract="C1", item="M1", from_units=f, unit_price=Decimal(p), currency="EUR")
            for f, p in dict(bands).items()
        ),
        lines=(
            t.Line(line="OLD", contract="C1", item="M1", lead_months=2, already_open=True),
            t.Line(
                line="NEW",
                contract="C1",
                item="M1",
                lead_months=4,
                minimum_order=total // 2,
                opening_cost=Decimal(dice.choice([0, 150, 600])),
                currency="EUR",
            ),
        ),
        capacity=(
            t.Capacity(line="OLD", from_=START, units_per_month=dice.randint(1, 4)),
            t.Capacity(line="NEW", from_=START, units_per_month=dice.randint(3, 9)),
        ),
        escalation=(
            t.Escalation(year=2027, index=Decimal(1)),
            t.Escalation(year=2028, index=Decimal(dice.choice(["1", "1.05"]))),
        ),
        outside_offers=(
            (t.OutsideOffer(item="M1", unit_price=Decimal(120), currency="EUR", lead_months=3),)
            if offer
            else ()
        ),
    )
    return placed(made)


def twice(seed: int, members: int) -> Programme:
    """Two buys at random side by side: another item under a contract and on lines of its own."""
    first, second = (buy(one, members, offer=True) for one in (seed, seed + 100))
    lines = {row.line: f"{row.line}-2" for row in second.lines}
    changed = {"contract": "C2", "item": "M2"}

    def other(table: str) -> tuple[object, ...]:
        found = []
        for row in getattr(second, table):
            own = {name: value for name, value in changed.items() if hasattr(row, name)}
            if hasattr(row, "line"):
                own["line"] = lines[row.line]
            found.append(replace(row, **own))
        return (*getattr(first, table), *found)

    tables = ("items", "contracts", "signatories", "demand", "prices", "lines", "capacity")
    both = {table: other(table) for table in (*tables, "outside_offers")}
    return first.replace(**both)
