"""Budgets as quotas of whole units: money shared out to call-offs and deliveries, year by year.

Money in a row of the model makes fractions of units: a budget buys 7.3 of them. Once it is known
from the linear plan how much of a budget each use takes, the budget can be told in whole units
that it surely pays for; then the rows of money can go, and corners of the model are whole again.
What is lost by that is told by the bound, which is found without quotas.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from jointstock.plan.budget_rows import BudgetRows
from jointstock.plan.draft import Draft
from jointstock.solve.highs import Solver
from jointstock.solve.model import Floats, Indices

Key = tuple[str, str, str, int]


@dataclass(slots=True)
class _Use:
    """One use of a budget: its columns, what a unit costs in each period, and its quotas.

    ``wanted`` is the linear plan's number of units to date by period, ``quota`` the whole units
    to date that the budget pays for.
    """

    columns: list[list[Indices]]
    cost: Floats
    wanted: Floats
    quota: list[int] = field(default_factory=list)

    def taken(self, period: int) -> int:
        """Units up to the end of the period before."""
        return self.quota[period - 1] if period else 0


def set_quotas(draft: Draft, solver: Solver, x: Floats) -> None:
    """Replace every budget's rows in a solver by quotas near the linear point ``x``."""
    for budget in draft.budgets:
        uses = _uses(budget, x)
        _share_out(budget, uses, x)
        solver.bound_rows(budget.rows, -np.inf, np.inf)
        for use in uses:
            _bound_use(budget, use, solver)


def _uses(budget: BudgetRows, x: Floats) -> list[_Use]:
    """Spending of one cause, contract, item and donation, together."""
    periods = len(budget.spans)
    found: dict[Key, _Use] = {}
    for one in budget.spending:
        line = one.stream.line
        key = (one.cause, line.contract, line.item, one.stream.donation)
        use = found.setdefault(
            key, _Use([[] for _ in range(periods)], np.zeros(periods), np.zeros(periods))
        )
        for j, span in enumerate(budget.spans):
            inside = (one.months >= span.first) & (one.months <= span.last)
            columns = one.columns[inside]
            if len(columns):
                use.columns[j].append(columns)
                cost = float(one.schedule.total[one.months[inside]].max()) / budget.scale
                use.cost[j] = max(use.cost[j], cost)
                use.wanted[j:] += x[columns].sum()
    return list(found.values())


def _share_out(budget: BudgetRows, uses: list[_Use], x: Floats) -> None:
    """Whole units by period: as near to the linear plan as the money of the period allows."""
    left = 0.0
    for j, span in enumerate(budget.spans):
        left = (left if span.linked else 0.0) + budget.right[j]
        for columns, months in budget.funding:
            inside = (months >= span.first) & (months <= span.last)
            left += float(x[columns[inside]].sum())
        for use in uses:
            use.quota.append(max(int(np.floor(use.wanted[j] + 0.5)), use.taken(j)))
            left -= use.cost[j] * (use.quota[j] - use.taken(j))
        while left < -1e-7:
            over = [u for u in uses if u.quota[j] > u.taken(j) and u.cost[j] > 0]
            if not over:
                break
            use = max(over, key=lambda u: u.quota[j] - u.wanted[j])
            use.quota[j] -= 1
            left += use.cost[j]
        for use in sorted(uses, key=lambda u: u.quota[j] - u.wanted[j]):
            if use.wanted[j] > use.quota[j] + 1e-6 and use.cost[j] <= left + 1e-7:
                use.quota[j] += 1
                left -= use.cost[j]


def _bound_use(budget: BudgetRows, use: _Use, solver: Solver) -> None:
    """Quotas to date where waiting never costs more, and period by period where it may."""
    starts = [j for j, span in enumerate(budget.spans) if not span.linked or j == 0]
    for start, end in zip(starts, [*starts[1:], len(budget.spans)], strict=True):
        costs = [use.cost[j] for j in range(start, end) if use.columns[j]]
        to_date = all(a >= b * (1 - 1e-12) for a, b in pairwise(costs))
        gathered: list[Indices] = []
        for j in range(start, end):
            if not to_date:
                gathered = []
            gathered += use.columns[j]
            if gathered:
                columns = np.concatenate(gathered)
                first = start if to_date else j
                high = float(use.quota[j] - use.taken(first))
                solver.add_row(columns, np.ones(len(columns)), high)
