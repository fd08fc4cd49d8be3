"""What a verb works on: the programme with its overlays, and the plan in force."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jointstock.programme.files import read_file
from jointstock.programme.limits import MOST_BYTES
from jointstock.programme.programme import Programme
from jointstock.programme.read import read
from jointstock.words.errors import Problem, ProgrammeError, SettingError

if TYPE_CHECKING:
    from jointstock.words.results import Plan


def overlays(folder: Path, names: Sequence[str]) -> list[Path]:
    """Where each overlay is: at that name, or at that name in the programme's own folder.

    ``2024-11`` means ``FOLDER/overlays/2024-11`` where nothing at hand is called ``2024-11``; a
    workbook there goes by its full name. Raises ``SettingError`` for a blank name.
    """
    found = []
    for name in names:
        if not name.strip():
            raise SettingError("--with names no folder")
        own = folder / "overlays" / name
        found.append(own if own.exists() and not Path(name).exists() else Path(name))
    return found


def programme_in(
    folder: Path, names: Sequence[str], sets: Sequence[str] = ()
) -> tuple[Programme, tuple[Problem, ...]]:
    """The programme of a folder with its overlays and single figures, and the remarks on it.

    Raises ``ProgrammeError`` with every problem if it is not one.
    """
    programme, problems = read(folder, overlays(folder, names), sets=sets)
    if programme is None:
        raise ProgrammeError(problems)
    return programme, problems


def plan_in_force(path: Path | None, programme: Programme) -> Plan | None:
    """The plan that a file holds; ``None`` without a file.

    Raises ``ProgrammeError`` if the file holds no plan, ``SettingError`` if it holds that of
    another programme.
    """
    if path is None:
        return None
    plan = plan_of(path)
    if plan.programme != programme.id:
        raise SettingError(f"{path} is a plan of {plan.programme!r}, not of {programme.id!r}")
    return plan


def plan_of(path: Path) -> Plan:
    """The plan that a file holds.

    Raises ``ProgrammeError`` or ``SettingError`` if it holds none.
    """
    from jointstock.words.plan_json import from_json  # most verbs read no plan

    content = read_file(path, path.name, MOST_BYTES)
    if isinstance(content, Problem):
        raise ProgrammeError([content])
    try:
        return from_json(content.decode("utf-8"), path.name)
    except UnicodeDecodeError:
        raise SettingError(f"{path} holds no text, and so no plan") from None
