"""The half dozen figures that a reader takes away from the first page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jointstock.publish import series
from jointstock.publish.answer import bases
from jointstock.publish.brief import Brief
from jointstock.publish.wording import count, listed, month, number, percent


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure: what it is, its value, and a line under it."""

    label: str
    value: str
    under: str


def figures(brief: Brief) -> list[Headline]:
    """The figures of the first page; what a programme has not is left out."""
    return [*_bought(brief), *_delivered(brief), *_worst(brief), *_given(brief), *_last(brief)]


def _bought(brief: Brief) -> Iterator[Headline]:
    calls = series.of_kind(brief.plan, "call_off")
    members = dict.fromkeys(entry.member for entry in calls)
    opened = brief.plan.decisions.lines_opened
    under = f"by {count(len(members), 'member')}"
    if opened:
        under += f"; opens {listed([f'line {line}' for line in opened])}"
    value = f"{number(series.total(calls))}{brief.mark_of(calls)} {brief.units}"
    yield Headline("Called off", value, under)


def _delivered(brief: Brief) -> Iterator[Headline]:
    came = series.of_kind(brief.plan, "delivery")
    if came:
        last = max(entry.month for entry in came)
        first = min(entry.month for entry in came)
        mark = brief.mark_of(came)
        yield Headline("All delivered by", f"{month(last)}{mark}", f"the first in {month(first)}")


def _worst(brief: Brief) -> Iterator[Headline]:
    short = series.shortfalls(brief.programme, brief.plan)
    if not short:
        return
    by_month = [sum(units[t] for units in short.values()) for t in range(len(brief.months))]
    at = max(range(len(by_month)), key=lambda t: (by_month[t], -t))
    if not by_month[at]:
        yield Headline("Below a floor", "never", "no member in any month")
        return
    floor = sum(brief.terms.floor(*cell)[at] for cell in short)
    mark = brief.stock_mark(*next(cell for cell in short if short[cell][at]))
    under = f"of {number(floor)}, {percent(by_month[at], floor)}, in {month(brief.months[at])}"
    yield Headline("Most missing to the floors", f"{number(by_month[at])}{mark}", under)


def _given(brief: Brief) -> Iterator[Headline]:
    if not brief.programme.donations:
        return
    gifts = series.of_kind(brief.plan, "donation")
    freed = sum(one.with_buy - one.without_buy for one in brief.findings.freed)
    mark = brief.mark(*brief.programme.donations)
    under = f"of up to {number(sum(row.up_to for row in brief.programme.donations))}"
    if brief.findings.freed:
        under += f"; {number(freed)} freed by the buy"
    yield Headline("Can be given", f"{number(series.total(gifts))}{mark} {brief.units}", under)


def _last(brief: Brief) -> Iterator[Headline]:
    spent = series.of_kind(brief.plan, "payment", "fee", "common")
    if spent:
        value = f"{brief.told(brief.spent())}{brief.mark_of(spent)}"
        yield Headline("It costs", value, "fees and common costs included, not discounted")
    found = bases(brief)
    every = sum(found.values())
    if every:
        under = "of the input rows; marked wherever they appear"
        yield Headline("Assumed", f"{number(found['assumed'])} of {number(every)}", under)
