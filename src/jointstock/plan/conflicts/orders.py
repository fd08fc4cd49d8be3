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


def most_called_off(case: Case, line: str, *, gifts: bool, costs: Costs | None = None) -> int:
    """The most units that could be called off on one line and have delivered.

    Members' own demand, and with ``gifts`` backfill of all that donors are ready to give. With
    ``costs`` no more than each member's money pays for, month by month; never too few.
    """
    index, contract = case.line_index[line], case.lines[line].contract
    left = np.maximum(case.best_capacity[index] - case.promised[index], 0)
    asked = wanted_by(case, (contract, case.lines[line].item), gifts=gifts)
    by_month = np.zeros(case.months, np.int64)
    for one in callers(case, line):
        window = Window(*one.calls, one.line.lead_months, case.months)
        by_month[one.first_delivery :] += had_by(case, one.member, asked, window, costs)[
            one.first_delivery :
        ]
    # the cut at a month: what may be had before it, and capacity from it on
    before = np.concatenate([[0], by_month])
    after = np.concatenate([np.cumsum(left[::-1])[::-1], [0]])
    most = int((before + after).min())
    ceiling = case.contracts[contract].ceiling
    return most if ceiling is None else min(most, max(ceiling - case.terms.past(contract), 0))


class Asked:
    """Units of a contract and item by member: its own and gifts, and gifts that others pay for."""

    def __init__(self, key: Key) -> None:
        """Nothing is asked for yet."""
        self.key = key
        self.own: dict[str, int] = defaultdict(int)
        self.funded: dict[str, int] = defaultdict(int)


def wanted_by(case: Case, key: Key, *, gifts: bool) -> Asked:
    """What members may call off of a contract and item, on all lines together."""
    asked = Asked(key)
    for pool in case.pools:
        if (pool.contract, pool.item) == key:
            asked.own[pool.member] += pool.firm + pool.optional
    funded = {row.donation for row in case.programme.funding}
    for row in case.donations if gifts else ():
        if row.item == key[1]:
            (asked.funded if row.donation in funded else asked.own)[row.donor] += row.up_to
    return asked


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
    return np.minimum(paid, own) + funded
