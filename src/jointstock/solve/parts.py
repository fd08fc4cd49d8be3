"""A model that falls apart: parts that no row joins are solved each alone, and put together."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from jointstock.solve.goals import is_whole
from jointstock.solve.highs import LARGE, Answer, Basis, InfeasibleError, Solver
from jointstock.solve.model import Floats, Indices, Matrix

# Parts of fewer rows than this are taken together: a solver of its own costs more than it saves.
LEAST = 1_000


class Parts(Solver):
    """A solver with the same model, bounds and answers as another, solved part by part.

    A part is smaller than the whole by more than its share: the simplex method takes time that
    grows faster than the model, and a search for whole numbers far faster.
    """

    def __init__(self, solver: Solver, without: Indices) -> None:
        """Take over another solver's model and bounds; ``without`` are rows free for good."""
        super().__init__(solver.matrix)
        self.take_bounds(solver)
        self._part, self._row_part = _labels(solver, without)
        self._at = np.zeros(len(self.low), np.int64)
        self._row_at = np.zeros(len(self.low_rows), np.int64)
        rows = _all_rows(solver)
        self.columns: list[Indices] = []
        self.rows: list[Indices] = []
        self.parts: list[Solver] = []
        for part in range(int(self._part.max(initial=-1)) + 1):
            columns = np.flatnonzero(self._part == part)
            own = np.flatnonzero(self._row_part == part)
            self._at[columns], self._row_at[own] = np.arange(len(columns)), np.arange(len(own))
            matrix = Matrix(
                sparse.csc_matrix(rows[own][:, columns]),
                self.low[columns],
                self.high[columns],
                self.matrix.whole[columns],
                self.low_rows[own],
                self.high_rows[own],
            )
            self.columns.append(columns)
            self.rows.append(own)
            self.parts.append(Solver(matrix))

    def apart(self, columns: Indices) -> list[Indices]:
        """Columns in groups that no row joins."""
        at = self._part[columns]
        return [columns[at == part] for part in np.unique(at)]

    def bound(self, columns: Indices, low: Floats | float, high: Floats | float) -> None:
        """Set the bounds of columns."""
        columns = np.atleast_1d(columns).ravel()
        super().bound(columns, low, high)
        for own in self.apart(columns):
            part = self.parts[self._part[own[0]]]
            part.bound(self._at[own], self.low[own], self.high[own])

    def bound_rows(self, rows: Indices, low: Floats | float, high: Floats | float) -> None:
        """Set the bounds of rows, but for those that no part has."""
        rows = np.atleast_1d(rows).ravel()
        super().bound_rows(rows, low, high)
        for number, part in enumerate(self.parts):
            own = rows[self._row_part[rows] == number]
            if len(own):
                part.bound_rows(self._row_at[own], self.low_rows[own], self.high_rows[own])

    def add_row(
        self, columns: Indices, values: Floats, high: float, *, slack: bool = False
    ) -> None:
        """Add a row over columns of one part.

        Raises ``ValueError`` where it would join parts.
        """
        number = self._part[columns[0]]
        if np.any(self._part[columns] != number):
            raise ValueError("the row would join parts that are solved apart")
        super().add_row(columns, values, high, slack=slack)
        part = self.parts[number]
        self._row_part = np.append(self._row_part, number)
        self._row_at = np.append(self._row_at, len(part.low_rows))
        self.rows[number] = np.append(self.rows[number], len(self.low_rows) - 1)
        part.add_row(self._at[columns], values, high, slack=slack)

    def basis(self) -> Basis | None:
        """The bases of all parts together, if each has one."""
        found = [part.basis() for part in self.parts]
        return Basis([], [], parts=tuple(one for one in found if one is not None))

    def joined(self) -> Basis:
        """One basis of the whole model: the parts' own, and slack for a part or row without one."""
        status = highspy.HighsBasisStatus
        columns = np.full(len(self.low), status.kLower, object)
        rows = np.full(len(self.matrix.low_rows), status.kBasic, object)
        for part, at, own in zip(self.parts, self.columns, self.rows, strict=True):
            found = part.basis()
            if found is not None:
                columns[at], rows[own[: len(found.rows)]] = found.columns, found.rows
        return Basis(columns.tolist(), rows.tolist(), self.matrix)

    @property
    def is_solved(self) -> bool:
        """Whether each part has been solved before."""
        return all(part.is_solved for part in self.parts)

    def start_at(self, basis: Basis | None, *, optimal: bool = False) -> None:
        """Begin each part from its basis, where there are as many parts; else do nothing."""
        if basis is not None and len(basis.parts) == len(self.parts):
            for part, own in zip(self.parts, basis.parts, strict=True):
                part.start_at(own, optimal=optimal)

    def minimise(self, cost: Floats) -> Answer:
        """Solve the linear relaxation of each part, from its last basis."""
        found = self._together(lambda part, at: part.minimise(cost[at]))
        self.steps = sum(part.steps for part in self.parts)
        return found

    def prime(self, cost: Floats) -> None:
        """Find a basis for each part: by the simplex method, unless the part itself is very large.

        A part that has no point under the present bounds begins without one.
        """
        for part, at in zip(self.parts, self.columns, strict=True):
            if len(part.low_rows) >= 10 * LARGE:
                part.prime(cost[at])
                continue
            with suppress(InfeasibleError):
                part.minimise(cost[at])

    def minimise_whole(
        self,
        cost: Floats,
        *,
        gap: float,
        nodes: int,
        start: Floats | None = None,
        whole: NDArray[np.bool_] | None = None,
        then: Floats | None = None,
    ) -> Answer:
        """Solve with whole numbers those parts whose linear answer has not got them already."""

        def solve(part: Solver, at: Indices) -> Answer:
            asked = part.matrix.whole if whole is None else whole[at]
            linear = part.minimise(cost[at])
            if is_whole(asked, linear.x) and (then is None or not asked.any()):
                return linear
            return part.minimise_whole(
                cost[at],
                gap=gap,
                nodes=nodes,
                start=None if start is None else start[at],
                whole=asked,
                then=None if then is None else then[at],
            )

        return self._together(solve)

    def _together(self, solve: Callable[[Solver, Indices], Answer]) -> Answer:
        """Each part's answer in its place, values and bounds added up."""
        x, reduced = np.zeros(len(self.low)), np.zeros(len(self.low))
        duals = np.zeros(len(self.low_rows))
        value = bound = 0.0
        for part, columns, rows in zip(self.parts, self.columns, self.rows, strict=True):
            found = solve(part, columns)
            x[columns] = found.x
            value, bound = value + found.value, bound + found.bound
            if len(found.reduced):
                reduced[columns], duals[rows] = found.reduced, found.duals
        return Answer(x, value, bound, reduced, duals)


