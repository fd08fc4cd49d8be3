"""Charts of what arrives with whom, and of how full the lines are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jointstock.programme.programme import Programme
from jointstock.publish import series
from jointstock.publish.brief import Brief
from jointstock.publish.charts import look
from jointstock.publish.periods import Period, period_word, periods
from jointstock.words.entries import Entry
from jointstock.words.results import Findings

if TYPE_CHECKING:
    import altair as alt

OWN, BACKFILL, EARLIER = "call-offs of members", "backfill of gifts", "promised before the start"
CAPACITY = "capacity"


def deliveries_by_member(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """Who gets what when: units by period and line, a panel for each member that gets any."""
    return delivery_panels(programme, findings).together()


def delivery_panels(programme: Programme, findings: Findings) -> look.Panels:
    """The panels of `deliveries_by_member`."""
    brief = Brief(programme, findings)
    found = periods(programme, 44)
    came = [e for e in series.of_kind(findings.plan, "delivery", "promise") if e.member]
    used = {_source(brief, entry) for entry in came}
    free = (look.BLUE, look.ORANGE, look.SKY, look.GREEN, look.VERMILION)
    lines = [brief.line(row.line) for row in programme.lines]
    key = {name: (free[i % len(free)], "area") for i, name in enumerate(lines) if name in used}
    key |= {
        name: (colour, "area")
        for name, colour in ((BACKFILL, look.PURPLE), (EARLIER, look.GREY))
        if name in used
    }
    panels = look.Panels("Units delivered by member, time and line", key, [])
    charts = []
    for cell in series.cells(programme, findings.plan):
        entries = series.arrivals(findings.plan, *cell)
        if entries:
            words = f"{brief.cell(*cell)}: {series.total(entries):,} units delivered"
            charts.append((words, _arrivals(brief, words, entries, found, panels)))
    return look.Panels(panels.description, key, charts)


def _arrivals(
    brief: Brief, title: str, entries: list[Entry], found: list[Period], panels: look.Panels
) -> alt.TopLevelMixin:
    import altair as alt

    rows: look.Rows = []
    for source, own in series.grouped(entries, lambda entry: _source(brief, entry)).items():
        units = series.monthly(brief.programme, own)
        rows += [
            {
                "at": one.begin.ordinal,
                "to": one.begin.ordinal + one.last - one.first + 1,
                "units": one.sum(units),
                "from": source,
            }
            for one in found
            if one.sum(units)
        ]
    chart: alt.Chart = (
        alt.Chart(look.values(rows), title=title)
        .mark_bar(binSpacing=0.5)
        .encode(
            x=look.month_axis(brief.programme, spanning=True),
            x2="to:Q",
            y=alt.Y("units:Q", title=f"units a {period_word(found)}", axis=look.whole_axis()),
            color=alt.Color("from:N", scale=panels.scale()),
        )
    )
    return chart.properties(width=look.PANEL[0], height=look.PANEL[1])


def _source(brief: Brief, entry: Entry) -> str:
    if entry.backfill:
        return BACKFILL
    return EARLIER if entry.kind == "promise" else brief.line(entry.line)


def line_loads(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """What each open line delivers a month against what it can, a panel for each line."""
    return line_panels(programme, findings).together()


def line_panels(programme: Programme, findings: Findings) -> look.Panels:
    """The panels of `line_loads`."""
    brief = Brief(programme, findings)
    key = {OWN: (look.BLUE, "area")}
    if any(any(load.backfill) for load in brief.loads):
        key[BACKFILL] = (look.PURPLE, "area")
    if any(any(load.promised) for load in brief.loads):
        key[EARLIER] = (look.GREY, "area")
    key[CAPACITY] = (look.BLACK, "dash")
    panels = look.Panels("Load of each open line against its capacity, by month", key, [])
    charts = []
    for load in brief.loads:
        full = sum(load.full(t) for t in range(programme.months))
        words = f"{brief.line(load.line)}: full in {full} of {programme.months} months"
        charts.append((words, _load(programme, words, load, panels.scale())))
    return look.Panels(panels.description, key, charts)


def _load(
    programme: Programme, title: str, load: series.Load, scale: alt.Scale
) -> alt.TopLevelMixin:
    import altair as alt

    parts = zip((OWN, BACKFILL, EARLIER), (load.own, load.backfill, load.promised), strict=True)
    start = programme.start.ordinal
    rows = [
        {"at": start + t, "to": start + t + 1, "units": units, "what": name, "order": order}
        for order, (name, by_month) in enumerate(parts)
        for t, units in enumerate(by_month)
        if units
    ]
    ends = [
        {"at": at, "units": units, "what": CAPACITY}
        for at, units in look.to_the_end(programme, load.capacity)
    ]
    bars = (
        alt.Chart(look.values(rows))
        .mark_bar(binSpacing=0.3)
        .encode(
            x=look.month_axis(programme, spanning=True),
            x2="to:Q",
            y=alt.Y("units:Q", title="units a month", axis=look.whole_axis(), stack="zero"),
            color=alt.Color("what:N", scale=scale),
            order=alt.Order("order:Q"),
        )
    )
    line = (
        alt.Chart(look.values(ends))
        .mark_line(interpolate="step-after", strokeWidth=1.6, strokeDash=[5, 3])
        .encode(x=look.month_axis(programme), y="units:Q", color=alt.Color("what:N", scale=scale))
    )
    return alt.layer(bars, line).properties(title=title, width=look.PANEL[0], height=look.PANEL[1])
