"""The plan as data: a `Plan` as JSON text, and back, with nothing lost.

One list element stands on one line, so that two plans can be compared line by line. The same plan
is always the same text. ``docs/reference/plan-json.md`` tells every field.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from jointstock.words.entries import Entry, Tense, Transfer
from jointstock.words.errors import Place, Problem, ProgrammeError
from jointstock.words.months import Month
from jointstock.words.results import (
    BandReached,
    Decisions,
    Goal,
    Late,
    NotCalledOff,
    NotServed,
    Outlasted,
    Plan,
    RampTaken,
    Shortfall,
    StockRisk,
)

_SCALARS = ("programme", "as_of", "inputs_digest", "settings", "status")
_LISTS = (
    *("goals", "decisions", "entries", "shortfalls"),
    *("not_served", "not_called_off", "late"),
)
# Text fields of an entry, in the order in which they are written where they apply.
_NAMES = ("member", "item", "line", "contract", "donation", "backfill", "cause")

T = TypeVar("T")
Json = dict[str, Any]


def to_json(plan: Plan) -> str:
    """Write a plan as JSON: ASCII, a line feed at the end, the same bytes for the same plan.

    Months are ``YYYY-MM``, quantities whole numbers (money in minor units), prices text.

    Raises ``TypeError`` if a setting is not text, a number, a flag, nothing, or a list of these,
    and ``ValueError`` for a value that is not a number. A tuple comes back as a list.
    """
    head: Json = {name: getattr(plan, name) for name in _SCALARS}
    head["settings"] = {name: _setting(name, value) for name, value in plan.settings.items()}
    decisions = {
        "lines_opened": list(plan.decisions.lines_opened),
        "ramps": [_plain(one) for one in plan.decisions.ramps],
        "bands": [_plain(one) for one in plan.decisions.bands],
    }
    parts = [_pair(name, _one_line(value)) for name, value in head.items()]
    parts += [
        _pair("goals", _lines(_goal(one) for one in plan.goals)),
        _pair("decisions", _one_line(decisions)),
        _pair("entries", _lines(_entry(one) for one in plan.entries)),
        _pair("shortfalls", _lines(_plain(one) for one in plan.shortfalls)),
        _pair("not_served", _lines(_plain(one) for one in plan.not_served)),
        _pair("not_called_off", _lines(_plain(one) for one in plan.not_called_off)),
        _pair("late", _lines(_plain(one) for one in plan.late)),
    ]
    if plan.outlasted is not None:
        parts.append(_pair("outlasted", _lines(_plain(one) for one in plan.outlasted)))
        parts.append(_pair("stock_risks", _lines(_plain(one) for one in plan.stock_risks)))
    return "{\n" + ",\n".join(parts) + "\n}\n"


def from_json(text: str, name: str = "plan.json") -> Plan:
    """Read a plan that `to_json` wrote; ``name`` is the file named in an error.

    Raises ``ProgrammeError`` if the text is not JSON or not a plan, naming what is wrong where.
    """
    repair = "take a file made by plan --json"
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"cannot be read: {error.msg}"
        problem = Problem(Place(name, error.lineno), "not-json", "", message, repair)
        raise ProgrammeError([problem]) from None
    except (RecursionError, ValueError) as error:  # nested too deep; a number of too many digits
        message = f"cannot be read: {str(error).partition(';')[0]}"
        raise ProgrammeError([Problem(Place(name), "not-json", "", message, repair)]) from None
    try:
        return _plan(data)
    except _NotAPlanError as error:
        problem = Problem(Place(name), "not-a-plan", error.value[:80], error.message, repair)
        raise ProgrammeError([problem]) from None


class _NotAPlanError(Exception):
    """What in the data is not as a plan has it."""

    def __init__(self, message: str, value: object = "") -> None:
        super().__init__(message)
        self.message = message
        self.value = str(value)


# Writing.


def _one_line(value: object) -> str:
    return json.dumps(value, allow_nan=False)


def _lines(values: Iterable[Json]) -> str:
    inner = ",\n  ".join(_one_line(one) for one in values)
    return f"[\n  {inner}\n ]" if inner else "[]"


def _pair(name: str, written: str) -> str:
    return f' "{name}": {written}'


def _plain(value: Any) -> Json:
    """The fields of a small record, its months as text."""
    fields = {name: getattr(value, name) for name in value.__slots__}
    return {
        name: str(field) if isinstance(field, Month) else field for name, field in fields.items()
    }


def _setting(name: str, value: object) -> object:
    if isinstance(value, list | tuple):
        return [_setting(name, one) for one in value]
    if isinstance(value, float):
        return _number(value) if math.isinf(value) else value
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"setting {name} is a {type(value).__name__}, which JSON cannot keep")


def _number(value: float) -> float | str:
    """A number as JSON keeps it: whole without a fraction; without end, its name."""
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if float(value).is_integer() and abs(value) < 2**53:
        return int(value)
    return float(value)


def _goal(goal: Goal) -> Json:
    found: Json = {
        "goal": goal.goal,
        "value": _number(goal.value),
        "bound": _number(goal.bound),
        "gap": _number(goal.gap),
    }
    if goal.missing_below:
        found["missing_below"] = [_number(one) for one in goal.missing_below]
    return found


def _entry(entry: Entry) -> Json:
    found: Json = {"month": str(entry.month), "kind": entry.kind}
    if entry.tense is not Tense.PLANNED:
        found["tense"] = entry.tense.value
    found |= {name: getattr(entry, name) for name in _NAMES if getattr(entry, name)}
    found["transfers"] = [
        {"unit": one.unit, "from": one.source, "to": one.target, "quantity": one.quantity}
        for one in entry.transfers
    ]
    if entry.rests_on:
        found["rests_on"] = list(entry.rests_on)
    return found


# Reading.


def _plan(data: object) -> Plan:
    fields = _record(data, "the plan", (*_SCALARS, *_LISTS))
    settings = fields["settings"]
    if not isinstance(settings, dict):
        raise _NotAPlanError("settings is not a record", settings)
    return Plan(
        programme=_text(fields, "programme", "the plan"),
        as_of=_text(fields, "as_of", "the plan"),
        inputs_digest=_text(fields, "inputs_digest", "the plan"),
        settings=settings,
        status=_text(fields, "status", "the plan"),
        goals=_each(fields, "goals", _read_goal),
        decisions=_read_decisions(fields["decisions"]),
        entries=_each(fields, "entries", _read_entry),
        shortfalls=_each(
            fields,
            "shortfalls",
            lambda one, at: Shortfall(
                *_who_when(one, at), _whole(one, "borne", at), _whole(one, "floor", at)
            ),
        ),
        not_served=_each(fields, "not_served", lambda one, at: NotServed(*_who_when(one, at))),
        not_called_off=_each(
            fields,
            "not_called_off",
            lambda one, at: NotCalledOff(*_demand_of(one, at), _whole(one, "units", at)),
        ),
        late=_each(
            fields,
            "late",
            lambda one, at: Late(*_demand_of(one, at), _whole(one, "unit_months", at)),
        ),
        outlasted=_each(fields, "outlasted", _read_outlasted) if "outlasted" in fields else None,
        stock_risks=_each(fields, "stock_risks", _read_stock_risk),
    )


def _each(fields: Json, name: str, read: Callable[[Json, str], T]) -> tuple[T, ...]:
    values = fields.get(name, [])
    if not isinstance(values, list):
        raise _NotAPlanError(f"{name} is not a list", values)
    return tuple(
        read(_record(value, f"{name}[{number}]", ()), f"{name}[{number}]")
        for number, value in enumerate(values)
    )


def _record(value: object, at: str, needed: Iterable[str]) -> Json:
    if not isinstance(value, dict):
        raise _NotAPlanError(f"{at} is not a record", value)
    if missing := [name for name in needed if name not in value]:
        raise _NotAPlanError(f"{at} has no {', '.join(missing)}")
    return value


def _text(fields: Mapping[str, object], name: str, at: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise _NotAPlanError(f"{name} of {at} is not text", value)
    return value


def _whole(fields: Mapping[str, object], name: str, at: str) -> int:
    value = fields.get(name)
    if type(value) is not int:
        raise _NotAPlanError(f"{name} of {at} is not a whole number", value)
    return value


def _read_number(value: object, at: str) -> float:
    if value in ("Infinity", "-Infinity") or type(value) in (int, float):
        return float(value)  # type: ignore[arg-type]  # one of these four, as just tested
    raise _NotAPlanError(f"{at} is not a number", value)


def _month(fields: Mapping[str, object], at: str) -> Month:
    try:
        return Month.parse(_text(fields, "month", at))
    except ValueError as error:
        raise _NotAPlanError(f"month of {at}: {error}") from None


def _read_goal(one: Json, at: str) -> Goal:
    below = one.get("missing_below", [])
    if not isinstance(below, list):
        raise _NotAPlanError(f"missing_below of {at} is not a list", below)
    return Goal(
        _text(one, "goal", at),
        _read_number(one.get("value"), f"value of {at}"),
        _read_number(one.get("bound"), f"bound of {at}"),
        _read_number(one.get("gap"), f"gap of {at}"),
        tuple(_read_number(step, f"missing_below of {at}") for step in below),
    )


def _read_decisions(value: object) -> Decisions:
    fields = _record(value, "decisions", ("lines_opened", "ramps", "bands"))
    opened = fields["lines_opened"]
    if not isinstance(opened, list) or not all(isinstance(one, str) for one in opened):
        raise _NotAPlanError("lines_opened is not a list of text", opened)
    ramps = _each(
        fields,
        "ramps",
        lambda one, at: RampTaken(_text(one, "line", at), _whole(one, "step", at), _month(one, at)),
    )
    bands = _each(
        fields,
        "bands",
        lambda one, at: BandReached(
            _text(one, "contract", at),
            _text(one, "item", at),
            _whole(one, "from_units", at),
            _text(one, "unit_price", at),
            _text(one, "currency", at),
        ),
    )
    return Decisions(tuple(opened), ramps, bands)


def _read_entry(one: Json, at: str) -> Entry:
    names = {name: _text(one, name, at) for name in _NAMES if name in one}
    rests_on = one.get("rests_on", [])
    if not isinstance(rests_on, list) or not all(isinstance(row, str) for row in rests_on):
        raise _NotAPlanError(f"rests_on of {at} is not a list of text", rests_on)
    try:
        return Entry(
            _month(one, at),
            _text(one, "kind", at),
            _each(one, "transfers", _read_transfer),
            tense=Tense(one.get("tense", Tense.PLANNED)),
            rests_on=tuple(rests_on),
            **names,
        )
    except ValueError as error:
        raise _NotAPlanError(f"{at}: {error}") from None


def _read_transfer(one: Json, at: str) -> Transfer:
    return Transfer(
        _text(one, "unit", at),
        _text(one, "from", at),
        _text(one, "to", at),
        _whole(one, "quantity", at),
    )


def _read_outlasted(one: Json, at: str) -> Outlasted:
    return Outlasted(
        _text(one, "member", at),
        _text(one, "item", at),
        _month(one, at),
        _whole(one, "stock", at),
        _read_number(one.get("chance"), f"chance of {at}"),
    )


def _read_stock_risk(one: Json, at: str) -> StockRisk:
    def month(name: str) -> Month | None:
        return None if one.get(name) is None else _month({"month": one[name]}, at)

    def chance(name: str) -> float | None:
        return None if one.get(name) is None else _read_number(one[name], f"{name} of {at}")

    return StockRisk(
        _text(one, "member", at),
        _text(one, "item", at),
        None if one.get("asked") is None else _whole(one, "asked", at),
        _whole(one, "demanded", at),
        _whole(one, "reach", at),
        chance("least"),
        chance("chance"),
        month("month"),
        _whole(one, "stock", at),
        month("held_from"),
        _text(one, "unknown", at),
    )


def _who_when(one: Json, at: str) -> tuple[str, str, Month, int]:
    who, what = _text(one, "member", at), _text(one, "item", at)
    return who, what, _month(one, at), _whole(one, "units", at)


def _demand_of(one: Json, at: str) -> tuple[str, str, str]:
    return _text(one, "member", at), _text(one, "contract", at), _text(one, "item", at)
