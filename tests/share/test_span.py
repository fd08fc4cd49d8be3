"""Settled groups: which are independent, which follow from others, exactly."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jointstock.share.span import Settled

PLAYERS = 7
GROUPS = st.lists(st.sets(st.integers(0, PLAYERS - 1), min_size=1), max_size=9)


def rank(groups: list[set[int]]) -> int:
    """The rank of groups as rows of zeros and ones, by another path."""
    rows = [[float(i in group) for i in range(PLAYERS)] for group in groups]
    return int(np.linalg.matrix_rank(np.array(rows)))


@settings(max_examples=200, deadline=None)
@given(GROUPS, st.sets(st.integers(0, PLAYERS - 1), min_size=1))
def test_rank_and_span_are_those_of_the_rows(groups: list[set[int]], asked: set[int]) -> None:
    """A group is independent where the rank grows, and held where it does not."""
    settled, known = Settled(PLAYERS), [set(range(PLAYERS))]
    for group in groups:
        grows = rank([*known, group]) > rank(known)
        assert settled.holds(sorted(group)) is not grows
        assert settled.add(sorted(group)) is grows
        known.append(group)
    assert settled.rank == rank(known)
    assert settled.holds(sorted(asked)) is (rank([*known, asked]) == rank(known))


@settings(max_examples=100, deadline=None)
@given(GROUPS)
def test_rows_have_a_one_at_their_pivot_and_add_up_to_what_is_settled(
    groups: list[set[int]],
) -> None:
    """Each settled group is the sum of the rows, weighted by its membership at the pivots."""
    settled = Settled(PLAYERS)
    for group in groups:
        settled.add(sorted(group))
    span, rows = settled.span(), settled.rows()
    assert len(rows) == len(span.pivots) == settled.rank
    for group in [set(range(PLAYERS)), *groups]:
        for j, free in enumerate(span.free):
            made = sum(
                row[j] for pivot, row in zip(span.pivots, span.rows, strict=True) if pivot in group
            )
            assert made == (free in group)
    for row in rows:
        assert 1.0 in row
