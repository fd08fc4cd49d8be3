"""A programme made by hand: two members, a third nation's money, two lines, two years."""

from __future__ import annotations

from decimal import Decimal

from benchmarks.generated import placed
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.words.months import Month

START = Month.of(2024, 1)
MONTHS = 24
PRICE = 5_000_000_00  # euro cents
CROWNS = Decimal("11.5")  # SEK for one EUR
USE = [(10, "SE", 2, 1)]  # month, member, wanted, served


def programme(**changes: object) -> Programme:
    """The programme; ``changes`` exchange tables or scalars."""
    tables = {
        "members": (
            t.Member(member="DE", name="Germany", basis="reported", source="the announcement"),
            t.Member(member="SE", name="Sweden", fiscal_year_start=7, source="the announcement"),
        ),
        "parties": (
            t.Party(party="NSPA", name="Support Agency", role="agency", may_give="none"),
            t.Party(party="WORKS", name="Works & Sons", role="supplier"),
            t.Party(party="UA", name="Ukraine", role="recipient"),
            t.Party(party="NO", name="Norway", role="payer"),
        ),
        "items": (t.Item(item="GEM-T", name="Guided missile", lethal=True),),
        "stocks": (
            t.Stock(member="DE", item="GEM-T", units=20),
            t.Stock(
                member="SE", item="GEM-T", units=8, basis="reported", source="the annual report"
            ),
        ),
        "use": (t.Use(member="SE", item="GEM-T", month=START + 10, units=2),),
        "floors": (
            t.Floor(member="DE", item="GEM-T", from_=START, units=24),
            t.Floor(member="DE", item="GEM-T", from_=START + 12, units=36),
            t.Floor(member="SE", item="GEM-T", from_=START, units=12, basis="reported"),
        ),
        "contracts": (
            t.Contract(
                contract="C1",
                agency="NSPA",
                ceiling=48,
                fee_percent=Decimal(2),
                advance_percent=Decimal(20),
            ),
        ),
        "signatories": (
            t.Signatory(contract="C1", member="DE"),
            t.Signatory(contract="C1", member="SE"),
        ),
        "demand": (
            t.Demand(member="DE", contract="C1", item="GEM-T", by=START + 12, firm=32),
            t.Demand(member="SE", contract="C1", item="GEM-T", by=START + 8, firm=13),
        ),
        "prices": (
            t.Price(
                contract="C1",
                item="GEM-T",
                from_units=0,
                unit_price=Decimal(6_000_000),
                currency="EUR",
            ),
            t.Price(
                contract="C1",
                item="GEM-T",
                from_units=40,
                unit_price=Decimal(5_000_000),
                currency="EUR",
            ),
        ),
        "lines": (
            t.Line(
                line="EAST",
                supplier="WORKS",
                contract="C1",
                item="GEM-T",
                lead_months=3,
                already_open=True,
            ),
            t.Line(
                line="WEST",
                supplier="WORKS",
                contract="C1",
                item="GEM-T",
                lead_months=10,
                minimum_order=30,
                opening_cost=Decimal(10_000_000),
                currency="EUR",
            ),
        ),
        "capacity": (
            t.Capacity(line="EAST", from_=START, units_per_month=3),
            t.Capacity(line="WEST", from_=START + 12, units_per_month=4),
        ),
        "promised": tuple(
            t.Promised(line="EAST", customer="outside", due=START + month, units=1)
            for month in range(12)
        ),
        "budgets": (
            t.Budget(
                member="DE",
                fiscal_year=2024,
                amount=Decimal(120_000_000),
                currency="EUR",
                carry_over=True,
            ),
            t.Budget(member="DE", fiscal_year=2025, amount=Decimal(100_000_000), currency="EUR"),
            t.Budget(member="SE", fiscal_year=2023, amount=Decimal(250_000_000), currency="SEK"),
            t.Budget(
                member="SE",
                fiscal_year=2024,
                amount=Decimal(400_000_000),
                currency="SEK",
                carry_over=True,
            ),
            t.Budget(member="SE", fiscal_year=2025, amount=Decimal(300_000_000), currency="SEK"),
        ),
        "donations": (
            t.Donation(
                donation="DE-UA",
                donor="DE",
                item="GEM-T",
                recipient="UA",
                up_to=6,
                keep_units=12,
                backfill_within_months=12,
            ),
        ),
        "funding": (
            t.Funding(payer="NO", donation="DE-UA", amount=Decimal(15_000_000), currency="EUR"),
        ),
        "exchange": (
            t.Exchange(month=START, from_="EUR", to="SEK", rate=CROWNS),
            t.Exchange(month=START, from_="SEK", to="EUR", rate=Decimal("0.087")),
            t.Exchange(month=START, from_="USD", to="EUR", rate=Decimal("0.9")),
        ),
        "raids": (
            t.Raid(
                day="2023-12-29",
                class_="cruise",
                launched=100,
                stopped=80,
                killed=5,
                injured=60,
                basis="reported",
                source="collected by P. Example from public reports",
            ),
            t.Raid(
                day="2023-12-29",
                class_="ballistic",
                launched=8,
                stopped=2,
                basis="reported",
                source="collected by P. Example from public reports",
            ),
            t.Raid(
                day="2024-01-02",
                class_="cruise",
                launched=70,
                stopped=60,
                basis="reported",
                source="collected by P. Example from public reports",
            ),
        ),
        "threats": (
            t.Threat(class_="cruise", name="cruise missiles"),
            t.Threat(class_="ballistic", name="ballistic missiles"),
        ),
        "announcements": (
            t.Announcement(
                what="total",
                who="all",
                units=48,
                amount=Decimal(300_000_000),
                currency="USD",
                date=Month.of(2024, 1),
                basis="reported",
                source="https://example.org/total",
            ),
            t.Announcement(
                what="share",
                who="DE",
                units=32,
                amount=Decimal(200_000_000),
                currency="EUR",
                date=Month.of(2023, 12),
                counted_in_total=True,
                basis="reported",
                source="https://example.org/de",
            ),
            t.Announcement(
                what="share",
                who="SE",
                counted_in_total=True,
                basis="reported",
                source="https://example.org/se",
                note="withheld",
            ),
        ),
    }
    scalars: dict[str, object] = {
        "id": "made",
        "title": "A joint buy made by hand",
        "as_of": "2024-01-03",
        "start": START,
        "months": MONTHS,
        "currency": "EUR",
        "price_year": 2024,
    }
    made = Programme(**{**scalars, **tables})  # type: ignore[arg-type]
    return placed(made).replace(**changes)
