"""The scalars of a programme: ``programme.toml``, its keys and settings, read and checked."""

from __future__ import annotations

import re
import reprlib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from jointstock.programme.cells import CODE, YEARS
from jointstock.programme.csvtext import decoded
from jointstock.programme.faults import fault
from jointstock.programme.hints import nearest
from jointstock.programme.letters import unseen
from jointstock.programme.limits import MOST_CHARACTERS, MOST_TOML_DEPTH, MOST_TOML_LINE
from jointstock.programme.settings import ALLOTMENTS, ASKED, GOALS, PlanSettings
from jointstock.words.codes import MINOR_DIGITS
from jointstock.words.errors import Place, Problem
from jointstock.words.months import Month

FILE = "programme.toml"
_AS_OF = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_DIGITS = 12


class _FormError(ValueError):
    """A value that a key does not take; says what the key takes."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of ``programme.toml``: what it takes, what it means, and its reader."""

    takes: str
    meaning: str
    read: Callable[[object], object]
    required: bool = False
    default: str = ""


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS or unseen(value):
        raise _FormError
    return value


def _code(value: object) -> str:
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise _FormError
    return value


def _as_of(value: object) -> str:
    text = value.isoformat() if type(value) is date else _text(value)
    if not _AS_OF.fullmatch(text):
        raise _FormError
    try:
        day = date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    except ValueError:
        raise _FormError from None
    if day.year not in YEARS:
        raise _FormError
    return text


def _month(value: object) -> Month:
    try:
        month = Month.parse(_text(value))
    except ValueError:
        raise _FormError from None
    if month.year not in YEARS:
        raise _FormError
    return month


def _currency(value: object) -> str:
    if not isinstance(value, str) or value not in MINOR_DIGITS:
        raise _FormError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _FormError
    return value


def _whole(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if type(value) is not int or not low <= value <= high:
            raise _FormError
        return value

    return read


def _number(low: int, below: int) -> Callable[[object], Decimal]:
    def read(value: object) -> Decimal:
        if type(value) is int:
            value = Decimal(value)
        if not isinstance(value, Decimal) or not value.is_finite() or not low <= value < below:
            raise _FormError
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or exponent < -_DIGITS:
            raise _FormError
        return value

    return read


def _share(value: object) -> Decimal:
    found = _number(0, 100)(value)
    if not found:
        raise _FormError
    return found


def _borne(value: object) -> str:
    if value not in ("donor", "all"):
        raise _FormError
    return str(value)


def _allotment(value: object) -> str:
    if value not in ALLOTMENTS:
        raise _FormError
    return str(value)


def _goals(value: object) -> tuple[str, ...]:
    if value == []:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _FormError
    usual = [one for one in value if one not in ASKED]
    if sorted(usual) != sorted(GOALS) or len(set(value)) < len(value) or value[-1] != "steady":
        raise _FormError
    return tuple(value)


KEYS: dict[str, Key] = {
    "id": Key("a code", "code of the programme", _code, required=True),
    "title": Key("a text", "title of the programme", _text, required=True),
    "as_of": Key(
        "a month or a day (YYYY-MM or YYYY-MM-DD)", "no later fact is in it", _as_of, required=True
    ),
    "start": Key("a month (YYYY-MM)", "first month of the horizon", _month, required=True),
    "months": Key(
        "a whole number from 1 to 1200", "length of the horizon", _whole(1, 1200), required=True
    ),
    "currency": Key(
        "a currency's code (ISO 4217)", "currency in which costs are told", _currency, required=True
    ),
    "price_year": Key(
        "a calendar year",
        "year whose price level the prices are in",
        _whole(YEARS.start, YEARS.stop - 1),
        default="the year of start",
    ),
    "discount_rate": Key(
        "a fraction from 0 to below 1", "rate of a year, as 0.03", _number(0, 1), default="0"
    ),
}

PLAN_KEYS: dict[str, Key] = {
    "borne": Key(
        '"donor" or "all"', "who bears a gift: the donor alone, or all", _borne, default="donor"
    ),
    "goals": Key(
        f"each of {', '.join(GOALS)} once, steady last; and {', '.join(ASKED)} where it is asked",
        "order of the goals",
        _goals,
        default="the usual order",
    ),
    "steps": Key(
        "a whole number from 1 to 1000", "steps of a floor", _whole(1, 1000), default="10"
    ),
    "severity": Key(
        "a number from 1 to below 1000",
        "how much more a lower step of a floor weighs than the one above it",
        _number(1, 1000),
        default="3",
    ),
    "allotment": Key(
        f"one of {', '.join(ALLOTMENTS)}",
        "the rule by which scarce units are allotted, where *floors* stands in the order",
        _allotment,
        default="penalty",
    ),
    "exact": Key("true or false", "whether every goal is proven", _flag, default="false"),
    "gap": Key(
        "a number from 0 to below 1",
        "how far a goal may stay from its bound",
        _number(0, 1),
        default="0.001",
    ),
    "nodes": Key(
        "a whole number from 1 on", "most nodes of each search", _whole(1, 10**9), default="2000"
    ),
    "monthly_until": Key(
        "a whole number from 0 to 1200",
        "months from the start that are searched month by month",
        _whole(0, 1200),
        default="all months",
    ),
    "quarterly_until": Key(
        "a whole number from monthly_until to 1200",
        "months from the start up to which the rest is searched by quarters, then by half-years",
        _whole(0, 1200),
        default="all months",
    ),
    "risk": Key(
        "a number of percent above 0 and below 100",
        "most chance with which a campaign begun after any month may outlast a member's stock",
        _share,
        default="none",
    ),
    "campaign_days": Key(
        "a whole number from 1 to 3660",
        "length of that campaign, and of those of the goal unmet",
        _whole(1, 3660),
        default="30",
    ),
}


@dataclass(slots=True)
class Scalars:
    """What was read of ``programme.toml``: values by key, where they stand, and the faults."""

    values: dict[str, object] = field(default_factory=dict)
    plan: dict[str, object] = field(default_factory=dict)
    at: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def settings(self) -> PlanSettings:
        """The settings of the planner, with the usual ones where none was read."""
        return PlanSettings(**self.plan)  # type: ignore[arg-type]


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
    plan = document.pop("plan", {})
    _take(found, file, lines, document, KEYS, "")
    if isinstance(plan, Mapping):
        _take(found, file, lines, plan, PLAN_KEYS, "plan.")
    else:
        message = "is not a table of settings"
        place = Place(file, lines.get("plan", 0), "plan")
        found.problems.append(fault("setting-form", place, _shown(plan), message, "write [plan]"))
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
    values = found.plan if prefix else found.values
    for name, value in given.items():
        place = Place(file, lines.get(prefix + name, 0), prefix + name)
        key = keys.get(name)
        if key is None:
            known = [*keys, "plan"] if not prefix else list(keys)
            near = nearest(name, known)
            repair = f"write {near}, or take it out" if near else ""
            found.problems.append(
                fault("setting-unknown", place, name, "is no key that is known", repair)
            )
            continue
        try:
            values[name] = key.read(value)
            found.at[prefix + name] = place
        except _FormError:
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
