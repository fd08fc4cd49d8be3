"""Rules of donations: who may give, how much, when, what is kept, groups, and backfill."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate

from jointstock.programme.programme import Programme
from jointstock.programme.tables import Donation
from jointstock.programme.terms import Terms
from jointstock.words.entries import Entry

ByMonth = dict[str, list[int]]
Stocks = dict[tuple[str, str], list[int]]


def check_gifts(programme: Programme, terms: Terms, entries: tuple[Entry, ...]) -> Iterator[str]:
    """Every breach of a rule of donations and their backfill."""
    gifts: ByMonth = defaultdict(lambda: [0] * programme.months)
    backfill: ByMonth = defaultdict(lambda: [0] * programme.months)
    called: dict[str, int] = defaultdict(int)
    donors = {(f"stock:{row.donor}", row.item) for row in programme.donations}
    items = {item for _, item in donors}
    stocks: Stocks = defaultdict(lambda: [0] * programme.months)
    for entry in entries:
        t = entry.month - programme.start
        for one in entry.transfers:
            if one.unit not in items:  # money, mostly
                continue
            for account, sign in ((one.source, -1), (one.target, 1)):
                if (account, one.unit) in donors:
                    stocks[account, one.unit][t] += sign * one.quantity
        units = entry.transfers[0].quantity
        if entry.kind == "donation":
            gifts[entry.donation][t] += units
        elif entry.backfill and entry.kind == "delivery":
            backfill[entry.backfill][t] += units
        elif entry.backfill and entry.kind == "call_off":
            called[entry.backfill] += units
    for row in programme.donations:
        given = gifts[row.donation]
        if any(given):
            yield from _allowed(programme, terms, row, given)
            yield from _kept(programme, row, given, stocks[f"stock:{row.donor}", row.item])
        if called[row.donation] > sum(given):
            yield f"donation {row.donation}: {called[row.donation]} backfilled, {sum(given)} given"
        yield from _in_time(programme, row, given, backfill[row.donation])
    yield from _groups(programme, gifts)


def _allowed(programme: Programme, terms: Terms, row: Donation, given: list[int]) -> Iterator[str]:
    first = programme.start + next(t for t, units in enumerate(given) if units)
    if not terms.may_give(row):
        yield f"donation {row.donation}: {row.donor} may not give {row.item}"
    if sum(given) > row.up_to:
        yield f"donation {row.donation}: {sum(given)} given, up to {row.up_to}"
    if row.not_before is not None and first < row.not_before:
        yield f"donation {row.donation}: given in {first}, not before {row.not_before}"


def _kept(programme: Programme, row: Donation, given: list[int], moved: list[int]) -> Iterator[str]:
    """From the first gift on the donor's stock, moved by month, is at or above what it keeps."""
    stock = list(moved)
    for held in programme.stocks:
        if (held.member, held.item) == (row.donor, row.item):
            stock[0] += held.units
    first = next(t for t, units in enumerate(given) if units)
    for t, units in enumerate(accumulate(stock)):
        if t >= first and units < row.keep_units:
            yield (
                f"donation {row.donation}: {row.donor} holds {units} in {programme.start + t}, "
                f"keeps {row.keep_units}"
            )
            return


def _in_time(
    programme: Programme, row: Donation, given: list[int], backfill: list[int]
) -> Iterator[str]:
    """Gifts to date are backfilled within the months that the row allows."""
    within = row.backfill_within_months
    if within is None:
        return
    to_date, filled = list(accumulate(given)), list(accumulate(backfill))
    for t, units in enumerate(to_date):
        if not units:
            continue
        if t + within >= programme.months:
            if given[t]:
                yield f"donation {row.donation}: backfill of {programme.start + t} is due too late"
        elif filled[t + within] < units:
            yield (
                f"donation {row.donation}: {filled[t + within]} of {units} backfilled "
                f"by {programme.start + (t + within)}"
            )
            return


def _groups(programme: Programme, gifts: ByMonth) -> Iterator[str]:
    """Rows of a group are given in full in one month or not at all."""
    groups: dict[str, list[Donation]] = defaultdict(list)
    for row in programme.donations:
        if row.group and row.up_to:
            groups[row.group].append(row)
    for name, rows in groups.items():
        months = {
            (t, row.donation)
            for row in rows
            for t, units in enumerate(gifts[row.donation])
            if units
        }
        in_full = all(sum(gifts[row.donation]) == row.up_to for row in rows)
        if months and not (in_full and len({t for t, _ in months}) == 1):
            yield f"group {name}: not given in full in one month"
