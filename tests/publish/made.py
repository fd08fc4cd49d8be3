"""A programme and a plan made by hand, small and consistent: every figure can be checked by eye.

Two members and a third nation's money, two lines of one contract, two years. Call-offs,
deliveries and gifts are listed below; money follows from them by the rules of the design.
"""

from __future__ import annotations

from decimal import Decimal

from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.words.entries import Entry, Transfer
from jointstock.words.errors import Place
from jointstock.words.months import Month
from jointstock.words.results import (
    BandReached,
    Decisions,
    Findings,
    Freed,
    Goal,
    GoalCost,
    NotCalledOff,
    NotServed,
    Pivotal,
    Plan,
    Shortfall,
    WithoutMember,
)

START = Month.of(2024, 1)
MONTHS = 24
PRICE = 5_000_000_00  # euro cents
CROWNS = Decimal("11.5")  # SEK for one EUR
# Floor-months missing in each tenth of a floor, the lowest tenth first.
BELOW = (0.0,) * 6 + (1 / 6, 1 / 2, 23 / 30, 59 / 60)

# (month from the start, member, line, units, backfill of)
CALL_OFFS = [
    (0, "DE", "EAST", 12, ""),
    (0, "SE", "EAST", 6, ""),
    (1, "DE", "WEST", 20, ""),
    (2, "SE", "WEST", 6, ""),
    (5, "DE", "WEST", 4, "DE-UA"),
]
DELIVERIES = [
    (3, "DE", "EAST", 2, ""),
    (4, "DE", "EAST", 2, ""),
    (5, "SE", "EAST", 2, ""),
    (6, "SE", "EAST", 2, ""),
    (7, "SE", "EAST", 2, ""),
    (8, "DE", "EAST", 2, ""),
    (9, "DE", "EAST", 2, ""),
    (10, "DE", "EAST", 2, ""),
    (11, "DE", "EAST", 2, ""),
    *((month, "DE", "WEST", 4, "") for month in range(12, 17)),
    (17, "DE", "WEST", 4, "DE-UA"),
    (18, "SE", "WEST", 4, ""),
    (19, "SE", "WEST", 2, ""),
]
GIFTS = [(6, 3), (7, 1)]
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
    return Programme(**{**scalars, **placed(tables), **changes})  # type: ignore[arg-type]


def placed(tables: dict[str, tuple[t.Row, ...]]) -> dict[str, tuple[t.Row, ...]]:
    """The rows with their places, as a reader would give them."""
    import dataclasses

    return {
        name: tuple(
            dataclasses.replace(row, at=Place(f"{name}.csv", number))
            for number, row in enumerate(rows, start=2)
        )
        for name, rows in tables.items()
    }


def entries() -> tuple[Entry, ...]:
    """The plan's entries, by month."""
    found = [*_units(), *_money()]
    return tuple(sorted(found, key=lambda entry: entry.month))


def _named(member: str, line: str, backfill: str) -> dict[str, str]:
    return {"member": member, "item": "GEM-T", "line": line, "contract": "C1", "backfill": backfill}


def _units() -> list[Entry]:
    found = []
    for month in range(12):
        moved = Transfer("GEM-T", "line:EAST", "customer:outside", 1)
        found.append(Entry(START + month, "promise", (moved,), item="GEM-T", line="EAST"))
    for month, member, line, units, backfill in CALL_OFFS:
        claim = Transfer("claim:GEM-T", "room:C1", f"due:{member}:{line}", units)
        rests_on = ("demand:2" if member == "DE" else "demand:3", "lines:2")
        named = _named(member, line, backfill)
        found.append(Entry(START + month, "call_off", (claim,), rests_on=rests_on, **named))
    for month, member, line, units, backfill in DELIVERIES:
        moved = Transfer("GEM-T", f"line:{line}", f"stock:{member}", units)
        claim = Transfer("claim:GEM-T", f"due:{member}:{line}", "met:C1", units)
        rests_on = ("demand:2" if member == "DE" else "demand:3", "lines:2")
        named = _named(member, line, backfill)
        found.append(Entry(START + month, "delivery", (moved, claim), rests_on=rests_on, **named))
    for month, units in GIFTS:
        moved = Transfer("GEM-T", "stock:DE", "donated:UA", units)
        found.append(
            Entry(
                START + month,
                "donation",
                (moved,),
                member="DE",
                item="GEM-T",
                donation="DE-UA",
                rests_on=("donations:2",),
            )
        )
    for month, member, _, served in USE:
        moved = Transfer("GEM-T", f"stock:{member}", f"used:{member}", served)
        found.append(Entry(START + month, "use", (moved,), member=member, item="GEM-T"))
    return found


