"""The figures of a plan that can be asked about, read from its entries, and where they stand.

A figure is a sum of columns of the plan's linear model, and so is what it would be in another
point of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from jointstock.plan.draft import Draft
from jointstock.plan.why.held import Held
from jointstock.programme.programme import Programme
from jointstock.programme.terms import Terms
from jointstock.solve.model import Floats, Indices
from jointstock.words.months import Month
from jointstock.words.results import Plan
from jointstock.words.why import Figure


def levels(programme: Programme, plan: Plan, member: str, item: str) -> list[int]:
    """Stock with what is borne at the end of each month (T,), counted from a plan's entries."""
    months, stock = programme.months, f"stock:{member}"
    change = [0] * months
    change[0] = sum(r.units for r in programme.stocks if (r.member, r.item) == (member, item))
    bears = programme.plan.borne != "all"
    for entry in plan.entries:
        if entry.member != member or entry.item != item:
            continue
        if bears and (entry.kind == "donation" or entry.backfill):
            continue  # borne by the donor: as if it had not been given, nor got back
        t = entry.month - programme.start
        for one in entry.transfers:
            if one.unit == item and stock in (one.source, one.target):
                change[t] += one.quantity if one.target == stock else -one.quantity
    return [int(units) for units in np.cumsum(change)]


def level_figure(programme: Programme, plan: Plan, member: str, item: str, t: int) -> Figure:
    """The level of a month, with the stretch of months in which it is below its floor."""
    floors = Terms(programme).floor(member, item)
    have = levels(programme, plan, member, item)
    low = [value < floor for value, floor in zip(have, floors, strict=True)]
    first = last = t
    while low[t] and first and low[first - 1]:
        first -= 1
    while low[t] and last + 1 < len(low) and low[last + 1]:
        last += 1
    month = programme.start + t
    rows = [r for r in programme.floors if (r.member, r.item) == (member, item)]
    held = [r for r in rows if r.from_ <= month]
    return Figure(
        "level",
        member,
        item,
        have[t],
        floors[t],
        month,
        programme.start + first,
        programme.start + last,
        rows=(max(held, key=lambda r: r.from_).ref,) if held else (),
    )


def lowest(programme: Programme, plan: Plan, member: str, item: str, start: int = 0) -> int | None:
    """The month from ``start`` on in which the level is the smallest part of its floor.

    The last of the first stretch of equals; ``None`` where no floor is above zero.
    """
    floors = Terms(programme).floor(member, item)
    have = levels(programme, plan, member, item)
    parts = [have[t] / floors[t] if floors[t] else np.inf for t in range(start, len(floors))]
    if not parts or not np.isfinite(min(parts)):
        return None
    t = start + int(np.argmin(parts))
    while t + 1 < len(floors) and have[t + 1] == have[t] and floors[t + 1] == floors[t]:
        t += 1
    return t


def other_figures(programme: Programme, plan: Plan, member: str, item: str) -> Iterator[Figure]:
    """What else falls short for a member's item: use, firm demand, dates, gifts."""
    unserved = [o for o in plan.not_served if (o.member, o.item) == (member, item)]
    if unserved:
        worst = max(unserved, key=lambda one: one.units)
        row = next(
            r for r in programme.use if (r.member, r.item, r.month) == (member, item, worst.month)
        )
        yield Figure(
            "use",
            member,
            item,
            worst.units,
            row.units,
            worst.month,
            unserved[0].month,
            unserved[-1].month,
            rows=(row.ref,),
        )
    for contract in dict.fromkeys(r.contract for r in programme.demand):
        rows = [
            r
            for r in programme.demand
            if (r.member, r.contract, r.item) == (member, contract, item)
        ]
        if not rows:
            continue
        firm, refs = sum(r.firm for r in rows), tuple(r.ref for r in rows)
        for one in plan.not_called_off:
            if (one.member, one.contract, one.item) == (member, contract, item):
                yield Figure("firm", member, item, one.units, firm, contract=contract, rows=refs)
        late, months = lateness(programme, plan, member, contract, item)
        if late:
            yield Figure(
                "late", member, item, late, firm, None, months[0], months[-1], contract, rows=refs
            )
    for gift in programme.donations:
        if (gift.donor, gift.item) == (member, item):
            given = sum(
                e.transfers[0].quantity
                for e in plan.entries
                if e.kind == "donation" and e.donation == gift.donation
            )
            yield Figure(
                "gift", member, item, given, gift.up_to, donation=gift.donation, rows=(gift.ref,)
            )


