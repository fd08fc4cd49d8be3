"""The money of the monthly model: budgets, funding and present cost, at the selected band."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

import pyomo.environ as pyo

from jointstock.words.money import minor_units
from oracle.facts import Facts
from oracle.money import funds, promise_amount, unit_part
from oracle.roundings import chances
from oracle.rows import Model, at_most

KINDS = ("payment", "commitment")


def add_money(model: Model, facts: Facts, *, tightened: bool = True) -> None:
    """Budgets of both kinds, with their funding and their tightening for rounding."""
    keys = []
    for member in facts.members:
        for kind in KINDS:
            for number in range(len(facts.programme.funding)):
                terms = funds(facts, number, member, kind)
                if terms is not None:
                    keys += [(number, kind, month) for month in terms[2]]
    model.f = pyo.Var(keys, domain=pyo.NonNegativeReals)
    model.inexact = pyo.Var(pyo.Any, dense=False, domain=pyo.NonNegativeReals)
    for member in facts.members:
        for kind in KINDS:
            if facts.budget_currency(member, kind) is not None:
                _add_budget(model, facts, member, kind, tightened=tightened)


def _add_budget(model: Model, facts: Facts, member: str, kind: str, *, tightened: bool) -> None:
    """To date in each block: spending, with its margin if asked, at most grants and funding."""
    currency = facts.budget_currency(member, kind)
    assert currency is not None
    minor = minor_units(currency)
    out: dict[int, Any] = defaultdict(int)
    for (month, _), amount in spending(model, facts, member, kind, currency).items():
        out[month] += amount
    margins = _margins(model, facts, member, kind) if tightened else {}
    for month, margin in margins.items():
        out[month] += margin / minor
    for month, paid in _funded(model, facts, member, kind, currency).items():
        out[month] -= paid
    for purse in facts.purses(member, kind):
        at_most(model, sum(out[month] for month in purse.months), purse.granted / minor)


def spending(
    model: Model, facts: Facts, member: str, kind: str, currency: str
) -> dict[tuple[int, str], Any]:
    """What the member pays (or signs for) by month and donation (blank: all else), fees included.

    In units of ``currency``.
    """
    found: dict[tuple[int, str], Any] = defaultdict(int)
    donors = {name: row.donor for name, row in facts.donations.items()}
    for columns, cause, owner in (
        (model.x, "advance", None),
        (model.d, "balance", None),
        (model.q, "advance", donors),
        (model.r, "balance", donors),
    ):
        for key in columns:
            who, line, month, band_number = key
            row = facts.lines[line]
            bands = facts.bands[row.contract, row.item]
            if (who if owner is None else owner[who]) != member or not bands:
                continue
            part = unit_part(facts, member, line, month, cause)
            if kind == "commitment":
                part = facts.index(month) if cause == "advance" else Fraction(0)
            band = bands[band_number]
            rate = facts.rate(band.currency, currency, month)
            amount = part * band.price * rate * (1 + facts.fee(row.contract))
            found[month, "" if owner is None else who] += float(amount) * columns[key]
    if kind == "payment":
        for number, one in enumerate(facts.programme.promised):
            month = facts.when(one.due, 0)
            product = (one.contract, facts.lines[one.line].item)
            if one.customer != member or month not in facts.months:
                continue
            for band_number, band in enumerate(facts.bands.get(product, ())):
                owed = promise_amount(facts, number, band, month)
                if owed is not None:
                    rate = facts.rate(band.currency, currency, month)
                    amount = owed[1] * rate * (1 + facts.fee(one.contract))
                    found[month, ""] += float(amount) * model.w[(*product, band_number)]
    return found


def _margins(model: Model, facts: Facts, member: str, kind: str) -> dict[int, Any]:
    """The tightening by month, in minor units: see ``roundings`` for the rule."""
    found: dict[int, Any] = defaultdict(int)
    seen = set()
    for one in chances(facts, member, kind):
        column = (member, kind, one.month, one.transfer)
        if column not in seen:
            seen.add(column)
            found[one.month] += float(one.minor_units) * model.inexact[column]
        number = facts.bands[one.contract, one.item].index(one.band)
        at_most(model, model.w[one.contract, one.item, number], model.inexact[column])
    return found


def _funded(model: Model, facts: Facts, member: str, kind: str, currency: str) -> dict[int, Any]:
    """What funding brings by month, in the budget's currency; at most what backfill costs."""
    found: dict[int, Any] = defaultdict(int)
    backfill = spending(model, facts, member, kind, currency)
    by_donation: dict[tuple[int, str], Any] = defaultdict(int)
    for number, row in enumerate(facts.programme.funding):
        terms = funds(facts, number, member, kind)
        if terms is None:
            continue
        given, amount, window = terms
        paid = sum(model.f[number, kind, month] for month in window)
        at_most(model, paid, amount / minor_units(given))
        for month in window:
            rate = float(facts.rate(given, currency, month))
            found[month] += rate * model.f[number, kind, month]
            by_donation[month, row.donation] += rate * model.f[number, kind, month]
    for key, funded in by_donation.items():
        at_most(model, funded, backfill[key])
    return found


def cost(model: Model, facts: Facts) -> Any:
    """Present cost in the programme's currency: payments with fees, openings, ramps and costs."""
    home = facts.programme.currency
    found: Any = 0
    for member in facts.members:
        for (month, _), amount in spending(model, facts, member, "payment", home).items():
            found += facts.discount(month) * amount
    for line, row in facts.lines.items():
        if not row.already_open and row.opening_cost:
            rate = float(facts.rate(row.currency, home, 0))
            found += rate * float(row.opening_cost) * model.o[line]
        for ramp in facts.ramps(line):
            for month in facts.ramp_months(ramp):
                if ramp.cost:
                    rate = float(facts.rate(ramp.currency, home, month)) * facts.discount(month)
                    found += rate * float(ramp.cost) * model.z[line, ramp.step, month]
    for one in facts.programme.costs:
        month = facts.when(one.month, 0)
        if month in facts.months:
            rate = float(facts.rate(one.currency, home, month)) * facts.discount(month)
            found += rate * float(one.amount)
    return found
