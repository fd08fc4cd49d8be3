"""A small programme with raids, exposure and defences, and a plan for it."""

from __future__ import annotations

from decimal import Decimal

from jointstock.programme.programme import Programme
from jointstock.programme.tables import (
    Defence,
    Donation,
    Exposure,
    Floor,
    Item,
    Member,
    Party,
    Raid,
    RaidMonth,
    Stock,
    Threat,
)
from jointstock.words.entries import Entry, Transfer
from jointstock.words.errors import Place
from jointstock.words.months import Month
from jointstock.words.results import Decisions, Plan

START = Month.of(2025, 1)


def programme(**changes: object) -> Programme:
    """Two members, one item, two classes; ten days of raids."""
    raids = tuple(
        Raid(day=f"2024-11-{day:02d}", class_=class_, launched=units, at=Place("raids.csv", day))
        for class_, counts in (
            ("cruise", (9, 0, 4, 0, 12, 0, 0, 7, 1, 3)),
            ("ballistic", (2, 0, 1)),
        )
        for day, units in enumerate(counts, start=1)
    )
    exposure = tuple(
        Exposure(
            member=member,
            class_=class_,
            from_="2024-11-01",
            to="2024-11-10",
            factor=Decimal(factor),
            factor_sd=Decimal(factor) / 4,
        )
        for member, factor in (("DE", "0.4"), ("NL", "0.2"))
        for class_ in ("cruise", "ballistic")
    )
    base = Programme(
        id="raided",
        title="Raided",
        as_of="2024-12",
        start=START,
        months=6,
        currency="EUR",
        price_year=2025,
        members=(Member(member="DE"), Member(member="NL")),
        parties=(Party(party="UA", role="recipient"),),
        items=(Item(item="M"),),
        stocks=(Stock(member="DE", item="M", units=40), Stock(member="NL", item="M", units=25)),
        floors=(
            Floor(member="DE", item="M", from_=START, units=30),
            Floor(member="DE", item="M", from_=START + 3, units=50),
        ),
        donations=(Donation(donation="GIFT", donor="DE", item="M", recipient="UA", up_to=6),),
        raids=raids,
        threats=(Threat(class_="cruise"), Threat(class_="ballistic")),
        defences=(
            Defence(
                item="M", class_="cruise", successes=Decimal(8), failures=Decimal(2), looks="1 1"
            ),
            Defence(
                item="M", class_="ballistic", successes=Decimal(6), failures=Decimal(4), looks="2"
            ),
        ),
        exposure=exposure,
    )
    return base.replace(**changes)


def months(*class_rows: tuple[str, int, int]) -> tuple[RaidMonth, ...]:
    """Monthly figures: class, days with launches, launched; each of 30 days of November 2024."""
    return tuple(
        RaidMonth(month=Month.of(2024, 11), class_=class_, days=30, raid_days=some, launched=units)
        for class_, some, units in class_rows
    )


def plan() -> Plan:
    """30 units to DE in the third month, 6 given in the second."""
    delivery = Entry(
        START + 2, "delivery", (Transfer("M", "line:L", "stock:DE", 30),), member="DE", item="M"
    )
    gift = Entry(
        START + 1,
        "donation",
        (Transfer("M", "stock:DE", "donated:UA", 6),),
        member="DE",
        item="M",
        donation="GIFT",
    )
    return Plan(
        "raided", "2024-12", "", {}, "optimal", (), Decisions(), (gift, delivery), (), (), (), ()
    )
