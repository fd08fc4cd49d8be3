"""The scalars of a programme: ``programme.toml``, its keys and settings, read and checked."""

from __future__ import annotations

import re
import reprlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jointstock.programme.csvtext import decoded
from jointstock.programme.faults import fault
from jointstock.programme.hints import nearest
from jointstock.programme.keys import KEYS, SETTINGS, FormError, Key
from jointstock.programme.limits import MOST_TOML_DEPTH, MOST_TOML_LINE
from jointstock.programme.settings import PlanSettings, ShareSettings
from jointstock.words.errors import Place, Problem

FILE = "programme.toml"


@dataclass(slots=True)
class Scalars:
    """What was read of ``programme.toml``: values by key, where they stand, and the faults."""

    values: dict[str, object] = field(default_factory=dict)
    plan: dict[str, object] = field(default_factory=dict)
    share: dict[str, object] = field(default_factory=dict)
    at: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def settings(self) -> PlanSettings:
        """The settings of the planner, with the usual ones where none was read."""
        return PlanSettings(**self.plan)  # type: ignore[arg-type]

    def share_settings(self) -> ShareSettings:
        """How the joint cost is shared, as usual where nothing was read."""
        return ShareSettings(**self.share)  # type: ignore[arg-type]

    def of(self, table: str) -> dict[str, object]:
        """The values of a table of settings, or of the scalars themselves (no name)."""
        return {"plan": self.plan, "share": self.share}.get(table, self.values)


def read_scalars(file: str, content: bytes, *, complete: bool) -> Scalars:
    """Read ``programme.toml``; ``complete`` asks for every key that has no default."""
    found = Scalars()
    text = decoded(file, content, found.problems)
    if text is None:
        return found
    document = _document(file, text, found.problems)
    if document is None:
        return found
    lines = _lines(text)
    chosen = {table: document.pop(table, {}) for table in SETTINGS}
    _take(found, file, lines, document, KEYS, "")
    for table, given in chosen.items():
        if isinstance(given, Mapping):
            _take(found, file, lines, given, SETTINGS[table], f"{table}.")
            continue
        message, repair = "is not a table of settings", f"write [{table}]"
        place = Place(file, lines.get(table, 0), table)
        found.problems.append(fault("setting-form", place, _shown(given), message, repair))
    if complete:
        found.problems += missing(file, KEYS, document)
    return found


def _document(file: str, text: str, problems: list[Problem]) -> dict[str, Any] | None:
    """The text as TOML has it; ``None`` if it is none, or one that only does harm."""
    number, wrong = _tangled(text)
    if wrong:
        problems.append(fault("toml-syntax", Place(file, number), "", wrong))
        return None
    try:
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        # Not all of these are TOML's own: numbers may have too many digits for Python.
        line = re.search(r"line ([0-9]+)", str(error))
        place = Place(file, int(line[1]) if line else 0)
        said = str(error).partition(";")[0] if isinstance(error, ValueError) else "a number is none"
        problems.append(fault("toml-syntax", place, "", f"cannot be read: {said}"))
        return None


def _tangled(text: str) -> tuple[int, str]:
    """The first line that is long or nested as no honest one is, and what is wrong with it."""
    depth = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MOST_TOML_LINE:
            return number, f"has more than {MOST_TOML_LINE:,} characters"
        depth = max(
            0, depth + line.count("[") + line.count("{") - line.count("]") - line.count("}")
        )
        if depth > MOST_TOML_DEPTH:
            return number, f"has more than {MOST_TOML_DEPTH} brackets inside one another"
    return 0, ""


def missing(file: str, keys: Mapping[str, Key], given: Iterable[str]) -> list[Problem]:
    """A fault for each key that must be there and is not."""
    return [
        fault("setting-missing", Place(file, 0, name), "", f"lacks {name}, {key.meaning}")
        for name, key in keys.items()
        if key.required and name not in set(given)
    ]


def _take(
    found: Scalars,
    file: str,
    lines: Mapping[str, int],
    given: Mapping[str, object],
    keys: Mapping[str, Key],
    prefix: str,
) -> None:
    """Read the keys of one table of the document into ``found``."""
    values = found.of(prefix.rstrip("."))
    for name, value in given.items():
        place = Place(file, lines.get(prefix + name, 0), prefix + name)
        key = keys.get(name)
        if key is None:
            known = list(keys) if prefix else [*keys, *SETTINGS]
            near = nearest(name, known)
            repair = f"write {near}, or take it out" if near else ""
            found.problems.append(
                fault("setting-unknown", place, name, "is no key that is known", repair)
            )
            continue
        try:
            values[name] = key.read(value)
            found.at[prefix + name] = place
        except FormError:
            message = f"is not what {name} takes"
            repair = f"write {key.takes}"
            found.problems.append(fault("setting-form", place, _shown(value), message, repair))


def _shown(value: object) -> str:
    """A value in short, however deep it is nested or long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return reprlib.repr(value)
    try:
        return str(value)
    except ValueError:  # a whole number, written in hexadecimal, of too many digits
        return "a number"


def _lines(text: str) -> dict[str, int]:
    """The line of each key that stands alone at the start of a line, tables before a point."""
    table = ""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\s*([A-Za-z0-9_-]+)\s*\]", line):
            table = header[1] + "."
            found.setdefault(header[1], number)
        elif key := re.match(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*=""", line):
            found.setdefault(table + key[1], number)
    return found
