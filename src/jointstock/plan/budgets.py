"""The rules of money: what a member may pay and sign for, year by year, and third-party funding."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from jointstock.plan.budget_rows import BudgetRows, Period, Spending
from jointstock.plan.draft import Draft
from jointstock.plan.fixed import Fixed, fixed_payments
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
    free = [
        span.grant
        - _fixed_in(draft, fixed, span, currency)
        - sum(amount for t, amount in elsewhere.items() if span.first <= t <= span.last)
        for span in spans
    ]
    taken = _taken_by_rounding(spans, free, [_rounded(spending, span) for span in spans])
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
        model.put(row_of[one.months], one.columns, one.schedule.total[one.months] / scale)
    funding = _add_funding(draft, member, kind, spending, scale, currency)
    for _, columns, months in funding:
        model.put(row_of[months], columns, -1.0)
    draft.budgets.append(BudgetRows(spans, rows, right, spending, scale, funding))


def _spending(draft: Draft, member: str, kind: str, currency: str) -> list[Spending]:
    """What the member pays or signs for, stream by stream."""
    tariff, case = draft.tariff, draft.case
    found = []
    every = np.arange(case.months)
    for stream in case.streams:
        if (
            stream.member != member
            or not stream.possible
            or (stream.line.contract, stream.line.item) not in tariff.prices
        ):
            continue
        calls = every[stream.calls[0] : stream.calls[1] + 1]
        columns = draft.calls[stream.index, calls]
        if kind == "commitment":
            whole = tariff.whole(stream, currency)
            found.append(Spending(stream, "commitment", calls, columns, whole))
            continue
        advance, balance = tariff.advance(stream, currency), tariff.balance(stream, currency)
        if case.share_at(stream) > 0:
            found.append(Spending(stream, "advance", calls, columns, advance))
        if case.share_at(stream) < 1:
            months = every[stream.first_delivery :]
            columns = draft.delivered[stream.index, months]
            found.append(Spending(stream, "balance", months, columns, balance))
    return found


def _taken_by_rounding(
    spans: list[Period], free: list[Fraction], rounded: list[int]
) -> list[Fraction]:
    """What is set aside in each period for rounding, half a minor unit for each amount.

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
    for span, most, amounts in zip(spans, room, rounded, strict=True):
        before = before if span.linked else Fraction(0)
        now = max(min(before + Fraction(amounts, 2), most), before)
        taken.append(now - before)
        before = now
    return taken


def _rounded(spending: list[Spending], span: Period) -> int:
    """How many transfers of the span may be rounded: each by half a minor unit at most."""
    occasions: dict[tuple[str, str, int, int], int] = {}
    for one in spending:
        signs = one.cause == "commitment"  # rounded call-off by call-off, its fee included
        apart = one.stream.index if signs else -1
        for t in one.months[(one.months >= span.first) & (one.months <= span.last)]:
            key = (one.stream.line.contract, one.cause, int(t), apart)
            inexact = one.schedule.inexact(int(t))
            inexact = min(inexact, 1) if signs else inexact
            occasions[key] = max(occasions.get(key, 0), inexact)
    return sum(occasions.values())


def _fixed_in(draft: Draft, fixed: tuple[Fixed, ...], span: Period, currency: str) -> Fraction:
    """What standing promises cost in the span, in minor units of the budget, rounding included."""
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
    """What third nations pay of the backfill of this member's gifts, by funding row and month.

    Each is at most what the backfill of its donation costs in the month, all together at most
    the amount promised. Returns the donation's index, columns and their months.
    """
    case, model = draft.case, draft.model
    found = []
    donations = {row.donation: k for k, row in enumerate(case.donations) if row.donor == member}
    paid: dict[int, Indices] = {}
    for row in case.programme.funding:
        k = donations.get(row.donation)
        if k is None:
            continue
        if k not in paid:
            paid[k] = model.rows("funded backfill", case.months, high=0.0)
            for one in spending:
                if one.stream.donation == k:
                    cost = one.schedule.total[one.months] / scale
                    model.put(paid[k][one.months], one.columns, -cost)
        first = 0 if row.from_ is None else max(0, case.t(row.from_))
        last = case.months - 1 if row.to is None else min(case.months - 1, case.t(row.to))
        if first > last:
            continue
        months = np.arange(first, last + 1)
        columns = model.columns("funding", len(months), places=months)
        model.put(paid[k][months], columns, 1.0)
        rates = [draft.tariff.rate(row.currency, currency, int(t)) for t in months]
        amount = to_minor(row.amount, row.currency)
        most = model.rows("funding in all", 1, high=amount / scale)
        model.put(most, columns, [float(1 / rate) for rate in rates])
        draft.funding[row.payer, row.donation, str(row.from_ or ""), kind] = (
            columns,
            months,
            scale,
        )
        found.append((k, columns, months))
    return found
