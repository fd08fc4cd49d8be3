"""Shares: games on tables against coopgame-py, and games on plans of up to 32 members.

Plan games are as large as the design's: one item, six yearly delivery periods, three price bands,
a line in production and one to open. Everything is invented.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

from benchmarks.generated import _FIRST_NATIONS, placed
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.words.months import Month

START = Month.of(2027, 1)
YEARS = 6


def buy(members: int, seed: int = 1) -> Programme:
    """A buy of so many members over six years; it is worth opening the second line."""
    dice = Random(f"{seed}/{members}")
    nations = _FIRST_NATIONS[:members]
    sizes = {n: dice.lognormvariate(0.0, 0.9) for n in nations}
    whole = sum(sizes.values())
    total = 800 + 30 * members
    rows: dict[tuple[str, int], int] = {}
    for nation in nations:
        units = max(5, round(total * sizes[nation] / whole))
        parts = [dice.random() for _ in range(YEARS - 2)]
        for k, part in enumerate(parts):
            wanted = round(units * part / sum(parts))
            if wanted:
                rows[nation, k + 2] = wanted
    bands = ((0, "6.6"), (250, "6.2"), (800, "4.9"))
    return placed(
        Programme(
            id=f"share-{members}",
            title="a buy",
            as_of="2027-01",
            start=START,
            months=12 * YEARS,
            currency="EUR",
            price_year=2027,
            members=tuple(t.Member(member=nation) for nation in nations),
            items=(t.Item(item="M1"),),
            contracts=(t.Contract(contract="C1"),),
            signatories=tuple(t.Signatory(contract="C1", member=nation) for nation in nations),
            demand=tuple(
                t.Demand(
                    member=nation, contract="C1", item="M1", by=START + (12 * year - 1), firm=units
                )
                for (nation, year), units in rows.items()
            ),
            prices=tuple(
                t.Price(
                    contract="C1",
                    item="M1",
                    from_units=units,
                    unit_price=Decimal(price) * 10**6,
                    currency="EUR",
                )
                for units, price in bands
            ),
            lines=(
                t.Line(line="OLD", contract="C1", item="M1", already_open=True),
                t.Line(
                    line="NEW",
                    contract="C1",
                    item="M1",
                    lead_months=24,
                    minimum_order=400,
                    opening_cost=Decimal(450_000_000),
                    currency="EUR",
                ),
            ),
            capacity=(
                t.Capacity(line="OLD", from_=START, units_per_month=12),
                t.Capacity(line="NEW", from_=START + 24, units_per_month=33),
            ),
            outside_offers=(
                t.OutsideOffer(
                    item="M1", unit_price=Decimal(7_500_000), currency="EUR", lead_months=12
                ),
            ),
        )
    )
