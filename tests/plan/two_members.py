"""The smallest programme in which one member's floor and another's dates compete."""

from __future__ import annotations

from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.words.months import Month
from oracle.generate import placed

START = Month.of(2025, 1)


def two_members() -> Programme:
    """Two wanted by Romania now, two by Germany's floor; the line makes one a month from February.

    Romania wants its two by February and has no floor. Germany has a floor of two and nothing.
    """
    made = Programme(
        id="two",
        title="two members",
        as_of="2025-01",
        start=START,
        months=6,
        currency="EUR",
        price_year=2025,
        members=(t.Member(member="DE"), t.Member(member="RO")),
        items=(t.Item(item="M1"),),
        floors=(t.Floor(member="DE", item="M1", from_=START, units=2),),
        contracts=(t.Contract(contract="C1"),),
        signatories=tuple(t.Signatory(contract="C1", member=m) for m in ("DE", "RO")),
        demand=(
            t.Demand(member="DE", contract="C1", item="M1", firm=2),
            t.Demand(member="RO", contract="C1", item="M1", firm=2, by=START + 1),
        ),
        lines=(t.Line(line="L1", contract="C1", item="M1", lead_months=1, already_open=True),),
        capacity=(t.Capacity(line="L1", from_=START, units_per_month=1),),
    )
    return placed(made)
