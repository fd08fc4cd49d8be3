"""The look of all charts, and their way into SVG and PNG without a browser.

Colours are those of Okabe and Ito, which colour-blind readers can tell apart; every series is
named in a legend or label as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jointstock.programme.programme import Programme
from jointstock.words.errors import SettingError

if TYPE_CHECKING:
    import altair as alt

Rows = list[dict[str, Any]]

BLACK = "#1b1b1b"
BLUE = "#0072B2"
ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
VERMILION = "#D55E00"
PURPLE = "#CC79A7"
GREY = "#8a8f98"
SERIES = (BLUE, ORANGE, SKY, GREEN, PURPLE, VERMILION, "#F0E442", BLACK)

# Text is measured with the first, which is drawn alike by the others where that is missing.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
PANEL = (300, 130)


def values(rows: Rows) -> alt.InlineData:
    """Rows as the data of a chart."""
    import altair as alt

    return alt.InlineData(values=rows)


@dataclass(frozen=True, slots=True)
class Panels:
    """Small charts of one kind, each with what it shows in words, and the key to all of them.

    ``key`` gives for each name its colour, and ``line``, ``dash``, ``area`` or ``shade``.
    """

    description: str
    key: Mapping[str, tuple[str, str]]
    charts: Sequence[tuple[str, alt.TopLevelMixin]]

    def together(self) -> alt.TopLevelMixin:
        """The panels as one chart with a legend; without any, a chart that says so."""
        import altair as alt

        if not self.charts:
            empty = alt.Chart(values([{}])).mark_text(fontSize=12).encode(text=alt.value("nothing"))
            return dressed(empty, self.description)
        return dressed(beside([chart for _, chart in self.charts]), self.description)

    def scale(self) -> alt.Scale:
        """The key as a scale of colours."""
        import altair as alt

        return alt.Scale(domain=list(self.key), range=[colour for colour, _ in self.key.values()])


def colours(names: Sequence[str]) -> alt.Scale:
    """A fixed colour for each name, in order; more names than colours begin anew."""
    import altair as alt

    return alt.Scale(domain=list(names), range=[SERIES[i % len(SERIES)] for i in range(len(names))])


def month_axis(programme: Programme, *, spanning: bool = False) -> alt.X:
    """The horizon as a horizontal axis over month numbers: field ``at``, ticks at round months.

    With ``spanning``, marks reach from ``at`` to a second field.
    """
    import altair as alt

    first, last = programme.start.ordinal, programme.end.ordinal + 1
    step = next(s for s in (3, 6, 12, 24, 60, 120, 1200) if (last - first) / s <= 11)
    ticks = [month for month in range(first, last + 1) if month % step == 0]
    names = "['Jan ','Feb ','Mar ','Apr ','May ','Jun ','Jul ','Aug ','Sep ','Oct ','Nov ','Dec ']"
    years = "" if step % 12 == 0 else f"{names}[datum.value % 12] + "
    return alt.X(
        "at:Q",
        title=None,
        bin="binned" if spanning else alt.Undefined,
        scale=alt.Scale(domain=[first, last], nice=False, zero=False),
        axis=alt.Axis(
            values=ticks, labelExpr=f"{years}format(floor(datum.value / 12), 'd')", labelFlush=False
        ),
    )


def whole_axis() -> alt.Axis:
    """An axis of whole units."""
    import altair as alt

    return alt.Axis(format=",d", tickMinStep=1, tickCount=4)


def to_the_end(programme: Programme, by_month: Sequence[int]) -> list[tuple[int, int]]:
    """A series with the numbers of its months, the last drawn out to the end of its month."""
    at = [month.ordinal for month in programme.horizon()]
    return [*zip(at, by_month, strict=True), (at[-1] + 1, by_month[-1])]


def dressed(
    chart: alt.TopLevelMixin, description: str, *, legend: bool = True
) -> alt.TopLevelMixin:
    """A chart as it is published: fonts, lines and a description for who cannot see it."""
    found = chart.properties(description=description, background="white")
    configured = found.configure(font=FONT, aria=False, padding=4)
    configured = configured.configure_view(stroke=None)
    configured = configured.configure_axis(
        labelColor="#333", titleColor="#333", titleFontWeight="normal", gridColor="#e6e8eb",
        domainColor="#9aa0a8", tickColor="#9aa0a8", labelFontSize=10, titleFontSize=11,
    )  # fmt: skip
    configured = configured.configure_legend(
        orient="top", title=None, labelFontSize=11, symbolSize=90, labelColor="#1b1b1b",
        labelLimit=320, columns=4, disable=not legend,
    )  # fmt: skip
    title = {"anchor": "start", "fontSize": 12, "color": BLACK, "offset": 6}
    return configured.configure_title(**title, limit=PANEL[0] + 30)  # type: ignore[no-any-return]


def beside(panels: Iterable[Any], columns: int = 2) -> alt.TopLevelMixin:
    """Panels in rows; each has its own vertical scale, all share one legend."""
    import altair as alt

    together = alt.concat(*panels, columns=columns, spacing=22)
    return together.resolve_scale(y="independent")  # type: ignore[no-any-return]


def to_svg(chart: alt.TopLevelMixin) -> str:
    """A chart as SVG text, drawn with text as text.

    Raises ``ValueError`` from the drawing library if the chart is not one.
    """
    import vl_convert

    return _with_ids(str(vl_convert.vegalite_to_svg(chart.to_json())), "part")


def inline_svg(chart: alt.TopLevelMixin, name: str) -> str:
    """A chart as SVG to stand in a page: one picture to a screen reader, with ids of its own."""
    svg = to_svg(chart)
    # In a page an id stands for the first drawing that has it.
    svg = _with_ids(svg, f"{name}-part")
    svg = re.sub(r' (?:aria-\w+|role)="[^"]*"', "", svg)
    svg = re.sub(r' xmlns(:xlink)?="[^"]*"', "", svg)
    return re.sub(r"<svg ", f'<svg role="img" aria-labelledby="{name}-title" ', svg, count=1)


def _with_ids(svg: str, prefix: str) -> str:
    """The drawing with its ids numbered as they come up.

    The drawing library counts gradients over all drawings of a process.
    """
    names = dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg))
    new = {name: f"{prefix}{number}" for number, name in enumerate(names, start=1)}
    svg = re.sub(r'\bid="([^"]+)"', lambda found: f'id="{new[found[1]]}"', svg)
    return re.sub(r"url\(#([^)]+)\)", lambda found: f"url(#{new[found[1]]})", svg)


def export(chart: alt.TopLevelMixin, path: Path) -> None:
    """Write a chart to a file whose name ends in ``.svg`` or ``.png`` (144 dots an inch).

    Raises ``SettingError`` for another ending.
    """
    import vl_convert

    match path.suffix.lower():
        case ".svg":
            path.write_text(to_svg(chart), encoding="utf-8")
        case ".png":
            path.write_bytes(vl_convert.vegalite_to_png(chart.to_json(), scale=2))
        case other:
            raise SettingError(f"{path}: a chart is written as .svg or .png, not {other!r}")