def prime_joined(solver: Solver, cost: Floats, joining: Indices) -> None:
    """Find a first basis for a cost: part by part without the rows that join them, then with these.

    Where a model falls apart without ``joining``, that takes a fraction of the interior point
    method's time: the parts' bases together are the best one of the whole for the cost but for
    what these rows ask, and the dual simplex method goes on from there. A model that does not fall
    apart is left to the interior point method.
    """
    parts = Parts(solver, joining)
    if sum(len(part.low_rows) > 0 for part in parts.parts) < 2:
        solver.prime(cost)
        return
    parts.prime(cost)
    solver.repair(parts.joined(), cost)


def _all_rows(solver: Solver) -> sparse.csr_matrix:
    """The matrix by rows, with the rows that were added."""
    own = sparse.csr_matrix(solver.matrix.a)
    if not solver.added:
        return own
    at = np.concatenate([np.full(len(c), i) for i, (c, _) in enumerate(solver.added)])
    columns, values = (np.concatenate([row[k] for row in solver.added]) for k in (0, 1))
    shape = (len(solver.added), own.shape[1])
    added = sparse.csr_matrix((values, (at, columns)), shape)
    return sparse.csr_matrix(sparse.vstack([own, added]))


def _labels(solver: Solver, without: Indices) -> tuple[Indices, Indices]:
    """The part of each column and of each row; -1 for rows left out."""
    rows = sparse.coo_matrix(_all_rows(solver))
    m, n = rows.shape
    counts = np.ones(m, bool)
    counts[without] = False
    joins = counts[rows.row]
    links = sparse.coo_matrix(
        (np.ones(int(joins.sum())), (rows.row[joins], m + rows.col[joins])), shape=(m + n, m + n)
    )
    _, label = connected_components(links, directed=False)
    size = np.bincount(label[:m][counts], minlength=m + n)
    number = np.zeros(len(size), np.int64)
    large = np.flatnonzero(size >= LEAST)
    number[large] = np.arange(1, len(large) + 1)
    present, part = np.unique(number[label[m:]], return_inverse=True)
    row_part = np.full(m, -1, np.int64)
    own = np.flatnonzero(counts & np.isin(number[label[:m]], present))
    row_part[own] = np.searchsorted(present, number[label[own]])
    return part.astype(np.int64), row_part
