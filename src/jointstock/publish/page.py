"""What a page of the report is made of: sections of text, pictures and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jointstock.publish.charts.look import Panels, dressed, inline_svg
from jointstock.publish.table import Table

TYPE_TEXT, TYPE_POINTS, TYPE_PICTURE, TYPE_GRID = "text", "points", "picture", "grid"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    type: str = TYPE_TEXT


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences."""

    items: Sequence[str]
    type: str = TYPE_POINTS


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart as SVG, with what it shows for who cannot see it; ``name`` is its id."""

    name: str
    words: str
    svg: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One or several drawings under one caption, with a key where they share one."""

    caption: str
    drawings: Sequence[Drawing]
    key: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    type: str = TYPE_PICTURE


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; a ``folded`` one can be closed on a screen and is printed open."""

    table: Table
    folded: bool = False
    type: str = TYPE_GRID


Block = Text | Points | Picture | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; ``id`` is its anchor."""

    id: str
    title: str
    blocks: Sequence[Block]


def drawn(name: str, caption: str, chart: object, words: str) -> Picture:
    """A single chart as a picture."""
    svg = inline_svg(chart, name)  # type: ignore[arg-type]  # a chart of altair
    return Picture(caption, [Drawing(name, words, svg)])


def panelled(name: str, caption: str, panels: Panels) -> Picture:
    """Small charts as a picture, each a drawing of its own so that it is never cut in print."""
    drawings = []
    for number, (words, chart) in enumerate(panels.charts, start=1):
        own = f"{name}-{number}"
        svg = inline_svg(dressed(chart, words, legend=False), own)
        drawings.append(Drawing(own, f"{panels.description}. {words}", svg))
    return Picture(caption, drawings, panels.key)
