"""The verb ``explain``: why a figure of a plan is what it is, and what would help most."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import typer

from jointstock import flow
from jointstock.app.inputs import plan_in_force, plan_of, programme_in
from jointstock.app.progress import progress
from jointstock.publish.changes import Paragraph, helps
from jointstock.publish.why import brief_of, paragraphs
from jointstock.words.errors import SettingError
from jointstock.words.months import Month


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks of a plan."""

    member: str | None
    item: str | None
    month: str | None
    changes: bool
    verify: bool | None = None

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


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """What the plan was made from: the folder, what was laid over it, and the plan in force."""

    folder: Path
    overlays: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    in_force: Path | None = None


def explain_plan(file: Path, made_from: MadeFrom, asked: Asked, *, as_json: bool) -> None:
    """Read a plan and its programme, ask, and print the answer.

    What is asked of a member is printed before the changes are planned anew. Raises
    ``SettingError`` where nothing is asked, or the plan was made from other inputs.
    """
    if asked.member is None and not asked.changes:
        raise SettingError("name a member, or ask for the --changes that would help most")
    item, month = asked.which()
    plan = plan_of(file)
    programme, _ = programme_in(made_from.folder, made_from.overlays, made_from.sets)
    before = plan_in_force(made_from.in_force, programme)
    questions = flow.questions(programme, plan, before)
    brief = brief_of(programme, plan)
    told: list[Paragraph] = []
    data: dict[str, object] = {"programme": plan.programme, "inputs_digest": plan.inputs_digest}

    def tell(found: Sequence[Paragraph]) -> None:
        told.extend(found)
        if not as_json:
            _print(found)

    if asked.member is not None:
        explained = questions.why(asked.member, item, month)
        tell(paragraphs(brief, explained))
        data["explanation"] = asdict(explained)
    if asked.changes:
        with progress() as steps:
            one = None if steps is None else partial(steps, "what would help most")
            changes = questions.helpful(whole=asked.verify, progress=one)
        tell(helps(brief, changes))
        data["changes"] = [asdict(one) for one in changes]
    if as_json:
        data["told"] = [asdict(one) for one in told]
        typer.echo(json.dumps(_plain(data), indent=1))


def _print(found: Sequence[Paragraph]) -> None:
    for one in found:
        typer.echo(one.head)
        for point in one.points:
            typer.echo(f"- {point}")
    sys.stdout.flush()


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
