"""A linear bound on what can be called off together, on all lines and out of all budgets.

Units by member, line and stretch of months. It leaves out what keeps plans from it: that units are
whole, when gifts are made, and how money lies inside a stretch. So what it does not reach no plan
does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from jointstock.plan.bands import Key
from jointstock.plan.case import Case, Stream
from jointstock.plan.conflicts.affordable import Costs, Window, money_by_month, to_spend
from jointstock.plan.conflicts.orders import callers, wanted_by
from jointstock.plan.demand import Range
from jointstock.programme.tables import Funding
from jointstock.solve.highs import InfeasibleError, Solver
from jointstock.solve.model import Floats, Indices, Model

# Months in a stretch: the fewer, the closer the bound and the larger its model.
_STRETCH = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What must be reached: minimum orders by line, and totals by contract and item."""

    orders: Mapping[str, int]
    ranges: Mapping[Key, Range]


def within_bound(case: Case, costs: Costs, asked: Asked) -> dict[Key, float] | None:
    """The fewest units by contract and item with which the bound reaches all that is asked for.

    At prices that are never too high; ``None`` where it does not reach it.
    """
    if any(
        to_spend(purse).min() < 0
        for member in case.members
        for purse in costs.purses(case, member, "payment")
    ):
        return None
    model = _Bound(case, costs)
    model.add_supply()
    model.add_demand()
    model.add_asked(asked)
    model.add_money()
    try:
        found = Solver(model.model.finish()).minimise(np.ones(model.model.n_columns))
    except InfeasibleError:
        return None
    return {key: float(found.x[model.units[mine]].sum()) for key, mine in model.by_key.items()}


class _Bound:
    """The model under construction: a row of columns for each stream, one a stretch."""

    def __init__(self, case: Case, costs: Costs) -> None:
        self.case, self.costs = case, costs
        self.model = Model()
        self._ended = cache(self._all_ended)
        self.ends = np.append(np.arange(_STRETCH - 1, case.months - 1, _STRETCH), case.months - 1)
        self.streams: list[Stream] = []
        for line in case.lines:
            self.streams += callers(case, line)
        first = np.array([one.first_delivery for one in self.streams], np.int64)
        high = np.where(self.ends[None, :] < first[:, None], 0.0, np.inf)
        self.units = self.model.columns("units", (len(self.streams), len(self.ends)), high=high)
        self.by_key: dict[Key, list[int]] = defaultdict(list)
        self.by_line: dict[str, list[int]] = defaultdict(list)
        self.by_member: dict[str, list[int]] = defaultdict(list)
        for k, one in enumerate(self.streams):
            self.by_key[one.line.contract, one.line.item].append(k)
            self.by_line[one.line.line].append(k)
            self.by_member[one.member].append(k)

    def add_supply(self) -> None:
        """What each line can make in a stretch, every ramp in force as soon as can be."""
        left = np.maximum(self.case.best_capacity - self.case.promised, 0)
        begins = np.append(0, self.ends[:-1] + 1)
        for line, mine in self.by_line.items():
            made = np.add.reduceat(left[self.case.line_index[line]], begins)
            rows = self.model.rows("capacity", len(self.ends), high=made)
            self.model.put(rows[None, :], self.units[mine], 1.0)

    def add_demand(self) -> None:
        """What members want and may have backfilled, and ceilings."""
        for key, mine in self.by_key.items():
            asked = wanted_by(self.case, key, all_gifts=True)
            by_member: dict[str, list[int]] = defaultdict(list)
            for k in mine:
                by_member[self.streams[k].member].append(k)
            for member, own in by_member.items():
                self._total(own, 0, asked.own[member] + asked.funded[member])
        for name, contract in self.case.contracts.items():
            mine = [k for k, one in enumerate(self.streams) if one.line.contract == name]
            if contract.ceiling is not None:
                self._total(mine, 0, max(contract.ceiling - self.case.terms.past(name), 0))

    def add_asked(self, asked: Asked) -> None:
        """Orders of lines, and the totals that prices go with."""
        for line, units in asked.orders.items():
            self._total(self.by_line[line], units, None)
        for key, (least, most) in asked.ranges.items():
            past = self.case.terms.past_of_item(*key)
            self._total(self.by_key[key], least - past, None if most is None else most - past)

    def _total(self, mine: list[int], low: int, high: int | None) -> None:
        rows = self.model.rows("total", 1, low=low, high=np.inf if high is None else high)
        if mine:
            self.model.put(rows, self.units[mine], 1.0)

    def add_money(self) -> None:
        """Advances on what is called off by the end of a stretch, and the rest of what is had.

        What a third nation may pay counts as the donor's own from the start.
        """
        funded: dict[str, list[Funding]] = defaultdict(list)
        donors = {row.donation: row.donor for row in self.case.donations}
        for row in self.case.programme.funding:
            funded[donors[row.donation]].append(row)
        for member, mine in self.by_member.items():
            for kind in ("payment", "commitment"):
                purses = self.costs.purses(self.case, member, kind)
                if not purses:
                    continue
                there = money_by_month(purses, self.case.months)[self.ends].astype(float)
                cost = np.array([self._cost(k, kind) for k in mine])
                scale = cost.sum(axis=1).max()
                if not scale:
                    continue
                blocks = self.case.terms.grants(member, kind)
                there += float(self.costs.funding(self.case, funded[member], blocks[0].currency))
                rows = self.model.rows("money", len(self.ends), high=there / scale)
                leads = np.array([self.streams[k].line.lead_months for k in mine])
                self._put_to_date(rows, mine, 0, cost[:, 1] / scale)
                for lead in np.unique(leads):
                    now = np.where(leads == lead, cost[:, 0] / scale, 0.0)
                    self._put_to_date(rows, mine, int(lead), now)

    def _cost(self, k: int, kind: str) -> tuple[float, float]:
        """The least that a unit costs by its call-off, and after that by its delivery."""
        one = self.streams[k]
        key = one.line.contract, one.line.item
        if key not in self.costs.tariff.prices:
            return 0.0, 0.0
        window = Window(*one.calls, one.line.lead_months, self.case.months)
        advance, paid, signed = self.costs.least(one.member, *key, window)
        if kind == "commitment":
            return float(signed), 0.0
        return float(advance), float(paid - advance)

    def _put_to_date(self, rows: Indices, mine: list[int], ahead: int, cost: Floats) -> None:
        """Charge what is had in stretches that end so many months after each one, or before."""
        at, stretch = self._ended(ahead)
        k = np.array(mine)[cost > 0]
        if len(k):
            self.model.put(rows[at], self.units[k[:, None], stretch], cost[cost > 0][:, None])

    def _all_ended(self, ahead: int) -> tuple[Indices, Indices]:
        """Pairs of stretches, the second of which ends so many months after the first or before."""
        at, stretch = np.nonzero(self.ends[None, :] <= self.ends[:, None] + ahead)
        return at, stretch
