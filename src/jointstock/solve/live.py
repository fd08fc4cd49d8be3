"""HiGHS as it runs: a silent solver made, a model handed over, a run checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import highspy
import numpy as np
from numpy.typing import NDArray

from jointstock.solve.model import Floats, Indices
from jointstock.words.errors import SolverError

if TYPE_CHECKING:
    from jointstock.solve.highs import Solver

# How the solver's interface in C names a matrix by columns, and least as best.
_COLUMN_WISE, _MINIMISE = int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize)


class _Quiet(highspy.Highs):
    """HiGHS without the wrapper's callbacks, whose making prints a banner to standard output."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()


def fresh() -> highspy.Highs:
    """A silent solver of one thread: the same input gives the same answer."""
    highs = _Quiet()
    for name, value in (
        ("output_flag", False),
        ("log_to_console", False),
        ("threads", 1),
        ("random_seed", 0),
        ("primal_feasibility_tolerance", 1e-7),
        ("dual_feasibility_tolerance", 1e-8),
    ):
        highs.setOptionValue(name, value)
    return highs


def run(highs: highspy.Highs) -> None:
    """Run, and check that the run itself did not fail (a failed run can report 0)."""
    if highs.run() == highspy.HighsStatus.kError:
        raise SolverError("the solver reported an error while it ran")


def put_model(
    highs: highspy.Highs,
    solver: Solver,
    *,
    whole: NDArray[np.bool_] | None = None,
    cost: Floats | None = None,
) -> None:
    """Hand a solver's present state to HiGHS in one call, as arrays: lists take thrice as long."""
    matrix, a = solver.matrix, solver.matrix.a
    size, own = len(matrix.low), len(matrix.low_rows)
    taken = highs.passModel(
        size,
        own,
        a.nnz,
        _COLUMN_WISE,
        _MINIMISE,
        0.0,
        np.zeros(size) if cost is None else cost,
        solver.low,
        solver.high,
        solver.low_rows[:own],
        solver.high_rows[:own],
        a.indptr.astype(np.int32),
        a.indices.astype(np.int32),
        a.data,
        (np.zeros(size) if whole is None else whole).astype(np.int32),  # 1: a whole number
    )
    if taken == highspy.HighsStatus.kError:
        raise SolverError("the solver did not take the model")
    bounds = zip(solver.low_rows[own:], solver.high_rows[own:], strict=True)
    for (columns, values), (low, high) in zip(solver.added, bounds, strict=True):
        put_row(highs, columns, values, low, high)


def put_row(
    highs: highspy.Highs, columns: Indices, values: Floats, low: float, high: float
) -> None:
    """Add a row to a model that HiGHS holds."""
    highs.addRow(low, high, len(columns), columns.astype(np.int32), values)
