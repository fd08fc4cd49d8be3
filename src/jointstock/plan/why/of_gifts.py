"""What donors let through: what they are ready to give, what they keep, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from jointstock.plan.gifts import given_together
from jointstock.plan.why.faces import Moves
from jointstock.plan.why.held import Held, blocks
from jointstock.plan.why.lever import STEP, Lever, about, by_months, less, more
from jointstock.programme.tables import Donation
from jointstock.solve.model import Floats, Indices


def of_gifts(held: Held) -> Iterator[Lever]:
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
        names = {"donation": row.donation, "member": row.donor, "item": row.item}
        ready, table = about("ready", **names), "donations"
        given = _first_gift(held, row)
        if given is None and row.up_to:
            yield from _not_given(held, row, names)
        elif row.up_to:
            at = np.concatenate([draft.gifts[k][_may_give(held, k)], draft.given[k]])
            sides = [_begun(held, k), *([_in_full(held, k)] if row.group else [])]
            rows, by = (np.concatenate(part) for part in zip(*sides, strict=True))
            moves = Moves(rows, by, at, np.ones(len(at)))
            yield replace(more(ready, table, row, "up_to"), moves=moves)
        if k in kept and given is not None:
            moves = Moves(kept[k][given:], -np.ones(len(kept[k]) - given))
            found = less(about("keep", **names), table, row, "keep_units", step=STEP)
            yield replace(found, moves=moves)
        if row.backfill_within_months is not None:
            deadline = about("deadline", **names)
            found = more(deadline, table, row, "backfill_within_months", step=1)
            yield replace(found, guide=_later(held, k))
        if row.not_before is not None and row.not_before > case.programme.start:
            yield by_months(ready, table, row, "not_before", -1)


def _later(held: Held, k: int) -> Moves | None:
    """The gifts of each period backfilled later than is asked; ``None`` where no date asks it."""
    case, draft = held.case, held.draft
    order = [n for n, one in enumerate(case.donations) if one.backfill_within_months is not None]
    order = [n for n in order if case.donations[n].backfill_within_months < case.months]  # type: ignore[operator]
    if k not in order:
        return None
    rows = blocks(draft, "backfill in time")[order.index(k)]
    return Moves(rows, -np.maximum(held.x[draft.gifts[k, : len(rows)]], 1.0))


def _not_given(held: Held, row: Donation, names: dict[str, str]) -> Iterator[Lever]:
    """A gift of which nothing is given: so much less kept, or asked of a group, that it could be.

    So much is told from the donor's stock as it is in the plan; only a new plan says what comes of
    it.
    """
    wanted = row.up_to if row.group else 1
    lacks = wanted - _room(held, row)
    if lacks <= 0:
        return
    if row.keep_units:
        found = less(about("keep", **names), "donations", row, "keep_units", step=lacks)
        yield replace(found, anew=True)
    if row.group and lacks < row.up_to:
        found = less(about("together", **names), "donations", row, "up_to", step=lacks)
        yield replace(found, anew=True)


def _room(held: Held, row: Donation) -> int:
    """What a donor could give at the most, and keep what it must, its stock being as in the plan.

    From the month of a gift on its stock is lower by it.
    """
    first = 0 if row.not_before is None else max(held.case.t(row.not_before), 0)
    have = held.record.stock(row.donor, row.item)
    return max((min(have[t:]) for t in range(first, len(have))), default=0) - row.keep_units


def _may_give(held: Held, k: int) -> Indices:
    """The periods in which a gift of a row may be given."""
    return np.flatnonzero(held.base.matrix.high[held.draft.gifts[k]] > 0)


def _begun(held: Held, k: int) -> tuple[Indices, Floats]:
    """The rows that let a row give once its gifts have begun, where there are such rows."""
    for rows in blocks(held.draft, "gifts need a beginning"):
        if held.base.matrix.a[rows[0], held.draft.given[k, 0]]:
            first = _first_gift(held, held.case.donations[k])
            own = rows[len(rows) if first is None else first :]
            return own, np.ones(len(own))
    return np.zeros(0, np.int64), np.zeros(0)


def _in_full(held: Held, k: int) -> tuple[Indices, Floats]:
    """The rows by which a row of a group gives in full, each as far as its month is chosen."""
    order = [own for group in given_together(held.case) for own in group]
    rows = blocks(held.draft, "group in full")[order.index(k)]
    at = held.draft.gifts[k][_may_give(held, k)]
    return rows, held.x[at] / max(held.case.donations[k].up_to, 1)


def _first_gift(held: Held, row: Donation) -> int | None:
    """The period of the first gift of a row in the plan."""
    found = (
        held.case.period(one.month)
        for one in held.plan.entries
        if one.kind == "donation" and one.donation == row.donation
    )
    return min(found, default=None)
