"""The rules of money: what a member may pay and sign for, year by year, and third-party funding."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from jointstock.plan.budget_rows import BudgetRows, Period, Spending
from jointstock.plan.draft import Draft
from jointstock.plan.fixed import Fixed, fixed_payments, owed_by_month
from jointstock.solve.model import Indices
from jointstock.words.money import to_minor


def _periods(draft: Draft, member: str, kind: str, breaks: set[int]) -> list[Period]:
    """The stretches of months at whose ends a budget is looked at.

    Inside a stretch money is only spent, so its end says all: a stretch ends where a grant comes,
    where a refund comes (``breaks``), and where what is left is lost.
    """
    case = draft.case
    found: list[Period] = []
    for block in case.terms.grants(member, kind):
        first, last = case.t(block.first), case.t(block.last)
        granted: dict[int, int] = {first: 0}
        for one in block.grants:
            t = max(case.t(one.available), first)
            granted[t] = granted.get(t, 0) + one.amount
        for t in breaks:
            if first < t <= last:
                granted.setdefault(t, 0)
        cuts = sorted(t for t in granted if t <= last)
        for cut, after in zip(cuts, [*cuts[1:], last + 1], strict=True):
            found.append(Period(cut, after - 1, granted[cut], cut != first))
    return found


def add_budgets(draft: Draft) -> None:
    """For each member and kind of budget: what is left at each period's end is not below zero."""
    kinds = dict.fromkeys((row.member, row.kind) for row in draft.case.programme.budgets)
    for member, kind in kinds:
        _add_budget(draft, member, kind)


def _add_budget(draft: Draft, member: str, kind: str) -> None:
    """One row a period: grant, less spending, plus funding, plus what the period before left."""
    case, model = draft.case, draft.model
    currency = next(row.currency for row in case.programme.budgets if row.member == member)
    spending = _spending(draft, member, kind, currency)
    fixed = fixed_payments(case, draft.tariff, member) if kind == "payment" else ()
    elsewhere = case.elsewhere.get((member, kind), {})
    refunds = {one.t for one in fixed if one.amount < 0}
    refunds |= {t for t, amount in elsewhere.items() if amount < 0}
    spans = _periods(draft, member, kind, refunds)
    scale = max((float(s.schedule.total.max()) for s in spending), default=0.0) / 1000 or 1.0
    owed = owed_by_month(case, draft.tariff, fixed, currency)
    rounded = _rounded(spending, case.months)
    free, aside = [], []
    for span in spans:
        now = sum(amount for t, amount in owed.items() if span.first <= t <= span.last)
        beside = sum(amount for t, amount in elsewhere.items() if span.first <= t <= span.last)
        free.append(Fraction(span.grant - now - beside))
        aside.append(
            Fraction(int(rounded[span.first : span.last + 1].sum()), 2)
            + _fixed_in(draft, fixed, span, currency)
            - now
        )
    taken = _taken_by_rounding(spans, free, aside)
    right = [float((a - b) / Fraction(scale)) for a, b in zip(free, taken, strict=True)]
    begins = [span.first for span in spans]
    left = model.columns(f"{kind} left", len(spans), places=begins)
    rows = model.rows(f"{kind} budget", len(spans), low=right, high=right, places=begins)
    model.put(rows, left, 1.0)
    for j, span in enumerate(spans):
        if span.linked:
            model.put(rows[j], left[j - 1], -1.0)
    row_of = np.zeros(case.months, np.int64)
    for j, span in enumerate(spans):
        row_of[span.first : span.last + 1] = rows[j]
    for one in spending:
        model.put(row_of[one.months], one.columns, one.cost / scale)
    funding = _add_funding(draft, member, kind, spending, scale, currency)
    for _, columns, months in funding:
        model.put(row_of[months], columns, -1.0)
    draft.budgets.append(BudgetRows(spans, rows, right, spending, scale, funding))


def _spending(draft: Draft, member: str, kind: str, currency: str) -> list[Spending]:
    """What the member pays or signs for, stream by stream."""
    tariff, case, periods = draft.tariff, draft.case, draft.case.periods
    found = []
    for stream in case.streams:
        if (
            stream.member != member
            or not stream.possible
            or (stream.line.contract, stream.line.item) not in tariff.prices
        ):
            continue
        calls, after = slice(stream.periods[0], stream.periods[1] + 1), slice(stream.arrives, None)
        called, delivered = draft.calls[stream.index, calls], draft.delivered[stream.index, after]
        months = periods.first[calls], periods.last[calls]
        if kind == "commitment":
            whole = tariff.whole(stream, currency)
            found.append(Spending(stream, "commitment", *months, called, whole))
            continue
        advance, balance = tariff.advance(stream, currency), tariff.balance(stream, currency)
        if case.share_at(stream) > 0:
            found.append(Spending(stream, "advance", *months, called, advance))
        if case.share_at(stream) < 1:
            months = periods.first[after], periods.last[after]
            found.append(Spending(stream, "balance", *months, delivered, balance))
    return found


