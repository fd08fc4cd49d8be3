"""The model under construction: the case, its columns by meaning, and a few shared pieces."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod

import numpy as np

from jointstock.plan.budget_rows import BudgetRows
from jointstock.plan.case import Case
from jointstock.plan.tariff import Tariff
from jointstock.solve.model import Floats, Indices, Model


@dataclass(slots=True)
class Cost:
    """A goal as a cost to be least: coefficients by column."""

    columns: list[Indices] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)

    def add(self, columns: Indices, values: Floats | float) -> None:
        """Add coefficients (they broadcast over the columns)."""
        self.columns.append(columns.ravel())
        self.values.append(np.broadcast_to(np.asarray(values, float), columns.shape).ravel())

    def dense(self, n_columns: int) -> Floats:
        """The coefficients as one vector over all columns."""
        cost = np.zeros(n_columns)
        for columns, values in zip(self.columns, self.values, strict=True):
            np.add.at(cost, columns, values)
        return cost


@dataclass(slots=True)
class Draft:
    """A model with its columns by meaning. Shapes: S streams, D donations, C cells, P periods.

    ``calls`` are call-offs (S, P), ``delivered`` deliveries (S, P), ``total`` (S,), ``gifts`` and
    ``given`` (to date) (D, P), ``backfilled`` (to date) (D, P), ``opened`` by closed line,
    ``decided`` ramps (R, P) as steps from 0 to 1. A column index of -1 stands for no column.
    ``balance`` are the rows of stock (C, P); a stock, with what is borne, is ``spare + target -
    shortfall``, the last over the pieces whose row in ``shortfall_rows`` is its own.
    ``timed`` tells which streams have call-offs of their own; for the others the month of
    call-off bears on nothing but cost, and is derived. ``all_timed`` gives every stream its own,
    for a plan that stays close to one in force, month by month. ``waiting`` are units called off
    and not yet due for delivery, and ``begun`` the columns that turn from 0 to 1 where gifts of a
    row begin or a group gives. ``open_ended`` leaves every figure room that some rows would not
    give it, so that the model holds for other right-hand sides too. ``late_of`` is the demand that
    each part of the goal *late* is of.
    """

    case: Case
    tariff: Tariff
    all_bear: bool
    all_timed: bool = False
    open_ended: bool = False
    model: Model = field(default_factory=Model)
    delivered: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    calls: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    timed: list[int] = field(default_factory=list)
    waiting: Indices = field(default_factory=lambda: np.zeros(0, np.int64))
    begun: Indices = field(default_factory=lambda: np.zeros(0, np.int64))
    total: Indices = field(default_factory=lambda: np.zeros(0, np.int64))
    gifts: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    given: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    backfilled: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    unserved: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    unserved_at: tuple[Indices, Indices] = field(
        default_factory=lambda: (np.zeros(0, np.int64), np.zeros(0, np.int64))
    )
    balance: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    spare: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    target: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    shortfall: Indices = field(default_factory=lambda: np.zeros(0, np.int64))
    shortfall_rows: Indices = field(default_factory=lambda: np.zeros(0, np.int64))
    opened: dict[str, int] = field(default_factory=dict)
    decided: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    ramp_ties: Indices = field(default_factory=lambda: np.zeros(0, np.int64))
    ramp_rules: list[tuple[Indices, float, float]] = field(default_factory=list)
    funding: dict[tuple[str, str, str, str], tuple[Indices, Indices, float]] = field(
        default_factory=dict
    )
    budgets: list[BudgetRows] = field(default_factory=list)
    late_of: list[int] = field(default_factory=list)
    costs: dict[str, Cost] = field(default_factory=dict)

    def cost(self, goal: str) -> Cost:
        """The goal's cost, empty at first."""
        return self.costs.setdefault(goal, Cost())

    @property
    def money_rows(self) -> Indices:
        """The rows of all budgets: without them most models fall apart by item."""
        return np.concatenate([np.zeros(0, np.int64), *(one.rows.ravel() for one in self.budgets)])

    def taken_over(self, other: Draft, x: Floats) -> Floats:
        """A point of another draft of the same case, made at other prices, as one of this.

        The blocks of columns are the same. Only what is left of budgets may be looked at in other
        months, since refunds depend on prices: there it is zero.
        """
        point = np.zeros(self.model.n_columns)
        for own, theirs in zip(self.model.column_blocks, other.model.column_blocks, strict=True):
            if own.shape == theirs.shape:
                size = prod(own.shape)
                point[own.start :][:size] = x[theirs.start :][:size]
        return point
