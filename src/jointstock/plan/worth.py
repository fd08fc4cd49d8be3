"""The last goals as costs: the present cost of the programme, and a steady or early plan."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from jointstock.plan.case import Case, Stream
from jointstock.plan.draft import Draft
from jointstock.plan.fixed import fixed_payments
from jointstock.plan.placing import Costs
from jointstock.solve.model import Floats, Indices
from jointstock.words.money import minor_units, to_minor
from jointstock.words.results import Plan


def discount(case: Case) -> Floats:
    """(1 + r) ** (-t / 12) by month, r the programme's yearly rate."""
    rate = 1.0 + float(case.programme.discount_rate)
    return np.asarray(rate ** (-np.arange(case.months) / 12.0))


def present_advance(draft: Draft, stream: Stream) -> Floats:
    """Present cost of the advance on a unit called off, by month, fee included (T,)."""
    if (stream.line.contract, stream.line.item) not in draft.tariff.prices:
        return np.zeros(draft.case.months)
    schedule = draft.tariff.advance(stream, draft.case.programme.currency)
    return schedule.total * discount(draft.case)


def present_balance(draft: Draft, stream: Stream) -> Floats:
    """Present cost of the balance on a unit delivered, by month, fee included (T,)."""
    if (stream.line.contract, stream.line.item) not in draft.tariff.prices:
        return np.zeros(draft.case.months)
    schedule = draft.tariff.balance(stream, draft.case.programme.currency)
    return schedule.total * discount(draft.case)


def present_costs(draft: Draft) -> Costs:
    """What a unit costs at present, by stream and month."""
    streams = draft.case.streams
    shape = len(streams), draft.case.months
    called, delivered = np.zeros(shape), np.zeros(shape)
    for one in streams:
        called[one.index], delivered[one.index] = (
            present_advance(draft, one),
            present_balance(draft, one),
        )
    return Costs(called, delivered)


def best_call_off(draft: Draft, stream: Stream) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """For each month of delivery, the cheapest month of call-off (the latest of equals), -1: none.

    Only for streams whose call-offs bear on nothing but cost.
    """
    cost = present_advance(draft, stream)
    last = stream.calls[1]
    best = np.full(draft.case.months, -1, np.int64)
    chosen = -1
    for t in range(stream.calls[0] + stream.line.lead_months, draft.case.months):
        call = t - stream.line.lead_months
        if call <= last and (chosen < 0 or cost[call] <= cost[chosen] * (1 + 1e-12)):
            chosen = call
        best[t] = chosen
    return best


def add_cost(draft: Draft) -> None:
    """Payments, fees, openings and ramps at their present cost, in minor units of the programme.

    What is the same for every plan (common costs, standing promises) is left out here; the stated
    value of the goal is counted from the plan's entries.
    """
    case, cost, periods = draft.case, draft.cost("cost"), draft.case.periods
    present = discount(case)
    currency = case.programme.currency
    for stream in case.streams:
        if not stream.possible or (
            (stream.line.contract, stream.line.item) not in draft.tariff.prices
        ):
            continue
        advance = present_advance(draft, stream)
        per_unit = present_balance(draft, stream)
        if stream.index in draft.timed:
            calls = slice(stream.periods[0], stream.periods[1] + 1)
            at = case.called_in(stream)[calls]
            cost.add(draft.calls[stream.index, calls], advance[at])
        else:
            per_unit = per_unit + advance[best_call_off(draft, stream)]
        after = slice(stream.arrives, None)
        cost.add(draft.delivered[stream.index, after], per_unit[periods.last[after]])
    band = draft.model.columns("price band of promises", 1, low=1.0, high=1.0)
    cost.add(band, _promises_by_band(draft))
    for line, column in draft.opened.items():
        row = case.lines[line]
        if row.opening_cost:
            rate = draft.tariff.rate(row.currency, currency, 0)
            cost.add(np.array([column]), float(to_minor(row.opening_cost, row.currency) * rate))
    for ramp in case.ramps:
        if not ramp.row.cost:
            continue
        amount = to_minor(ramp.row.cost, ramp.row.currency)
        first, last = periods.within(ramp.first, ramp.last)
        due = [
            float(amount * draft.tariff.rate(ramp.row.currency, currency, t)) * present[t]
            for t in map(int, periods.begin(ramp.first)[first : last + 1])
        ]
        # decided(p) - decided(p-1) is the decision in p
        own = draft.decided[ramp.index, first : last + 1]
        cost.add(own, np.array(due))
        cost.add(own[:-1], -np.array(due[1:]))


