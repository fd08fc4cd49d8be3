"""A node of the search: a live model with some decisions taken, and its answers to a goal."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

import numpy as np

from jointstock.plan.bands import Key, band_at, between, lowest, range_of, totals
from jointstock.plan.build import build
from jointstock.plan.case import Case
from jointstock.plan.draft import Draft
from jointstock.plan.kept import Kept
from jointstock.plan.supply import release_ramps
from jointstock.programme.tables import Price
from jointstock.solve.goals import hold_face, hold_value, rests_on_slack, same, scale_of
from jointstock.solve.highs import LARGE, Answer, Basis, InfeasibleError, Solver
from jointstock.solve.model import Floats, Indices
from jointstock.solve.parts import Parts, prime_joined
from jointstock.words.results import Plan


@dataclass(slots=True)
class Node:
    """A live model with some decisions taken, and its answers to the present goal.

    ``bands`` gives for each contract and item the bands still allowed, lowest total first.
    ``costs`` are the goals as costs, each divided by one number for all nodes. ``answers`` are
    the linear answers by which goals are held. ``name`` is the same for the same decisions in the
    next search, which may begin where this one ends (``kept``).
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
    answers: dict[str, Answer] = field(default_factory=dict)
    kept: Kept | None = None
    name: tuple[Hashable, ...] = ()

    @property
    def bound(self) -> float:
        """No plan of this node is better than this at the present goal (scaled)."""
        assert self.linear is not None
        return self.linear.value

    @property
    def is_large(self) -> bool:
        """Whether a linear solve takes so long that it must not be done for every split."""
        return len(self.solver.matrix.low_rows) >= LARGE

    def apart(self, solver: Solver, *name: Hashable) -> Node:
        """The same model in another solver, in which nothing is held; ``name`` tells it apart."""
        return Node(
            self.bands,
            self.draft,
            solver,
            self.costs,
            kept=self.kept,
            name=(*self.name, *name),
        )

    def with_opening(self, line: str, value: float) -> Node:
        """A copy in which it is decided whether a line opens (1) or not (0)."""
        column = self.draft.opened[line]
        child = self.apart(self.solver.copy(), line, value)
        child.solver.bound(np.array([column]), value, value)
        child.loosened, child.tight = self.loosened, set(self.tight)
        child.answers = dict(self.answers)
        if self.is_large:  # the dual simplex method goes on from here, or soon finds no plan at all
            child.solver.start_at(self.solver.basis(), optimal=True)
        return child

    def prime(self) -> None:
        """Give a large model a basis to start from: the first three goals at once, by weight.

        It is found item by item where only money joins the items. The goals themselves come next,
        each exactly. Nothing is called off ahead of time: that takes a third of the rows out.
        Where call-offs close early, or one year pays for all of them, that leaves out most of what
        can be had: so it is a basis, and no answer.
        """
        if not self.is_large:
            return
        self.solver.bound(self.draft.waiting, 0.0, 0.0)
        if isinstance(self.solver, Parts):
            self.solver.prime(self._first_goals())
        else:
            prime_joined(self.solver, self._first_goals(), self.draft.money_rows)
        self.solver.bound(self.draft.waiting, 0.0, np.inf)

    def first_point(self) -> Floats:
        """The best linear point of the first three goals at once, by weight."""
        return self.solver.minimise(self._first_goals()).x

    def _first_goals(self) -> Floats:
        """The first three goals as one cost; of the steps of a rule the first that counts anything.

        The weights are mild: far apart they cost the interior point method its accuracy.
        """
        steps = self.draft.case.steps_of("floors")
        idle = set(steps) - set([step for step in steps if self.costs[step].any()][:1] or steps[:1])
        found = [one for goal, one in self.costs.items() if goal not in idle]
        cost = np.zeros(len(self.solver.low))
        for one, weight in zip(found, (100.0, 10.0, 1.0), strict=False):
            cost += weight * one
        return cost

    def begin_at(self, basis: Basis | None) -> None:
        """Begin from the basis of a first point at other prices; it is near this node's own."""
        if basis is not None:
            self.solver.repair(basis, self._first_goals())

    def within_reach(self, key: Key) -> tuple[Price, ...]:
        """The bands of an item without the cheaper ones that no total still possible falls into.

        A band cheaper than that of the present point is asked about, and no other: where there is
        none, no narrower range has another lowest price.
        """
        found = self.bands[key]
        x = self.first_point() if self.linear is None else self.linear.x
        at = found.index(band_at(self.draft, key, x))
        cost = np.zeros(len(self.solver.low))
        cost[totals(self.draft, key)] = 1.0
        least, most = -np.inf, np.inf
        # rows are kept to a tolerance: a total that is just missed may be had
        if any(band.unit_price < found[at].unit_price for band in found[at:]):
            most = 1e-3 - self.solver.minimise(-cost).value
        if any(band.unit_price < found[at].unit_price for band in found[:at]):
            least = self.solver.minimise(cost).value - 1e-3
        return between(self.draft.case, key, found, least, most)

    def relax(self, goal: str) -> bool:
        """Solve the goal's linear relaxation; whether there is any plan."""
        if self.counts_ramps(goal) and not self.loosened:
            release_ramps(self.draft, self.solver, self.tight)
            self.loosened = True
        if self.kept is not None:
            self.kept.begin(self.name, goal, self.solver)
        try:
            self.linear = self.solver.minimise(self.costs[goal])
        except InfeasibleError:
            return False
        if self.kept is not None:
            self.kept.take(self.name, goal, self.solver, self.linear)
        self.start = None if self.whole is None else self.whole.x
        self.whole = None
        return True

    def due(self, goal: str) -> Indices:
        """The ramps and beginnings of gifts that bear on this goal or on one before it."""
        gifts = self.draft.begun if self.counts_gifts(goal) else self.draft.begun[:0]
        ramps = self.draft.decided.ravel() if self.counts_ramps(goal) else gifts[:0]
        return np.concatenate([gifts, ramps])

    def fix(self, goal: str, columns: Indices, values: Floats) -> None:
        """Fix columns and solve the goal again; leave them free where that leaves no plan."""
        low, high = self.solver.low[columns], self.solver.high[columns]
        before = self.linear
        self.solver.bound(columns, values, values)
        if not self.relax(goal):
            self.solver.bound(columns, low, high)
            self.linear = before
        self.whole = self.linear

    def hold(self, goal: str, value: float) -> None:
        """Keep to the plans that reach a value of the goal that was last solved."""
        assert self.linear is not None
        self.answers[goal] = self.linear
        reached = self.bound > value or same(self.bound, value)
        if reached and not rests_on_slack(self.solver, self.linear):
            self.tight.update(hold_face(self.solver, self.linear))
        else:
            point = self.linear if self.whole is None else self.whole
            hold_value(self.solver, self.costs[goal], value, point.x)

    def counts_ramps(self, goal: str) -> bool:
        """Whether ramps bear on this goal or one before it: from cost on, and at the very end."""
        order = self.draft.case.goals
        return order.index(goal) >= order.index("cost" if "cost" in order else "settle")

    def counts_gifts(self, goal: str) -> bool:
        """Whether gifts bear on this goal or one before it: without *give* nothing asks for any."""
        order = self.draft.case.goals
        return "give" in order and order.index(goal) >= order.index("give")


