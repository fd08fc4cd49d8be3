"""What a search leaves to the next one of nearly the same programme: its bands and its bases."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

import numpy as np

from jointstock.plan.bands import Key
from jointstock.solve.highs import Answer, Basis, Solver
from jointstock.solve.model import Floats, Indices, Matrix, places

# A goal that takes no more steps from the one before it is near it.
NEAR = 10


@dataclass(slots=True)
class Kept:
    """Where the last search stood at the best point of each goal.

    ``bands`` are units from which the band of each contract and item is kept (``None``: every band
    is looked at again); ``bases`` hold for each model, by its name, and each goal the basis of its
    best point. A fact moves sides and bounds and hardly the basis: started there, a goal takes a
    few steps, or none. Goals that are ``near`` the one before them, so that the step from there is
    short, start from there instead. To read a basis takes long, and what is only asked about needs
    none: without ``takes`` those that are there are begun with, and stay.
    ``duals`` are the prices of the rows at those points, each with the names of the rows.
    ``whole`` says whether the linear search ended in whole units.
    """

    bands: Mapping[Key, int] | None = None
    bases: dict[tuple[Hashable, str], Basis] = field(default_factory=dict)
    near: dict[tuple[Hashable, str], bool] = field(default_factory=dict)
    duals: dict[tuple[Hashable, str], tuple[Indices, Floats]] = field(default_factory=dict)
    takes: bool = True
    whole: bool = True

    def copy(self, *, takes: bool) -> Kept:
        """The same, to be changed apart."""
        bases, near, duals = dict(self.bases), dict(self.near), dict(self.duals)
        return Kept(self.bands, bases, near, duals, takes, self.whole)

    def begin(self, model: Hashable, goal: str, solver: Solver) -> None:
        """Start a solver where the goal stood, if that is known and no better start is."""
        if not (solver.is_solved and self.near.get((model, goal), False)):
            solver.start_at(self.bases.get((model, goal)), optimal=True)

    def take(self, model: Hashable, goal: str, solver: Solver, answer: Answer) -> None:
        """Remember where the goal stands now, and at first how far it lay from the one before."""
        if not self.takes:
            return
        self.near.setdefault((model, goal), solver.steps <= NEAR)
        found = solver.basis()
        if found is not None:
            self.bases[model, goal] = found
        rows = solver.matrix.rows
        self.duals[model, goal] = rows, answer.duals[: len(rows)]

    def prices(self, model: Hashable, goal: str, matrix: Matrix) -> Floats | None:
        """The duals that the goal's best point had, for the rows of nearly the same model."""
        if (model, goal) not in self.duals:
            return None
        names, values = self.duals[model, goal]
        at, known = places(names, matrix.rows)
        return np.where(known, values[at], 0.0)
