"""A plan made by hand for the programme made by hand: every figure can be checked by eye.

Call-offs, deliveries and gifts are listed below; money follows from them by the rules of the
design.
"""

from __future__ import annotations

from jointstock.words.entries import Entry, Transfer
from jointstock.words.months import Month
from jointstock.words.results import (
    BandReached,
    Decisions,
    Findings,
    Freed,
    Goal,
    GoalCost,
    Late,
    NotCalledOff,
    NotServed,
    Pivotal,
    Plan,
    Shortfall,
    WithoutMember,
)
from publish.made_programme import CROWNS, MONTHS, PRICE, START, USE
from publish.made_programme import programme as programme

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
            floor = floor_by_hand(member, month)
            units = floor - held - borne
            if units > 0:
                found.append(Shortfall(member, "GEM-T", START + month, units, borne, floor))
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
        # Germany lacks 16, 12, 8 and 4 from month 12 on; Sweden 6 for ten months from 8 on, then 2.
        "late": (Late("DE", "C1", "GEM-T", 40), Late("SE", "C1", "GEM-T", 62)),
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
                    WithoutMember("DE", 6, 2, opened=False, worse={"SE": (3.5, 5.25)}),
                    WithoutMember("SE", 36, 0, opened=True, worse={"DE": (4.0, 4.0)}),
                ),
            ),
        ),
    }
    return Findings(**{**fields, **changes})  # type: ignore[arg-type]
