"""The span of settled groups, reduced exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from jointstock.words.games import Span

# Whole numbers that stand for a row up to a factor: they are as exact as fractions, and faster.
Row = list[int]


class Settled:
    """Groups whose excess is settled, in reduced row echelon form, each row in whole numbers."""

    def __init__(self, n: int) -> None:
        """Begin with the group of all, whose excess is zero."""
        self.n = n
        self._rows: dict[int, Row] = {}
        self.add(range(n))

    @property
    def rank(self) -> int:
        """How many groups are independent."""
        return len(self._rows)

    def add(self, members: Sequence[int]) -> bool:
        """Add a group by its players' positions; whether it was independent of the others."""
        row = self._rest(members)
        pivot = next((i for i, value in enumerate(row) if value), None)
        if pivot is None:
            return False
        row = _shortened(row, row[pivot])
        for at, other in self._rows.items():
            if other[pivot]:
                rest = _less(other, row, pivot)
                self._rows[at] = _shortened(rest, rest[at])
        self._rows[pivot] = row
        return True

    def holds(self, members: Sequence[int]) -> bool:
        """Whether a group's excess follows from what is settled."""
        return not any(self._rest(members))

    def _rest(self, members: Sequence[int]) -> Row:
        """What is left of a group when the settled rows are taken from it."""
        row = [0] * self.n
        for i in members:
            row[i] = 1
        for pivot, other in self._rows.items():
            if row[pivot]:
                row = _less(row, other, pivot)
        return row

    def rows(self) -> list[list[float]]:
        """The reduced rows, each with a one at its pivot."""
        return [[value / row[pivot] for value in row] for pivot, row in self._rows.items()]

    def span(self) -> Span:
        """What is settled, as data."""
        pivots = tuple(sorted(self._rows))
        free = tuple(i for i in range(self.n) if i not in self._rows)
        rows = self._rows
        parts = (tuple(Fraction(rows[p][j], rows[p][p]) for j in free) for p in pivots)
        return Span(pivots, free, tuple(parts))


def _less(row: Row, other: Row, pivot: int) -> Row:
    """A multiple of a row less the multiple of another that leaves nothing at the pivot."""
    by, factor = other[pivot], row[pivot]
    return [by * value - factor * taken for value, taken in zip(row, other, strict=True)]


def _shortened(row: Row, first: int) -> Row:
    """A row without common factors, and with a positive ``first``, which is one of its values."""
    common = gcd(*row)
    if first < 0:
        common = -common
    return row if common == 1 else [value // common for value in row]
