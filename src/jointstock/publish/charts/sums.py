"""Charts of money: what is spent against budgets, and the parts of an announced sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jointstock.programme.programme import Programme
from jointstock.publish import series
from jointstock.publish.announced import reconcile
from jointstock.publish.brief import Brief
from jointstock.publish.charts import look
from jointstock.words.money import from_minor
from jointstock.words.results import Findings

if TYPE_CHECKING:
    import altair as alt

SPENT, LIMIT = "paid in the year", "could be paid by then"


def money_by_year(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """What each member pays by fiscal year, against what it may: a panel for each member."""
    return money_panels(programme, findings).together()


def money_panels(programme: Programme, findings: Findings) -> look.Panels:
    """The panels of `money_by_year`."""
    brief = Brief(programme, findings)
    years = series.budget_years(programme, findings.plan)
    key = {SPENT: (look.BLUE, "area"), LIMIT: (look.BLACK, "line")}
    panels = look.Panels("Money paid by member and fiscal year, and the limit", key, [])
    charts = []
    for member in programme.members:
        own = [year for year in years if year.member == member.member]
        if any(year.spent or year.granted for year in own):
            words = f"{brief.name(member.member)}, million {own[0].currency}"
            charts.append((words, _years(words, own, panels.scale())))
    return look.Panels(panels.description, key, charts)


def _years(title: str, own: list[series.BudgetYear], scale: alt.Scale) -> alt.TopLevelMixin:
    import altair as alt

    currency = own[0].currency
    spent = [
        {"year": str(y.fiscal_year), "paid": _millions(y.spent, currency), "what": SPENT}
        for y in own
    ]
    limits = [
        {
            "year": str(y.fiscal_year),
            "paid": _millions(y.left + y.spent, currency),
            "what": LIMIT,
        }
        for y in own
        if y.limited
    ]
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0))
    y_axis = alt.Axis(format=",~f", tickCount=4)
    y = alt.Y("paid:Q", title=f"million {currency}", axis=y_axis)
    colour = alt.Color("what:N", scale=scale)
    bars = (
        alt.Chart(look.values(spent))
        .mark_bar(size=min(60, 230 // len(own)))
        .encode(x=x, y=y, color=colour)
    )
    size = min(80, max(8, 250 // len(own)))
    ticks = (
        alt.Chart(look.values(limits))
        .mark_tick(thickness=2.5, size=size)
        .encode(x=x, y=y, color=colour)
    )
    return alt.layer(bars, ticks).properties(title=title, width=look.PANEL[0], height=look.PANEL[1])


def _millions(amount: int, currency: str) -> float:
    return round(float(from_minor(amount, currency)) / 1e6, 3)


def announced_sums(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """The parts that were reported, and what is left of the announced total unexplained."""
    import altair as alt

    brief = Brief(programme, findings)
    found = reconcile(brief)
    currency = found.currency
    rows = [
        {"who": part.who, "value": _millions(part.amount, currency), "what": "reported"}
        for part in found.parts
        if part.amount is not None
    ]
    if found.rest is not None:
        rows.append(
            {"who": "not explained", "value": _millions(found.rest, currency), "what": "the rest"}
        )
    base = alt.Chart(look.values(rows)).encode(
        y=alt.Y("who:N", title=None, sort=None, axis=alt.Axis(labelLimit=220)),
        x=alt.X("value:Q", title=f"million {currency}", axis=alt.Axis(format=",~f", tickCount=6)),
    )
    bars = base.mark_bar(size=16).encode(
        color=alt.Color(
            "what:N",
            scale=alt.Scale(domain=["reported", "the rest"], range=[look.BLUE, look.ORANGE]),
        )
    )
    text = base.mark_text(align="left", dx=4, fontSize=10).encode(
        text=alt.Text("value:Q", format=",.0f")
    )
    chart = alt.layer(bars, text).properties(width=500, height=alt.Step(24))
    return look.dressed(chart, "Reported parts of the announced sum, and the unexplained rest")
