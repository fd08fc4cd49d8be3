"""Goals in order over the few decisions that change the model itself: openings and price bands.

A node is a model with some of these decided. What is undecided is seen at its best: a line may be
opened in part, a price is the lowest that its bands allow. So a node's linear value bounds every
plan in it; nodes are split until the best plans have none of their decisions open.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, replace

import numpy as np

from jointstock.plan.bands import Key, band_at, lowest, range_of, reachable
from jointstock.plan.build import build
from jointstock.plan.case import Case
from jointstock.plan.draft import Draft
from jointstock.plan.quotas import set_quotas
from jointstock.plan.supply import release_ramps
from jointstock.programme.tables import Price
from jointstock.solve.goals import hold_face, hold_value, is_whole, rests_on_slack, same, scale_of
from jointstock.solve.highs import Answer, InfeasibleError, Solver
from jointstock.solve.model import Floats
from jointstock.words.results import Plan

# Models with no more whole columns than this are proven in whole units, goal by goal, at once.
SMALL = 1_000

# From so many rows on a model's first basis is found by the interior point method.
LARGE = 50_000


@dataclass(slots=True)
class Node:
    """A live model with some decisions taken, and its answers to the present goal.

    ``bands`` gives for each contract and item the bands still allowed, lowest total first.
    """

    bands: Mapping[Key, tuple[Price, ...]]
    draft: Draft
    solver: Solver
    costs: dict[str, Floats]
    linear: Answer | None = None
    whole: Answer | None = None
    loosened: bool = False
    start: Floats | None = None
    tight: set[int] = field(default_factory=set)

    @property
    def bound(self) -> float:
        """No plan of this node is better than this at the present goal (scaled)."""
        assert self.linear is not None
        return self.linear.value


@dataclass(frozen=True, slots=True)
class Reached:
    """What a goal came to: value of the best whole-unit point, and the proven bound (unscaled)."""

    goal: str
    value: float
    bound: float


class Search:
    """The plans that are still in the running, goal after goal."""

    def __init__(
        self,
        case: Case,
        in_force: Plan | None = None,
        *,
        linear: bool = False,
        bounding: bool = False,
    ) -> None:
        """Begin with one node in which nothing is decided.

        With ``linear`` goals are reached on the linear relaxation alone, once openings and bands
        are settled. Where the last point is whole, so are all the goals: it lies on the optimal
        face of each. A large model's bands are settled at once, unless it is there for ``bounding``
        alone: then every band stays allowed.
        """
        self.linear = linear
        self.restricted = False
        self.in_force = in_force
        self.case = case
        self.settings = case.programme.plan
        self.reached: list[Reached] = []
        self._held: list[tuple[str, float]] = []
        self._factors: dict[str, float] = {}
        bands = {
            (row.contract, row.item): case.terms.bands(row.contract, row.item)
            for row in case.programme.prices
        }
        root = self._node({key: reachable(case, key, found) for key, found in bands.items()})
        if root is None:
            raise InfeasibleError
        self.nodes = [root]
        if linear and not bounding and self._is_large():
            self._settle_bands()

    def near(self, point: Floats, *, linear: bool) -> Search:
        """A new search in the first node's openings and bands, with quotas near a linear point."""
        twin = copy(self)
        twin.linear, twin.reached, twin._held = linear, [], []
        first = self.nodes[0]
        solver = Solver(first.solver.matrix)
        for line, column in first.draft.opened.items():
            opened = round(point[column])
            solver.bound(np.array([first.draft.opened[line]]), opened, opened)
        set_quotas(first.draft, solver, point)
        twin.nodes = [Node(first.bands, first.draft, solver, first.costs)]
        # not from the last basis: it holds every goal, and lies too far from what is free again
        self._prime(twin.nodes[0])
        return twin

    def _is_large(self) -> bool:
        """Whether a linear solve takes so long that it must not be done for every split."""
        return len(self.nodes[0].solver.matrix.low_rows) >= LARGE

    def _settle_bands(self) -> None:
        """Keep of each item the band that the first linear point falls into.

        To split on bands takes a model for each of them. What better bands would have brought is
        told by the bounds, which are found with every band allowed.
        """
        root = self.nodes[0]
        x = root.solver.point()
        bands = {
            key: (band_at(root.draft, key, x),) if len(found) > 1 else found
            for key, found in root.bands.items()
        }
        if bands == root.bands:
            return
        settled = self._node(bands, like=root)
        if settled is not None:
            self.nodes, self.restricted = [settled], True

    def point(self) -> Answer:
        """The answer of the first plan that is left."""
        found = self.nodes[0].whole
        if found is None:
            raise InfeasibleError
        return found

    def is_whole(self) -> bool:
        """Whether that answer is in whole units."""
        return is_whole(self.nodes[0].solver.matrix, self.point().x)

    def size(self) -> int:
        """How many columns of the model must be whole numbers and are not fixed."""
        matrix = self.nodes[0].solver.matrix
        return int((matrix.whole & (matrix.low < matrix.high)).sum())

    def bound_below(self, reached: list[Reached]) -> list[Reached]:
        """The same goals with bounds that hold for any plan as good in the goals before.

        For use with a fresh linear search: every plan that reaches the values is covered, in
        whatever openings and bands.
        """
        for one in reached:
            self.reach(one.goal, target=one.value)
        return [
            Reached(one.goal, one.value, min(mine.bound, one.value))
            for one, mine in zip(reached, self.reached, strict=True)
        ]

    def reach(self, goal: str, *, target: float | None = None) -> None:
        """Solve a goal on every plan still in the running, and keep those that do best.

        With a ``target``, keep all that may reach it.
        """
        if goal != "settle" and not any(node.costs[goal].any() for node in self.nodes):
            self.reached.append(Reached(goal, 0.0, 0.0))
            return
        waiting: list[tuple[float, int, Node]] = []
        count = 0
        for node in self.nodes:
            if self._relax(node, goal):
                heapq.heappush(waiting, (node.bound, count, node))
                count += 1
        factor = self._factor(goal)
        best, proven = np.inf if target is None else target / factor, np.inf
        kept: list[Node] = []
        while waiting:
            bound, _, node = heapq.heappop(waiting)
            if bound > best and not same(bound, best):
                proven = min(proven, bound)
                break
            children = self._split(node, node.linear, goal)
            if children is None and self.linear:
                self._ramps_whole(node, goal, target)
            elif children is None:
                self._to_whole(node, goal)
                children = self._split(node, node.whole, goal)
            if children is None:
                assert node.whole is not None
                kept.append(node)
                best = min(best, node.whole.value) if target is None else best
                proven = min(proven, max(node.bound, node.whole.bound))
                continue
            for child in children:
                heapq.heappush(waiting, (child.bound, count, child))
                count += 1
        self._keep(goal, kept, best, min(best, proven))

    def _keep(self, goal: str, kept: list[Node], best: float, proven: float) -> None:
        """Hold the goal in every node that reaches its best value; drop the others."""
        if not kept:
            raise InfeasibleError
        self.nodes = [
            node
            for node in kept
            if node.whole is not None and (node.whole.value <= best or same(node.whole.value, best))
        ]
        for node in self.nodes:
            self._hold(node, goal, best)
        factor = self._factor(goal)
        self.reached.append(Reached(goal, best * factor, proven * factor))
        self._held.append((goal, best))

    def _hold(self, node: Node, goal: str, value: float) -> None:
        assert node.linear is not None
        reached = node.bound > value or same(node.bound, value)
        if reached and not rests_on_slack(node.solver, node.linear):
            node.tight.update(hold_face(node.solver, node.linear))
        else:
            hold_value(node.solver, self._scaled(node, goal), value)

    def _factor(self, goal: str) -> float:
        """What a goal's costs are divided by: one number for all nodes, so that they compare."""
        if goal not in self._factors:
            self._factors[goal] = scale_of(self.nodes[0].costs[goal])
        return self._factors[goal]

    def _scaled(self, node: Node, goal: str) -> Floats:
        return node.costs[goal] / self._factor(goal)

    def _relax(self, node: Node, goal: str) -> bool:
        """Solve the goal's linear relaxation in a node; whether it has any plan."""
        if self._ramps_count(goal) and not node.loosened:
            release_ramps(node.draft, node.solver, node.tight)
            node.loosened = True
        try:
            node.linear = node.solver.minimise(self._scaled(node, goal))
        except InfeasibleError:
            return False
        node.start = None if node.whole is None else node.whole.x
        node.whole = None
        return True

    def _to_whole(self, node: Node, goal: str) -> None:
        """Find the node's best whole-unit point: the linear one if it is whole, else a search."""
        assert node.linear is not None
        if is_whole(node.solver.matrix, node.linear.x):
            node.whole = node.linear
            return
        small = self.settings.exact or self.size() <= SMALL
        gap = 0.0 if small else float(self.settings.gap) / 10
        nodes = 10_000_000 if self.settings.exact else self.settings.nodes
        try:
            node.whole = node.solver.minimise_whole(
                self._scaled(node, goal), gap=gap, nodes=nodes, start=node.start
            )
        except InfeasibleError:
            node.whole = None

    def _ramps_count(self, goal: str) -> bool:
        """Whether ramps bear on this goal or one before it: from cost on, and at the very end."""
        order = self.case.goals
        return order.index(goal) >= order.index("cost" if "cost" in order else "settle")

    def _ramps_whole(self, node: Node, goal: str, target: float | None) -> None:
        """In a linear search ramps are whole all the same: half a ramp makes no sense of a cost.

        They are fixed where the cost goal has them (ties between them are not explored), unless
        only a bound is asked for.
        """
        assert node.linear is not None
        node.whole = node.linear
        columns = node.draft.decided
        level = node.linear.x[columns]
        if not self._ramps_count(goal) or np.all(np.abs(level - np.round(level)) <= 1e-6):
            return
        cost = self._scaled(node, goal)
        mask = np.zeros(len(cost), bool)
        mask[columns] = True
        gap = float(self.settings.gap) / 10
        found = node.solver.minimise_whole(cost, gap=gap, nodes=self.settings.nodes, whole=mask)
        if target is not None:
            node.whole = replace(node.linear, bound=found.bound)
            return
        self.restricted = True
        fixed = np.round(found.x[columns]).ravel()
        node.solver.bound(columns.ravel(), fixed, fixed)
        self._relax(node, goal)
        node.whole = node.linear

    def _split(self, node: Node, answer: Answer | None, goal: str) -> list[Node] | None:
        """Nodes that settle a decision on which the answer rests wrongly; ``None`` for none.

        A node without any whole-unit point splits into nothing.
        """
        if answer is None:
            return []
        for column in node.draft.opened.values():
            if 1e-6 < answer.x[column] < 1 - 1e-6:
                both: list[Node | None] = [self._fixed(node, column, o) for o in (1.0, 0.0)]
                return self._relaxed(both, goal)
        if self._is_large():
            return None  # settled before, or left open for a bound
        for key, bands in node.bands.items():
            if len(bands) > 1 and (goal == "cost" or self._price_binds(key)):
                band = band_at(node.draft, key, answer.x)
                if band.unit_price != lowest(bands).unit_price:
                    return self._relaxed(self._by_band(node, key), goal)
        return None

    def _price_binds(self, key: Key) -> bool:
        """Whether the price of an item bears on anything before the cost goal."""
        limited = {row.member for row in self.case.programme.budgets}
        return any(
            s.member in limited and (s.line.contract, s.line.item) == key for s in self.case.streams
        ) or any(row.customer in limited for row in self.case.programme.promised)

    def _relaxed(self, children: list[Node | None], goal: str) -> list[Node]:
        return [child for child in children if child is not None and self._relax(child, goal)]

    def _prime(self, node: Node) -> None:
        """Give a large model a basis to start from: the first three goals at once, by weight.

        The weights are mild: far apart they cost the interior point method its accuracy, and the
        goals themselves come next, each exactly.
        """
        if len(node.solver.low_rows) < LARGE:
            return
        cost = np.zeros(len(node.solver.low))
        for goal, weight in zip(self.case.goals, (100.0, 10.0, 1.0), strict=False):
            cost += node.costs[goal] * (weight / scale_of(node.costs[goal]))
        node.solver.prime(cost)

    def _fixed(self, node: Node, column: int, value: float) -> Node:
        """A copy of a node with one opening decided."""
        solver = node.solver.copy()
        solver.bound(np.array([column]), value, value)
        child = Node(node.bands, node.draft, solver, node.costs)
        child.loosened, child.tight = node.loosened, set(node.tight)
        if self._is_large():
            solver.start_from(node.solver)
        return child

    def _by_band(self, node: Node, key: Key) -> list[Node | None]:
        """A node for each band still allowed, with the openings that were decided."""
        fixed = {
            line: (node.solver.low[column], node.solver.high[column])
            for line, column in node.draft.opened.items()
        }
        return [self._node({**node.bands, key: (band,)}, fixed) for band in node.bands[key]]

    def _node(
        self,
        bands: Mapping[Key, tuple[Price, ...]],
        opened: Mapping[str, tuple[float, float]] | None = None,
        like: Node | None = None,
    ) -> Node | None:
        """A new model, with the goals so far held in it; ``None`` where it cannot hold them.

        ``like`` is a node from whose basis to start.
        """
        prices = {key: lowest(found) for key, found in bands.items() if found}
        if len(prices) < len(bands):
            return None
        ranges = {key: range_of(self.case, key, found) for key, found in bands.items()}
        draft = build(self.case, prices, ranges, self.in_force)
        solver = Solver(draft.model.finish())
        for line, (low, high) in (opened or {}).items():
            solver.bound(np.array([draft.opened[line]]), low, high)
        costs = {goal: draft.cost(goal).dense(draft.model.n_columns) for goal in self.case.goals}
        node = Node(bands, draft, solver, costs)
        if like is None:
            self._prime(node)
        else:
            solver.start_from(like.solver)
        for goal, value in self._held:
            if not self._relax(node, goal):
                return None
            if node.bound > value and not same(node.bound, value):
                return None
            self._hold(node, goal, value)
        return node