def _money() -> list[Entry]:
    """20 % at call-off, 80 % at delivery, 2 % fee on each; Sweden pays in its own currency."""
    found = []
    for events, percent, cause in ((CALL_OFFS, 20, "advance"), (DELIVERIES, 80, "balance")):
        for month, member, _, units, backfill in events:
            amount = units * PRICE * percent // 100
            for kind, euros, payee in (
                ("payment", amount, "paid:WORKS"),
                ("fee", amount * 2 // 100, "fee:NSPA"),
            ):
                named = {"member": member, "contract": "C1", "backfill": backfill, "cause": cause}
                moved = _paid(START + month, member, euros, payee)
                found.append(Entry(START + month, kind, moved, rests_on=("prices:3",), **named))
                if backfill and kind == "payment" and cause == "balance":
                    gift = Transfer("EUR", "funder:NO", "budget:DE:2025", 15_000_000_00)
                    found.append(
                        Entry(
                            START + month,
                            "funding",
                            (gift,),
                            member="DE",
                            donation="DE-UA",
                            cause="payment",
                            rests_on=("funding:2",),
                        )
                    )
    opening = Transfer("EUR", "pool:C1", "paid:WORKS", 10_000_000_00)
    found.append(
        Entry(
            START,
            "common",
            (opening,),
            line="WEST",
            contract="C1",
            cause="opening",
            rests_on=("lines:3",),
        )
    )
    return found


def _paid(month: Month, member: str, euros: int, payee: str) -> tuple[Transfer, ...]:
    if member == "DE":
        return (Transfer("EUR", f"budget:DE:{month.year}", payee, euros),)
    year = month.fiscal_year(7)
    crowns = int(euros * CROWNS)
    return (
        Transfer("SEK", f"budget:SE:{year}", "exchange:SEK:EUR", crowns),
        Transfer("EUR", "exchange:SEK:EUR", payee, euros),
    )


def stock_by_hand(member: str) -> list[int]:
    """Stock at the end of each month, counted from the lists above alone."""
    held, found = {"DE": 20, "SE": 8}[member], []
    for month in range(MONTHS):
        held += sum(d[3] for d in DELIVERIES if d[0] == month and d[1] == member)
        held -= sum(units for at, units in GIFTS if at == month and member == "DE")
        held -= sum(u[3] for u in USE if u[0] == month and u[1] == member)
        found.append(held)
    return found


def borne_by_hand() -> list[int]:
    """What Germany has given less its backfill, at the end of each month."""
    return [
        sum(units for at, units in GIFTS if at <= month)
        - sum(d[3] for d in DELIVERIES if d[0] <= month and d[4])
        for month in range(MONTHS)
    ]


def floor_by_hand(member: str, month: int) -> int:
    """The floor in a month."""
    return 12 if member == "SE" else 24 if month < 12 else 36


def shortfalls(*, donor_bears: bool = True) -> tuple[Shortfall, ...]:
    """What the floors lack, with what the donor bears."""
    found = []
    for member in ("DE", "SE"):
        for month, held in enumerate(stock_by_hand(member)):
            borne = borne_by_hand()[month] if member == "DE" and donor_bears else 0
            units = floor_by_hand(member, month) - held - borne
            if units > 0:
                found.append(Shortfall(member, "GEM-T", START + month, units, borne))
    return tuple(found)


def plan(**changes: object) -> Plan:
    """The plan; ``changes`` exchange fields."""
    fields: dict[str, object] = {
        "programme": "made",
        "as_of": "2024-01-03",
        "inputs_digest": "0123456789abcdef",
        "settings": {"borne": "donor"},
        "status": "optimal",
        "goals": (
            Goal("serve", 1, 1, 0),
            Goal("firm", 1, 1, 0),
            Goal("floors", 737 / 60, 12.25, (737 / 60 - 12.25) / (737 / 60), BELOW),
            Goal("late", 102, 102, 0),
            Goal("give", 4, 4, 0),
            Goal("give_early", 71, 71, 0),
            Goal("cost", 254_800_000, 254_000_000, 800_000 / 254_800_000),
            Goal("steady", 568, 568, 0),
        ),
        "decisions": Decisions(("WEST",), (), (BandReached("C1", "GEM-T", 40, "5000000", "EUR"),)),
        "entries": entries(),
        "shortfalls": shortfalls(),
        "not_served": (NotServed("SE", "GEM-T", START + 10, 1),),
        "not_called_off": (NotCalledOff("SE", "C1", "GEM-T", 1),),
    }
    return Plan(**{**fields, **changes})  # type: ignore[arg-type]


def goal_costs() -> tuple[GoalCost, ...]:
    """What some goals cost the next: nothing, a sum within gaps, perhaps nothing, two units."""
    goals = {goal.goal: goal for goal in plan().goals}
    firm, floors, cost = (goals[one] for one in ("firm", "floors", "cost"))
    dear, at_most = Goal("cost", 234e6, 233e6, 1 / 234), Goal("floors", 12.25, 12, 1 / 49, BELOW)
    moved = Goal("steady", 566, 566, 0)
    return (
        GoalCost("serve", firm, firm, 0, 0, 0),
        GoalCost("firm", floors, at_most, 0, 0, 0.25),
        GoalCost("give", cost, dear, 20_800_000, 20_000_000, 21_800_000),
        GoalCost("cost", goals["steady"], moved, 2, 2, 2),
    )


def findings(**changes: object) -> Findings:
    """The plan and what stands beside it."""
    fields: dict[str, object] = {
        "plan": plan(),
        "other_policy": plan(settings={"borne": "all"}, shortfalls=shortfalls(donor_bears=False)),
        "no_buy": plan(entries=tuple(e for e in entries() if e.kind == "use")),
        "freed": (Freed("DE-UA", 4, 0, None),),
        "goal_costs": goal_costs(),
        "pivotal": (
            Pivotal(
                "WEST",
                30,
                30,
                (
                    WithoutMember("DE", 6, opened=False, worse={"SE": (3.5, 5.25)}),
                    WithoutMember("SE", 36, opened=True, worse={"DE": (4.0, 4.0)}),
                ),
            ),
        ),
    }
    return Findings(**{**fields, **changes})  # type: ignore[arg-type]
