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

from jointstock.plan.budget_rows import BudgetRows, Period
from jointstock.plan.draft import Draft
from jointstock.solve.highs import Solver
from jointstock.solve.model import Floats, Indices

Key = tuple[str, str, str, int]


@dataclass(slots=True)
class _Use:
    """One use of a budget: its columns, what a unit costs in each period, and its quotas.

    ``wanted`` is the linear plan's number of units to date by period, ``quota`` the whole units
    to date that the budget pays for. ``donation`` is the index of the one backfilled, or -1.
    ``tight`` says that a unit less of the item may leave no plan.
    """

    donation: int
    tight: bool
    columns: list[list[Indices]]
    cost: Floats
    wanted: Floats
    quota: list[int] = field(default_factory=list)

    def taken(self, period: int) -> int:
        """Units up to the end of the period before."""
        return self.quota[period - 1] if period else 0

    def spent(self, period: int) -> float:
        """What the units of a period cost."""
        return float(self.cost[period]) * (self.quota[period] - self.taken(period))


def set_quotas(draft: Draft, solver: Solver, x: Floats) -> None:
    """Replace every budget's rows in a solver by quotas near the linear point ``x``.

    Backfill that third nations pay for keeps a row of money of its own, beside its quota: what
    they pay can pay for nothing else.
    """
    tight = _tight_items(draft, x)
    for budget in draft.budgets:
        uses = _uses(budget, x, tight)
        own = _share_out(budget, uses, x)
        solver.bound_rows(budget.rows, -np.inf, np.inf)
        for use in uses:
            _bound_use(budget, use, solver)
        for donation in dict.fromkeys(k for k, _, _ in budget.funding):
            _bound_funded(budget, donation, [paid.get(donation, 0.0) for paid in own], solver)


def _tight_items(draft: Draft, x: Floats) -> set[tuple[str, str]]:
    """Items whose total is hardly above what a line's minimum order or a price band asks for.

    Hardly: by less than may be lost where each use is rounded down.
    """
    case, found = draft.case, set()
    groups: dict[tuple[str, str, str], list[int]] = {}
    for stream in case.streams:
        key = (stream.line.contract, stream.line.item)
        groups.setdefault((*key, ""), []).append(stream.index)
        groups.setdefault((*key, stream.line.line), []).append(stream.index)
    for (contract, item, line), streams in groups.items():
        if line:
            least = case.lines[line].minimum_order if line in draft.opened else 0
        else:
            price = draft.tariff.prices.get((contract, item))
            least = price.from_units if price else 0
            least -= case.terms.past_of_item(contract, item)
        total = float(x[draft.total[streams]].sum())
        if 0 < least <= total + 1e-6 and total < least + len(streams):
            found.add((contract, item))
    return found


def _uses(budget: BudgetRows, x: Floats, tight: set[tuple[str, str]]) -> list[_Use]:
    """Spending of one cause, contract, item and donation, together."""
    periods = len(budget.spans)
    found: dict[Key, _Use] = {}
    for one in budget.spending:
        line = one.stream.line
        key = (one.cause, line.contract, line.item, one.stream.donation)
        fresh = _Use(
            one.stream.donation,
            (line.contract, line.item) in tight,
            [[] for _ in range(periods)],
            np.zeros(periods),
            np.zeros(periods),
        )
        use = found.setdefault(key, fresh)
        for j, span in enumerate(budget.spans):
            inside = (one.months >= span.first) & (one.months <= span.last)
            columns = one.columns[inside]
            if len(columns):
                use.columns[j].append(columns)
                cost = float(one.cost[inside].max()) / budget.scale
                use.cost[j] = max(use.cost[j], cost)
                use.wanted[j:] += x[columns].sum()
    return list(found.values())


def _share_out(budget: BudgetRows, uses: list[_Use], x: Floats) -> list[dict[int, float]]:
    """Whole units by period: as near to the linear plan as the money of the period allows.

    Money that later periods need for what is fixed is kept. Returns by period what the member
    itself pays, for the backfill of each donation (-1: no backfill).
    """
    carried, kept, paid = 0.0, _kept(budget), []
    for j, span in enumerate(budget.spans):
        left = (carried if span.linked else 0.0) + budget.right[j] - kept[j]
        funded = _funded(budget, span, x)
        for use in uses:
            up = 1 - 1e-6 if use.tight else 0.5
            use.quota.append(max(int(np.floor(use.wanted[j] + up)), use.taken(j)))
        while left < sum((own := _own_money(uses, funded, j)).values()) - 1e-7:
            over = [u for u in uses if u.spent(j) > 0 and own[u.donation] > 0]
            if not over:
                break
            max(over, key=lambda u: (not u.tight, u.quota[j] - u.wanted[j])).quota[j] -= 1
        for use in sorted(uses, key=lambda u: u.quota[j] - u.wanted[j]):
            if use.wanted[j] > use.quota[j] + 1e-6:
                use.quota[j] += 1
                if left < sum(_own_money(uses, funded, j).values()) - 1e-7:
                    use.quota[j] -= 1
        paid.append(_own_money(uses, funded, j))
        carried = left + kept[j] - sum(paid[-1].values())
    return paid


def _kept(budget: BudgetRows) -> list[float]:
    """What must be left at the end of each period, so that those that follow can pay what is fixed.

    A period whose standing promises cost more than it grants lives on what was carried over.
    """
    kept = [0.0] * len(budget.spans)
    for j in range(len(kept) - 1, 0, -1):
        if budget.spans[j].linked:
            kept[j - 1] = max(kept[j] - budget.right[j], 0.0)
    return kept


def _funded(budget: BudgetRows, span: Period, x: Floats) -> dict[int, float]:
    """What third nations pay in a period of the linear plan, by donation."""
    found: dict[int, float] = {}
    for donation, columns, months in budget.funding:
        inside = (months >= span.first) & (months <= span.last)
        found[donation] = found.get(donation, 0.0) + float(x[columns[inside]].sum())
    return found


def _own_money(uses: list[_Use], funded: dict[int, float], j: int) -> dict[int, float]:
    """What the quotas of a period cost the member itself, by donation backfilled."""
    cost: dict[int, float] = {}
    for use in uses:
        cost[use.donation] = cost.get(use.donation, 0.0) + use.spent(j)
    return {k: max(amount - funded.get(k, 0.0), 0.0) for k, amount in cost.items()}


def _bound_funded(budget: BudgetRows, donation: int, own: list[float], solver: Solver) -> None:
    """What backfill costs to date, less what others pay, is at most ``own`` to date."""
    uses = [one for one in budget.spending if one.stream.donation == donation]
    funding = [(c, m) for k, c, m in budget.funding if k == donation]
    first = 0
    for j, span in enumerate(budget.spans):
        first = first if span.linked else j
        begin = budget.spans[first].first
        columns, values = [], []
        for one in uses:
            inside = (one.months >= begin) & (one.months <= span.last)
            columns.append(one.columns[inside])
            values.append(one.cost[inside] / budget.scale)
        for paid, months in funding:
            inside = (months >= begin) & (months <= span.last)
            columns.append(paid[inside])
            values.append(-np.ones(int(inside.sum())))
        at = np.concatenate(columns)
        if len(at):
            solver.add_row(at, np.concatenate(values), sum(own[first : j + 1]))


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
