"""The monthly whole-number model, row by row as the text says it, all but its money.

Naive on purpose: one column for each member, line, month and price band, nothing cumulative,
nothing left out because it could not matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyomo.environ as pyo

from jointstock.words.unmet import Unmet
from oracle.facts import Facts

Model = Any  # a pyomo ConcreteModel, which has no types


def at_most(model: Model, left: Any, right: Any) -> None:
    """Add the row left <= right; a row without columns must hold by itself."""
    body = left - right
    if not hasattr(body, "is_potentially_variable") or not body.is_potentially_variable():
        if pyo.value(body) > 1e-9:
            raise ValueError(f"a row without columns does not hold: {pyo.value(body)} <= 0")
        return
    model.rows.add(body <= 0)


def equal(model: Model, left: Any, right: Any) -> None:
    """Add the row left = right."""
    at_most(model, left, right)
    at_most(model, right, left)


def total(columns: Any, keys: Iterable[Any]) -> Any:
    """The sum of the columns that exist among the keys."""
    return sum((columns[key] for key in keys if key in columns), 0)


def bands_of(facts: Facts, line: str) -> range:
    """The numbers of the bands of the line's item; one where it has no price."""
    row = facts.lines[line]
    return range(max(1, len(facts.bands[row.contract, row.item])))


def backfill_lines(facts: Facts, donation: str) -> list[str]:
    """The lines that could backfill the donation: those of its item."""
    item = facts.donations[donation].item
    return [name for name, row in facts.lines.items() if row.item == item]


def add_columns(model: Model, facts: Facts) -> None:
    """Columns: call-offs x, deliveries d, the same for backfill (q, r), and all the others."""
    own, own_late, back, back_late = [], [], [], []
    for line in facts.lines:
        for band in bands_of(facts, line):
            for member in facts.members:
                own += [(member, line, s, band) for s in facts.call_off_months(member, line)]
                own_late += [(member, line, s, band) for s in facts.delivery_months(member, line)]
    for name, row in facts.donations.items():
        for line in backfill_lines(facts, name):
            for band in bands_of(facts, line):
                back += [(name, line, s, band) for s in facts.call_off_months(row.donor, line)]
                months = facts.delivery_months(row.donor, line)
                back_late += [(name, line, s, band) for s in months]
    whole = pyo.NonNegativeIntegers
    model.x = pyo.Var(own, domain=whole)
    model.d = pyo.Var(own_late, domain=whole)
    model.q = pyo.Var(back, domain=whole)
    model.r = pyo.Var(back_late, domain=whole)
    products = [(c, i, b) for c, i in facts.products() for b in range(len(facts.bands[c, i]))]
    model.w = pyo.Var(products, domain=pyo.Binary)
    model.g = pyo.Var([(k, s) for k in facts.donations for s in facts.months], domain=whole)
    model.kept = pyo.Var([(k, s) for k in facts.donations for s in facts.months], domain=pyo.Binary)
    groups = dict.fromkeys(row.group for row in facts.donations.values() if row.group)
    model.y = pyo.Var([(group, s) for group in groups for s in facts.months], domain=pyo.Binary)
    model.o = pyo.Var(list(facts.lines), domain=pyo.Binary)
    steps = [(r.line, r.step, s) for r in facts.programme.ramps for s in facts.ramp_months(r)]
    model.z = pyo.Var(steps, domain=pyo.Binary)
    model.v = pyo.Var(facts.wants(), domain=whole)
    model.opt = pyo.Var(facts.wants(), domain=whole)
    held = [(m, i, s) for m in facts.members for i in facts.items for s in facts.months]
    model.n = pyo.Var(held, domain=whole)
    model.s = pyo.Var(held, domain=pyo.NonNegativeReals)
    pieces = [
        (*key, k) for key in held if facts.floor(*key) for k in range(facts.programme.plan.steps)
    ]
    model.u = pyo.Var(pieces, domain=pyo.NonNegativeReals)
    curved = {(one.member, one.item) for one in facts.programme.unmet}
    model.e = pyo.Var([key for key in held if key[:2] in curved], domain=pyo.NonNegativeReals)
    model.late = pyo.Var(
        [(*key, s) for key in facts.wants() for s in dated_months(facts, key)],
        domain=pyo.NonNegativeReals,
    )
    model.rows = pyo.ConstraintList()


def dated_months(facts: Facts, want: tuple[str, str, str]) -> range:
    """The months in which firm demand could be late: from the first date on."""
    dates = [facts.when(row.by, 0) for row in facts.demand(*want) if row.by is not None]
    return range(min(dates, default=facts.horizon), facts.horizon)


def own(facts: Facts, columns: Any, member: str, line: str, month: int) -> Any:
    """The member's own call-offs (or deliveries) on a line in a month, whatever the band."""
    return total(columns, [(member, line, month, b) for b in bands_of(facts, line)])


