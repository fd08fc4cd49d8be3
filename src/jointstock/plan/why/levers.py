"""Limits and rules of a programme as changes that could be asked for, and what each one moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

import numpy as np

from jointstock.plan.case import Stream
from jointstock.plan.draft import Draft
from jointstock.plan.why.held import Held, Moves
from jointstock.programme.tables import Budget, Donation, Row
from jointstock.programme.whatif import assignment
from jointstock.solve.model import Floats, Indices
from jointstock.words.money import from_minor, minor_units
from jointstock.words.months import Month
from jointstock.words.results import Decisions
from jointstock.words.why import Change

# So many units, or the price of so many, are a change to speak of, where one alone is none.
STEP = 10


@dataclass(frozen=True, slots=True)
class Lever:
    """A limit that can be moved: the change of so many units, and what one unit moves.

    ``moves`` is ``None`` where the change is no right-hand side: then the model is to be made anew,
    with ``decisions`` in the place of the plan's where that is said. ``step`` is by how much it is
    moved where it stands among other changes, ``most`` the most units there can be.
    """

    change: Callable[[int], Change]
    moves: Moves | None = None
    step: int = 1
    most: int | None = None
    decisions: Decisions | None = None


def levers(held: Held) -> Iterator[Lever]:
    """Every limit and rule of a plan that may hold something, in the order of the tables."""
    yield from _lines(held)
    yield from _ramps(held)
    yield from _contracts(held)
    yield from _demand(held)
    yield from _budgets(held)
    yield from _gifts(held)


def blocks(draft: Draft, name: str) -> list[Indices]:
    """The rows of each block of that name, in the order in which they were made."""
    return [
        np.arange(one.start, one.start + int(np.prod(one.shape)))
        for one in draft.model.row_blocks
        if one.name == name
    ]


def streams_of(held: Held, line: str) -> list[Stream]:
    """The ways by which units of a line can reach members."""
    return [one for one in held.case.streams if one.line.line == line and one.possible]


def streams_to(held: Held, member: str, item: str) -> list[Stream]:
    """The ways by which units of an item can reach a member's level, on lines that are open."""
    bears = not held.draft.all_bear
    return [
        one
        for one in held.case.streams
        if (one.member, one.line.item) == (member, item)
        and one.possible
        and is_open(held, one.line.line)
        and not (bears and one.donation >= 0)
    ]


def first_month(held: Held, member: str, item: str) -> int | None:
    """The first month in which something called off can have come; ``None`` for never."""
    return min((one.first_delivery for one in streams_to(held, member, item)), default=None)


def is_open(held: Held, line: str) -> bool:
    """Whether a line is open in the plan."""
    return held.case.lines[line].already_open or line in held.plan.decisions.lines_opened


def capacity_of(held: Held, line: str) -> Floats:
    """What a line can make by month in the plan, ramps included (T,)."""
    case = held.case
    able = case.capacity[case.line_index[line]].astype(float)
    for taken in held.plan.decisions.ramps:
        for ramp in case.ramps:
            if (ramp.row.line, ramp.row.step) == (line, taken.step) and taken.line == line:
                able[case.t(taken.month) + ramp.row.lead_months :] += ramp.row.extra_per_month
    return able


def first_full(held: Held, line: str) -> int | None:
    """The first month from which a line could deliver and has nothing to spare."""
    case, streams = held.case, streams_of(held, line)
    if not streams:
        return None
    used = case.promised[case.line_index[line]].astype(float)
    for entry in held.plan.entries:
        if entry.kind == "delivery" and entry.line == line:
            used[case.t(entry.month)] += entry.transfers[0].quantity
    able = capacity_of(held, line)
    first = min(one.first_delivery for one in streams)
    full = np.flatnonzero((used >= able)[first:])
    return int(full[0]) + first if len(full) else None


def _lines(held: Held) -> Iterator[Lever]:
    case = held.case
    rows = dict(zip(case.line_index, blocks(held.draft, "capacity"), strict=True))
    least = dict(zip(case.closed, blocks(held.draft, "minimum order"), strict=True))
    for line, row in case.lines.items():
        streams = streams_of(held, line)
        if not streams:
            continue
        if not is_open(held, line):
            yield from _unopened(held, line)
            continue
        t = first_full(held, line)
        if t is not None:
            yield _capacity(held, line, t, rows[line])
            yield from _promised(held, line, t, rows[line])
        if row.lead_months:
            yield _less("lead", "lines", row, "lead_months", line=line, item=row.item)
        if line in least and row.minimum_order:
            moves = Moves(least[line], np.array([-1.0]))
            found = _less("minimum", "lines", row, "minimum_order", line=line, item=row.item)
            yield replace(found, moves=moves, step=min(STEP, row.minimum_order))