def _taken_by_rounding(
    spans: list[Period], free: list[Fraction], wanted: list[Fraction]
) -> list[Fraction]:
    """What is set aside in each period for rounding, of what is wanted for it.

    It comes out of what is free to date and is not owed by a later period of the same purse, and
    is never more than that: who spends nothing rounds nothing.
    """
    taken: list[Fraction] = []
    to_date: list[Fraction] = []  # free to date, from the beginning of the purse
    for span, one in zip(spans, free, strict=True):
        to_date.append(one + (to_date[-1] if span.linked else 0))
    room = list(to_date)
    for j in range(len(spans) - 1, 0, -1):
        if spans[j].linked:
            room[j - 1] = min(room[j - 1], room[j])
    before = Fraction(0)
    for span, most, aside in zip(spans, room, wanted, strict=True):
        before = before if span.linked else Fraction(0)
        now = max(min(before + aside, most), before)
        taken.append(now - before)
        before = now
    return taken


def _rounded(spending: list[Spending], months: int) -> Indices:
    """How many transfers of each month may be rounded: each by half a minor unit at most, (T,)."""
    occasions: dict[tuple[str, str, int], Indices] = {}
    for one in spending:
        signs = one.cause == "commitment"  # rounded call-off by call-off, its fee included
        key = one.stream.line.contract, one.cause, one.stream.index if signs else -1
        spent = np.zeros(months, bool)
        for first, end in zip(one.months.tolist(), one.ends.tolist(), strict=True):
            spent[first : end + 1] = True
        inexact = np.where(spent, np.minimum(one.schedule.inexact, 1 if signs else 2), 0)
        occasions[key] = np.maximum(occasions.get(key, 0), inexact)
    return sum(occasions.values(), np.zeros(months, np.int64))


def _fixed_in(draft: Draft, fixed: tuple[Fixed, ...], span: Period, currency: str) -> Fraction:
    """What standing promises cost in the span, in minor units of the budget, rounding included.

    Half a minor unit for each amount: what else is paid may be rounded together with it.
    """
    total = Fraction(0)
    for one in fixed:
        if span.first <= one.t <= span.last:
            price = draft.tariff.prices[one.row.contract, one.item]
            amount = one.amount * draft.tariff.rate(price.currency, currency, one.t)
            fee = amount * draft.case.fee_rate(one.row.contract)
            rounded = (amount.denominator != 1) + (fee.denominator != 1)
            total += amount + fee + Fraction(rounded, 2)
    return total


def _add_funding(
    draft: Draft, member: str, kind: str, spending: list[Spending], scale: float, currency: str
) -> list[tuple[int, Indices, Indices]]:
    """What third nations pay of the backfill of this member's gifts, by funding row and period.

    Each is at most what the backfill of its donation costs in the period, all together at most
    the amount promised. Returns the donation's index, columns and their first months.
    """
    case, model, periods = draft.case, draft.model, draft.case.periods
    found = []
    donations = {row.donation: k for k, row in enumerate(case.donations) if row.donor == member}
    paid: dict[int, Indices] = {}
    for row in case.programme.funding:
        k = donations.get(row.donation)
        if k is None:
            continue
        if k not in paid:
            paid[k] = model.rows("funded backfill", periods.count, high=0.0)
            for one in spending:
                if one.stream.donation == k:
                    at = paid[k][periods.of[one.months]]
                    model.put(at, one.columns, -one.cost / scale)
        first = 0 if row.from_ is None else periods.from_month(max(0, case.t(row.from_)))
        last = case.months - 1 if row.to is None else min(case.months - 1, case.t(row.to))
        last = periods.until_month(last)
        if first > last:
            continue
        at = np.arange(first, last + 1)
        columns = model.columns("funding", len(at), places=periods.first[at])
        model.put(paid[k][at], columns, 1.0)
        months = [periods.months(p) for p in range(first, last + 1)]
        rates = [min(draft.tariff.rate(row.currency, currency, t) for t in one) for one in months]
        amount = to_minor(row.amount, row.currency)
        most = model.rows("funding in all", 1, high=amount / scale)
        model.put(most, columns, [float(1 / rate) for rate in rates])
        draft.funding[row.payer, row.donation, str(row.from_ or ""), kind] = (columns, at, scale)
        found.append((k, columns, periods.first[at]))
    return found
