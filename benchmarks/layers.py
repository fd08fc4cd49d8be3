"""The same linear model, written row by row in general modelling layers."""

from __future__ import annotations

import linopy
import numpy as np
import pyomo.environ as pyo
import xarray as xr
from linopy.io import to_highspy

from jointstock.solve.model import Block, Matrix


def in_pyomo(matrix: Matrix) -> pyo.ConcreteModel:
    """A variable a column and a constraint a row, each an expression over the row's columns."""
    model = pyo.ConcreteModel()
    bounds = [(_or_none(a), _or_none(b)) for a, b in zip(matrix.low, matrix.high, strict=True)]
    model.x = pyo.Var(range(len(bounds)), bounds=lambda _, column: bounds[column])
    by_row = matrix.a.tocsr()
    starts, columns, values = by_row.indptr.tolist(), by_row.indices.tolist(), by_row.data.tolist()

    def rule(model: pyo.ConcreteModel, row: int) -> object:
        at = range(starts[row], starts[row + 1])
        if not at:
            return pyo.Constraint.Skip
        total = pyo.quicksum(values[k] * model.x[columns[k]] for k in at)
        low, high = matrix.low_rows[row], matrix.high_rows[row]
        if low == high:
            return total == high
        return pyo.inequality(_or_none(low), total, _or_none(high))

    bounded = np.isfinite(matrix.low_rows) | np.isfinite(matrix.high_rows)
    model.rows = pyo.Constraint(np.flatnonzero(bounded).tolist(), rule=rule)
    return model


def _or_none(bound: float) -> float | None:
    return float(bound) if np.isfinite(bound) else None


def in_linopy(matrix: Matrix, blocks: list[Block]) -> linopy.Model:
    """One array of variables, and for all row blocks of one name one array of constraints."""
    model = linopy.Model()
    every = np.arange(len(matrix.low))
    x = model.add_variables(
        xr.DataArray(matrix.low, dims="column"),
        xr.DataArray(matrix.high, dims="column"),
        coords={"column": every},
        name="x",
    )
    by_row = matrix.a.tocsr()
    names: dict[str, list[np.ndarray]] = {}
    for block in blocks:
        size = int(np.prod(block.shape))
        names.setdefault(block.name, []).append(np.arange(block.start, block.start + size))
    for number, parts in enumerate(names.values()):
        rows = np.concatenate(parts)
        width = np.diff(by_row.indptr)[rows]
        rows = rows[width > 0]
        if len(rows):
            _add_rows(model, x, matrix, by_row, rows, f"rows {number}")
    return model


def linopy_to_solver(matrix: Matrix, blocks: list[Block]) -> object:
    """The same, handed over to HiGHS in memory as linopy does before it solves."""
    return to_highspy(in_linopy(matrix, blocks))


def _add_rows(
    model: linopy.Model,
    x: linopy.Variable,
    matrix: Matrix,
    by_row: object,
    rows: np.ndarray,
    name: str,
) -> None:
    """The rows of one name: terms padded to the longest row, bounded below, above or both."""
    some = by_row[rows]
    width = np.diff(some.indptr)
    filled = np.arange(width.max())[None, :] < width[:, None]
    columns, values = np.zeros(filled.shape, np.int64), np.zeros(filled.shape)
    columns[filled], values[filled] = some.indices, some.data
    dims = ("row", "term")
    chosen = x.isel(column=xr.DataArray(columns, dims=dims))
    total = (chosen * xr.DataArray(values, dims=dims)).sum("term")
    low, high = matrix.low_rows[rows], matrix.high_rows[rows]
    equal = low == high
    for sign, side, where in (
        ("=", high, equal),
        ("<=", high, ~equal & np.isfinite(high)),
        (">=", low, ~equal & np.isfinite(low)),
    ):
        if where.any():
            at = np.flatnonzero(where)
            right = xr.DataArray(side[at], dims="row")
            model.add_constraints(total.isel(row=at), sign, right, name=f"{name} {sign}")
