"""Amounts of shares as columns show them: in millions, with their sign."""

from __future__ import annotations

from jointstock.publish.table import Column, Shape
from jointstock.publish.wording import MINUS, NONE, millions, money
from jointstock.words.money import from_minor


def signed(amount: int | None, currency: str) -> str:
    """An amount in millions with its sign, for a column whose head names the currency."""
    if amount is None:
        return NONE
    text = millions(abs(amount), currency)
    return f"{MINUS}{text}" if amount < 0 and text.strip("0.,") else text


def exact_money(amount: int, currency: str) -> str:
    """Minor units in words, told so that two that differ by a little can be told apart."""
    if abs(from_minor(amount, currency)) < 10**9:
        return money(amount, currency)
    return f"{millions(amount, currency)} million {currency}"


def figures(*heads: str) -> tuple[Column, ...]:
    """Columns of numbers under these heads."""
    return tuple(Column(head, Shape.NUMBER) for head in heads)
