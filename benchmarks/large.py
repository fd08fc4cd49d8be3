"""A programme whose tables are as large as they get: monthly rows, and a long record of raids."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from benchmarks.generated import placed, sized
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme

CLASSES = ("ballistic", "cruise", "drone", "hypersonic", "decoy")
_RECORD_DAYS = 4 * 365 + 1
_SOURCE = "generated, seed 0"


def large(members: int, items: int, months: int) -> Programme:
    """The programme of that size with the tables that grow in practice as long as they get.

    Every member uses every item each month and has a floor for each year; every line owes
    something each month; raids are recorded day by day and class by class for the four years
    before the start.
    """
    base = sized(members, items, months)
    draw = Random(f"{members}/{items}/{months}")
    grown = base.replace(
        use=tuple(
            t.Use(
                member=row.member, item=row.item, month=month, units=draw.randrange(4), basis=basis
            )
            for row in base.stocks
            for basis in (draw.choice(("assumed", "estimated")),)
            for month in base.horizon()
        ),
        floors=tuple(
            t.Floor(
                member=row.member,
                item=row.item,
                from_=base.start + month,
                units=row.units + month,
                method="risk",
                basis="assumed",
            )
            for row in base.stocks
            for month in range(0, months, 12)
        ),
        promised=tuple(
            t.Promised(line=line.line, customer="outside", due=month, units=1 + draw.randrange(3))
            for line in base.lines
            for month in base.horizon()
        ),
        raids=_raids(draw, base),
        threats=tuple(t.Threat(class_=name) for name in CLASSES),
    )
    return placed(grown)


def _raids(draw: Random, base: Programme) -> tuple[t.Raid, ...]:
    last = date(base.start.year, base.start.number, 1)
    days = [str(last - timedelta(days=back)) for back in range(_RECORD_DAYS, 0, -1)]
    found = []
    for day in days:
        for name in CLASSES:
            launched = draw.randrange(40)
            found.append(
                t.Raid(
                    day=day,
                    class_=name,
                    launched=launched,
                    stopped=draw.randrange(launched + 1),
                    basis="reported",
                    source=_SOURCE,
                )
            )
    return tuple(found)