def lateness(
    programme: Programme, plan: Plan, member: str, contract: str, item: str
) -> tuple[int, list[Month]]:
    """Unit-months of a firm demand late, and the months in which some is."""
    rows = [
        r for r in programme.demand if (r.member, r.contract, r.item) == (member, contract, item)
    ]
    missing = sum(
        o.units
        for o in plan.not_called_off
        if (o.member, o.contract, o.item) == (member, contract, item)
    )
    got = [0] * programme.months
    for e in plan.entries:
        key = (e.member, e.contract, e.item)
        if e.kind == "delivery" and not e.backfill and key == (member, contract, item):
            got[e.month - programme.start] += e.transfers[0].quantity
    total, months, delivered = 0, [], 0
    first = min((r.by - programme.start for r in rows if r.by is not None), default=0)
    for t in range(min(first, 0), programme.months):
        month = programme.start + t
        delivered += got[t] if t >= 0 else 0
        wanted = sum(r.firm for r in rows if r.by is not None and r.by <= month)
        late = max(wanted - missing - delivered, 0)
        total += late
        months += [month] if late else []
    return total, months


# Where a figure stands in a model.


def path_of(draft: Draft, member: str, item: str, x: Floats) -> Floats:
    """A level by month at a point of a model (T,)."""
    c = draft.case.cells[member, item]
    path = x[draft.spare[c]] + draft.target[c]
    first, n = int(draft.balance[c, 0]), len(path)
    own = (draft.shortfall_rows >= first) & (draft.shortfall_rows < first + n)
    np.subtract.at(path, draft.shortfall_rows[own] - first, x[draft.shortfall[own]])
    return np.asarray(path)


def columns_of(draft: Draft, figure: Figure) -> tuple[Indices, Floats]:
    """The columns of a model that a figure adds up, and how often; constants are left out."""
    case = draft.case
    if figure.kind == "level":
        assert figure.month is not None
        c, t = case.cells[figure.member, figure.item], case.t(figure.month)
        pieces = draft.shortfall[draft.shortfall_rows == draft.balance[c, t]]
        columns = np.concatenate([draft.spare[c, t : t + 1], pieces])
        return columns, np.concatenate([[1.0], -np.ones(len(pieces))])
    if figure.kind == "gift":
        k = next(i for i, row in enumerate(case.donations) if row.donation == figure.donation)
        return draft.given[k, -1:], np.ones(1)
    if figure.kind == "use":
        assert figure.month is not None
        at = (case.cells[figure.member, figure.item], case.t(figure.month))
        cells, months = draft.unserved_at
        found = draft.unserved[(cells == at[0]) & (months == at[1])]
        return found, np.ones(len(found))
    key = (figure.member, figure.contract, figure.item)
    pool = next(p for p in case.pools if (p.member, p.contract, p.item) == key)
    if figure.kind == "firm":
        made = draft.model.column_blocks
        first = next(block for block in made if block.name == "not called off").start
        return np.array([first + pool.index]), np.ones(1)
    cost = draft.cost("late")
    mine = [
        (columns, values)
        for own, columns, values in zip(_owners(draft), cost.columns, cost.values, strict=True)
        if own == pool.index
    ]
    nothing = (np.zeros(0, np.int64), np.zeros(0))
    return tuple(np.concatenate(part) for part in zip(nothing, *mine, strict=True))  # type: ignore[return-value]


def _owners(draft: Draft) -> list[int]:
    """The demand behind each part of the goal *late*, in the order in which parts were added."""
    found = []
    for pool in draft.case.pools:
        before = [due for due, _ in pool.dated if due < 0]
        found += [pool.index] * sum(b > a for a, b in pairwise([*before, 0]))
        if pool.dated and pool.dated[0][0] < draft.case.months:
            found.append(pool.index)
    return found


def value_at(held: Held, figure: Figure, x: Floats) -> float:
    """A figure at a point of a plan's linear model."""
    if figure.kind == "level":
        assert figure.month is not None
        path = path_of(held.draft, figure.member, figure.item, x)
        return float(path[held.case.t(figure.month)])
    columns, signs = columns_of(held.draft, figure)
    return float(signs @ x[columns])


def in_plan(programme: Programme, plan: Plan, figure: Figure) -> int:
    """The same figure of another plan, of this programme or of one that was changed."""
    if figure.kind == "level":
        assert figure.month is not None
        have = levels(programme, plan, figure.member, figure.item)
        return have[figure.month - programme.start]
    if figure.kind == "late":
        return lateness(programme, plan, figure.member, figure.contract, figure.item)[0]
    if figure.kind == "gift":
        return sum(
            e.transfers[0].quantity
            for e in plan.entries
            if e.kind == "donation" and e.donation == figure.donation
        )
    if figure.kind == "firm":
        key = (figure.member, figure.contract, figure.item)
        return sum(o.units for o in plan.not_called_off if (o.member, o.contract, o.item) == key)
    at = (figure.member, figure.item, figure.month)
    return sum(o.units for o in plan.not_served if (o.member, o.item, o.month) == at)
