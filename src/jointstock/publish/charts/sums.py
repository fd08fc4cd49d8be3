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


def money_by_year(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """What each member pays by fiscal year, against what it may: a panel for each member."""
    panels = [panel for _, panel in money_panels(programme, findings)]
    return look.dressed(look.beside(panels), "Money paid by member and fiscal year, and the limit")


def money_panels(programme: Programme, findings: Findings) -> list[tuple[str, alt.TopLevelMixin]]:
    """The panels of `money_by_year`, each with what it shows in words."""
    import altair as alt

    brief = Brief(programme, findings)
    years = series.budget_years(programme, findings.plan)
    names = ["paid in the year", "could be paid"]
    scale = alt.Scale(domain=names, range=[look.BLUE, look.BLACK])
    panels: list[tuple[str, alt.TopLevelMixin]] = []
    for member in programme.members:
        own = [year for year in years if year.member == member.member]
        if not any(year.spent or year.granted for year in own):
            continue
        currency = own[0].currency
        rows = [
            {
                "year": str(year.fiscal_year),
                "paid": _millions(year.spent, currency),
                "limit": _millions(year.left + year.spent, currency) if year.limited else None,
            }
            for year in own
        ]
        base = alt.Chart(look.values(rows)).encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0))
        )
        bars = (
            base.mark_bar()
            .encode(
                y=alt.Y(
                    "paid:Q", title=f"million {currency}", axis=alt.Axis(format=",~f", tickCount=4)
                ),
                color=alt.Color("what:N", scale=scale),
            )
            .transform_calculate(what=f"'{names[0]}'")
        )
        ticks = (
            base.mark_tick(thickness=2.5, size=max(8, int(230 / len(own))))
            .encode(y="limit:Q", color=alt.Color("what:N", scale=scale))
            .transform_filter("datum.limit != null")
            .transform_calculate(what=f"'{names[1]}'")
        )
        words = f"{brief.name(member.member)}, million {currency}"
        panels.append(
            (
                words,
                alt.layer(bars, ticks).properties(
                    title=words, width=look.PANEL[0], height=look.PANEL[1]
                ),
            )
        )
    return panels


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
