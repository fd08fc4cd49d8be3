"""Charts of stock against the floor, and of how much is missing when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jointstock.programme.programme import Programme
from jointstock.publish import series
from jointstock.publish.brief import Brief
from jointstock.publish.charts import look
from jointstock.publish.periods import period_word, periods
from jointstock.words.results import Findings

if TYPE_CHECKING:
    import altair as alt

STOCK, FLOOR, MISSING = "stock", "floor", "missing to the floor"


def stock_against_floor(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """Stock at the end of each month against the floor, a panel for each member and item."""
    return stock_panels(programme, findings).together()


def stock_panels(programme: Programme, findings: Findings) -> look.Panels:
    """The panels of `stock_against_floor`."""
    brief = Brief(programme, findings)
    key = {
        STOCK: (look.BLUE, "line"),
        FLOOR: (look.BLACK, "dash"),
        MISSING: (look.VERMILION, "shade"),
    }
    panels = look.Panels("Stock against floor by member and month", key, [])
    charts = []
    for cell, held in brief.stocks.items():
        floors = brief.terms.floor(*cell)
        below = sum(stock < floor for stock, floor in zip(held, floors, strict=True))
        words = f"{brief.cell(*cell)}: below its floor in {below} of {len(held)} months"
        charts.append((words, _stock(programme, words, held, floors, panels.scale())))
    return look.Panels(panels.description, key, charts)


def _stock(
    programme: Programme, title: str, held: list[int], floors: list[int], scale: alt.Scale
) -> alt.TopLevelMixin:
    import altair as alt

    rows = [
        {"at": at, "units": units, "what": what}
        for what, by_month in ((STOCK, held), (FLOOR, floors))
        for at, units in look.to_the_end(programme, by_month)
    ]
    gaps = [
        {"at": at, "low": low, "high": max(low, high), "what": MISSING}
        for (at, low), (_, high) in zip(
            look.to_the_end(programme, held), look.to_the_end(programme, floors), strict=True
        )
    ]
    colour = alt.Color("what:N", scale=scale)
    gap = (
        alt.Chart(look.values(gaps))
        .mark_area(interpolate="step-after", opacity=0.35)
        .encode(x=look.month_axis(programme), y=alt.Y("low:Q"), y2="high:Q", color=colour)
    )
    dashes = alt.Scale(domain=[STOCK, FLOOR, MISSING], range=[[1, 0], [5, 3], [1, 0]])
    lines = (
        alt.Chart(look.values(rows))
        .mark_line(interpolate="step-after", strokeWidth=1.8)
        .encode(
            x=look.month_axis(programme),
            y=alt.Y("units:Q", title="units", axis=look.whole_axis()),
            color=colour,
            strokeDash=alt.StrokeDash("what:N", scale=dashes),
        )
    )
    return alt.layer(gap, lines).properties(title=title, width=look.PANEL[0], height=look.PANEL[1])


def shortfalls_by_member(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """How much of its floor each member lacks at the worst, by period: darker is worse."""
    import altair as alt

    brief = Brief(programme, findings)
    found = periods(programme, 44)
    rows: look.Rows = []
    for cell, short in series.shortfalls(programme, findings.plan).items():
        floors = brief.terms.floor(*cell)
        for one in found:
            span = range(one.first, one.last + 1)
            worst = max((short[t] / floors[t] for t in span if floors[t]), default=0.0)
            rows.append(
                {
                    "at": one.begin.ordinal,
                    "to": one.begin.ordinal + len(span),
                    "who": brief.cell(*cell),
                    "share": round(worst, 4),
                }
            )
    shades = alt.Scale(domain=[0, 1], range=["#f1f3f5", look.VERMILION], interpolate="rgb")
    legend = alt.Legend(format=".0%", title="missing of the floor", gradientLength=160)
    chart = (
        alt.Chart(look.values(rows))
        .mark_rect(stroke="white", strokeWidth=0.5)
        .encode(
            x=look.month_axis(programme, spanning=True),
            x2="to:Q",
            y=alt.Y("who:N", title=None, sort=None),
            color=alt.Color("share:Q", scale=shades, legend=legend),
        )
        .properties(width=620, height=alt.Step(22))
    )
    words = f"Missing share of the floor by member and {period_word(found)}, worst month of each"
    return look.dressed(chart, words)
