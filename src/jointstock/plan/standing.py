"""What a plan decides, as an outcome of a programme that has changed since, whole or in part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from jointstock.plan.case import Case, Spent
from jointstock.plan.outcome import Outcome, chosen_tariff
from jointstock.plan.periods import Counts
from jointstock.words.entries import Entry
from jointstock.words.results import Plan

Funded = dict[tuple[str, str, str, str], dict[int, int]]


def stream_names(case: Case) -> dict[tuple[str, str, str], int]:
    """The index of each stream by member, line and the donation that it backfills, if any."""
    donations = [row.donation for row in case.donations]
    return {
        (s.member, s.line.line, donations[s.donation] if s.donation >= 0 else ""): s.index
        for s in case.streams
    }


def standing(case: Case, plan: Plan) -> Outcome:
    """Call-offs, deliveries, gifts and decisions of a plan, whatever else the case now asks.

    What the programme no longer has room for (a line, a donation, a month) is left out. Own use
    that the plan does not serve stays unserved, as far as there is so much of it.
    """
    streams = stream_names(case)
    given = {row.donation: k for k, row in enumerate(case.donations)}
    calls, delivered = (np.zeros((len(streams), case.months), np.int64) for _ in range(2))
    gifts = np.zeros((len(given), case.months), np.int64)
    rows = {row.ref: row for row in case.programme.funding}
    funded: Funded = defaultdict(lambda: defaultdict(int))
    for entry in plan.entries:
        t = case.t(entry.month)
        units = entry.transfers[0].quantity
        if not 0 <= t < case.months:
            continue
        if entry.kind in ("call_off", "delivery"):
            index = streams.get((entry.member, entry.line, entry.backfill))
            if index is not None:
                (calls if entry.kind == "call_off" else delivered)[index, t] += units
        elif entry.kind == "donation" and entry.donation in given:
            gifts[given[entry.donation], t] += units
        elif entry.kind == "funding" and entry.rests_on[0] in rows:
            row = rows[entry.rests_on[0]]
            key = (row.payer, row.donation, str(row.from_ or ""), entry.cause)
            funded[key][int(case.periods.of[t])] += entry.transfers[-1].quantity
    ramps = {(ramp.row.line, ramp.row.step): ramp.index for ramp in case.ramps}
    return Outcome(
        case,
        chosen_tariff(case, delivered),
        calls,
        delivered,
        gifts,
        _unserved(case, plan),
        tuple(line for line in case.closed if line in plan.decisions.lines_opened),
        tuple(
            (ramps[one.line, one.step], case.t(one.month))
            for one in plan.decisions.ramps
            if (one.line, one.step) in ramps and 0 <= case.t(one.month) < case.months
        ),
        {key: dict(by_period) for key, by_period in funded.items()},
    )


def _unserved(case: Case, plan: Plan) -> Counts:
    found = np.zeros_like(case.use)
    for one in plan.not_served:
        c, t = case.cells.get((one.member, one.item)), case.t(one.month)
        if c is not None and 0 <= t < case.months:
            found[c, t] = min(one.units, case.use[c, t])
    return found


def put(whole: Outcome, part: Outcome) -> Outcome:
    """A whole outcome with what a part of its programme decides in the place of what it had."""
    case, own = whole.case, part.case
    at = stream_names(case)
    streams = [at[name] for name in stream_names(own)]
    given = {row.donation: k for k, row in enumerate(case.donations)}
    donations = [given[row.donation] for row in own.donations]
    cells = [case.cells[key] for key in own.cells]
    calls, delivered, gifts = whole.calls.copy(), whole.delivered.copy(), whole.gifts.copy()
    unserved = whole.unserved.copy()
    calls[streams], delivered[streams] = part.calls, part.delivered
    gifts[donations], unserved[cells] = part.gifts, part.unserved
    opened = {line for line in whole.opened if line not in own.lines} | set(part.opened)
    steps = {(ramp.row.line, ramp.row.step): ramp.index for ramp in case.ramps}
    ramps = [(i, t) for i, t in whole.ramps if case.ramps[i].row.line not in own.lines]
    for i, t in part.ramps:
        row = own.ramps[i].row
        ramps.append((steps[row.line, row.step], t))
    names = {row.donation for row in own.donations}
    funded = {key: periods for key, periods in whole.funded.items() if key[1] not in names}
    return replace(
        whole,
        tariff=chosen_tariff(case, delivered),
        calls=calls,
        delivered=delivered,
        gifts=gifts,
        unserved=unserved,
        opened=tuple(line for line in case.closed if line in opened),
        ramps=tuple(sorted(ramps)),
        funded=funded | {key: _periods_in(case, own, one) for key, one in part.funded.items()},
    )


def _periods_in(case: Case, own: Case, amounts: Mapping[int, int]) -> dict[int, int]:
    """Amounts by period of one case, by those of another that may cut the same months otherwise."""
    found: dict[int, int] = defaultdict(int)
    for period, amount in amounts.items():
        found[int(case.periods.of[own.periods.first[period]])] += amount
    return dict(found)


def spent(case: Case, entries: Iterable[Entry]) -> Spent:
    """What entries take from each member's budgets by month, less what they bring to them."""
    kinds = {"budget": "payment", "committed": "commitment"}
    found: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for entry in entries:
        if entry.kind not in ("payment", "fee", "funding", "call_off"):
            continue
        t = case.t(entry.month)
        for one in entry.transfers:
            for account, sign in ((one.source, 1), (one.target, -1)):
                name, _, rest = account.partition(":")
                if name in kinds:
                    found[rest.partition(":")[0], kinds[name]][t] += sign * one.quantity
    return {key: dict(by_month) for key, by_month in found.items()}
