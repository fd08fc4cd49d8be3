"""Linear production games: each player brings a bundle, and a group makes the best of its own."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from jointstock.share.table import named, tabled
from jointstock.solve.highs import Answer, InfeasibleError, Solver
from jointstock.solve.model import Floats, Model
from jointstock.words.errors import SettingError
from jointstock.words.games import EVERY, Group, Relaxation, Search, Worst


class LinearGame:
    """c(S) = least ``costs @ y`` with ``matrix @ y >= `` the bundles of S together, y >= 0.

    ``costs`` (m,), ``matrix`` (k, m), a bundle (k,) for each player: demand above zero, what it
    brings (capacity) below. Raises ``SettingError`` for shapes that do not fit.
    """

    def __init__(
        self, costs: ArrayLike, matrix: ArrayLike, bundles: Mapping[str, ArrayLike]
    ) -> None:
        """Keep the arrays and build the model once."""
        self.players = named(bundles)
        self.bundles = {player: np.asarray(bundles[player], float) for player in self.players}
        self._costs, rows = np.asarray(costs, float), np.asarray(matrix, float)
        k, m = rows.shape
        if self._costs.shape != (m,) or any(b.shape != (k,) for b in self.bundles.values()):
            raise SettingError(f"the matrix has {k} rows and {m} columns; costs or bundles differ")
        model = Model()
        columns = model.columns("made", m)
        self._rows = model.rows("bundle", k)
        model.put(self._rows[:, None], columns[None, :], rows)
        self._solver = Solver(model.finish())

    def cost(self, group: Iterable[str]) -> float:
        """What the group pays alone; infinite where its bundles cannot be met."""
        answer = self._answer(group)
        return math.inf if answer is None else answer.value

    def worst_group(self, shares: Mapping[str, float], search: Search = EVERY) -> Worst:
        """The group that overpays most, over the table of all groups."""
        return tabled(self).worst_group(shares, search)

    def relaxation(self, group: Group | None = None) -> Relaxation | None:
        """Each bundle at the duals of the model of all."""
        inside = self.players if group is None else tuple(p for p in self.players if p in group)
        answer = self._answer(inside)
        if answer is None:
            return None
        worth = {p: float(answer.duals @ self.bundles[p]) for p in inside}
        return Relaxation(answer.value, worth, answer.value - math.fsum(worth.values()))

    def _answer(self, group: Iterable[str]) -> Answer | None:
        wanted: Floats = sum((self.bundles[player] for player in group), np.zeros(len(self._rows)))
        self._solver.bound_rows(self._rows, wanted, np.inf)
        try:
            return self._solver.minimise(self._costs)
        except InfeasibleError:
            return None
