"""What the reader of a workbook is told of a column: what it takes, and what a blank means."""

from __future__ import annotations

from jointstock.programme.cells import written
from jointstock.words.fields import Field, Kind

_KINDS: dict[Kind, str] = {
    Kind.TEXT: "text",
    Kind.CODE: "code: letters, digits, . _ - and no space",
    Kind.NATION: "a nation's two letters, as DE",
    Kind.CURRENCY: "a currency's three letters, as EUR",
    Kind.CHOICE: "one of a list",
    Kind.MONTH: "month: YYYY-MM, as 2024-07",
    Kind.DAY: "day: YYYY-MM-DD, as 2024-07-31",
    Kind.WHOLE: "whole number",
    Kind.DECIMAL: "number",
    Kind.FLAG: "true or false",
}


def takes(one: Field) -> str:
    """What a cell of the column may hold, in a few words."""
    if one.choices:
        return ", ".join(one.choices)
    found = _KINDS[one.kind] + bounds(one)
    if one.refers:
        found += f"; in {' or '.join((*one.refers, *one.words))}"
    return found


def bounds(one: Field) -> str:
    """The bounds of a column's numbers, to be said after what it takes; blank where it has none."""
    if one.high is not None:
        return f", {one.low} to {one.high}"
    return "" if one.low is None else f", {one.low} or more"


def blank_means(one: Field) -> str:
    """What a blank cell of the column means."""
    if one.required:
        return "must be filled"
    text = written(one.default)
    return f"blank means {text}" if text else "may be blank"


def told(one: Field) -> str:
    """All of it in one text, at most 255 characters, as a message at a cell may have."""
    found = f"{one.meaning[:1].upper()}{one.meaning[1:]}.\nTakes {takes(one)}; {blank_means(one)}."
    return found if len(found) <= 255 else f"{found[:252]}..."