def _capacity(held: Held, line: str, t: int, rows: Indices) -> Lever:
    """So many units a month more from the first month in which the line is full."""
    case = held.case
    month = case.programme.start + t
    found = [r for r in case.programme.capacity if r.line == line]
    before = [r for r in found if r.from_ <= month]
    shown = [max(before, key=lambda r: r.from_)] if before else []
    shown += [r for r in found if r.from_ > month]
    item = case.lines[line].item
    return Lever(
        lambda units: Change(
            "capacity",
            units,
            (f"add {line} {units} {month}",),
            _refs(*shown),
            line=line,
            item=item,
            month=month,
        ),
        Moves(rows[t:], np.ones(len(rows) - t)),
    )


def _promised(held: Held, line: str, t: int, rows: Indices) -> Iterator[Lever]:
    """Units less that the line owes to others in the first month in which it is full."""
    case = held.case
    month = case.programme.start + t
    for row in case.programme.promised:
        if (
            (row.line, row.due) == (line, month)
            and row.customer not in case.members
            and row.units
            and not row.contract
        ):
            found = _less(
                "promised",
                "promised",
                row,
                "units",
                line=line,
                item=case.lines[line].item,
                month=month,
            )
            moves = Moves(rows[t : t + 1], np.ones(1))
            yield replace(found, moves=moves, step=min(STEP, row.units))


def _unopened(held: Held, line: str) -> Iterator[Lever]:
    """A line that is not opened: its minimum order as low as what could be called off on it."""
    case = held.case
    row = case.lines[line]
    wanted = sum(
        pool.firm + pool.optional
        for pool in case.pools
        if (pool.contract, pool.item) == (row.contract, row.item)
    )
    if row.minimum_order > 1 and wanted:
        least = min(row.minimum_order - 1, wanted)
        change = Change(
            "opening",
            row.minimum_order - least,
            (assignment("lines", replace(row, minimum_order=least), "minimum_order", least),),
            _refs(row),
            line=line,
            item=row.item,
            contract=row.contract,
        )
        yield Lever(lambda _: change)


def _ramps(held: Held) -> Iterator[Lever]:
    """A ramp in force a month earlier: decided earlier, or with a shorter lead."""
    case, decisions = held.case, held.plan.decisions
    taken = {(one.line, one.step): one for one in decisions.ramps}
    for ramp in case.ramps:
        row, one = ramp.row, taken.get((ramp.row.line, ramp.row.step))
        if one is None:
            continue
        names = {"line": row.line, "item": case.lines[row.line].item}
        if row.lead_months:
            yield _less("ramp", "ramps", row, "lead_months", **names)
        if row.decide_from == one.month and one.month > case.programme.start:
            earlier = replace(one, month=one.month + -1)
            ramps = tuple(earlier if other is one else other for other in decisions.ramps)
            yield _month(
                "ramp",
                "ramps",
                row,
                "decide_from",
                -1,
                decisions=replace(decisions, ramps=ramps),
                **names,
            )


def _contracts(held: Held) -> Iterator[Lever]:
    case, start = held.case, held.case.programme.start
    ceilings = iter(blocks(held.draft, "ceiling"))
    for contract, row in case.contracts.items():
        streams = [one for one in case.streams if one.line.contract == contract]
        if row.ceiling is not None and streams:
            found = _more("ceiling", "contracts", row, "ceiling", contract=contract)
            yield replace(found, moves=Moves(next(ceilings), np.ones(1)))
        if not streams:
            continue
        if row.call_off_from is not None and row.call_off_from > start:
            yield _month("window", "contracts", row, "call_off_from", -1, contract=contract)
        if row.call_off_to is not None and row.call_off_to < case.programme.end:
            yield _month("window", "contracts", row, "call_off_to", 1, contract=contract)
    opens = {row.contract: row.call_off_from or start for row in case.programme.contracts}
    for one in case.programme.signatories:
        if one.from_ is not None and one.from_ > max(start, opens[one.contract]):
            yield _month(
                "joining", "signatories", one, "from", -1, contract=one.contract, member=one.member
            )


def _demand(held: Held) -> Iterator[Lever]:
    """Options that a member may use, in the last of its rows."""
    case = held.case
    used = next(b for b in held.draft.model.column_blocks if b.name == "options used")
    for pool in case.pools:
        key = (pool.member, pool.contract, pool.item)
        rows = [r for r in case.programme.demand if (r.member, r.contract, r.item) == key]
        found = _more(
            "demand",
            "demand",
            rows[-1],
            "optional",
            member=pool.member,
            contract=pool.contract,
            item=pool.item,
        )
        at = np.array([used.start + pool.index])
        yield replace(found, moves=Moves(columns=at, columns_by=np.ones(1)))


def _budgets(held: Held) -> Iterator[Lever]:
    """The price of so many units more in a year of a member's budget."""
    case, draft = held.case, held.draft
    kinds = dict.fromkeys((row.member, row.kind) for row in case.programme.budgets)
    for (member, kind), budget in zip(kinds, draft.budgets, strict=True):
        own = [one.stream for one in budget.spending]
        for block in case.terms.grants(member, kind):
            for grant in block.grants:
                t = max(case.t(grant.available), case.t(block.first))
                at = [j for j, span in enumerate(budget.spans) if span.first <= t <= span.last]
                if not at or not own:
                    continue
                amount = unit_price(held, own[0], t, block.currency)
                moves = Moves(budget.rows[at[:1]], np.array([float(amount) / budget.scale]))
                yield _budget(grant.row, amount, moves)


