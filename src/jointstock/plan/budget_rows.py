"""How a budget stands in the model: its periods, what is spent in them, and their rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jointstock.plan.case import Stream
from jointstock.plan.tariff import Schedule
from jointstock.solve.model import Floats, Indices


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of months of one budget: its grant, and whether it keeps what is left before."""

    first: int
    last: int
    grant: int
    linked: bool


@dataclass(frozen=True)
class Spending:
    """Columns of one stream that cost money, one a period of the model.

    Money may be spent from ``months`` to ``ends``, the first and last month of each period; it
    counts as if spent in the first, at the most that a unit costs in any of them.
    """

    stream: Stream
    cause: str
    months: Indices
    ends: Indices
    columns: Indices
    schedule: Schedule

    @cached_property
    def cost(self) -> Floats:
        """The most that a unit of each column costs, price and fee, in minor units."""
        total = self.schedule.total
        spans = zip(self.months, self.ends + 1, strict=True)
        return np.array([total[first:end].max() for first, end in spans])


@dataclass(frozen=True, slots=True)
class BudgetRows:
    """A budget as it stands in the model: rows by period, and what is spent in them.

    ``right`` is what each period grants, less what is fixed and rounding, over ``scale``;
    ``funding`` are columns (with the index of their donation, and the first month of each) that
    add to it.
    """

    spans: list[Period]
    rows: Indices
    right: list[float]
    spending: list[Spending]
    scale: float
    funding: list[tuple[int, Indices, Indices]]
