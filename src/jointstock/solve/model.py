"""A model in named blocks: whole arrays of columns and rows, put together as one sparse matrix."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import prod
from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
_NONE: Indices = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Block:
    """A named run of columns or rows: ``start`` is the first index, ``shape`` its axes."""

    name: str
    start: int
    shape: tuple[int, ...]

    def place(self, index: int) -> tuple[int, ...]:
        """The position inside the block of a column or row of the model."""
        return tuple(int(i) for i in np.unravel_index(index - self.start, self.shape))


@dataclass(frozen=True, slots=True)
class Matrix:
    """A finished model: ``low_rows <= A x <= high_rows``, ``low <= x <= high``, some x whole.

    ``columns`` and ``rows`` are names, as numbers: what stands in a block of the same name at the
    same place has the same one in another model, whatever stands before it.
    """

    a: sparse.csc_matrix
    low: Floats
    high: Floats
    whole: NDArray[np.bool_]
    low_rows: Floats
    high_rows: Floats
    columns: Indices = field(default_factory=lambda: _NONE)
    rows: Indices = field(default_factory=lambda: _NONE)


@dataclass(slots=True)
class Model:
    """Columns and rows in blocks, with their coefficients as triplets until it is finished."""

    column_blocks: list[Block] = field(default_factory=list)
    row_blocks: list[Block] = field(default_factory=list)
    _low: list[Floats] = field(default_factory=list)
    _high: list[Floats] = field(default_factory=list)
    _whole: list[NDArray[np.bool_]] = field(default_factory=list)
    _columns: list[Indices] = field(default_factory=list)
    _rows: list[Indices] = field(default_factory=list)
    _times: Counter[str] = field(default_factory=Counter)
    _low_rows: list[Floats] = field(default_factory=list)
    _high_rows: list[Floats] = field(default_factory=list)
    _triplets: list[tuple[Indices, Indices, Floats]] = field(default_factory=list)
    n_columns: int = 0
    n_rows: int = 0

    def columns(
        self,
        name: str,
        shape: tuple[int, ...] | int,
        *,
        low: ArrayLike = 0.0,
        high: ArrayLike = np.inf,
        whole: bool = False,
        places: ArrayLike | None = None,
    ) -> Indices:
        """Add a block of columns; bounds broadcast over ``shape``. Returns their indices.

        ``places`` are numbers that tell the columns apart also where the block's size is another;
        without them they are counted from 0.
        """
        shape = (shape,) if isinstance(shape, int) else shape
        size = prod(shape)
        self.column_blocks.append(Block(name, self.n_columns, shape))
        self._low.append(np.broadcast_to(np.asarray(low, float), shape).ravel())
        self._high.append(np.broadcast_to(np.asarray(high, float), shape).ravel())
        self._whole.append(np.full(size, whole))
        self._columns.append(self._names(f"column {name}", size, places))
        indices = np.arange(self.n_columns, self.n_columns + size, dtype=np.int64)
        self.n_columns += size
        return indices.reshape(shape)

    def rows(
        self,
        name: str,
        shape: tuple[int, ...] | int,
        *,
        low: ArrayLike = -np.inf,
        high: ArrayLike = np.inf,
        places: ArrayLike | None = None,
    ) -> Indices:
        """Add a block of rows; bounds broadcast over ``shape``. Returns their indices.

        ``places`` are as for columns.
        """
        shape = (shape,) if isinstance(shape, int) else shape
        self.row_blocks.append(Block(name, self.n_rows, shape))
        self._low_rows.append(np.broadcast_to(np.asarray(low, float), shape).ravel())
        self._high_rows.append(np.broadcast_to(np.asarray(high, float), shape).ravel())
        size = prod(shape)
        self._rows.append(self._names(f"row {name}", size, places))
        indices = np.arange(self.n_rows, self.n_rows + size, dtype=np.int64)
        self.n_rows += size
        return indices.reshape(shape)

    def _names(self, block: str, size: int, places: ArrayLike | None) -> Indices:
        """Numbers for the members of a block: of the block and how many had its name, of places."""
        self._times[block] += 1
        first = crc32(f"{block} {self._times[block]}".encode()) << 31
        own = np.arange(size) if places is None else np.asarray(places, np.int64).ravel()
        return first + own

    def put(self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike) -> None:
        """Set coefficients; the three broadcast. Coefficients of one place add up."""
        r, c, v = np.broadcast_arrays(
            np.asarray(rows, np.int64), np.asarray(columns, np.int64), np.asarray(values, float)
        )
        self._triplets.append((r.ravel(), c.ravel(), v.ravel()))

    def raise_low(self, rows: Indices, by: float) -> None:
        """Raise the lower bounds of the rows of the last block."""
        self._low_rows[-1] = self._low_rows[-1] + by
        assert rows[0] == self.row_blocks[-1].start

    def upper(self, columns: Indices) -> Floats:
        """The upper bounds of some columns."""
        return np.asarray(_join(self._high)[columns])

    def finish(self) -> Matrix:
        """The sparse matrix with its bounds."""
        rows, columns, values = (
            np.concatenate([triplet[k] for triplet in self._triplets] or [np.zeros(0)])
            for k in range(3)
        )
        a = sparse.csc_matrix(
            sparse.coo_matrix((values, (rows, columns)), shape=(self.n_rows, self.n_columns))
        )
        return Matrix(
            a,
            _join(self._low),
            _join(self._high),
            np.concatenate(self._whole or [np.zeros(0, bool)]),
            _join(self._low_rows),
            _join(self._high_rows),
            np.concatenate([_NONE, *self._columns]),
            np.concatenate([_NONE, *self._rows]),
        )


def places(names: Indices, wanted: Indices) -> tuple[Indices, NDArray[np.bool_]]:
    """Where each wanted name stands among ``names`` (one at least), and whether it is there."""
    order = np.argsort(names)
    at = order[np.minimum(np.searchsorted(names, wanted, sorter=order), len(names) - 1)]
    return at, names[at] == wanted


def _join(parts: list[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(0)