def _budget(row: Budget, amount: int, moves: Moves) -> Lever:
    def change(units: int) -> Change:
        more = row.amount + from_minor(amount * units, row.currency)
        return Change(
            "budget",
            units,
            (assignment("budgets", row, "amount", more),),
            _refs(row),
            member=row.member,
            year=row.fiscal_year,
            budget=row.kind,
            amount=amount * units,
            currency=row.currency,
        )

    return Lever(change, moves, STEP)


def unit_price(held: Held, stream: Stream, t: int, currency: str) -> int:
    """What a unit costs in all with its fee in month t, in whole units of currency, rounded up."""
    schedule = held.draft.tariff.whole(stream, currency)
    whole = minor_units(currency)
    return ceil(Fraction(schedule.price[t] + schedule.fee[t]) / whole) * whole


def _gifts(held: Held) -> Iterator[Lever]:
    """What a donor is ready to give, what it keeps, and by when a gift must be backfilled."""
    case, draft = held.case, held.draft
    keeps = iter(blocks(draft, "donor keeps"))
    order = [
        k
        for member, item in case.cells
        for k, row in enumerate(case.donations)
        if (row.donor, row.item) == (member, item) and row.up_to > 0 and row.keep_units > 0
    ]
    kept = dict(zip(order, keeps, strict=True))
    for k, row in enumerate(case.donations):
        names: dict[str, str] = {"donation": row.donation, "member": row.donor, "item": row.item}
        if not row.group and row.up_to:
            at = np.concatenate([draft.gifts[k][_may_give(held, k)], draft.given[k]])
            found = _more("ready", "donations", row, "up_to", **names)
            begun = _begun(held, k)
            moves = Moves(begun, np.ones(len(begun)), at, np.ones(len(at)))
            yield replace(found, moves=moves)
        given = _first_gift(held, row)
        if k in kept and given is not None:
            rows = kept[k][given:]
            found = _less("keep", "donations", row, "keep_units", **names)
            step = min(STEP, row.keep_units)
            yield replace(found, moves=Moves(rows, -np.ones(len(rows))), step=step)
        if row.backfill_within_months is not None:
            yield _more_months("deadline", "donations", row, "backfill_within_months", **names)
        if row.not_before is not None and row.not_before > case.programme.start:
            yield _month("ready", "donations", row, "not_before", -1, **names)


def _may_give(held: Held, k: int) -> Indices:
    """The months in which a gift of a row may be given."""
    return np.flatnonzero(held.base.high[held.draft.gifts[k]] > 0)


def _begun(held: Held, k: int) -> Indices:
    """The rows that let a row give once its gifts have begun, where there are such rows."""
    for rows in blocks(held.draft, "gifts need a beginning"):
        if held.base.matrix.a[rows[0], held.draft.given[k, 0]]:
            first = _first_gift(held, held.case.donations[k])
            return rows[held.case.months if first is None else first :]
    return np.zeros(0, np.int64)


def _first_gift(held: Held, row: Donation) -> int | None:
    """The month of the first gift of a row in the plan."""
    found = (
        held.case.t(one.month)
        for one in held.plan.entries
        if one.kind == "donation" and one.donation == row.donation
    )
    return min(found, default=None)


# What changes are made of.


def _refs(*rows: Row) -> tuple[str, ...]:
    return tuple(row.ref for row in rows)


def _more(kind: str, table: str, row: Row, column: str, **names: str) -> Lever:
    value: int = getattr(row, column)
    return Lever(
        lambda units: Change(
            kind, units, (assignment(table, row, column, value + units),), _refs(row), **names
        ),
        step=STEP,
    )


def _more_months(kind: str, table: str, row: Row, column: str, **names: str) -> Lever:
    return replace(_more(kind, table, row, column, **names), step=1)


def _less(
    kind: str,
    table: str,
    row: Row,
    column: str,
    *,
    month: Month | None = None,
    **names: str,
) -> Lever:
    value: int = getattr(row, column)
    return Lever(
        lambda units: Change(
            kind,
            units,
            (assignment(table, row, column, value - units),),
            _refs(row),
            month=month,
            **names,
        ),
        most=value,
    )


def _month(
    kind: str,
    table: str,
    row: Row,
    column: str,
    by: int,
    *,
    decisions: Decisions | None = None,
    **names: str,
) -> Lever:
    """A month of a row so many months later (``by`` 1) or earlier (-1)."""
    attribute = "from_" if column == "from" else column
    value: Month = getattr(row, attribute)
    return Lever(
        lambda units: Change(
            kind,
            units,
            (assignment(table, row, column, value + by * units),),
            _refs(row),
            month=value,
            **names,
        ),
        decisions=decisions,
    )
