"""A small programme on a coarse grid, as the tests of periods and of placing need it."""

from __future__ import annotations

from dataclasses import replace

from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.words.months import Month
from oracle.generate import placed

START = Month.of(2025, 1)


def one_line(*, months: int, lead: int = 1, firm: int = 6) -> Programme:
    """Germany wants units of one line that makes two a month; the Netherlands only hold some."""
    made = Programme(
        id="coarse",
        title="one line",
        as_of="2025-01",
        start=START,
        months=months,
        currency="EUR",
        price_year=2025,
        members=(t.Member(member="DE"), t.Member(member="NL")),
        parties=(
            t.Party(party="AGENCY", role="agency"),
            t.Party(party="MAKER", role="supplier"),
        ),
        items=(t.Item(item="M1"),),
        contracts=(t.Contract(contract="C1", agency="AGENCY"),),
        signatories=(t.Signatory(contract="C1", member="DE"),),
        demand=(t.Demand(member="DE", contract="C1", item="M1", firm=firm),),
        lines=(
            t.Line(
                line="L1",
                supplier="MAKER",
                contract="C1",
                item="M1",
                lead_months=lead,
                already_open=True,
            ),
        ),
        capacity=(t.Capacity(line="L1", from_=START, units_per_month=2),),
    )
    return placed(made)


def on_grid(made: Programme, monthly: int, quarterly: int | None) -> Programme:
    """The programme, searched by month, quarter and half-year."""
    settings = replace(made.plan, monthly_until=monthly, quarterly_until=quarterly)
    return made.replace(plan=settings)
