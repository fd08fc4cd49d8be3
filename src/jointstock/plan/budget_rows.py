"""How a budget stands in the model: its periods, what is spent in them, and their rows."""

from __future__ import annotations

from dataclasses import dataclass

from jointstock.plan.case import Stream
from jointstock.plan.tariff import Schedule
from jointstock.solve.model import Indices


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of months of one budget: its grant, and whether it keeps what is left before."""

    first: int
    last: int
    grant: int
    linked: bool


@dataclass(frozen=True, slots=True)
class Spending:
    """Columns of one stream that cost money in months, with what a unit costs."""

    stream: Stream
    cause: str
    months: Indices
    columns: Indices
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class BudgetRows:
    """A budget as it stands in the model: rows by period, and what is spent in them.

    ``right`` is what each period grants, less what is fixed and rounding, over ``scale``;
    ``funding`` are columns (with the index of their donation, and their months) that add to it.
    """

    spans: list[Period]
    rows: Indices
    right: list[float]
    spending: list[Spending]
    scale: float
    funding: list[tuple[int, Indices, Indices]]
