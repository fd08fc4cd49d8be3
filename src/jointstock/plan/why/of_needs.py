"""What members ask of their stock: own use in a month, and floors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

import numpy as np

from jointstock.plan.stock import penalties
from jointstock.plan.why.faces import Moves
from jointstock.plan.why.held import Held
from jointstock.plan.why.lever import STEP, Lever, about, less
from jointstock.programme.tables import Floor, Use
from jointstock.words.months import Month

Cell = tuple[str, str]


def of_use(held: Held) -> Iterator[Lever]:
    """Own use that is less: of each stock in the month in which a unit less brings the most."""
    case, draft = held.case, held.draft
    rows: dict[Cell, list[Use]] = defaultdict(list)
    for row in case.programme.use:
        if row.units and 0 <= case.t(row.month) < case.months:
            rows[row.member, row.item].append(row)
    for (member, item), own in rows.items():
        c = case.cells[member, item]
        at = draft.balance[c, [case.period(row.month) for row in own]]
        worth = np.array([held.answers[goal].duals[at] for goal in held.counted]).round(6)
        first = min(range(len(own)), key=lambda j: (*worth[:, j], own[j].month))
        row, cells = own[first], draft.unserved_at
        here = (cells[0] == c) & (cells[1] == case.period(row.month))
        moves = Moves(at[[first]], np.ones(1), draft.unserved[here], -np.ones(int(here.sum())))
        like = about("use", member=member, item=item)
        found = less(replace(like, month=row.month), "use", row, "units", step=_part(row.units))
        yield replace(found, moves=moves)


def of_floors(held: Held) -> Iterator[Lever]:
    """Floors that are lower, where the plan is below them."""
    programme = held.case.programme
    missing: dict[Cell, dict[Month, int]] = defaultdict(dict)
    for one in held.plan.shortfalls:
        missing[one.member, one.item][one.month] = one.units
    steps: dict[Cell, list[Floor]] = defaultdict(list)
    for row in programme.floors:
        steps[row.member, row.item].append(row)
    for cell, own in steps.items():
        own.sort(key=lambda row: row.from_)
        ends = [*(row.from_ for row in own[1:]), programme.end + 1]
        for row, end in zip(own, ends, strict=True):
            short = [n for month, n in missing[cell].items() if row.from_ <= month < end]
            if short:
                like = replace(about("floor", member=row.member, item=row.item), month=row.from_)
                found = less(like, "floors", row, "units", step=_part(row.units))
                yield replace(found, known=_weighed(held, row, short))


def _part(units: int) -> int:
    """So much less to ask is a change to speak of: a tenth, within what is so of other limits."""
    return min(STEP, max(units // 10, 1))


def _weighed(held: Held, row: Floor, short: list[int]) -> tuple[str, float] | None:
    """What a floor one unit lower takes off the penalty, were every level to stay as it is."""
    settings = held.case.programme.plan
    if "floors" not in held.counted:
        return None
    before, after = (
        list(
            accumulate(one for one, _ in penalties(units, settings.steps, float(settings.severity)))
        )
        for units in (row.units, row.units - 1)
    )
    weight = float(held.case.members[row.member].weight)
    return "floors", weight * sum(before[n] - after[n - 1] for n in short)
