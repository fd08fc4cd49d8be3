"""What a cell that cannot be read was probably meant to say."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator

from jointstock.programme.letters import plain_text
from jointstock.words.fields import Field, Kind
from jointstock.words.near_codes import currency_like, nation_like

# Comparing takes a time that grows with both; beyond these nobody is helped by a guess.
_LONGEST = 80
_MOST_KNOWN = 2_000

_DAY_OR_SLASH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.][0-9]{1,2})?(?:[ T].*)?")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T].*)?")
_YES = {"yes": "true", "y": "true", "1": "true", "no": "false", "n": "false", "0": "false"}


def nearest(name: str, known: Collection[str], *, alike: float = 0.6) -> str:
    """The known name that is most like ``name``; empty if none is.

    ``alike`` is how much of the two must agree, 0 to 1.
    """
    if len(name) > _LONGEST or len(known) > _MOST_KNOWN:
        return ""
    found = difflib.get_close_matches(name, known, n=1, cutoff=alike)
    return found[0] if found else ""


def guesses(text: str, declared: Field) -> Iterator[str]:
    """Other ways to write a cell's text, likeliest first; the caller tries which can be read."""
    if len(text) > _LONGEST:
        return
    plain = plain_text(text)
    yield plain
    if declared.kind in _GUESSES:
        yield from _GUESSES[declared.kind](plain)
    if near := nearest(plain.lower(), declared.choices, alike=0.75):
        yield near


def _whole(text: str) -> Iterator[str]:
    """Numbers as a spreadsheet shows them: 40.0, and thousands apart."""
    if re.fullmatch(r"-?[0-9]+[.,]0+", text) and not re.fullmatch(r"-?[0-9]{1,3}[.,]000", text):
        yield re.split("[.,]", text)[0]
    if re.fullmatch(r"-?[0-9]{1,3}(?:([ ',.])[0-9]{3})(?:\1[0-9]{3})*", text):
        yield re.sub("[ ',.]", "", text)


def _decimal(text: str) -> Iterator[str]:
    """A comma for the point, thousands apart, or an exponent."""
    if re.fullmatch(r"-?[0-9]{1,3}(?:[ '][0-9]{3})+(?:[.,][0-9]+)?", text):
        text = re.sub("[ ']", "", text)
        yield text
    if re.fullmatch(r"-?[0-9]+,[0-9]{1,2}", text):
        yield text.replace(",", ".")
    if re.fullmatch(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", text):
        yield text.replace(",", "")


def _month(text: str) -> Iterator[str]:
    if found := _DAY_OR_SLASH.fullmatch(text):
        yield f"{found[1]}-{found[2]:0>2}"
    if found := _MONTH_FIRST.fullmatch(text):
        yield f"{found[2]}-{found[1]:0>2}"


def _day(text: str) -> Iterator[str]:
    if found := _DAY.fullmatch(text):
        yield f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"


def _flag(text: str) -> Iterator[str]:
    yield text.lower()
    yield _YES.get(text.lower(), text)


_GUESSES: dict[Kind, Callable[[str], Iterator[str]]] = {
    Kind.NATION: lambda text: iter([nation_like(text)]),
    Kind.CURRENCY: lambda text: iter([currency_like(text)]),
    Kind.CODE: lambda text: iter([re.sub(r"[\s/]+", "-", text)]),
    Kind.WHOLE: _whole,
    Kind.DECIMAL: _decimal,
    Kind.MONTH: _month,
    Kind.DAY: _day,
    Kind.FLAG: _flag,
}