class Nodes:
    """Makes the nodes of one search: the same goals, on the same scale, for all of them."""

    def __init__(self, case: Case, in_force: Plan | None, kept: Kept | None = None) -> None:
        """Keep what the models are made from."""
        self.case = case
        self.in_force = in_force
        self.kept = kept
        self._factors: dict[str, float] = {}

    def factor(self, goal: str) -> float:
        """What a goal's costs are divided by."""
        return self._factors[goal]

    def make(self, bands: Mapping[Key, tuple[Price, ...]]) -> Node | None:
        """A model in which these bands are allowed; ``None`` where one of them has none."""
        prices = {key: lowest(found) for key, found in bands.items() if found}
        if len(prices) < len(bands):
            return None
        ranges = {key: range_of(self.case, key, found) for key, found in bands.items()}
        draft = build(self.case, prices, ranges, self.in_force)
        costs = {goal: draft.cost(goal).dense(draft.model.n_columns) for goal in self.case.goals}
        if not self._factors:
            self._factors = {goal: scale_of(cost) for goal, cost in costs.items()}
        scaled = {goal: cost / self._factors[goal] for goal, cost in costs.items()}
        name = tuple((key, *(band.from_units for band in found)) for key, found in bands.items())
        solver = Solver(draft.model.finish())
        return Node(bands, draft, solver, scaled, kept=self.kept, name=name)

    def like(self, node: Node, bands: Mapping[Key, tuple[Price, ...]]) -> Node | None:
        """A node with other bands and the openings that were decided, in which nothing is held."""
        made = self.make(bands)
        if made is not None:
            for line, column in node.draft.opened.items():
                at = np.array([made.draft.opened[line]])
                made.solver.bound(at, node.solver.low[column], node.solver.high[column])
        return made