def because_of(facts: Facts, columns: Any, donation: str, line: str, month: int) -> Any:
    """Backfill called off (or delivered) because of a donation on a line in a month."""
    return total(columns, [(donation, line, month, b) for b in bands_of(facts, line)])


def backfill(facts: Facts, model: Model, member: str, item: str, month: int) -> Any:
    """All backfill of the item delivered to the member in the month."""
    rows = [k for k, row in facts.donations.items() if (row.donor, row.item) == (member, item)]
    return sum(because_of(facts, model.r, k, line, month) for k in rows for line in facts.lines)


def gifts(facts: Facts, model: Model, member: str, item: str, month: int) -> Any:
    """All units of the item that the member gives in the month."""
    rows = [k for k, row in facts.donations.items() if (row.donor, row.item) == (member, item)]
    return sum(model.g[k, month] for k in rows)


def add_stock(model: Model, facts: Facts) -> None:
    """s(t) = s(t-1) + deliveries + promises - (use - n) - donations, and the floors."""
    settings = facts.programme.plan
    for member, item, month in model.s:
        before = model.s[member, item, month - 1] if month else facts.opening(member, item)
        lines = [name for name, row in facts.lines.items() if row.item == item]
        delivered = sum(own(facts, model.d, member, line, month) for line in lines)
        delivered += backfill(facts, model, member, item, month)
        use = facts.use(member, item, month)
        at_most(model, model.n[member, item, month], use)
        equal(
            model,
            model.s[member, item, month],
            before
            + delivered
            + facts.promised_to(member, item, month)
            - (use - model.n[member, item, month])
            - gifts(facts, model, member, item, month),
        )
        floor = facts.floor(member, item, month)
        borne: Any = 0
        if settings.borne != "all":
            borne = sum(
                gifts(facts, model, member, item, s) - backfill(facts, model, member, item, s)
                for s in range(month + 1)
            )
        pieces = [model.u[member, item, month, k] for k in range(settings.steps) if floor]
        for piece in pieces:
            at_most(model, piece, floor / settings.steps)
        level = model.s[member, item, month] + borne
        at_most(model, floor, level + sum(pieces))
        for curve in facts.programme.unmet:
            if (curve.member, curve.item) == (member, item):
                for start, slope, below in tangents(curve):
                    at_most(model, start - slope * (level - below), model.e[member, item, month])


def tangents(curve: Unmet) -> list[tuple[float, float, int]]:
    """The lines below expected unmet demand: its value at a supply, the fall from there on."""
    found = []
    for k in range(len(curve.at) - 1):
        fall = (curve.units[k] - curve.units[k + 1]) / (curve.at[k + 1] - curve.at[k])
        found.append((curve.units[k], fall, curve.at[k]))
    return [*found, (curve.units[-1], 0.0, 0)]


def add_lead(model: Model, facts: Facts) -> None:
    """Deliveries to date never exceed call-offs L months earlier; all is delivered in the end."""
    flows = [(member, line, model.x, model.d) for member in facts.members for line in facts.lines]
    flows += [
        (name, line, model.q, model.r)
        for name in facts.donations
        for line in backfill_lines(facts, name)
    ]
    for who, line, called, delivered in flows:
        lead = facts.lines[line].lead_months
        for band in bands_of(facts, line):
            for month in facts.months:
                done = total(delivered, [(who, line, s, band) for s in range(month + 1)])
                ready = total(called, [(who, line, s, band) for s in range(month + 1 - lead)])
                at_most(model, done, ready)
            everything = [(who, line, s, band) for s in facts.months]
            equal(model, total(called, everything), total(delivered, everything))


def on_line(
    model: Model, facts: Facts, line: str, *, called: bool, month: int | None = None
) -> Any:
    """All call-offs on a line (or deliveries from it), backfill included; of one month if given."""
    months = facts.months if month is None else [month]
    for_self, for_gifts = (model.x, model.q) if called else (model.d, model.r)
    return sum(
        sum(own(facts, for_self, member, line, s) for member in facts.members)
        + sum(because_of(facts, for_gifts, name, line, s) for name in facts.donations)
        for s in months
    )


