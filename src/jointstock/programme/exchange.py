"""Rows of the table ``exchange`` from daily rates: the pairs a programme converts, by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from jointstock.programme.daily_rates import BASE, DailyRates
from jointstock.programme.faults import fault
from jointstock.programme.programme import Programme
from jointstock.programme.rules.needs import Need, rates_needed
from jointstock.programme.tables import Exchange
from jointstock.words.errors import Place, Problem
from jointstock.words.months import Month

RULES = ("average", "last")
SOURCE = "European Central Bank, euro foreign exchange reference rates"

# A currency that has not been quoted for so long is no longer quoted, and its last rate is stale.
_STALE_MONTHS = 3
_DIGITS = Context(prec=8, rounding=ROUND_HALF_UP)
_LEAST = Decimal(1).scaleb(-12)


@dataclass(frozen=True, slots=True)
class Quote:
    """Units of a currency for one euro in a month, and the days that say so."""

    rate: Fraction
    days: int
    last_day: str


def monthly(daily: Mapping[str, Fraction], rule: str, as_of: str) -> dict[Month, Quote]:
    """One quote for each month that has a rate by ``as_of``, in order.

    ``average`` is the mean of the month's daily rates, ``last`` the rate of its last day. No day
    after ``as_of`` (a month or a day) counts, so that the month of ``as_of`` may be in part.
    """
    by_month: dict[Month, list[str]] = defaultdict(list)
    for day in sorted(daily):
        if day[: len(as_of)] <= as_of:
            by_month[Month.parse(day[:7])].append(day)
    return {
        month: _quote([(day, daily[day]) for day in days], rule) for month, days in by_month.items()
    }


def _quote(days: list[tuple[str, Fraction]], rule: str) -> Quote:
    last_day, last = days[-1]
    if rule == "last":
        return Quote(last, 1, last_day)
    return Quote(sum((rate for _, rate in days), Fraction(0)) / len(days), len(days), last_day)


def exchange_rows(
    programme: Programme, daily: DailyRates, rule: str
) -> tuple[list[Exchange], list[Problem]]:
    """The rows that a programme's conversions need, and what the file lacks for them.

    Each pair begins with the month in which it is first needed, or the latest earlier one that
    has a rate, and goes on to the last month of the horizon that has one by ``as_of``. A rate is
    units of ``to`` for one unit of ``from``, worked out from the month's quotes of both in euro,
    and rounded to eight digits, a half up.
    """
    first: dict[tuple[str, str], Need] = {}
    for need in rates_needed(programme):
        pair = (need.from_, need.to)
        if pair not in first or need.month < first[pair].month:
            first[pair] = need
    quoted = {
        currency: monthly(daily.by_currency[currency], rule, programme.as_of)
        for currency in sorted({one for pair in first for one in pair} & daily.by_currency.keys())
    }
    rows: list[Exchange] = []
    problems: list[Problem] = []
    for pair in sorted(first):
        lacking = list(_lacking(programme, daily.file, first[pair], quoted))
        problems += lacking
        if not lacking:
            rows += _rows(programme, daily.file, first[pair], quoted, rule)
    return rows, problems


def _lacking(
    programme: Programme, file: str, need: Need, quoted: Mapping[str, Mapping[Month, Quote]]
) -> Iterator[Problem]:
    """What the file lacks to convert the pair from the month in which that is first needed."""
    why = f"needed from {need.month} on {need.why}"
    sides = [one for one in (need.from_, need.to) if one != BASE]
    absent = [one for one in sides if one not in quoted]
    for currency in absent:
        yield fault("rates-currency", Place(file, 1, currency), currency, f"is no column, {why}")
    if absent:
        return
    known = min(need.month, Month.parse(programme.as_of[:7]))
    earlier = [month for month in _months(need, quoted) if month <= known]
    if not earlier or known - earlier[-1] > _STALE_MONTHS:
        last = f"its last one before is of {earlier[-1]}" if earlier else "nor any before"
        message = f"has no rate in {known}, {last}, {why}"
        pair = f"{need.from_} to {need.to}"
        yield fault("rates-month", Place(file, 0, sides[0]), pair, message)


def _months(need: Need, quoted: Mapping[str, Mapping[Month, Quote]]) -> list[Month]:
    """The months in which both currencies of a pair are quoted, in order."""
    sides = [quoted[one].keys() for one in (need.from_, need.to) if one != BASE]
    return sorted(set(sides[0]).intersection(*sides[1:]))


def _rows(
    programme: Programme,
    file: str,
    need: Need,
    quoted: Mapping[str, Mapping[Month, Quote]],
    rule: str,
) -> Iterator[Exchange]:
    """The rows of one pair: months in which both currencies are quoted."""
    sides = [quoted[one] for one in (need.from_, need.to) if one != BASE]
    months = _months(need, quoted)
    begins = max((month for month in months if month <= need.month), default=need.month)
    for month in months:
        if not begins <= month <= programme.end:
            continue
        quotes = [side[month] for side in sides]
        rate = _in_euro(quoted, need.to, month) / _in_euro(quoted, need.from_, month)
        days = min(quote.days for quote in quotes)
        last_day = min(quote.last_day for quote in quotes)
        note = f"rate of {last_day}" if rule == "last" else f"mean of {days} days to {last_day}"
        yield Exchange(
            month=month,
            from_=need.from_,
            to=need.to,
            rate=_rounded(rate),
            basis="reported",
            source=f"{SOURCE}, {file}",
            note=note,
        )


def _in_euro(quoted: Mapping[str, Mapping[Month, Quote]], currency: str, month: Month) -> Fraction:
    return Fraction(1) if currency == BASE else quoted[currency][month].rate


def _rounded(rate: Fraction) -> Decimal:
    """Eight digits, and none beyond the twelfth after the point."""
    found = _DIGITS.divide(Decimal(rate.numerator), Decimal(rate.denominator))
    return found.quantize(_LEAST, ROUND_HALF_UP).normalize()