def _promises_by_band(draft: Draft) -> float:
    """What the chosen bands make standing promises cost beyond the first bands, at present."""
    case, total = draft.case, 0.0
    present = discount(case)
    for member in case.members:
        for one in fixed_payments(case, draft.tariff, member):
            price = draft.tariff.prices[one.row.contract, one.item]
            first = case.terms.bands(one.row.contract, one.item)[0]
            more = Fraction(price.unit_price - first.unit_price) * minor_units(price.currency)
            if not one.row.paid:
                more *= case.terms.index(one.row.due)
            rate = draft.tariff.rate(price.currency, case.programme.currency, one.t)
            fee = 1 + case.fee_rate(one.row.contract)
            total += float(more * one.row.units * rate * fee) * present[one.t]
    return total


def add_steady(draft: Draft, in_force: Plan | None) -> None:
    """The fewest units moved from the plan in force; with none, the earliest deliveries.

    ``settle`` breaks what ties are left: call-offs as late as can be, then by weights that make
    any two plans differ.
    """
    left = (draft.case.months - draft.case.periods.last).astype(float)
    if in_force is None:
        draft.cost("steady").add(draft.delivered, -np.broadcast_to(left, draft.delivered.shape))
    elif "steady" in draft.case.goals:
        _add_moved(draft, in_force)
    settle = draft.cost("settle")
    for index in draft.timed:
        first, last = draft.case.streams[index].periods
        settle.add(draft.calls[index, first : last + 1], left[first : last + 1])
    for grid in (draft.delivered, draft.calls, draft.gifts, draft.decided):
        at = np.flatnonzero(grid.ravel() >= 0)
        settle.add(grid.ravel()[at], _uneven(at))


def _uneven(places: Indices) -> Floats:
    """Weights below a half, by place and never by name, the same on every run.

    Square roots without their whole part: unlike multiples of one number, steps between places
    that lie equally far apart differ, so that two exchanges in opposite senses do not cancel.
    """
    return np.asarray(np.modf(np.sqrt(places + 2.0))[0] / 2)


def _add_moved(draft: Draft, in_force: Plan) -> None:
    """Units of call-offs, deliveries and gifts that differ from the plan in force."""
    case, model = draft.case, draft.model
    streams = {
        (s.member, s.line.line, case.donations[s.donation].donation if s.donation >= 0 else ""): s
        for s in case.streams
    }
    donations = {row.donation: k for k, row in enumerate(case.donations)}
    was = {name: np.zeros(grid.shape) for name, grid in _grids(draft).items()}
    for entry in in_force.entries:
        t = case.t(entry.month)
        if not 0 <= t < case.months:
            continue
        units = entry.transfers[0].quantity
        stream = streams.get((entry.member, entry.line, entry.backfill))
        at = case.periods.of[t]
        if entry.kind in ("call_off", "delivery") and stream is not None:
            was[entry.kind][stream.index, at] += units
        elif entry.kind == "donation" and entry.donation in donations:
            was["donation"][donations[entry.donation], at] += units
    for name, grid in _grids(draft).items():
        at = grid >= 0
        columns, before = grid[at], was[name][at]
        more = model.columns(f"more {name}", len(columns))
        less = model.columns(f"less {name}", len(columns))
        rows = model.rows(f"moved {name}", len(columns), low=before, high=before)
        model.put(rows, columns, 1.0)
        model.put(rows, more, -1.0)
        model.put(rows, less, 1.0)
        draft.cost("steady").add(more, 1.0)
        draft.cost("steady").add(less, 1.0)


def _grids(draft: Draft) -> dict[str, Indices]:
    return {"call_off": draft.calls, "delivery": draft.delivered, "donation": draft.gifts}
