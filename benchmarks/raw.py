"""The solver alone on a finished matrix, without anything of ours around it."""

from __future__ import annotations

import highspy
import numpy as np

from jointstock.solve.model import Floats, Matrix


def solve_raw(matrix: Matrix, cost: Floats, method: str, limit: float) -> str:
    """Hand the linear relaxation to HiGHS and run it on one thread; returns how it ended.

    ``method`` is ``simplex`` or ``ipm`` (without crossover); ``limit`` is in seconds.
    """
    highs = highspy.Highs()
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("solver", method),
        ("run_crossover", "off"),
        ("time_limit", limit),
    ):
        highs.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(matrix.low), len(matrix.low_rows)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, matrix.low, matrix.high
    lp.row_lower_, lp.row_upper_ = matrix.low_rows, matrix.high_rows
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = matrix.a.indptr.astype(np.int32)
    lp.a_matrix_.index_ = matrix.a.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.a.data
    highs.passModel(lp)
    highs.run()
    return str(highs.modelStatusToString(highs.getModelStatus()))
