"""The span of settled groups, reduced exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from jointstock.words.games import Span

Row = list[Fraction]


class Settled:
    """Groups whose excess is settled, in reduced row echelon form over the fractions."""

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
        if (first := row[pivot]) != 1:
            row = [value / first if value else value for value in row]
        for other in self._rows.values():
            _take(other, row, pivot)
        self._rows[pivot] = row
        return True

    def holds(self, members: Sequence[int]) -> bool:
        """Whether a group's excess follows from what is settled."""
        return not any(self._rest(members))

    def _rest(self, members: Sequence[int]) -> Row:
        """What is left of a group when the settled rows are taken from it."""
        row = [Fraction(0)] * self.n
        for i in members:
            row[i] = Fraction(1)
        for pivot, other in self._rows.items():
            _take(row, other, pivot)
        return row

    def rows(self) -> list[Row]:
        """The reduced rows."""
        return list(self._rows.values())

    def span(self) -> Span:
        """What is settled, as data."""
        pivots = tuple(sorted(self._rows))
        free = tuple(i for i in range(self.n) if i not in self._rows)
        return Span(pivots, free, tuple(tuple(self._rows[p][j] for j in free) for p in pivots))


def _take(row: Row, other: Row, pivot: int) -> None:
    """Take from a row the multiple of another that leaves nothing at the pivot."""
    factor = row[pivot]
    if factor:
        for i, value in enumerate(other):
            if value:  # most are zero, and fractions are slow
                row[i] -= factor * value
