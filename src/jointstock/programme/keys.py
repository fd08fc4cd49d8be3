"""The keys of ``programme.toml``: what each takes and means, and its reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jointstock.programme.cells import CODE, YEARS
from jointstock.programme.letters import unseen
from jointstock.programme.limits import MOST_CHARACTERS
from jointstock.programme.settings import ALLOTMENTS, ASKED, GOALS
from jointstock.words.codes import MINOR_DIGITS
from jointstock.words.months import Month
from jointstock.words.shares import METHODS, OUTSIDE, SLOTS

_AS_OF = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_DIGITS = 12


class FormError(ValueError):
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
        raise FormError
    return value


def _code(value: object) -> str:
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise FormError
    return value


def _as_of(value: object) -> str:
    text = value.isoformat() if type(value) is date else _text(value)
    if not _AS_OF.fullmatch(text):
        raise FormError
    try:
        day = date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    except ValueError:
        raise FormError from None
    if day.year not in YEARS:
        raise FormError
    return text


def _month(value: object) -> Month:
    try:
        month = Month.parse(_text(value))
    except ValueError:
        raise FormError from None
    if month.year not in YEARS:
        raise FormError
    return month


def _currency(value: object) -> str:
    if not isinstance(value, str) or value not in MINOR_DIGITS:
        raise FormError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise FormError
    return value


def _whole(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if type(value) is not int or not low <= value <= high:
            raise FormError
        return value

    return read


def _number(low: int, below: int) -> Callable[[object], Decimal]:
    def read(value: object) -> Decimal:
        if type(value) is int:
            value = Decimal(value)
        if not isinstance(value, Decimal) or not value.is_finite() or not low <= value < below:
            raise FormError
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or exponent < -_DIGITS:
            raise FormError
        return value

    return read


def _percent(value: object) -> Decimal:
    found = _number(0, 101)(value)
    if found > 100:
        raise FormError
    return found


def _share(value: object) -> Decimal:
    found = _number(0, 100)(value)
    if not found:
        raise FormError
    return found


def _one_of(*values: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in values:
            raise FormError
        return str(value)

    return read


def _goals(value: object) -> tuple[str, ...]:
    if value == []:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise FormError
    usual = [one for one in value if one not in ASKED]
    if sorted(usual) != sorted(GOALS) or len(set(value)) < len(value) or value[-1] != "steady":
        raise FormError
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
        '"donor" or "all"',
        "who bears a gift: the donor alone, or all",
        _one_of("donor", "all"),
        default="donor",
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
        _one_of(*ALLOTMENTS),
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


SHARE_KEYS: dict[str, Key] = {
    "rule": Key(
        f"one of {', '.join(SLOTS)}",
        "what a group alone would have had of a line's slots",
        _one_of(*SLOTS),
        default=SLOTS[0],
    ),
    "outside": Key(
        f"one of {', '.join(OUTSIDE)}",
        "whether outside offers take the place of the contract or stand beside it",
        _one_of(*OUTSIDE),
        default=OUTSIDE[0],
    ),
    "late": Key(
        "a number from 0 to 100",
        "what a unit costs that comes a month late, in percent of its price",
        _percent,
        default="10",
    ),
    "method": Key(
        f"one of {', '.join(METHODS)}",
        "how the joint cost is shared",
        _one_of(*METHODS),
        default="agreed",
    ),
    "key": Key(
        "members with their weights, as DE=24,NL=6",
        "the key of the method key: a weight for each member with firm demand, and nobody else",
        _text,
        default="none",
    ),
    "subsidy": Key(
        "a number from 0 to below 10^15",
        "what a group of three or more members gets from outside, in the currency",
        _number(0, 10**15),
        default="0",
    ),
}


# The tables of settings, each with its keys.
SETTINGS: dict[str, dict[str, Key]] = {"plan": PLAN_KEYS, "share": SHARE_KEYS}
