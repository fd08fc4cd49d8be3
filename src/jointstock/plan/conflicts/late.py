"""A plan that reaches a minimum order exactly, each unit called off and delivered late.

Late, because money only grows. Where this plan is one, it proves that the order can be reached;
where it is not, nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import numpy as np

from jointstock.plan.case import Case, Stream
from jointstock.plan.conflicts.affordable import Costs, Window, to_spend
from jointstock.plan.conflicts.orders import callers, had_by, wanted_by
from jointstock.plan.periods import Counts


def has_late_plan(case: Case, line: str, costs: Costs) -> bool:
    """Whether late call-offs of a line's minimum order hold every budget at given prices.

    Without gifts; every member must be able to pay what it owes already.
    """
    row = case.lines[line]
    needed = row.minimum_order
    ceiling = case.contracts[row.contract].ceiling
    if ceiling is not None and ceiling - case.terms.past(row.contract) < needed:
        return False
    streams = callers(case, line)
    delivered = _latest(case, line, streams, needed, costs)
    if int(delivered.sum()) < needed:
        return False
    by_member = {one.member: (one, units) for one, units in zip(streams, delivered, strict=True)}
    return all(_is_paid(case, costs, one, by_member.get(one)) for one in case.members)


def _latest(case: Case, line: str, streams: list[Stream], needed: int, costs: Costs) -> Counts:
    """Deliveries by stream and month, as late as capacity and each member's means allow, (n, T).

    What a member cannot have any sooner comes first, then who has got least of what it may have:
    who has much late pays advances for it, and should not pay for other units before.
    """
    index = case.line_index[line]
    left = np.maximum(case.best_capacity[index] - case.promised[index], 0)
    asked = wanted_by(case, (case.lines[line].contract, case.lines[line].item), gifts=False)
    may = np.zeros((len(streams), case.months + 1), np.int64)  # had before each month
    for k, one in enumerate(streams):
        window = Window(*one.calls, one.line.lead_months, case.months)
        may[k, 1:] = had_by(case, one.member, asked, window, costs)
        may[k, : one.first_delivery + 1] = 0
    most = np.maximum(may[:, -1], 1)
    still = may[:, -1].copy()
    found = np.zeros((len(streams), case.months), np.int64)
    for t in range(case.months - 1, -1, -1):
        room = min(int(left[t]), needed)
        must = np.maximum(still - may[:, t], 0)  # what cannot be had any sooner
        for wanted in (must, still - must):
            order = np.argsort(-still / most, kind="stable")
            now = np.diff(np.minimum(np.cumsum(wanted[order]), room), prepend=0)
            found[order, t] += now
            still[order] -= now
            room -= int(now.sum())
        still = np.minimum(still, may[:, t])
        needed -= int(found[:, t].sum())
        if not needed:
            break
    return found


def _is_paid(case: Case, costs: Costs, member: str, planned: tuple[Stream, Counts] | None) -> bool:
    """Whether a member pays and signs for its deliveries, with rounding at its worst."""
    for kind in ("payment", "commitment"):
        found = costs.purses(case, member, kind)
        spent = _spent(case, costs, kind, planned) if found and planned else {}
        for purse in found:
            room, to_date = to_spend(purse), Fraction(0)
            if room.min() < 0:
                return False
            for t in sorted(t for t in spent if purse.first <= t <= purse.last):
                to_date += spent[t]
                if to_date + costs.rounded(member) > int(room[t - purse.first]):
                    return False
    return True


def _spent(
    case: Case, costs: Costs, kind: str, planned: tuple[Stream, Counts]
) -> dict[int, Fraction]:
    """What one stream's deliveries cost by month, each called off a lead time before."""
    stream, delivered = planned
    tariff = costs.tariff
    currency = tariff.pays_in(stream.member, stream.line.contract, stream.line.item)
    spent: dict[int, Fraction] = defaultdict(Fraction)
    if currency is None:
        return spent
    whole, balance = tariff.whole(stream, currency), tariff.balance(stream, currency)
    at_call = tariff.advance(stream, currency) if kind == "payment" else whole
    for t in map(int, np.flatnonzero(delivered)):
        called = min(t - stream.line.lead_months, stream.calls[1])
        spent[called] += int(delivered[t]) * (at_call.price[called] + at_call.fee[called])
        if kind == "payment":
            spent[t] += int(delivered[t]) * (balance.price[t] + balance.fee[t])
    return spent
