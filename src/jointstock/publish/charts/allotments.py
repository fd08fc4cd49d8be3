"""The chart of rules of allotment: who gains and who loses under each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jointstock.programme.programme import Programme
from jointstock.publish.allotting import RULES, signed
from jointstock.publish.charts import look
from jointstock.publish.wording import number
from jointstock.words.allotments import Allotments
from jointstock.words.results import Findings

if TYPE_CHECKING:
    import altair as alt


def gains_and_losses(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """What each member lacks by each rule against the chosen one: a cell for each of both."""
    return drawing(programme, findings.allotments or Allotments(()))


def drawing(programme: Programme, found: Allotments) -> alt.TopLevelMixin:
    """The chart of `gains_and_losses`, where nothing else was found.

    The first column tells what is missing by the rule of the programme; the others how much more
    or less. Colours tell which, and so do the signs.
    """
    import altair as alt

    rows: look.Rows = []
    for member in programme.members:
        for rule in found.rules:
            change, chosen = found.change(member.member, rule), rule is found.chosen
            missing = number(round(rule.of(member.member).missing, 1), 1)
            rows.append(
                {
                    "who": member.name or member.member,
                    "rule": RULES[rule.rule],
                    "change": change,
                    "told": missing if chosen else signed(change),
                    "chosen": chosen,
                }
            )
    most = max((abs(row["change"]) for row in rows), default=0.0) or 1.0
    ends = [look.BLUE, "#ffffff", look.VERMILION]
    shades = alt.Scale(domain=[-most, 0, most], range=ends, interpolate="rgb")
    strong = f"datum.change < {-0.7 * most}"  # black can hardly be read on the darkest blue
    base = alt.Chart(look.values(rows)).encode(
        x=alt.X(
            "rule:N",
            title=None,
            sort=None,
            axis=alt.Axis(orient="top", labelAngle=0, labelLimit=140, domain=False, ticks=False),
        ),
        y=alt.Y(
            "who:N",
            title=None,
            sort=None,
            axis=alt.Axis(labelLimit=200, domain=False, ticks=False),
        ),
    )
    legend = alt.Legend(
        title="floor-months missing, more or less than in the first column",
        titleFontWeight="normal",
        titleLimit=420,
        gradientLength=180,
        format="+.0f",
    )
    cells = base.mark_rect(stroke="#d5d8dc", strokeWidth=0.5).encode(
        color=alt.Color("change:Q", scale=shades, legend=legend)
    )
    text = base.mark_text(fontSize=10).encode(
        text="told:N",
        color=alt.condition(strong, alt.value("#ffffff"), alt.value(look.BLACK)),
    )
    step = 24 if len(programme.members) <= 12 else 17
    chart = alt.layer(cells, text).properties(width=alt.Step(118), height=alt.Step(step))
    return look.dressed(chart, "What each member lacks by each rule of allotment")