def add_lines(model: Model, facts: Facts) -> None:
    """Capacity with ramps and openings, minimum orders, ramps in the order of their steps."""
    most = sum(row.firm + row.optional for row in facts.programme.demand)
    most += sum(row.up_to for row in facts.programme.donations)
    for line, row in facts.lines.items():
        if facts.forced_open(line):
            model.o[line].fix(1)
        taken_before: Any = None
        for ramp in facts.ramps(line):
            taken = [(line, ramp.step, s) for s in facts.ramp_months(ramp)]
            at_most(model, total(model.z, taken), model.o[line])
            if taken_before is not None:
                for month in facts.months:
                    now = total(model.z, [key for key in taken if key[2] <= month])
                    then = total(model.z, [key for key in taken_before if key[2] <= month])
                    at_most(model, now, then)
            taken_before = taken
        for month in facts.months:
            extra = sum(
                ramp.extra_per_month
                * total(
                    model.z, [(line, ramp.step, s) for s in range(month + 1 - ramp.lead_months)]
                )
                for ramp in facts.ramps(line)
            )
            free = facts.capacity(line, month) * model.o[line] + extra
            asked = on_line(model, facts, line, called=False, month=month)
            at_most(model, asked + facts.promised_by(line, month), free)
        called = on_line(model, facts, line, called=True)
        if not row.already_open:
            at_most(model, row.minimum_order * model.o[line], called)
            at_most(model, called, most * model.o[line])


def add_contracts(model: Model, facts: Facts) -> None:
    """Ceilings, and the price band that a total selects; a band's columns are 0 in all others."""
    every = max(1, sum(row.firm + row.optional for row in facts.programme.demand))
    every += sum(row.up_to for row in facts.programme.donations)
    for name, row in facts.contracts.items():
        if row.ceiling is not None:
            lines = [line for line, one in facts.lines.items() if one.contract == name]
            called = sum(on_line(model, facts, line, called=True) for line in lines)
            at_most(model, facts.past(name) + called, row.ceiling)
    for contract, item in facts.products():
        bands = facts.bands[contract, item]
        past = facts.past_of(contract, item)
        if bands:
            equal(model, sum(model.w[contract, item, b] for b in range(len(bands))), 1)
        for number, band in enumerate(bands):
            chosen = model.w[contract, item, number]
            units = sum(
                total(columns, [(who, line, s, number) for who in actors for s in facts.months])
                for line in facts.lines_of(contract, item)
                for columns, actors in ((model.x, facts.members), (model.q, facts.donations))
            )
            most = every if band.end is None else band.end - past
            at_most(model, units, most * chosen)
            at_most(model, (band.start - past) * chosen, units)


def add_demand(model: Model, facts: Facts) -> None:
    """Call-offs + v = firm + options used; what is late of the firm part."""
    for member in facts.members:
        for contract, item in facts.products():
            key = (member, contract, item)
            rows = facts.demand(*key)
            lines = facts.lines_of(contract, item)
            called = sum(own(facts, model.x, member, a, s) for a in lines for s in facts.months)
            if not rows:
                at_most(model, called, 0)
                continue
            firm = sum(row.firm for row in rows)
            at_most(model, model.opt[key], sum(row.optional for row in rows))
            equal(model, called + model.v[key], firm + model.opt[key])
    for key in facts.wants():
        member, contract, item = key
        rows = [row for row in facts.demand(*key) if row.by is not None]
        lines = facts.lines_of(contract, item)
        if not lines:
            equal(model, model.v[key], sum(row.firm for row in facts.demand(*key)) + model.opt[key])
        for month in dated_months(facts, key):
            due = sum(row.firm for row in rows if facts.when(row.by, 0) <= month)
            got = sum(
                own(facts, model.d, member, line, s) for line in lines for s in range(month + 1)
            )
            at_most(model, due - model.v[key] - got, model.late[(*key, month)])


def add_donations(model: Model, facts: Facts) -> None:
    """Gifts within their terms, keep_units from the first on, groups, and backfill in time."""
    for name, row in facts.donations.items():
        for month in facts.months:
            gift, kept = model.g[name, month], model.kept[name, month]
            if month < facts.when(row.not_before, 0):
                at_most(model, gift, 0)
            at_most(model, gift, row.up_to * kept)
            if month:
                at_most(model, model.kept[name, month - 1], kept)
            at_most(model, row.keep_units * kept, model.s[row.donor, row.item, month])
            if row.group:
                equal(model, gift, row.up_to * model.y[row.group, month])
        given = sum(model.g[name, s] for s in facts.months)
        at_most(model, given, row.up_to)
        lines = backfill_lines(facts, name)
        called = sum(
            because_of(facts, model.q, name, line, s) for line in lines for s in facts.months
        )
        at_most(model, called, given)
        within = row.backfill_within_months
        for month in facts.months:
            if within is None:
                break
            if month + within >= facts.horizon:
                at_most(model, model.g[name, month], 0)
                continue
            back = sum(
                because_of(facts, model.r, name, line, s)
                for line in lines
                for s in range(month + within + 1)
            )
            at_most(model, sum(model.g[name, s] for s in range(month + 1)), back)
    for group in dict.fromkeys(row.group for row in facts.donations.values() if row.group):
        at_most(model, sum(model.y[group, s] for s in facts.months), 1)
