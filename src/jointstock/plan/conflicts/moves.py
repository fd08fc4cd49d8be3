"""Where a promise could go: the nearest month in which units of it can be made and paid."""

from __future__ import annotations

from dataclasses import replace

from jointstock.plan.case import Case
from jointstock.plan.conflicts.lines import alone
from jointstock.plan.conflicts.purses import may_rise, purse
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Promised
from jointstock.words.months import Month


def month_for(programme: Programme, row: Promised, many: int) -> Month | None:
    """The nearest month after a promise's own that can take so many of its units, else before.

    Every other row stands, so that nothing new conflicts; ``None`` where no month does.
    """
    case = Case(alone(programme, row.line))
    index, now = case.line_index[row.line], case.t(row.due)
    room = case.best_capacity[index] - case.promised[index]
    months = [t for t in (*range(now + 1, case.months), *range(now - 1, -1, -1)) if room[t] >= many]
    rising = may_rise(Case(programme))
    for t in months:
        month: Month = programme.start + int(t)
        moved = moved_to(programme, row, many, month)
        limited = row.contract and any(one.member == row.customer for one in programme.budgets)
        if not limited:
            return month
        shape = purse(moved, row.customer, rising, ())
        if shape.met(shape.programme):
            return month
    return None


def moved_to(programme: Programme, row: Promised, many: int, month: Month) -> Programme:
    """The programme with so many units of a promise due in another month."""
    rest = replace(row, units=row.units - many)
    rows = [rest if one is row else one for one in programme.promised]
    return programme.replace(promised=(*rows, replace(row, units=many, due=month)))
