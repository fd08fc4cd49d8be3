"""HiGHS held in memory: one model, edited in place, each run's two statuses checked."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from jointstock.solve.live import fresh, put_model, put_row, run
from jointstock.solve.model import Floats, Indices, Matrix, places
from jointstock.words.errors import SolverError

_STATUS = highspy.HighsModelStatus

# From so many rows on a model's first basis is found by the interior point method.
LARGE = 5_000

_GAVE_UP = (_STATUS.kSolutionLimit, _STATUS.kIterationLimit, _STATUS.kInterrupt)


class InfeasibleError(Exception):
    """No point meets the bounds and rows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A solved model: column values, the objective, a proven bound on it, and LP duals.

    ``reduced`` and ``duals`` are empty after a whole-number solve.
    """

    x: Floats
    value: float
    bound: float
    reduced: Floats
    duals: Floats


@dataclass(frozen=True, slots=True)
class Basis:
    """Which columns and rows a corner of a model rests on, as HiGHS tells it; or by ``parts``.

    ``of`` is the model, whose names of columns and rows say what belongs to what in another.
    """

    columns: list[highspy.HighsBasisStatus]
    rows: list[highspy.HighsBasisStatus]
    of: Matrix | None = None
    parts: tuple[Basis, ...] = ()

    def fitted(self, matrix: Matrix) -> tuple[list[highspy.HighsBasisStatus], ...] | None:
        """Columns and rows of another model as they stand here; what is new there is slack.

        ``None`` where they cannot be told: the model is of another size and has no names.
        """
        if self.of is None or self.of is matrix:
            alike = (len(self.columns), len(self.rows)) == matrix.a.shape[::-1]
            return (self.columns, self.rows) if alike else None
        status = highspy.HighsBasisStatus
        return (
            _fitted(self.columns, self.of.columns, matrix.columns, status.kLower),
            _fitted(self.rows, self.of.rows, matrix.rows, status.kBasic),
        )


class Solver:
    """A live HiGHS model that always minimises; bounds and costs change in place.

    A search for whole numbers passes over points that cost ``cutoff`` or more.
    """

    cutoff: float = np.inf

    def __init__(self, matrix: Matrix) -> None:
        """Start from the matrix's own bounds."""
        self.matrix = matrix
        self.low = matrix.low.copy()
        self.high = matrix.high.copy()
        self.low_rows = matrix.low_rows.copy()
        self.high_rows = matrix.high_rows.copy()
        self.added: list[tuple[Indices, Floats]] = []
        self.slack_rows: list[int] = []
        self._live: highspy.Highs | None = None
        self._solved = False
        self._dual = False
        self._begun: Basis | None = None
        self.steps = 0

    def copy(self) -> Solver:
        """The same model with the same bounds, to be changed apart."""
        twin = Solver(self.matrix)
        twin.take_bounds(self)
        return twin

    def take_bounds(self, other: Solver) -> None:
        """Take over bounds and added rows from a solver of the same matrix, before a solve."""
        self.low, self.high = other.low.copy(), other.high.copy()
        self.low_rows, self.high_rows = other.low_rows.copy(), other.high_rows.copy()
        self.added, self.slack_rows = list(other.added), list(other.slack_rows)

    def apart(self, columns: Indices) -> list[Indices]:
        """Columns in groups that no row joins: here all are taken as one."""
        return [columns]

    @property
    def is_solved(self) -> bool:
        """Whether a linear solve came before, from whose corner the next would begin."""
        return self._solved

    @property
    def _highs(self) -> highspy.Highs:
        """HiGHS with the model in it, handed over whole when it is first needed."""
        if self._live is None:
            self._live = fresh()
            put_model(self._live, self)
        return self._live

    def load(self) -> None:
        """Hand the model to HiGHS now, and not when it is first solved."""
        _ = self._highs

    def bound(self, columns: Indices, low: Floats | float, high: Floats | float) -> None:
        """Set the bounds of columns."""
        columns = np.atleast_1d(columns).ravel()
        self.low[columns] = low
        self.high[columns] = high
        if self._live is not None:
            self._live.changeColsBounds(
                len(columns), columns.astype(np.int32), self.low[columns], self.high[columns]
            )

    def bound_rows(self, rows: Indices, low: Floats | float, high: Floats | float) -> None:
        """Set the bounds of rows."""
        rows = np.atleast_1d(rows).ravel()
        self.low_rows[rows] = low
        self.high_rows[rows] = high
        if self._live is not None:
            self._live.changeRowsBounds(  # type: ignore[attr-defined]
                len(rows), rows.astype(np.int32), self.low_rows[rows], self.high_rows[rows]
            )

    def add_row(
        self, columns: Indices, values: Floats, high: float, *, slack: bool = False
    ) -> None:
        """Add a row after the matrix's own: ``values`` times these columns is at most ``high``.

        ``slack`` marks a row whose side is a little wider than what is meant.
        """
        if slack:
            self.slack_rows.append(len(self.low_rows))
        self.added.append((columns, values))
        self.low_rows = np.append(self.low_rows, -np.inf)
        self.high_rows = np.append(self.high_rows, high)
        if self._live is not None:
            put_row(self._live, columns, values, -np.inf, high)

    def minimise(self, cost: Floats) -> Answer:
        """Solve the linear relaxation, from the last basis where there is one.

        Raises ``InfeasibleError``, or ``SolverError`` if the solver ends any other way.
        """
        highs = self._highs
        every = np.arange(len(cost), dtype=np.int32)
        highs.changeColsCost(len(cost), every, cost)
        primal = self._solved and not self._dual
        highs.setOptionValue("simplex_strategy", 4 if primal else 1)
        self._dual = False
        run(highs)
        status = highs.getModelStatus()
        if status in (_STATUS.kUnknown, _STATUS.kIterationLimit, _STATUS.kUnboundedOrInfeasible):
            highs.clearSolver()  # a stale basis can stall the simplex: once more from nothing
            highs.setOptionValue("simplex_strategy", 1)
            run(highs)
            status = highs.getModelStatus()
        if status == _STATUS.kInfeasible:
            raise InfeasibleError
        if status != _STATUS.kOptimal:
            raise SolverError(f"the linear model ended as {highs.modelStatusToString(status)}")
        self._solved = True
        solution, info = highs.getSolution(), highs.getInfo()
        self.steps = max(info.simplex_iteration_count, 0)
        if self.steps:
            self._begun = None
        value = info.objective_function_value
        return Answer(
            np.asarray(solution.col_value),
            value,
            value,
            np.asarray(solution.col_dual),
            np.asarray(solution.row_dual),
        )

    def ray(self) -> Floats | None:
        """Multipliers of the rows that prove that the last linear solve could find no point."""
        _, there, found = self._highs.getDualRay()  # type: ignore[attr-defined]
        return np.asarray(found) if there else None

    def basis(self) -> Basis | None:
        """The basis of the last linear solve, over the matrix's own rows, if there was one."""
        if not self._solved:
            return None
        if self._begun is not None:
            return self._begun
        found = self._highs.getBasis()
        rows = found.row_status[: len(self.matrix.low_rows)]
        self._begun = Basis(found.col_status, rows, self.matrix)
        return self._begun

    def start_at(self, basis: Basis | None, *, optimal: bool = False) -> None:
        """Begin from a basis of this model or of one that shares names with it.

        Does nothing where there is none, or none that fits. Rows that were added are left to the
        solver to fit in. ``optimal`` says that the basis was the best one for the cost that comes
        next, when bounds and sides were others.
        """
        fitted = None if basis is None else basis.fitted(self.matrix)
        if fitted is None:
            return
        columns, rows = fitted
        more = [highspy.HighsBasisStatus.kBasic] * (len(self.low_rows) - len(rows))
        found = highspy.HighsBasis()
        found.col_status, found.row_status = columns, [*rows, *more]
        found.valid = found.alien = True
        self._solved = self._highs.setBasis(found) == highspy.HighsStatus.kOk
        self._dual = self._solved and optimal
        self._begun = Basis(columns, rows, self.matrix) if self._solved else None

    def prime(self, cost: Floats) -> None:
        """Find a basis that is good for a cost by the interior point method; nothing is returned.

        On large models this is much faster than the simplex method from nothing; the goals that
        follow start from its basis.
        """
        highs = self._highs
        every = np.arange(len(cost), dtype=np.int32)
        highs.changeColsCost(len(cost), every, cost)
        highs.setOptionValue("solver", "ipm")
        run(highs)
        highs.setOptionValue("solver", "choose")
        self._solved = highs.getModelStatus() == _STATUS.kOptimal

    def repair(self, basis: Basis | None, cost: Floats) -> None:
        """Begin from the best basis of nearly this model for a cost, and find its own from there.

        On the way the largest breach goes first: weights for so large a basis cost far more.
        """
        self.start_at(basis, optimal=True)
        self._highs.setOptionValue("simplex_dual_edge_weight_strategy", 0)
        with suppress(InfeasibleError):
            self.minimise(cost)
        self._highs.setOptionValue("simplex_dual_edge_weight_strategy", -1)

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
        """Solve with whole numbers, on a copy, to a relative gap or a count of nodes.

        ``start`` is a feasible point to begin from. The bound is proven even where the search
        stopped early. ``whole`` says which columns are whole numbers, where not all of the
        model's are asked for. ``then`` is a second cost: of the points as good as the best found
        the one is returned that is least in it. Points that cost the solver's ``cutoff`` or more
        are not looked for. Raises ``InfeasibleError``, or ``SolverError`` if nothing was found.
        """
        highs = fresh()
        highs.setOptionValue("objective_bound", self.cutoff)
        put_model(highs, self, whole=self.matrix.whole if whole is None else whole, cost=cost)
        highs.setOptionValue("mip_rel_gap", gap)
        highs.setOptionValue("mip_abs_gap", 1e-6 if gap == 0 else 1e-9)
        highs.setOptionValue("mip_max_nodes", nodes)
        highs.setOptionValue("mip_feasibility_tolerance", 1e-7)
        if start is not None:
            guess = highspy.HighsSolution()
            guess.col_value = list(start)
            highs.setSolution(guess)
        run(highs)
        status = highs.getModelStatus()
        if status in (_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible):
            raise InfeasibleError
        info = highs.getInfo()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if not found or status not in (_STATUS.kOptimal, *_GAVE_UP):
            raise SolverError(f"no whole-number point: {highs.modelStatusToString(status)}")
        x = np.asarray(highs.getSolution().col_value)
        value, none = float(cost @ x), np.zeros(0)
        claimed = info.objective_function_value
        if abs(value - claimed) > 1e-6 * max(1.0, abs(value)):
            # seen with a start (HiGHS 1.16): the point told is not the one that was found
            if start is None:
                raise SolverError(f"the solver claims {claimed} for a point worth {value}")
            return self.minimise_whole(cost, gap=gap, nodes=nodes, whole=whole, then=then)
        if then is not None:
            x = self._second(cost, value, then, x, gap=gap, nodes=nodes, whole=whole)
        return Answer(x, float(cost @ x), info.mip_dual_bound, none, none)

    def _second(
        self,
        cost: Floats,
        value: float,
        then: Floats,
        start: Floats,
        *,
        gap: float,
        nodes: int,
        whole: NDArray[np.bool_] | None,
    ) -> Floats:
        """The point that is least in a second cost, of those that reach a value of the first."""
        twin = self.copy()
        columns = np.flatnonzero(cost)
        twin.add_row(columns, cost[columns], value + 1e-6 * max(1.0, abs(value)))
        return twin.minimise_whole(then, gap=gap, nodes=nodes, start=start, whole=whole).x


def _fitted(
    found: list[highspy.HighsBasisStatus],
    names: Indices,
    wanted: Indices,
    other: highspy.HighsBasisStatus,
) -> list[highspy.HighsBasisStatus]:
    """What was found by name, for the names that are wanted; ``other`` for those without."""
    if len(names) == len(wanted) and bool(np.all(names == wanted)):
        return found
    at, known = places(names, wanted)
    return [found[i] if there else other for i, there in zip(at, known, strict=True)]
