"""Goals in order over the few decisions that change the model itself: openings and price bands.

A node is a model with some of these decided. What is undecided is seen at its best: a line may be
opened in part, a price is the lowest that its bands allow. So a node's linear value bounds every
plan in it; nodes are split until the best plans have none of their decisions open.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace

import numpy as np

from jointstock.plan.bands import Key, band_at, lowest, reachable
from jointstock.plan.case import Case
from jointstock.plan.kept import Kept
from jointstock.plan.node import Node, Nodes
from jointstock.plan.quotas import set_quotas
from jointstock.programme.tables import Price
from jointstock.solve.goals import is_whole, same
from jointstock.solve.highs import Answer, Basis, InfeasibleError, Solver
from jointstock.solve.model import Floats
from jointstock.solve.parts import Parts
from jointstock.words.errors import SolverError
from jointstock.words.results import Plan

# Models with no more whole columns than this are proven in whole units, goal by goal, at once.
SMALL = 1_000


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
        lower: int = 0,
        kept: Kept | None = None,
    ) -> None:
        """Begin with one node in which nothing is decided.

        With ``linear`` goals are reached on the linear relaxation alone, once openings and bands
        are settled. Where the last point is whole, so are all the goals: it lies on the optimal
        face of each. A large model's bands are settled at once; where no plan keeps to them, the
        search is to be made again with ``lower`` ones. What the last search left (``kept``) is
        begun with: its bases, and its bands where they are to be kept. Raises ``InfeasibleError``
        where there is nothing to lower.
        """
        self.linear = linear
        self.restricted = False
        self.case = case
        self.settings = case.programme.plan
        self.reached: list[Reached] = []
        self._held: list[tuple[str, float]] = []
        self._make = Nodes(case, in_force, kept)
        same = None if kept is None else kept.bands
        root = self._make.make(_bands(case, same))
        if root is None:
            raise InfeasibleError
        self._root = root.apart(root.solver.copy())
        self._basis: Basis | None = None
        self.nodes = [root]
        if kept is not None and kept.bands is not None:
            self.restricted = True
            if linear and not kept.bases:
                root.prime()
        elif linear and root.is_large:
            root.prime()
            self._settle_bands(lower)
        elif lower:
            raise InfeasibleError

    def _settle_bands(self, lower: int) -> None:
        """Keep the bands that the first linear point falls into, or ``lower`` ones.

        To split on bands takes a model for each of them. What better bands would have brought is
        told by the bounds, which are found with every band allowed.
        """
        root = self.nodes[0]
        open_bands = any(len(found) > 1 for found in root.bands.values())
        point = root.first_point() if open_bands else np.zeros(0)
        self._basis = root.solver.basis()
        settled = self._settled(root, point, lower)
        if settled is not root:
            settled.begin_at(self._basis)
            self.nodes, self.restricted = [settled], True

    def _settled(self, node: Node, x: Floats, lower: int) -> Node:
        """A node with the band of each item that a point falls into, or ``lower`` bands below.

        Bands that the node itself has left out count too. Raises ``InfeasibleError`` where no
        item has so many bands below.
        """
        every = self._root.bands
        at = {
            key: found.index(band_at(node.draft, key, x)) if len(found) > 1 else 0
            for key, found in every.items()
        }
        if lower > max(at.values(), default=0):
            raise InfeasibleError
        bands = {key: found[max(at[key] - lower, 0) :][:1] for key, found in every.items()}
        made = node if bands == node.bands else self._make.like(node, bands)
        if made is None:
            raise InfeasibleError
        return made

    def near(self, point: Floats, *, linear: bool, lower: int = 0) -> Search:
        """A new search in the first node's openings and bands, with quotas near a linear point.

        With quotas in the place of money most models fall apart by item. Where no plan keeps to
        the point's bands, the search is to be made again with ``lower`` ones.
        """
        twin = copy(self)
        twin.linear, twin.reached, twin._held = linear, [], []
        first = self._settled(self.nodes[0], point, lower)
        point = first.draft.taken_over(self.nodes[0].draft, point)
        solver = Solver(first.solver.matrix)
        for column in first.draft.opened.values():
            opened = round(point[column])
            solver.bound(np.array([column]), opened, opened)
        set_quotas(first.draft, solver, point)
        parts = Parts(solver, first.draft.money_rows)
        twin.nodes = [first.apart(parts, "quotas", linear)]
        if self._make.kept is None:
            twin.nodes[0].prime()
        return twin

    def point(self) -> Answer:
        """The answer of the first plan that is left."""
        found = self.nodes[0].whole
        if found is None:
            raise InfeasibleError
        return found

    def is_whole(self) -> bool:
        """Whether that answer is in whole units."""
        return is_whole(self.nodes[0].solver.matrix.whole, self.point().x)

    def factor(self, goal: str) -> float:
        """What the costs of a goal are divided by."""
        return self._make.factor(goal)

    def size(self) -> int:
        """How many columns of the model must be whole numbers and are not fixed."""
        matrix = self.nodes[0].solver.matrix
        return int((matrix.whole & (matrix.low < matrix.high)).sum())

    def bounds(self, reached: list[Reached]) -> list[Reached]:
        """The same goals with bounds that hold for any plan as good in the goals before.

        Every plan that reaches the values is covered, in whatever openings and bands: a linear
        search of its own from the node in which nothing is decided. Prices are made real before
        *cost*, and in a large model before the first goal whose value is passed: budgets know
        prices too. *settle* only picks one of equals: nothing is stated of it, and its bound is
        left infinite.
        """
        twin = copy(self)
        twin.linear, twin.reached, twin._held = True, [], []
        twin.nodes = [self._root.apart(self._root.solver.copy(), "bounds")]
        twin.nodes[0].solver.start_at(self._basis)
        stated = [one for one in reached if one.goal != "settle"]
        bases: dict[str, Basis | None] = {}
        narrow = twin.nodes[0].is_large
        for one in stated:
            if one.goal == "cost" or (narrow and twin._is_passed(one)):
                twin._narrow_bands(bases)
                narrow = False
            twin.reach(one.goal, target=one.value)
            if self._basis is not None:
                bases[one.goal] = twin.nodes[0].solver.basis()
        found = {one.goal: one.bound for one in twin.reached}
        return [
            Reached(one.goal, one.value, min(found.get(one.goal, -np.inf), one.value))
            for one in reached
        ]

    def _is_passed(self, told: Reached) -> bool:
        """Whether the linear relaxation of a goal, which comes next, is better than a value."""
        value = told.value / self._make.factor(told.goal)
        return any(
            node.relax(told.goal) and node.bound < value and not same(node.bound, value)
            for node in self.nodes
        )

    def _narrow_bands(self, bases: Mapping[str, Basis | None]) -> None:
        """Leave out cheaper bands that no total still possible falls into: prices are real then.

        Each goal so far begins anew from the basis that it had at the prices before.
        """
        for number, node in enumerate(self.nodes):
            bands = {
                key: node.within_reach(key) if len(found) > 1 else found
                for key, found in node.bands.items()
            }
            narrowed = None if bands == node.bands else self._make.like(node, bands)
            if narrowed is not None and self._caught_up(narrowed, bases):
                self.nodes[number] = narrowed

    def reach(self, goal: str, *, target: float | None = None, passed: Sequence[str] = ()) -> None:
        """Solve a goal on every plan still in the running, and keep those that do best.

        With a ``target``, keep all that may reach it. The one node left has been held already at
        the best of the goals ``passed``; what that is the answer tells.
        """
        if goal != "settle" and not any(node.costs[goal].any() for node in self.nodes):
            self.reached.append(Reached(goal, 0.0, 0.0))
            return
        waiting: list[tuple[float, int, Node]] = []
        count = 0
        for node in self.nodes:
            if node.relax(goal):
                heapq.heappush(waiting, (node.bound, count, node))
                count += 1
                self._pass(node, passed)
        factor = self._make.factor(goal)
        best, proven = np.inf if target is None else target / factor, np.inf
        kept: list[Node] = []
        while waiting:
            bound, _, node = heapq.heappop(waiting)
            if bound > best and not same(bound, best):
                proven = min(proven, bound)
                break
            children = self._split(node, node.linear, goal)
            if children is None and self.linear:
                self._decide(node, goal, target)
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

    def _pass(self, node: Node, goals: Sequence[str]) -> None:
        """Note goals as reached at what the node's linear answer makes of them."""
        assert node.linear is not None
        for goal in goals:
            value, factor = float(node.costs[goal] @ node.linear.x), self._make.factor(goal)
            self.reached.append(Reached(goal, value * factor, value * factor))
            self._held.append((goal, value))

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
            node.hold(goal, best)
        factor = self._make.factor(goal)
        self.reached.append(Reached(goal, best * factor, proven * factor))
        self._held.append((goal, best))

    def _to_whole(self, node: Node, goal: str) -> None:
        """Find the node's best whole-unit point: the linear one if it is whole, else a search."""
        assert node.linear is not None
        if is_whole(node.solver.matrix.whole, node.linear.x):
            node.whole = node.linear
            return
        small = self.settings.exact or self.size() <= SMALL
        gap = 0.0 if small else float(self.settings.gap) / 10
        nodes = 10_000_000 if self.settings.exact else self.settings.nodes
        try:
            node.whole = node.solver.minimise_whole(
                node.costs[goal], gap=gap, nodes=nodes, start=node.start
            )
        except InfeasibleError:
            node.whole = None

    def _decide(self, node: Node, goal: str, target: float | None) -> None:
        """In a linear search too ramps and the beginnings of gifts are whole: half of one is none.

        They are fixed by the first goal that they bear on and the one after it; ties that are
        left between them are not explored. Where the goals before rest on parts of them, they are
        left as they are, and the search does not end whole. Only what they cost is told where
        only a bound is asked for.
        """
        assert node.linear is not None
        node.whole = node.linear
        columns = node.due(goal)
        mask = np.zeros(len(node.linear.x), bool)
        mask[columns] = True
        if is_whole(mask, node.linear.x) or (node.is_large and self._guides(node)):
            return
        cost, gap = node.costs[goal], float(self.settings.gap) / 10
        limit = self.settings.nodes
        then = self._next(node, goal) if target is None else None
        try:
            found = node.solver.minimise_whole(cost, gap=gap, nodes=limit, whole=mask, then=then)
        except (InfeasibleError, SolverError):  # there is none, or none was found in so many nodes
            return
        if target is None:
            self.restricted = True
            node.fix(goal, columns, np.round(found.x[columns]))
        else:
            node.whole = replace(node.linear, bound=found.bound)

    def _guides(self, node: Node) -> bool:
        """Whether a linear search only leads to another, whose model falls apart."""
        return not isinstance(node.solver, Parts)

    def _next(self, node: Node, goal: str) -> Floats:
        """The cost of the goal after this one, as what to prefer among equals."""
        order = self.case.goals
        return node.costs[order[min(order.index(goal) + 1, len(order) - 1)]]

    def _split(self, node: Node, answer: Answer | None, goal: str) -> list[Node] | None:
        """Nodes that settle a decision on which the answer rests wrongly; ``None`` for none.

        A node without any whole-unit point splits into nothing.
        """
        if answer is None:
            return []
        for line, column in node.draft.opened.items():
            if 1e-6 < answer.x[column] < 1 - 1e-6:
                return self._relaxed([node.with_opening(line, o) for o in (1.0, 0.0)], goal)
        if node.is_large and self.linear:
            return None  # settled before, or left open for a bound
        for key, bands in node.bands.items():
            if len(bands) > 1 and (goal == "cost" or self._price_binds(key)):
                band = band_at(node.draft, key, answer.x)
                if band.unit_price != lowest(bands).unit_price:
                    made = [self._make.like(node, {**node.bands, key: (b,)}) for b in bands]
                    children = [one for one in made if one is not None and self._caught_up(one)]
                    return self._relaxed(children, goal)
        return None

    def _price_binds(self, key: Key) -> bool:
        """Whether the price of an item bears on anything before the cost goal."""
        limited = {row.member for row in self.case.programme.budgets}
        return any(
            s.member in limited and (s.line.contract, s.line.item) == key for s in self.case.streams
        ) or any(row.customer in limited for row in self.case.programme.promised)

    def _relaxed(self, children: list[Node], goal: str) -> list[Node]:
        return [child for child in children if child.relax(goal)]

    def _caught_up(self, node: Node, bases: Mapping[str, Basis | None] | None = None) -> bool:
        """Hold the goals so far in a new node, begun from ``bases``; whether it can hold them."""
        for goal, value in self._held:
            node.solver.start_at((bases or {}).get(goal), optimal=True)
            if not node.relax(goal) or (node.bound > value and not same(node.bound, value)):
                return False
            node.hold(goal, value)
        return True


def reach_goals(
    search: Search, progress: Callable[[str], None], way: str, *, settle: bool = True
) -> Search:
    """Reach every goal in order; ``progress`` is told each with the way in words.

    Without ``settle`` ties are left as the solver leaves them: near where it began.
    """
    for goal in search.case.goals if settle else search.case.goals[:-1]:
        progress(f"{goal} ({way})")
        search.reach(goal)
    return search


def _bands(case: Case, kept: Mapping[Key, int] | None) -> dict[Key, tuple[Price, ...]]:
    """The bands of each contract and item that may be reached, or the one of each that is kept."""
    found = {}
    for row in case.programme.prices:
        key = (row.contract, row.item)
        bands = case.terms.bands(*key)
        if kept is None:
            found[key] = reachable(case, key, bands)
        else:
            found[key] = tuple(band for band in bands if band.from_units == kept.get(key))
    return found
