"""What money lets through: the price of units more in a year of a member's budget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import ceil

import numpy as np

from jointstock.plan.case import Stream
from jointstock.plan.why.faces import Moves
from jointstock.plan.why.held import Held
from jointstock.plan.why.lever import STEP, Lever, about, sized
from jointstock.programme.tables import Budget
from jointstock.programme.whatif import assignment
from jointstock.words.money import from_minor, minor_units
from jointstock.words.why import Change


def of_budgets(held: Held) -> Iterator[Lever]:
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
    like = about("budget", member=row.member, budget=row.kind, currency=row.currency)
    like = replace(like, year=row.fiscal_year)

    def change(units: int) -> Change:
        more = row.amount + from_minor(amount * units, row.currency)
        sets = (assignment("budgets", row, "amount", more),)
        return replace(sized(like, units, sets, row), amount=amount * units)

    return Lever(change, moves, STEP)


def unit_price(held: Held, stream: Stream, t: int, currency: str) -> int:
    """What a unit costs in all with its fee in month t, in whole units of currency, rounded up."""
    schedule = held.draft.tariff.whole(stream, currency)
    whole = minor_units(currency)
    return ceil(Fraction(schedule.price[t] + schedule.fee[t]) / whole) * whole
