"""A linear model in which columns switch parties in: what each group costs, and who overpays most.

The model is linear but for a few *ways* that differ in costs, bounds and a constant (a line opened
or not, a price band or another); a group's cost is the least over the ways. Which group overpays
most is then one search with whole numbers for each way: the switches are its only whole columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from jointstock.solve.highs import Answer, InfeasibleError, Solver
from jointstock.solve.model import Floats, Indices, Matrix
from jointstock.solve.rays import barrier, rule
from jointstock.solve.selectors import with_selectors

# So many switches are fixed at most on the way down to a group near a linear answer.
_DEEPEST = 12

# So often the worst group that is known gives way to a worse one next to it.
_POLISHED = 3


@dataclass(frozen=True, slots=True)
class Way:
    """One way to run the model: costs of all columns (size,), a constant, and bounds of its own.

    A group can go this way only if ``needs`` of its switches (rows, n) reach ``least`` (rows,);
    that is told apart so that a way is passed over without a solve. So is ``at_least`` (n,), what
    each party adds to the constant at the least.
    """

    name: str
    cost: Floats
    constant: float
    columns: Indices
    high: Floats
    rows: Indices
    low_rows: Floats
    high_rows: Floats
    needs: Floats
    least: Floats
    at_least: Floats


@dataclass(frozen=True, slots=True)
class Cheapest:
    """The least cost of a group: its value, the way, and all columns there."""

    value: float
    way: int
    x: Floats = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search wants: groups of at least so many, with one party, outside reduced rows.

    ``outside`` are pairs of a free switch and its coefficients on all switches: the group must
    differ from the combination at one of them. ``within`` (n,) are the only parties that may be
    in, of which one at least stays out. It is enough to tell that none overpays more than
    ``above``; a group that does may end the search.
    """

    least: int = 1
    inside: int | None = None
    above: float | None = None
    outside: tuple[tuple[int, Floats], ...] | None = None
    within: Floats | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Groups that were met, as switches (n,) with their costs, and a bound for all groups."""

    groups: tuple[tuple[Floats, float], ...]
    bound: float


class Switched:
    """The model with its ways, each held by a solver that starts where it last ended."""

    def __init__(
        self, matrix: Matrix, switches: Indices, ways: Sequence[Way], nodes: int = 200_000
    ) -> None:
        """Keep the model; ``switches`` (n,) are columns between 0 and 1."""
        self.switches = switches
        self.ways = tuple(ways)
        self._constants = np.array([way.constant for way in self.ways])
        self._at_least = np.array([way.at_least for way in self.ways])
        self._matrix = matrix
        self._nodes = nodes
        self._solvers: dict[int, Solver] = {}
        self._searchers: dict[int, Solver] = {}
        self._outside: tuple[tuple[int, Floats], ...] | None = None
        self._known: dict[bytes, Cheapest | None] = {}

    def cheapest(self, z: Floats) -> Cheapest | None:
        """The least cost at which switches (n,) can be served; ``None`` if they cannot.

        Switches may also be parts of one, for a group of which each party wants a part.
        """
        key = z.tobytes()
        if key not in self._known:
            self._known[key] = self._cheapest(z)
        return self._known[key]

    def _cheapest(self, z: Floats) -> Cheapest | None:
        best: Cheapest | None = None
        least = self._constants + self._at_least @ z
        for k in np.argsort(least, kind="stable"):
            if best is not None and least[k] >= best.value:
                break
            answer = self.answer(int(k), z)
            if answer is not None:
                value = answer.value + self.ways[k].constant
                if best is None or value < best.value:
                    best = Cheapest(value, int(k), answer.x)
        return best

    def answer(self, k: int, z: Floats) -> Answer | None:
        """What one way costs for given switches, with duals; ``None`` where it cannot be gone."""
        way = self.ways[k]
        if np.any(way.needs @ z < way.least - 1e-9):
            return None
        solver = self._solver(k)
        solver.bound(self.switches, z, z)
        try:
            return solver.minimise(way.cost)
        except InfeasibleError:
            return None

    def barrier(self, k: int, z: Floats) -> tuple[Floats, float] | None:
        """A rule that bars a way, just found barred, to switches (n,) and to others like them."""
        if np.any(self.ways[k].needs @ z < self.ways[k].least - 1e-9):
            return None
        return barrier(self._solver(k), self.switches, z)

    def duals(self, k: int, z: Floats) -> tuple[Floats, bool] | None:
        """Multipliers of the rows (rows,) for switches (n,), and whether they price the way.

        They are the duals of what the way costs, or those that show that it cannot be gone;
        ``None`` where its needs, or nothing clear, show that.
        """
        answer = self.answer(k, z)
        if answer is not None:
            return answer.duals, True
        if np.any(self.ways[k].needs @ z < self.ways[k].least - 1e-9):
            return None
        found = rule(self._solver(k), self.switches, z)
        return None if found is None else (found[2], False)

    def worst(self, shares: Floats, asked: Asked) -> Found:
        """The groups that overpay most under shares (n,), and a bound over all groups.

        First each way is bounded with switches between 0 and 1; those that cannot pass
        ``asked.above`` are done. Then the rest are searched with whole switches, the most
        promising first, each kept from what is known already.
        """
        floor = -np.inf if asked.above is None else asked.above
        bounds: list[tuple[float, int]] = []
        met: dict[bytes, tuple[Floats, float, float]] = {}
        for k, way in enumerate(self.ways):
            solver = self._searcher(k, asked)
            try:
                answer = solver.minimise(self._gain(solver, way, shares))
            except InfeasibleError:
                continue
            bound = -(answer.value + way.constant)
            if bound > floor:
                bounds.append((bound, k))
                for point in (answer.x[self.switches], *self._dives(k, shares, asked, answer)):
                    self._meet(met, shares, asked, point)
        best = self._polish(met, shares, asked, floor) if bounds else -np.inf
        if asked.above is not None and best > floor:
            return self._told(met, np.inf)
        proven = floor
        for bound, k in sorted(bounds, reverse=True):
            if bound <= max(best, floor):
                proven = max(proven, min(bound, max(best, floor)))
                continue
            reached = self._search(k, shares, asked, max(best, floor))
            if reached is None:
                proven = max(proven, best, floor)
                continue
            z, limit = reached
            self._meet(met, shares, asked, z)
            best = max(excess for _, _, excess in met.values())
            proven = max(proven, limit)
            if asked.above is not None and best > floor:
                return self._told(met, np.inf)
        return self._told(met, max(proven, best))

    def _dives(self, k: int, shares: Floats, asked: Asked, answer: Answer) -> Iterator[Floats]:
        """Groups near the linear answer of a way: switches between 0 and 1 are fixed one by one.

        Once the largest part is switched in each time, once the smallest is switched out.
        """
        way, solver = self.ways[k], self._searcher(k, asked)
        cost = self._gain(solver, way, shares)
        for up in (True, False):
            point = answer.x[self.switches]
            for _ in range(_DEEPEST):
                parts = np.flatnonzero(np.minimum(point, 1.0 - point) > 1e-6)
                if not len(parts):
                    break
                i = parts[np.argmax(point[parts]) if up else np.argmin(point[parts])]
                solver.bound(self.switches[[i]], float(up), float(up))
                try:
                    point = solver.minimise(cost).x[self.switches]
                except InfeasibleError:
                    break
            self._searcher(k, asked)  # sets the switches free again
            yield point

    def _polish(
        self,
        met: dict[bytes, tuple[Floats, float, float]],
        shares: Floats,
        asked: Asked,
        floor: float,
    ) -> float:
        """The most that a group met overpays; where it is little, groups next to it are met too."""
        best = max((excess for _, _, excess in met.values()), default=-np.inf)
        for _ in range(_POLISHED):
            if best > floor or not met:
                break
            z, _, before = max(met.values(), key=lambda one: one[2])
            for other in _next_to(z):
                self._meet(met, shares, asked, other)
            best = max(excess for _, _, excess in met.values())
            if best <= before:
                break
        return best

    def _told(self, met: dict[bytes, tuple[Floats, float, float]], bound: float) -> Found:
        ordered = sorted(met.values(), key=lambda one: -one[2])
        return Found(tuple((z, cost) for z, cost, _ in ordered), bound)

    def _meet(
        self,
        met: dict[bytes, tuple[Floats, float, float]],
        shares: Floats,
        asked: Asked,
        point: Floats,
    ) -> None:
        """Keep the group that a point rounds to, if it is one that is asked for."""
        z = np.round(point)
        key = z.tobytes()
        if key in met or not _wanted(z, asked):
            return
        found = self.cheapest(z)
        if found is not None:
            met[key] = z, found.value, float(shares @ z) - found.value

    def _search(
        self, k: int, shares: Floats, asked: Asked, above: float
    ) -> tuple[Floats, float] | None:
        """The worst group of one way and its bound; ``None`` if none overpays above an amount."""
        way = self.ways[k]
        solver = self._searcher(k, asked)
        whole = solver.matrix.whole.copy()
        whole[self.switches] = True
        solver.cutoff = -above - way.constant
        try:
            answer = solver.minimise_whole(
                self._gain(solver, way, shares),
                gap=0.0,
                nodes=self._nodes,
                whole=whole,
            )
        except InfeasibleError:
            return None
        return answer.x[self.switches], -(answer.bound + way.constant)

    def _gain(self, solver: Solver, way: Way, shares: Floats) -> Floats:
        """The cost of a way less what a group's shares add up to, over a solver's columns."""
        cost = np.zeros(len(solver.low))
        cost[: len(way.cost)] = way.cost
        cost[self.switches] = -shares
        return cost

    def _solver(self, k: int) -> Solver:
        """The solver of a way, made when it is first needed."""
        if k not in self._solvers:
            self._solvers[k] = self._fitted(k, self._matrix)
        return self._solvers[k]

    def _fitted(self, k: int, matrix: Matrix) -> Solver:
        way, solver = self.ways[k], Solver(matrix)
        if len(way.columns):
            solver.bound(way.columns, 0.0, way.high)
        if len(way.rows):
            solver.bound_rows(way.rows, way.low_rows, way.high_rows)
        return solver

    def _searcher(self, k: int, asked: Asked) -> Solver:
        """The solver of a way in which the switches are free within what is asked for."""
        if asked.outside is not self._outside:
            self._searchers.clear()
            self._outside = asked.outside
        n = len(self.switches)
        if k not in self._searchers:
            matrix = self._matrix
            if asked.outside is not None:
                matrix = with_selectors(matrix, self.switches, asked.outside)
            solver = self._fitted(k, matrix)
            # of at least so many, and never all: the group of all pays what it costs
            solver.add_row(self.switches, np.ones(n), n - 1)
            self._searchers[k] = solver
        solver = self._searchers[k]
        low = np.zeros(n)
        if asked.inside is not None:
            low[asked.inside] = 1.0
        high = np.ones(n) if asked.within is None else asked.within
        solver.bound(self.switches, low, high)
        size = len(solver.matrix.low_rows)
        solver.bound_rows(np.array([size]), float(asked.least), float(high.sum() - 1))
        return solver


def _next_to(z: Floats) -> Iterator[Floats]:
    """Groups that differ by one party, or by one that changes places with another."""
    for i in range(len(z)):
        other = z.copy()
        other[i] = 1.0 - other[i]
        yield other
    for i in map(int, np.flatnonzero(z > 0.5)):
        for j in map(int, np.flatnonzero(z < 0.5)):
            other = z.copy()
            other[i], other[j] = 0.0, 1.0
            yield other


def _wanted(z: Floats, asked: Asked) -> bool:
    most = len(z) if asked.within is None else asked.within.sum()
    if not asked.least <= z.sum() <= most - 1:
        return False
    if asked.within is not None and np.any(z > asked.within):
        return False
    if asked.inside is not None and not z[asked.inside]:
        return False
    if asked.outside is not None:
        return any(abs(z[free] - coefficients @ z) > 1e-9 for free, coefficients in asked.outside)
    return True
