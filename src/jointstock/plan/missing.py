"""Columns of units that are missing: runs that weigh alike, month by month in a chain of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from jointstock.plan.draft import Draft
from jointstock.solve.model import Indices

# A run of units alike: how many, and what each weighs in the goals that it counts for.
Run = tuple[int, tuple[tuple[str, float], ...]]


@dataclass(slots=True)
class Missing:
    """Gathers what may be missing, and puts it into a model as one block of columns."""

    _rows: list[int] = field(default_factory=list)
    _widths: list[int] = field(default_factory=list)
    _inner: list[bool] = field(default_factory=list)
    _weights: dict[str, tuple[list[int], list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: ([], []))
    )

    def add(self, row: int, runs: Iterable[Run], least: int, most: int, *, last: bool) -> None:
        """What is missing in one month, at least and at most; ``runs`` begin with the first unit.

        What is missing whatever is done, and what cannot be missing, needs no column.
        """
        open_units = most - least
        for width, weighs in runs:
            always = min(width, least)
            least -= always
            take = min(width - always, open_units)
            open_units -= take
            if take <= 0:
                continue
            for goal, weight in weighs:
                columns, values = self._weights[goal]
                columns.append(len(self._rows))
                values.append(weight)
            self._rows.append(row)
            self._widths.append(take)
            self._inner.append(not last)

    def put(self, draft: Draft, name: str) -> tuple[Indices, Indices]:
        """Add the columns to a draft: taken off in their own row, and put back in the next one.

        Returns the columns and their own rows.
        """
        columns = draft.model.columns(name, len(self._rows), high=np.array(self._widths, float))
        rows = np.array(self._rows, np.int64)
        draft.model.put(rows, columns, -1.0)
        inner = np.array(self._inner, bool)
        draft.model.put(rows[inner] + 1, columns[inner], 1.0)
        for goal, (at, values) in self._weights.items():
            draft.cost(goal).add(columns[at], np.array(values))
        return columns, rows
