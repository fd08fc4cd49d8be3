"""A rule for switches: they lie outside the span of rows, told by whole columns of their own."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from math import lcm

import numpy as np
from scipy import sparse

from jointstock.solve.model import Floats, Indices, Matrix


def with_selectors(
    matrix: Matrix, switches: Indices, outside: Sequence[tuple[int, Floats]]
) -> Matrix:
    """The model with a rule more: switches differ from a combination of theirs at some free one.

    For each free switch two whole columns say that it lies above or below; one of all must. What
    lies apart is apart by at least the inverse of the common denominator.
    """
    count, size = len(outside), len(matrix.low)
    rows = sparse.lil_matrix((2 * count + 1, size + 2 * count))
    low, high = np.full(2 * count + 1, -np.inf), np.full(2 * count + 1, np.inf)
    for k, (free, combination) in enumerate(outside):
        values = -combination
        values[free] += 1.0
        least, most = values[values < 0].sum(), values[values > 0].sum()
        fractions = [Fraction(float(v)).limit_denominator(10**6) for v in combination]
        step = 1.0 / reduce(lcm, (one.denominator for one in fractions), 1)
        for row, column, value, side in (
            (2 * k, size + 2 * k, least - step, least),
            (2 * k + 1, size + 2 * k + 1, most + step, most),
        ):
            rows[row, switches] = values
            rows[row, column] = value
            (low if row % 2 == 0 else high)[row] = side
    rows[2 * count, size:] = 1.0
    low[2 * count] = 1.0
    wide = sparse.hstack([matrix.a, sparse.csc_matrix((matrix.a.shape[0], 2 * count))])
    return Matrix(
        sparse.csc_matrix(sparse.vstack([wide, rows])),
        np.append(matrix.low, np.zeros(2 * count)),
        np.append(matrix.high, np.ones(2 * count)),
        np.append(matrix.whole, np.ones(2 * count, bool)),
        np.append(matrix.low_rows, low),
        np.append(matrix.high_rows, high),
    )
