"""What contracts let through: ceilings, windows of call-offs, signatories, and demand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from jointstock.plan.case import Stream
from jointstock.plan.why.faces import Moves, together
from jointstock.plan.why.held import Held, blocks
from jointstock.plan.why.lever import Lever, about, by_months, more
from jointstock.plan.why.of_lines import capacity_of, sooner


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
            found = by_months(like, "contracts", row, "call_off_from", -1)
            lines = dict.fromkeys(one.line.line for one in streams if one.possible)
            yield replace(found, guide=together(sooner(held, line) for line in lines))
        if row.call_off_to is not None and row.call_off_to < case.programme.end:
            yield by_months(like, "contracts", row, "call_off_to", 1)
    opens = {row.contract: row.call_off_from or start for row in case.programme.contracts}
    for one in case.programme.signatories:
        if one.from_ is not None and one.from_ > max(start, opens[one.contract]):
            key, like = one.contract, about("joining", contract=one.contract, member=one.member)
            found = by_months(like, "signatories", one, "from", -1)
            mine = (s for s in case.streams if (s.member, s.line.contract) == (one.member, key))
            yield replace(found, guide=together(_sooner(held, stream) for stream in mine))


def _sooner(held: Held, stream: Stream) -> Moves | None:
    """So many units a month sooner in a stock as the line could make, or the member wants."""
    case, line = held.case, stream.line
    first = stream.first_delivery
    if not stream.possible or not 0 < first < case.months:
        return None
    c = case.cells[stream.member, line.item]
    at = held.draft.balance[c, [case.periods.of[first - 1], case.periods.of[first]]]
    spare = (
        capacity_of(held, line.line)[first - 1]
        - case.promised[case.line_index[line.line]][first - 1]
    )
    wanted = sum(
        pool.firm + pool.optional
        for pool in case.pools
        if (pool.member, pool.contract, pool.item) == (stream.member, line.contract, line.item)
    )
    units = max(min(float(spare), float(wanted)), 1.0)
    return Moves(at, np.array([units, -units]))


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
