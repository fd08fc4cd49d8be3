"""The chart of risk: how likely a campaign that begins in a month empties a member's stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jointstock.programme.programme import Programme
from jointstock.publish.brief import Brief
from jointstock.publish.charts import look
from jointstock.words.needs import Risk
from jointstock.words.results import Findings

if TYPE_CHECKING:
    import altair as alt

RISK, RANGE, LEVEL = "runs out", "by other records (middle 90 %)", "allowed by the service level"


def risk_by_month(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """The probability that a stock does not last a campaign begun in each month, by member."""
    return risk_panels(programme, findings).together()


def risk_panels(programme: Programme, findings: Findings) -> look.Panels:
    """The panels of `risk_by_month`."""
    brief = Brief(programme, findings)
    key = {
        RISK: (look.VERMILION, "line"),
        RANGE: (look.VERMILION, "shade"),
        LEVEL: (look.BLACK, "dash"),
    }
    found = findings.risk
    days = found.days if found else 0
    words = f"Probability that the stock does not last {days} days of raids begun in the month"
    panels = look.Panels(words, key, [])
    allowed = 1.0 - findings.needs.service if findings.needs else 0.0
    charts = []
    for one in found.risks if found else ():
        last = one.begun[-1].runs_out.value
        name = brief.cell(one.member, one.item)
        title = f"{name}: {one.begun[0].runs_out.value:.0%} at first, {last:.0%} at the end"
        charts.append((title, _panel(programme, title, one, allowed, panels.scale())))
    return look.Panels(words, key, charts)


def _panel(
    programme: Programme, title: str, one: Risk, allowed: float, scale: alt.Scale
) -> alt.TopLevelMixin:
    import altair as alt

    at = [begun.month.ordinal for begun in one.begun]
    steps = [*zip(at, one.begun, strict=True), (at[-1] + 1, one.begun[-1])]
    band = [
        {"at": when, "low": begun.runs_out.low, "high": begun.runs_out.high, "what": RANGE}
        for when, begun in steps
    ]
    lines = [{"at": when, "chance": begun.runs_out.value, "what": RISK} for when, begun in steps]
    lines += [{"at": when, "chance": allowed, "what": LEVEL} for when in (at[0], at[-1] + 1)]
    colour = alt.Color("what:N", scale=scale)
    axis = alt.Axis(format=".0%", tickCount=4)
    chance = alt.Y("chance:Q", title="chance", axis=axis, scale=alt.Scale(domain=[0, 1]))
    shade = (
        alt.Chart(look.values(band))
        .mark_area(interpolate="step-after", opacity=0.2)
        .encode(x=look.month_axis(programme), y=alt.Y("low:Q"), y2="high:Q", color=colour)
    )
    dashes = alt.Scale(domain=[RISK, RANGE, LEVEL], range=[[1, 0], [1, 0], [5, 3]])
    line = (
        alt.Chart(look.values(lines))
        .mark_line(interpolate="step-after", strokeWidth=1.8)
        .encode(
            x=look.month_axis(programme),
            y=chance,
            color=colour,
            strokeDash=alt.StrokeDash("what:N", scale=dashes),
        )
    )
    return alt.layer(shade, line).properties(title=title, width=look.PANEL[0], height=look.PANEL[1])
