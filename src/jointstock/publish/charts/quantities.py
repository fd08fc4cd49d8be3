"""Charts of units: what arrives, what stands against the floor, how full the lines are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jointstock.programme.programme import Programme
from jointstock.publish import series
from jointstock.publish.brief import Brief
from jointstock.publish.charts import look
from jointstock.publish.periods import period_word, periods
from jointstock.words.entries import Entry
from jointstock.words.results import Findings

if TYPE_CHECKING:
    import altair as alt

STOCK, FLOOR, MISSING = "stock", "floor", "missing to the floor"
BACKFILL, EARLIER = "backfill of gifts", "promised before the start"


def deliveries_by_member(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """Who gets what when: units by period and line, a panel for each member that gets any."""
    panels = [panel for _, panel in delivery_panels(programme, findings)]
    return look.dressed(look.beside(panels), "Units delivered by member, period and line")


def delivery_panels(
    programme: Programme, findings: Findings
) -> list[tuple[str, alt.TopLevelMixin]]:
    """The panels of `deliveries_by_member`, each with what it shows in words."""
    import altair as alt

    brief = Brief(programme, findings)
    found = periods(programme, 44)
    sources = [brief.line(row.line) for row in programme.lines] + [BACKFILL, EARLIER]
    came = series.of_kind(findings.plan, "delivery", "promise")
    by_cell = {
        cell: series.arrivals(findings.plan, *cell)
        for cell in series.cells(programme, findings.plan)
    }
    used = {_source(brief, entry) for entry in came if entry.member}
    scale = look.colours([name for name in sources if name in used])
    panels: list[tuple[str, alt.TopLevelMixin]] = []
    for cell, entries in by_cell.items():
        if not entries:
            continue
        rows: look.Rows = []
        for source, own in series.grouped(entries, lambda e: _source(brief, e)).items():
            units = series.monthly(programme, own)
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
        panel = (
            alt.Chart(look.values(rows), title=f"{brief.cell(*cell)}: {series.total(entries):,}")
            .mark_bar(binSpacing=0.5)
            .encode(
                x=look.month_axis(programme, spanning=True),
                x2="to:Q",
                y=alt.Y("units:Q", title=f"units a {period_word(found)}", axis=_whole_axis()),
                color=alt.Color("from:N", scale=scale),
            )
            .properties(width=look.PANEL[0], height=look.PANEL[1])
        )
        panels.append((f"{brief.cell(*cell)}: {series.total(entries)} units delivered", panel))
    return panels


def _source(brief: Brief, entry: Entry) -> str:
    if entry.backfill:
        return BACKFILL
    return EARLIER if entry.kind == "promise" else brief.line(entry.line)


def _whole_axis() -> alt.Axis:
    import altair as alt

    return alt.Axis(format=",d", tickMinStep=1, tickCount=4)


def stock_against_floor(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """Stock at the end of each month against the floor, a panel for each member and item."""
    panels = [panel for _, panel in stock_panels(programme, findings)]
    return look.dressed(look.beside(panels), "Stock against floor by member and month")


def stock_panels(programme: Programme, findings: Findings) -> list[tuple[str, alt.TopLevelMixin]]:
    """The panels of `stock_against_floor`, each with what it shows in words."""
    brief = Brief(programme, findings)
    panels: list[tuple[str, alt.TopLevelMixin]] = []
    for cell, held in brief.stocks.items():
        floors = brief.terms.floor(*cell)
        below = sum(stock < floor for stock, floor in zip(held, floors, strict=True))
        words = f"{brief.cell(*cell)}: below its floor in {below} of {len(held)} months"
        panels.append((words, _stock_panel(programme, words, held, floors)))
    return panels


def _stock_panel(
    programme: Programme, title: str, held: list[int], floors: list[int]
) -> alt.TopLevelMixin:
    import altair as alt

    # A last point at the end of the horizon, so that the last month is drawn as wide as others.
    at = [month.ordinal for month in programme.horizon()] + [programme.end.ordinal + 1]
    rows = [
        {"at": x, "units": value, "what": what}
        for what, series_ in ((STOCK, held), (FLOOR, floors))
        for x, value in zip(at, [*series_, series_[-1]], strict=True)
    ]
    gaps = [
        {"at": x, "low": low, "high": max(low, high), "what": MISSING}
        for x, low, high in zip(at, [*held, held[-1]], [*floors, floors[-1]], strict=True)
    ]
    names = [STOCK, FLOOR, MISSING]
    scale = alt.Scale(domain=names, range=[look.BLUE, look.BLACK, look.VERMILION])
    colour = alt.Color("what:N", scale=scale)
    gap = (
        alt.Chart(look.values(gaps))
        .mark_area(interpolate="step-after", opacity=0.35)
        .encode(x=look.month_axis(programme), y=alt.Y("low:Q"), y2="high:Q", color=colour)
    )
    lines = (
        alt.Chart(look.values(rows))
        .mark_line(interpolate="step-after", strokeWidth=1.8)
        .encode(
            x=look.month_axis(programme),
            y=alt.Y("units:Q", title="units", axis=_whole_axis()),
            color=colour,
            strokeDash=alt.StrokeDash(
                "what:N",
                scale=alt.Scale(domain=names, range=[[1, 0], [5, 3], [1, 0]]),
            ),
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
    chart = (
        alt.Chart(look.values(rows))
        .mark_rect(stroke="white", strokeWidth=0.5)
        .encode(
            x=look.month_axis(programme, spanning=True),
            x2="to:Q",
            y=alt.Y("who:N", title=None, sort=None),
            color=alt.Color(
                "share:Q",
                title="share of the floor that is missing",
                scale=alt.Scale(
                    domain=[0, 1], range=["#f4f5f7", look.VERMILION], interpolate="rgb"
                ),
                legend=alt.Legend(format=".0%", title="missing of the floor", gradientLength=160),
            ),
        )
        .properties(width=620, height=alt.Step(22))
    )
    words = f"Missing share of the floor by member and {period_word(found)}, worst month of each"
    return look.dressed(chart, words)


def line_loads(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """What each open line delivers a month against what it can, a panel for each line."""
    panels = [panel for _, panel in line_panels(programme, findings)]
    return look.dressed(look.beside(panels), "Load of each line against its capacity, by month")


def line_panels(programme: Programme, findings: Findings) -> list[tuple[str, alt.TopLevelMixin]]:
    """The panels of `line_loads`, each with what it shows in words."""
    import altair as alt

    brief = Brief(programme, findings)
    names = ["call-offs of members", BACKFILL, EARLIER]
    scale = alt.Scale(domain=names, range=[look.BLUE, look.PURPLE, look.GREY])
    panels: list[tuple[str, alt.TopLevelMixin]] = []
    for load in brief.loads:
        rows = [
            {"at": programme.start.ordinal + t, "to": programme.start.ordinal + t + 1,
             "units": value, "what": name, "order": order}
            for order, (name, series_) in enumerate(
                zip(names, (load.own, load.backfill, load.promised), strict=True)
            )
            for t, value in enumerate(series_)
            if value
        ]  # fmt: skip
        at = [month.ordinal for month in programme.horizon()] + [programme.end.ordinal + 1]
        ends = [
            {"at": x, "units": value, "what": "capacity"}
            for x, value in zip(at, [*load.capacity, load.capacity[-1]], strict=True)
        ]
        bars = (
            alt.Chart(look.values(rows))
            .mark_bar(binSpacing=0.3)
            .encode(
                x=look.month_axis(programme, spanning=True),
                x2="to:Q",
                y=alt.Y("units:Q", title="units a month", axis=_whole_axis(), stack="zero"),
                color=alt.Color("what:N", scale=scale),
                order=alt.Order("order:Q"),
            )
        )
        line = (
            alt.Chart(look.values(ends))
            .mark_line(interpolate="step-after", strokeWidth=1.6, strokeDash=[5, 3])
            .encode(x=look.month_axis(programme), y="units:Q", color=alt.value(look.BLACK))
        )
        months = sum(load.full(t) for t in range(programme.months))
        words = f"{brief.line(load.line)}: full in {months} of {programme.months} months"
        panels.append(
            (
                words,
                alt.layer(bars, line).properties(
                    title=words, width=look.PANEL[0], height=look.PANEL[1]
                ),
            )
        )
    return panels
