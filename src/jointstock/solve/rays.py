"""Why a linear model cannot be met: a rule on some of its columns that no other values mend."""

from __future__ import annotations

import numpy as np

from jointstock.solve.highs import Solver
from jointstock.solve.model import Floats, Indices

# Smaller multipliers of rows are the solver's rounding.
_ZERO = 1e-9

# A breach counts where it is so large beside what it is made of.
_CLEAR = 1e-6


def barrier(solver: Solver, columns: Indices, at: Floats) -> tuple[Floats, float] | None:
    """A slope (n,) and a constant: where ``slope @ z + constant`` is above zero, nothing is.

    The solver's last run ended without a point, with some columns fixed ``at`` values (n,). By
    Farkas' lemma multipliers of its rows prove that; they prove as much for all other values z of
    these columns that breach the same rule. ``None`` where no multipliers show it clearly.
    """
    found = rule(solver, columns, at)
    return None if found is None else found[:2]


def rule(solver: Solver, columns: Indices, at: Floats) -> tuple[Floats, float, Floats] | None:
    """A barrier with the multipliers (rows,) that prove it, as duals of costs that are all zero."""
    found = solver.ray()
    if found is None:
        return None
    for multipliers in (found, -found):
        y = np.where(np.abs(multipliers) < _ZERO, 0.0, multipliers)
        slope = solver.matrix.a.T @ y
        slope[np.abs(slope) < _ZERO] = 0.0
        own = slope[columns]
        slope[columns] = 0.0
        most = _times(y, solver.high_rows, solver.low_rows)
        least = _times(slope, solver.low, solver.high)
        constant = least - most
        if np.isfinite(constant):
            clear = _CLEAR * max(1.0, abs(least), abs(most))
            if own @ at + constant > clear:
                return own, constant - clear, -y
    return None


def _times(values: Floats, above: Floats, below: Floats) -> float:
    """The sum of values times a side: one where they are above zero, the other where below."""
    up, down = values > 0.0, values < 0.0
    return float(values[up] @ above[up] + values[down] @ below[down])
