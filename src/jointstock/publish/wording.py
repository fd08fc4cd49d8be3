"""Figures as people write them: units, money, months, lists, and the mark of what is assumed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from jointstock.words.money import from_minor
from jointstock.words.months import Month, spans

# What a table shows where there is nothing to count, and the sign of what is less.
NONE, MINUS = "\u2013", "\u2212"

# Set behind a figure that rests on a row that is not reported (R7); pages and sheets explain it.
ASSUMED, ESTIMATED = "ᵃ", "ᵉ"
MARKS = {"assumed": ASSUMED, "estimated": ESTIMATED, "reported": ""}

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def unmarked(text: str) -> str:
    """The text without marks, for where nobody explains them."""
    return text.replace(ASSUMED, "").replace(ESTIMATED, "")


def number(value: int | float | Decimal, digits: int = 0) -> str:
    """A number with thousands separated, rounded half up to at most so many digits.

    What is not zero never reads as zero: a smaller figure keeps its first digit.
    """
    exact = Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    if exact and not rounded:
        rounded = Decimal(f"{exact:.1g}")
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def count(value: int, one: str, many: str = "") -> str:
    """A small count in words, a larger one in figures, with what is counted."""
    figure = _SMALL[value] if 0 <= value < len(_SMALL) else number(value)
    return f"{figure} {one if value == 1 else many or one + 's'}"


def units(value: int) -> str:
    """``1 unit``, ``1,000 units``."""
    return f"{number(value)} {'unit' if value == 1 else 'units'}"


def money(amount: int, currency: str) -> str:
    """Minor units as people say them: ``5.45 million EUR``, three figures at least."""
    value = from_minor(amount, currency)
    for size, word in ((Decimal(10) ** 9, "billion "), (Decimal(10) ** 6, "million ")):
        scaled = abs(value) / size
        if scaled >= Decimal("0.9995"):
            digits = 2 if scaled < 10 else 1 if scaled < 100 else 0
            return f"{number(value / size, digits)} {word}{currency}"
    return f"{number(value)} {currency}"


def millions(amount: int, currency: str) -> str:
    """Minor units in millions with one digit, for a column whose head names unit and currency."""
    return f"{from_minor(amount, currency) / 10**6:,.1f}"


def month(value: Month) -> str:
    """A month in a sentence: ``March 2027``."""
    return f"{_MONTHS[value.number - 1]} {value.year}"


def short_month(value: Month) -> str:
    """A month in a table: ``Mar 2027``."""
    return f"{_MONTHS[value.number - 1][:3]} {value.year}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def in_spans(months: Iterable[Month], most: int = 4) -> str:
    """Months in words: ``March 2025 to June 2026 and August 2026``; beyond ``most``, a summary."""
    found = spans(months)
    if len(found) > most:
        return in_short(found)
    return listed(
        [month(a) if a == b else f"{month(a)} to {month(b)}" for a, b in found],
    )


def in_short(found: Sequence[tuple[Month, Month]]) -> str:
    """Many stretches of months: how many months they are, and of which time."""
    total = sum(last - first + 1 for first, last in found)
    return f"{total} of the months from {month(found[0][0])} to {month(found[-1][1])}"


def in_years(years: Sequence[int]) -> str:
    """Years in words: ``2027 and 2029 to 2033``."""
    found: list[list[int]] = []
    for year in sorted(set(years)):
        if found and year - found[-1][-1] == 1:
            found[-1].append(year)
        else:
            found.append([year])
    return listed([f"{one[0]} to {one[-1]}" if len(one) > 1 else str(one[0]) for one in found])


def percent(part: int | float | Decimal, whole: int | float | Decimal) -> str:
    """A part of a whole in whole percent; ``under 1 %``, ``over 99 %`` where rounding hides it."""
    share = Decimal(str(part)) / Decimal(str(whole)) * 100
    if 0 < share < 1:
        return "under 1 %"
    if 99 < share < 100:
        return "over 99 %"
    return f"{share.quantize(Decimal(1), rounding=ROUND_HALF_UP)} %"


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
