"""Charts of gifts: given and backfilled, what the buy frees, and what a gift costs whom."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from jointstock.programme.programme import Programme
from jointstock.publish import series
from jointstock.publish.brief import Brief
from jointstock.publish.charts import look
from jointstock.words.entries import Entry
from jointstock.words.results import Findings

if TYPE_CHECKING:
    import altair as alt

GIVEN, BACK = "given to date", "backfilled to date"
WITH, WITHOUT = "with the joint buy", "without it"
DONOR, ALL = "the donor bears its gift", "all bear it"


def gifts_and_backfill(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """Units given and backfilled to date, a panel for each donation that is made."""
    return gift_panels(programme, findings).together()


def gift_panels(programme: Programme, findings: Findings) -> look.Panels:
    """The panels of `gifts_and_backfill`."""
    brief = Brief(programme, findings)
    key = {GIVEN: (look.BLUE, "line"), BACK: (look.PURPLE, "dash")}
    panels = look.Panels("Units given and backfilled to date, by donation", key, [])
    charts = []
    for row in programme.donations:
        given, back = series.gift(findings.plan, row.donation)
        if given:
            words = (
                f"{brief.donor(row)} to {brief.name(row.recipient)}: "
                f"{series.total(given):,} of up to {row.up_to:,}"
            )
            charts.append((words, _gift(programme, words, given, back, panels.scale())))
    return look.Panels(panels.description, key, charts)


def _gift(
    programme: Programme, title: str, given: list[Entry], back: list[Entry], scale: alt.Scale
) -> alt.TopLevelMixin:
    import altair as alt

    rows = [
        {"at": at, "units": units, "what": name}
        for name, entries in ((GIVEN, given), (BACK, back))
        if entries
        for at, units in look.to_the_end(
            programme, list(accumulate(series.monthly(programme, entries)))
        )
    ]
    dashes = alt.Scale(domain=[GIVEN, BACK], range=[[1, 0], [5, 3]])
    chart: alt.Chart = (
        alt.Chart(look.values(rows), title=title)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=look.month_axis(programme),
            y=alt.Y("units:Q", title="units", axis=look.whole_axis()),
            color=alt.Color("what:N", scale=scale),
            strokeDash=alt.StrokeDash("what:N", scale=dashes),
        )
    )
    return chart.properties(width=look.PANEL[0], height=look.PANEL[1])


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
        rows += [
            {
                "who": brief.name(member.member),
                "what": name,
                "value": round(float(plan.floor_months_missing(member.member)), 2),
            }
            for member in programme.members
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
