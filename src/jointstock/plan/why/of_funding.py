"""What third nations let through: the price of units more that they pay to backfill a gift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import ceil

import numpy as np

from jointstock.plan.why.faces import Moves
from jointstock.plan.why.held import Held, blocks
from jointstock.plan.why.lever import STEP, Lever, about, sized
from jointstock.programme.tables import Funding
from jointstock.programme.whatif import assignment
from jointstock.words.money import from_minor, minor_units
from jointstock.words.why import Change


def of_funding(held: Held) -> Iterator[Lever]:
    """The price of so many units more of a payer's money for the backfill of a gift.

    It counts where the donor has a budget; without one its own money never ends.
    """
    case, draft = held.case, held.draft
    limits: dict[tuple[str, str, str], list[tuple[int, int, float]]] = defaultdict(list)
    rows = blocks(draft, "funding in all")
    for (key, (_, at, scale)), most in zip(draft.funding.items(), rows, strict=True):
        limits[key[:3]].append((int(most[0]), int(case.periods.first[at[0]]), scale))
    for row in case.programme.funding:
        own = limits.get((row.payer, row.donation, str(row.from_ or "")), [])
        amount = _unit_price(held, row, own[0][1]) if own else 0
        if amount:
            moves = Moves(
                np.array([at for at, *_ in own]),
                np.array([amount / scale for *_, scale in own]),
            )
            yield _funding(held, row, amount, moves)


def _funding(held: Held, row: Funding, amount: int, moves: Moves) -> Lever:
    gift = next(one for one in held.case.donations if one.donation == row.donation)
    like = about("funding", member=gift.donor, item=gift.item, donation=row.donation)
    like = replace(like, payer=row.payer, currency=row.currency)

    def change(units: int) -> Change:
        more = row.amount + from_minor(amount * units, row.currency)
        sets = (assignment("funding", row, "amount", more),)
        return replace(sized(like, units, sets, row), amount=amount * units)

    return Lever(change, moves, STEP)


def _unit_price(held: Held, row: Funding, t: int) -> int:
    """What a unit of backfill costs the payer from month t on, in whole units, rounded up.

    Nought where there is nothing to backfill with.
    """
    case, tariff = held.case, held.draft.tariff
    for stream in case.streams:
        if stream.donation < 0 or case.donations[stream.donation].donation != row.donation:
            continue
        line = stream.line
        currency = tariff.pays_in(stream.member, line.contract, line.item)
        if stream.possible and currency:
            schedule = tariff.whole(stream, currency)
            cost = Fraction(schedule.price[t] + schedule.fee[t])
            whole = minor_units(row.currency)
            return ceil(cost / tariff.rate(row.currency, currency, t) / whole) * whole
    return 0
