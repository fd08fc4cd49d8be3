"""What contracts let through: ceilings, windows of call-offs, signatories, and demand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from jointstock.plan.why.faces import Moves
from jointstock.plan.why.held import Held, blocks
from jointstock.plan.why.lever import Lever, about, by_months, more


def of_contracts(held: Held) -> Iterator[Lever]:
    """Ceilings, the months of call-offs, and the month from which a signatory may call off."""
    case, start = held.case, held.case.programme.start
    ceilings = iter(blocks(held.draft, "ceiling"))
    for contract, row in case.contracts.items():
        streams = [one for one in case.streams if one.line.contract == contract]
        if row.ceiling is not None and streams:
            found = more(about("ceiling", contract=contract), "contracts", row, "ceiling")
            yield replace(found, moves=Moves(next(ceilings), np.ones(1)))
        if not streams:
            continue
        like = about("window", contract=contract)
        if row.call_off_from is not None and row.call_off_from > start:
            yield by_months(like, "contracts", row, "call_off_from", -1)
        if row.call_off_to is not None and row.call_off_to < case.programme.end:
            yield by_months(like, "contracts", row, "call_off_to", 1)
    opens = {row.contract: row.call_off_from or start for row in case.programme.contracts}
    for one in case.programme.signatories:
        if one.from_ is not None and one.from_ > max(start, opens[one.contract]):
            like = about("joining", contract=one.contract, member=one.member)
            yield by_months(like, "signatories", one, "from", -1)


def of_demand(held: Held) -> Iterator[Lever]:
    """Options that a member may use, in the last of its rows."""
    case = held.case
    used = next(b for b in held.draft.model.column_blocks if b.name == "options used")
    for pool in case.pools:
        key = (pool.member, pool.contract, pool.item)
        rows = [r for r in case.programme.demand if (r.member, r.contract, r.item) == key]
        like = about("demand", member=pool.member, contract=pool.contract, item=pool.item)
        found = more(like, "demand", rows[-1], "optional")
        at = np.array([used.start + pool.index])
        yield replace(found, moves=Moves(columns=at, columns_by=np.ones(1)))
