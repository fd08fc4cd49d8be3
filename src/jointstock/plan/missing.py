"""Columns of units that are missing: runs that weigh alike, period by period in a chain of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from jointstock.plan.draft import Draft
from jointstock.solve.model import Indices

# A run of units alike: how many, and what each weighs in the goals that it counts for.
Run = tuple[int, tuple[tuple[str, float], ...]]


# So many runs of a period are told apart by name.
_PIECES = 4096


def together(by_month: Sequence[tuple[Run, ...]], top: int) -> Iterable[Run]:
    """The runs of holdings of several months that one level stands for, the largest of ``top``.

    What is missing of a smaller holding is missing later: its runs begin behind those units of
    the largest that it has not got.
    """
    if len(by_month) == 1:
        return by_month[0]
    units: list[dict[str, float]] = [defaultdict(float) for _ in range(top)]
    for runs in by_month:
        at = top - sum(width for width, _ in runs)
        for width, weighs in runs:
            for unit in units[at : at + width]:
                for goal, weight in weighs:
                    unit[goal] += weight
            at += width
    return [(len(list(run)), weighs) for weighs, run in groupby(tuple(u.items()) for u in units)]


@dataclass(slots=True)
class Missing:
    """Gathers what may be missing, and puts it into a model as one block of columns."""

    _rows: list[int] = field(default_factory=list)
    _widths: list[int] = field(default_factory=list)
    _places: list[int] = field(default_factory=list)
    _inner: list[bool] = field(default_factory=list)
    _weights: dict[str, tuple[list[int], list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: ([], []))
    )

    def add(
        self, row: int, runs: Iterable[Run], least: int, most: int, *, last: bool, place: int
    ) -> None:
        """What is missing in one period, at least and at most; ``runs`` begin with the first unit.

        What is missing whatever is done, and what cannot be missing, needs no column. ``place``
        tells the period apart from the others, also in the model of nearly the same programme.
        """
        open_units = most - least
        for piece, (width, weighs) in enumerate(runs):
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
            self._places.append(place * _PIECES + min(piece, _PIECES - 1))
            self._inner.append(not last)

    def put(self, draft: Draft, name: str) -> tuple[Indices, Indices]:
        """Add the columns to a draft: taken off in their own row, and put back in the next one.

        Returns the columns and their own rows.
        """
        widths, places = np.array(self._widths, float), np.array(self._places, np.int64)
        columns = draft.model.columns(name, len(widths), high=widths, places=places)
        rows = np.array(self._rows, np.int64)
        draft.model.put(rows, columns, -1.0)
        inner = np.array(self._inner, bool)
        draft.model.put(rows[inner] + 1, columns[inner], 1.0)
        for goal, (at, values) in self._weights.items():
            draft.cost(goal).add(columns[at], np.array(values))
        return columns, rows
