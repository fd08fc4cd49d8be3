"""What donors let through: what they are ready to give, what they keep, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from jointstock.plan.why.held import Held, Moves, blocks
from jointstock.plan.why.lever import STEP, Lever, about, by_months, less, more
from jointstock.programme.tables import Donation
from jointstock.solve.model import Indices


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
        if not row.group and row.up_to:
            at = np.concatenate([draft.gifts[k][_may_give(held, k)], draft.given[k]])
            begun = _begun(held, k)
            moves = Moves(begun, np.ones(len(begun)), at, np.ones(len(at)))
            yield replace(more(ready, table, row, "up_to"), moves=moves)
        given = _first_gift(held, row)
        if k in kept and given is not None:
            moves = Moves(kept[k][given:], -np.ones(len(kept[k]) - given))
            found = less(about("keep", **names), table, row, "keep_units")
            yield replace(found, moves=moves, step=min(STEP, row.keep_units))
        if row.backfill_within_months is not None:
            deadline = about("deadline", **names)
            yield more(deadline, table, row, "backfill_within_months", step=1)
        if row.not_before is not None and row.not_before > case.programme.start:
            yield by_months(ready, table, row, "not_before", -1)


def _may_give(held: Held, k: int) -> Indices:
    """The periods in which a gift of a row may be given."""
    return np.flatnonzero(held.base.matrix.high[held.draft.gifts[k]] > 0)


def _begun(held: Held, k: int) -> Indices:
    """The rows that let a row give once its gifts have begun, where there are such rows."""
    for rows in blocks(held.draft, "gifts need a beginning"):
        if held.base.matrix.a[rows[0], held.draft.given[k, 0]]:
            first = _first_gift(held, held.case.donations[k])
            return rows[len(rows) if first is None else first :]
    return np.zeros(0, np.int64)


def _first_gift(held: Held, row: Donation) -> int | None:
    """The period of the first gift of a row in the plan."""
    found = (
        held.case.period(one.month)
        for one in held.plan.entries
        if one.kind == "donation" and one.donation == row.donation
    )
    return min(found, default=None)
