"""The verb ``explain``: why a figure of a plan is what it is, and what would help most."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from jointstock import flow
from jointstock.app.inputs import plan_of, programme_in
from jointstock.publish.why import Paragraph, brief_of, helps, paragraphs
from jointstock.words.errors import SettingError
from jointstock.words.months import Month


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks of a plan."""

    member: str | None
    item: str | None
    month: str | None
    changes: bool

    def which(self) -> tuple[str | None, Month | None]:
        """The item and the month; a month may stand in the item's place.

        Raises ``SettingError`` for a month that is none.
        """
        if self.month is None and self.item is not None and (found := _month(self.item)):
            return None, found
        if self.month is None:
            return self.item, None
        month = _month(self.month)
        if month is None:
            raise SettingError(f"{self.month!r} is not a month (YYYY-MM)")
        return self.item, month


def explain_plan(
    file: Path,
    folder: Path,
    overlays: Sequence[str],
    sets: Sequence[str],
    asked: Asked,
    *,
    as_json: bool,
) -> None:
    """Read a plan and its programme, ask, and print the answer.

    Raises ``SettingError`` where nothing is asked, or the plan was made from other inputs.
    """
    if asked.member is None and not asked.changes:
        raise SettingError("name a member, or ask for the --changes that would help most")
    item, month = asked.which()
    plan = plan_of(file)
    programme, _ = programme_in(folder, overlays, sets)
    questions = flow.questions(programme, plan)
    brief = brief_of(programme, plan)
    told: list[Paragraph] = []
    data: dict[str, object] = {"programme": plan.programme, "inputs_digest": plan.inputs_digest}
    if asked.member is not None:
        found = questions.why(asked.member, item, month)
        told += paragraphs(brief, found)
        data["explanation"] = asdict(found)
    if asked.changes:
        changes = questions.helpful()
        told += helps(brief, changes)
        data["changes"] = [asdict(one) for one in changes]
    if as_json:
        data["told"] = [asdict(one) for one in told]
        typer.echo(json.dumps(_plain(data), indent=1))
        return
    for one in told:
        typer.echo(one.head)
        for point in one.points:
            typer.echo(f"- {point}")


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text)
    except ValueError:
        return None


def _plain(value: object) -> object:
    """The same with months as text; `asdict` makes records of them."""
    if isinstance(value, dict):
        if set(value) == {"ordinal"}:
            return str(Month(value["ordinal"]))
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
