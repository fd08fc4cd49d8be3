"""Money: currencies that are stated and agree, rates and price levels that are there."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jointstock.programme.faults import fault
from jointstock.programme.rules.draft import Draft, cell, others
from jointstock.programme.rules.needs import rates_needed
from jointstock.programme.tables import Row
from jointstock.programme.terms import Terms
from jointstock.words.errors import Problem
from jointstock.words.money import whole_minor
from jointstock.words.months import Month

# Table, column of the amount; its currency stands in the column `currency`.
AMOUNTS = (
    ("lines", "opening_cost"),
    ("ramps", "cost"),
    ("costs", "amount"),
    ("budgets", "amount"),
    ("funding", "amount"),
    ("announcements", "amount"),
)


def above_zero(draft: Draft) -> Iterator[Problem]:
    """Rates and price levels are above 0."""
    for rate in draft.programme.exchange:
        if rate.rate == 0:
            yield fault("above-zero", cell(rate, "rate"), rate.rate, "is no exchange rate")
    for level in draft.programme.escalation:
        if level.index == 0:
            yield fault("above-zero", cell(level, "index"), level.index, "is no price level")


def amounts_without_currency(draft: Draft) -> Iterator[Problem]:
    """An amount above 0 says in which currency it is."""
    for table, column in AMOUNTS:
        for row in getattr(draft.programme, table):
            amount = getattr(row, column)
            if amount and not row.currency:
                message = f"is blank, and {column} is {amount}"
                yield fault("currency-missing", cell(row, "currency"), "", message)


def budgets_in_one_currency(draft: Draft) -> Iterator[Problem]:
    """The budgets of a member are in one currency."""
    first: dict[str, tuple[str, Row]] = {}
    for row in draft.programme.budgets:
        currency, earlier = first.setdefault(row.member, (row.currency, row))
        if row.currency != currency:
            at = earlier.at
            message = f"is not the currency of {row.member} in {at.file}:{at.row}, {currency}"
            yield fault("budget-currency", cell(row, "currency"), row.currency, message)


def fractions_of_a_coin(draft: Draft) -> Iterator[Problem]:
    """A remark on amounts that are rounded to whole minor units, one for each column."""
    for table, column in AMOUNTS:
        found = [
            row
            for row in getattr(draft.programme, table)
            if getattr(row, column) and row.currency and _broken(getattr(row, column), row.currency)
        ]
        if found:
            currency = found[0].currency
            message = f"is no whole number of minor units of {currency}{others(len(found) - 1)}"
            amount = getattr(found[0], column)
            yield fault("minor-fraction", cell(found[0], column), amount, message)


def _broken(amount: Decimal, currency: str) -> bool:
    return not whole_minor(amount, currency)


def rates(draft: Draft) -> Iterator[Problem]:
    """Every conversion that may be needed has a rate by the month it is needed in.

    One problem for each pair of currencies, for the first month without a rate.
    """
    terms = Terms(draft.programme)
    missing: dict[tuple[str, str], tuple[Month, Row, str]] = {}
    for need in rates_needed(draft.programme):
        try:
            terms.rate(need.from_, need.to, need.month)
        except KeyError:
            earlier = missing.get((need.from_, need.to))
            if earlier is None or need.month < earlier[0]:
                missing[need.from_, need.to] = (need.month, need.row, need.why)
    for (from_, to), (month, row, why) in missing.items():
        message = f"has no rate to {to} in {month} or before, needed {why}"
        repair = f"add a row to exchange with month {month} or earlier, from {from_}, to {to}"
        yield fault("rate-missing", cell(row, "currency"), from_, message, repair)


def price_levels(draft: Draft) -> Iterator[Problem]:
    """The price index has a row for the price year and for the first year, or an earlier one."""
    programme = draft.programme
    if not programme.escalation:
        return
    first = min(row.year for row in programme.escalation)
    for key, year in (("price_year", programme.price_year), ("start", programme.start.year)):
        if year < first:
            message = f"lies before the first year of escalation, {first}"
            repair = f"add a row to escalation for {year} or before"
            yield fault("index-missing", draft.scalar(key), year, message, repair)
