"""The chart of fits: how laws describe the days of the record, class by class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jointstock.programme.programme import Programme
from jointstock.publish.brief import Brief
from jointstock.publish.charts import look
from jointstock.words.needs import Fitted
from jointstock.words.results import Findings

if TYPE_CHECKING:
    import altair as alt

SEEN = "recorded days"
_COLOURS = (look.BLUE, look.ORANGE)


def fits_by_class(programme: Programme, findings: Findings) -> alt.TopLevelMixin:
    """The share of days with more than n threats, recorded and by each law, by class."""
    return fit_panels(programme, findings).together()


def fit_panels(programme: Programme, findings: Findings) -> look.Panels:
    """The panels of `fits_by_class`."""
    brief = Brief(programme, findings)
    fitted = findings.needs.fitted if findings.needs else ()
    names = dict.fromkeys(name for one in fitted for name, _ in one.laws)
    key = {SEEN: (look.BLACK, "line")}
    key |= {name: (colour, "line") for name, colour in zip(names, _COLOURS, strict=False)}
    panels = look.Panels("Share of days with more than so many threats", key, [])
    charts = []
    for one in fitted:
        title = f"{brief.name(one.class_)}: {one.choice}"
        charts.append((title, _panel(title, one, panels.scale())))
    return look.Panels(panels.description, key, charts)


def _form(rows: list[dict[str, object]]) -> str:
    """Percent, with a digit after the point where all of the axis lies within a few."""
    most = max((float(str(row["share"])) for row in rows), default=1.0)
    return ".0%" if most > 0.03 else ".1%"


def _panel(title: str, one: Fitted, scale: alt.Scale) -> alt.TopLevelMixin:
    import altair as alt

    curves = [(SEEN, one.seen), *one.laws]
    rows: list[dict[str, object]] = [
        {"threats": n, "share": share, "what": name}
        for name, shares in curves
        for n, share in zip(one.at, shares, strict=True)
    ]
    found: alt.Chart = (
        alt.Chart(look.values(rows))
        .mark_line(interpolate="step-after", strokeWidth=1.8)
        .encode(
            x=alt.X("threats:Q", title="threats launched in a day", axis=look.whole_axis()),
            y=alt.Y(
                "share:Q", title="days with more", axis=alt.Axis(format=_form(rows), tickCount=4)
            ),
            color=alt.Color("what:N", scale=scale),
        )
        .properties(title=title, width=look.PANEL[0], height=look.PANEL[1])
    )
    return found
