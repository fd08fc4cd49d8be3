"""The report: one HTML file that asks for nothing from anywhere and reads without script."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jointstock.programme.programme import Programme
from jointstock.publish.answer import answer
from jointstock.publish.brief import Brief
from jointstock.publish.headline import figures
from jointstock.publish.proof import STOPPED
from jointstock.publish.sections import sections
from jointstock.publish.wording import ASSUMED, ESTIMATED, NONE, month, number
from jointstock.words.results import Findings

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
_MARKS = {
    ASSUMED: '<sup class="mark" title="rests on an assumed figure">a</sup>',
    ESTIMATED: '<sup class="mark" title="rests on an estimated figure">e</sup>',
}


def write(programme: Programme, findings: Findings, path: Path) -> None:
    """Write the report to an HTML file; same input, same bytes.

    Raises ``OSError`` if the file cannot be written.
    """
    path.write_text(render(programme, findings), encoding="utf-8", newline="\n")


def render(programme: Programme, findings: Findings) -> str:
    """The report as HTML, with style and charts inside."""
    brief = Brief(programme, findings)
    told: dict[str, list[str]] = {}
    for one in answer(brief):
        told.setdefault(one.topic, []).append(one.text)
    environment = _environment()
    blocks = environment.get_template("blocks.html").make_module({"as_of": brief.as_of})
    optimal = findings.plan.status == "optimal"
    return environment.get_template("report.html").render(
        title=programme.title,
        id=programme.id,
        digest=findings.plan.inputs_digest or "without a digest",
        as_of=brief.as_of,
        first=month(programme.start),
        last=month(programme.end),
        status="" if optimal else STOPPED,
        style=_style(),
        dash=NONE,
        figures=figures(brief),
        told=told,
        sections=sections(brief),
        picture=blocks.picture,  # type: ignore[attr-defined]  # macros are attributes
        grid=blocks.grid,  # type: ignore[attr-defined]
    )


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    found.filters["marked"] = _marked
    return found


def _style() -> Any:
    """The style sheet, which is ours and so is not escaped."""
    from markupsafe import Markup

    return Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))


def _marked(value: object) -> Any:
    """A value of a page: escaped, whole numbers with thousands, marks as raised letters."""
    from markupsafe import Markup, escape

    text = str(escape(number(value) if type(value) is int else str(value)))
    for mark, html in _MARKS.items():
        text = text.replace(mark, html)
    return Markup(text)
