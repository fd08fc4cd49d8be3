"""The chart of raids: what was launched and what was reported as stopped, by class and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jointstock.programme.programme import Programme
from jointstock.publish.brief import Brief
from jointstock.publish.charts import look
from jointstock.publish.raids import by_time
from jointstock.words.results import Findings

if TYPE_CHECKING:
    import altair as alt


def raids_by_day(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """Threats launched by class, by day where the record is short and by month where it is long."""
    import altair as alt

    brief = Brief(programme, findings)
    classes = [brief.name(code) for code in dict.fromkeys(row.class_ for row in programme.raids)]
    times = by_time(programme)
    rows = [
        {"when": when, "what": brief.name(row.class_), "launched": row.launched}
        for when, own in times.items()
        for row in own
    ]
    chart = (
        alt.Chart(look.values(rows))
        .mark_bar()
        .encode(
            x=alt.X(
                "when:O",
                title=None,
                sort=list(times),
                axis=alt.Axis(labelAngle=0, labelOverlap=True),
            ),
            y=alt.Y("sum(launched):Q", title="launched", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "what:N",
                scale=look.colours(classes),
                legend=alt.Legend(columns=2, title=None, orient="top", labelLimit=400),
            ),
            order=alt.Order("order:Q"),
        )
        .properties(width=600, height=190)
    )
    return look.dressed(chart, "Threats launched by class and time, as reported")
