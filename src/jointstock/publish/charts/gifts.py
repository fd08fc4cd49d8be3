"""Charts of gifts: given and backfilled, what the buy frees, and what a gift costs whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jointstock.programme.programme import Programme
from jointstock.publish import series
from jointstock.publish.brief import Brief
from jointstock.publish.charts import look
from jointstock.words.results import Findings

if TYPE_CHECKING:
    import altair as alt

GIVEN, BACK = "given to date", "backfilled to date"
WITH, WITHOUT = "with the joint buy", "without it"
DONOR, ALL = "the donor bears its gift", "all bear it"


def gifts_and_backfill(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """Units given and backfilled to date, a panel for each donation that is made."""
    panels = [panel for _, panel in gift_panels(programme, findings)]
    return look.dressed(look.beside(panels), "Units given and backfilled to date, by donation")


def gift_panels(programme: Programme, findings: Findings) -> list[tuple[str, alt.TopLevelMixin]]:
    """The panels of `gifts_and_backfill`, each with what it shows in words."""
    import altair as alt

    brief = Brief(programme, findings)
    names = [GIVEN, BACK]
    at = [month.ordinal for month in programme.horizon()] + [programme.end.ordinal + 1]
    panels: list[tuple[str, alt.TopLevelMixin]] = []
    for row in programme.donations:
        given = [
            e for e in findings.plan.entries if e.donation == row.donation and e.kind == "donation"
        ]
        back = [
            e for e in findings.plan.entries if e.backfill == row.donation and e.kind == "delivery"
        ]
        if not given:
            continue
        rows: look.Rows = []
        for name, entries in ((GIVEN, given), (BACK, back)):
            to_date = 0
            for x, units in zip(at, [*series.monthly(programme, entries), 0], strict=True):
                to_date += units
                rows.append({"at": x, "units": to_date, "what": name})
        words = (
            f"{brief.name(row.donor)} to {brief.name(row.recipient)}: "
            f"{series.total(given):,} of up to {row.up_to:,}"
        )
        scale = alt.Scale(domain=names, range=[look.BLUE, look.PURPLE])
        panel = (
            alt.Chart(look.values(rows), title=words)
            .mark_line(interpolate="step-after", strokeWidth=2)
            .encode(
                x=look.month_axis(programme),
                y=alt.Y(
                    "units:Q", title="units", axis=alt.Axis(format=",d", tickMinStep=1, tickCount=4)
                ),
                color=alt.Color("what:N", scale=scale),
                strokeDash=alt.StrokeDash(
                    "what:N", scale=alt.Scale(domain=names, range=[[1, 0], [5, 3]])
                ),
            )
            .properties(width=look.PANEL[0], height=look.PANEL[1])
        )
        panels.append((words, panel))
    return panels


def freed_by_the_buy(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """Units that each donation comes to with the buy and without it."""
    brief = Brief(programme, findings)
    donors = {row.donation: row for row in programme.donations}
    rows = []
    for one in findings.freed:
        row = donors[one.donation]
        who = f"{brief.name(row.donor)} ({one.donation})"
        rows.append({"who": who, "what": WITH, "value": one.with_buy})
        rows.append({"who": who, "what": WITHOUT, "value": one.without_buy})
    chart = _pairs(rows, (WITH, WITHOUT), (look.BLUE, look.ORANGE), "units given", ",d")
    return look.dressed(chart, "Units given by each donation, with the joint buy and without it")


def cost_of_a_gift(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """Floor-months of stock missing by member, where the donor bears its gift and where all do."""
    brief = Brief(programme, findings)
    plans = [(DONOR, findings.plan), (ALL, findings.other_policy)]
    if not brief.donor_bears:
        plans = [(DONOR, findings.other_policy), (ALL, findings.plan)]
    rows = []
    for name, plan in plans:
        missing = series.floor_months_missing(programme, plan)
        rows += [
            {"who": brief.name(member), "what": name, "value": round(value, 2)}
            for member, value in missing.items()
        ]
    chart = _pairs(rows, (DONOR, ALL), (look.BLUE, look.ORANGE), "floor-months missing", ",.1f")
    return look.dressed(chart, "Floor-months of stock missing by member, by who bears a gift")


def _pairs(
    rows: look.Rows, names: tuple[str, str], colours: tuple[str, str], title: str, written: str
) -> alt.TopLevelMixin:
    """Two bars for each row of the vertical axis, with the value printed at the end."""
    import altair as alt

    base = alt.Chart(look.values(rows)).encode(
        y=alt.Y("who:N", title=None, sort=None, axis=alt.Axis(labelLimit=220)),
        yOffset=alt.YOffset("what:N", sort=list(names)),
        x=alt.X("value:Q", title=title, axis=alt.Axis(format=written, tickCount=5)),
    )
    bars = base.mark_bar().encode(
        color=alt.Color("what:N", scale=alt.Scale(domain=list(names), range=list(colours)))
    )
    text = base.mark_text(align="left", dx=4, fontSize=10).encode(
        text=alt.Text("value:Q", format=written)
    )
    return alt.layer(bars, text).properties(width=470, height=alt.Step(15))
