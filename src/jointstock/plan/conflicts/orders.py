"""The most that can be called off on one line, with money to spare or at given prices.

Closed form: a flow from each member's demand to the months in which it may be delivered. What a
member can have had delivered by a month never falls from one month to the next, so the least cut
is found among the first months alone (Hall, 1935).
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from jointstock.plan.bands import Key
from jointstock.plan.case import Case, Stream
from jointstock.plan.conflicts.affordable import Costs, Window
from jointstock.plan.periods import Counts
from jointstock.programme.tables import Donation, Funding


def most_called_off(case: Case, *lines: str, all_gifts: bool, costs: Costs | None = None) -> int:
    """The most units that could be called off on lines of one contract and item, and delivered.

    Members' own demand and backfill: with ``all_gifts`` of all that donors may give, never too
    few; without, of what they can give whatever is planned (`given_late`). With ``costs`` no more
    than each member's money pays for, month by month. Of one line that is the most; of more it
    may be too much, never too little.
    """
    first = case.lines[lines[0]]
    indices = [case.line_index[line] for line in lines]
    left = np.maximum(case.best_capacity[indices] - case.promised[indices], 0).sum(axis=0)
    asked = wanted_by(case, (first.contract, first.item), all_gifts=all_gifts)
    had: dict[str, Counts] = {}
    for one in (one for line in lines for one in callers(case, line)):
        window = Window(*one.calls, one.line.lead_months, case.months)
        units = had_by(case, one.member, asked, window, costs).copy()
        units[: one.first_delivery] = 0
        had[one.member] = np.maximum(had[one.member], units) if one.member in had else units
    # the cut at a month: what may be had before it, and capacity from it on
    before = np.concatenate([[0], sum(had.values(), np.zeros(case.months, np.int64))])
    after = np.concatenate([np.cumsum(left[::-1])[::-1], [0]])
    most = int((before + after).min())
    ceiling = case.contracts[first.contract].ceiling
    return most if ceiling is None else min(most, max(ceiling - case.terms.past(first.contract), 0))


class Asked:
    """Units of a contract and item by member: its own and gifts, and gifts that others pay for.

    ``funding`` are the rows by which they do.
    """

    def __init__(self, key: Key) -> None:
        """Nothing is asked for yet."""
        self.key = key
        self.own: dict[str, int] = defaultdict(int)
        self.funded: dict[str, int] = defaultdict(int)
        self.funding: dict[str, list[Funding]] = defaultdict(list)


def wanted_by(case: Case, key: Key, *, all_gifts: bool) -> Asked:
    """What members may call off of a contract and item, on all lines together.

    With ``all_gifts`` backfill of all that may be given at all, without of what surely can.
    """
    asked = Asked(key)
    for pool in case.pools:
        if (pool.contract, pool.item) == key:
            asked.own[pool.member] += pool.firm + pool.optional
    if not all_gifts:
        for (donor, item), units in given_late(case).items():
            if item == key[1]:
                asked.own[donor] += units
        return asked
    funding: dict[str, list[Funding]] = defaultdict(list)
    for one in case.programme.funding:
        funding[one.donation].append(one)
    for row in case.donations:
        if row.item == key[1] and _last_gift(case, row) is not None and _could_be_kept(case, row):
            if row.donation in funding:
                asked.funded[row.donor] += row.up_to
                asked.funding[row.donor] += funding[row.donation]
            else:
                asked.own[row.donor] += row.up_to
    return asked


def _last_gift(case: Case, row: Donation) -> int | None:
    """The last month in which a donation may be given; ``None`` if it never may be."""
    last = case.months - 1 - (row.backfill_within_months or 0)
    first = 0 if row.not_before is None else max(0, case.t(row.not_before))
    return last if case.terms.may_give(row) and row.up_to and first <= last else None


def _could_be_kept(case: Case, row: Donation) -> bool:
    """Whether a donor could ever hold what it keeps beside a gift, with all of its demand there.

    From the first gift on it holds that to the end, and then no more is backfilled than given: so
    what it has at first, is promised and may call off must come to it, however little it uses.
    """
    key = row.donor, row.item
    own = sum(one.firm + one.optional for one in case.pools if (one.member, one.item) == key)
    cell = case.cells[key]
    return int(case.opening[cell] + case.promised_in[cell].sum()) + own >= row.keep_units


def given_late(case: Case) -> dict[tuple[str, str], int]:
    """Units by donor and item that can be given at the end whatever is planned, and backfilled.

    Out of the stock that there is without deliveries, each row in the last month in which its
    backfill still comes in time; rows that are given together are left out.
    """
    found: dict[tuple[str, str], int] = {}
    rows: dict[tuple[str, str], list[tuple[Donation, int]]] = defaultdict(list)
    for row in case.donations:
        last = _last_gift(case, row)
        if last is not None and not row.group:
            rows[row.donor, row.item].append((row, last))
    for (donor, item), able in rows.items():
        cell = case.cells[donor, item]
        held = case.opening[cell] + case.promised_in[cell, : min(t for _, t in able) + 1].sum()
        spare = int(held) - max(row.keep_units for row, _ in able)
        found[donor, item] = max(min(spare, sum(row.up_to for row, _ in able)), 0)
    return found


def callers(case: Case, line: str) -> list[Stream]:
    """One stream for each member that may call off on the line; all of its streams are alike."""
    found = {
        one.member: one
        for one in case.streams
        if one.line.line == line and one.possible and one.first_delivery < case.months
    }
    return list(found.values())


def had_by(case: Case, member: str, asked: Asked, window: Window, costs: Costs | None) -> Counts:
    """What a member may have had delivered by each month, its first deliveries apart, (T,)."""
    own, funded = asked.own[member], asked.funded[member]
    if costs is None:
        return np.full(case.months, own + funded)
    paid = costs.affordable(case, member, asked.key, window)
    helped = costs.funded(case, member, asked.key, window, asked.funding[member]) if funded else 0
    return np.minimum(paid + min(funded, helped), own + funded)
