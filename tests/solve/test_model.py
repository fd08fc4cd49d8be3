"""Blocks of columns and rows become one sparse matrix, each figure in its place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.solve.model import Block, Model


def test_blocks_to_matrix() -> None:
    """Bounds broadcast over a block, indices follow on, coefficients stand where they were put."""
    model = Model()
    x = model.columns("x", (2, 3), low=[[1.0], [2.0]], high=9.0, whole=True)
    y = model.columns("y", 2, low=-np.inf)
    first = model.rows("first", 2, high=[4.0, 5.0])
    second = model.rows("second", (1, 3), low=0.0, high=0.0)
    model.put(first, x[:, 0], [7.0, 8.0])
    model.put(second, x, 1.0)
    model.put(first, y, -1.0)
    matrix = model.finish()
    assert x.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert y.tolist() == [6, 7]
    assert second.tolist() == [[2, 3, 4]]
    assert matrix.a.toarray().tolist() == [
        [7, 0, 0, 0, 0, 0, -1, 0],
        [0, 0, 0, 8, 0, 0, 0, -1],
        [1, 0, 0, 1, 0, 0, 0, 0],
        [0, 1, 0, 0, 1, 0, 0, 0],
        [0, 0, 1, 0, 0, 1, 0, 0],
    ]
    assert matrix.low.tolist() == [1, 1, 1, 2, 2, 2, -np.inf, -np.inf]
    assert matrix.high.tolist() == [9] * 6 + [np.inf] * 2
    assert matrix.whole.tolist() == [True] * 6 + [False] * 2
    assert matrix.low_rows.tolist() == [-np.inf, -np.inf, 0, 0, 0]
    assert matrix.high_rows.tolist() == [4, 5, 0, 0, 0]


def test_coefficients_of_one_place_add_up() -> None:
    """What is put twice in one place is their sum."""
    model = Model()
    x = model.columns("x", 1)
    row = model.rows("row", 1)
    model.put(row, x, 2.0)
    model.put(row, x, 0.5)
    assert model.finish().a.toarray().tolist() == [[2.5]]


def test_a_model_of_nothing() -> None:
    """A model without columns and rows has a matrix all the same."""
    matrix = Model().finish()
    assert matrix.a.shape == (0, 0)
    assert len(matrix.low) == len(matrix.low_rows) == len(matrix.whole) == 0


def test_bounds_that_do_not_fit_are_refused() -> None:
    """Bounds of another shape than the block are an error, not a guess."""
    with pytest.raises(ValueError, match="broadcast"):
        Model().columns("x", (2, 3), high=[1.0, 2.0])


def test_raise_low() -> None:
    """The lower bounds of the last block go up, and no others."""
    model = Model()
    model.rows("before", 1, low=1.0)
    rows = model.rows("last", 2, low=[1.0, 2.0])
    model.raise_low(rows, 10.0)
    assert model.finish().low_rows.tolist() == [1, 11, 12]


def test_upper() -> None:
    """Upper bounds are told by column, over all blocks."""
    model = Model()
    model.columns("x", 2, high=[3.0, 4.0])
    model.columns("y", 1, high=5.0)
    assert model.upper(np.array([2, 0])).tolist() == [5, 3]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(0, 50))
def test_a_place_in_a_block(shape: list[int], start: int) -> None:
    """The place of an index in its block is where that index stands in the block's array."""
    indices = np.arange(start, start + int(np.prod(shape))).reshape(shape)
    block = Block("x", start, tuple(shape))
    for index in indices.ravel():
        assert indices[block.place(int(index))] == index
