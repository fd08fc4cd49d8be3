"""A plan's own linear model: its whole-number decisions fixed, its goals held in their order.

With openings, bands, ramps and the beginnings of gifts as planned, what is left is linear, and a
right-hand side can be moved: the model says what all goals in their order make of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from math import prod

import numpy as np
from numpy.typing import NDArray

from jointstock.plan.bands import range_of
from jointstock.plan.build import build
from jointstock.plan.case import Case
from jointstock.plan.draft import Draft
from jointstock.plan.measure import sought_most
from jointstock.plan.node import Node
from jointstock.plan.periods import by_month
from jointstock.plan.planner import Planned, on_linear_faces
from jointstock.plan.search import Search
from jointstock.plan.supply import release_ramps
from jointstock.plan.why.faces import Moves, in_order, on_face, shifted
from jointstock.plan.why.figures import Record
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Price
from jointstock.solve.goals import hold_face, is_zero, scale_of
from jointstock.solve.highs import Answer, Basis, InfeasibleError, Solver
from jointstock.solve.model import Floats, Indices
from jointstock.words.errors import SettingError
from jointstock.words.money import minor_units
from jointstock.words.results import Decisions, Plan


@dataclass(slots=True)
class Held:
    """A plan's linear model, and what its goals in their order came to.

    ``base`` has the decisions fixed and no goal held, ``face`` all goals held; ``answers`` are the
    linear answers by goal, each on the optimal faces of those before, and ``bases`` the corners
    that they rest on: a model that is much alike is solved from those. ``x`` is the last point.
    ``costs`` are scaled by ``factors``. ``in_force`` is the plan that *steady* stays close to.
    Where the model is not ``movable`` there are prices alone.
    """

    case: Case
    plan: Plan
    draft: Draft
    base: Solver
    face: Solver
    costs: Mapping[str, Floats]
    factors: Mapping[str, float]
    answers: dict[str, Answer]
    bases: Mapping[str, Basis | None] = field(default_factory=dict)
    in_force: Plan | None = None
    movable: bool = True
    record: Record = field(init=False)
    counts: dict[str, tuple[Indices, Floats]] = field(init=False)

    def __post_init__(self) -> None:
        """Read the plan's entries once, and which columns each goal counts."""
        self.record = Record(self.case.programme, self.plan)
        at = {name: np.flatnonzero(cost) for name, cost in self.costs.items()}
        self.counts = {name: (found, self.costs[name][found]) for name, found in at.items()}

    @property
    def x(self) -> Floats:
        """The linear point that is best in all goals in their order."""
        return self.answers["settle"].x

    def goals(self, x: Floats) -> dict[str, float]:
        """What each goal that counts something comes to at a point, as plans state it.

        *cost* leaves out what is the same for every plan.
        """
        found = {}
        for name in self.counted:
            at, cost = self.counts[name]
            found[name] = self.stated(name, float(cost @ x[at]))
        return found

    @property
    def counted(self) -> list[str]:
        """The goals in order that have something to count, the tie-break left out."""
        return [name for name in self.answers if name != "settle"]

    def sought_most(self, goal: str) -> bool:
        """Whether a goal is better the greater its value."""
        return sought_most(goal, in_force=self.in_force is not None)

    def stated(self, goal: str, scaled: float) -> float:
        """A scaled value of a goal, or a difference of two, as plans state it."""
        value = scaled * self.factors[goal]
        if self.sought_most(goal):
            return -value
        return value / minor_units(self.case.programme.currency) if goal == "cost" else value

    def moved(self, moves: Moves, units: float = 1.0) -> Floats | None:
        """The point that is best in all goals in their order when a limit is moved.

        ``None`` where no plan keeps to the limits. While the goals' prices stay as they are, what
        is best lies on the same faces: a point there is best by complementary slackness. Where
        that leaves no point, the goals are sought again.
        """
        if not np.any(self._fixed_at_first(moves)):
            x = on_face(self.face, self.base, moves, units, self.costs["settle"])
            if x is not None:
                return x
        return self.again(moves, units)

    def again(self, moves: Moves, units: float = 1.0, without: Sequence[str] = ()) -> Floats | None:
        """The same with every goal sought anew that it may move, some of them left out.

        Goals before the first that is left out, or that the limit has a price in, stay on their
        faces if they can.
        """
        goals = [one for one in self.answers if one not in without]
        staying = 0
        while staying < len(goals) and self._stays(goals[staying], moves, without):
            staying += 1
        for held_first in (goals[:staying], goals[:0]):
            solver = self.base.copy()
            low, high, rows = shifted(solver, self.base, moves, units)
            solver.bound(moves.columns, low, high)
            solver.bound_rows(moves.rows, *rows)
            for goal in held_first:
                hold_face(solver, self.answers[goal])
            bases = {} if without else self.bases
            with suppress(InfeasibleError):
                rest = goals[len(held_first) :]
                return in_order(solver, self.costs, rest, bases)["settle"].x
        return None

    def _stays(self, goal: str, moves: Moves, without: Sequence[str]) -> bool:
        """Whether a goal comes before all that is left out, and a limit has no price in it."""
        order = list(self.answers)
        if goal == "settle" or any(order.index(one) < order.index(goal) for one in without):
            return False
        answer = self.answers[goal]
        prices = np.concatenate([answer.duals[moves.rows], answer.reduced[moves.columns]])
        return bool(is_zero(prices).all())

    def _fixed_at_first(self, moves: Moves) -> NDArray[np.bool_]:
        """Columns to be moved that had no room at first: no reduced cost tells of them."""
        at = moves.columns
        return np.asarray(self.base.low[at] == self.base.high[at])


def blocks(draft: Draft, name: str) -> list[Indices]:
    """The rows of each block of that name, in the order in which they were made."""
    return [
        np.arange(one.start, one.start + prod(one.shape))
        for one in draft.model.row_blocks
        if one.name == name
    ]


def as_found(way: Planned) -> Held:
    """The linear model that led to a large plan, with the prices that its search left there.

    Ramps and the beginnings of gifts may be taken in part in it, and openings and bands are those
    of the linear plan. It is made for one programme, and so cannot be moved. Where no linear
    search led to the plan the model is made anew.
    """
    if not way.priced.linear:
        return replace(held(way.case.programme, way.plan, in_force=way.in_force), movable=False)
    return _priced(way.case, way.plan, way.priced, way.in_force)


def as_sought(programme: Programme, plan: Plan, in_force: Plan | None) -> Held:
    """The same for a large plan that was read: its linear search is made again."""
    case = Case(programme)
    found = on_linear_faces(case, in_force)
    if found is None:
        return replace(held(programme, plan, in_force=in_force), movable=False)
    return _priced(case, plan, found[0], in_force)


def _priced(case: Case, plan: Plan, search: Search, in_force: Plan | None) -> Held:
    """The linear model of a search, with the prices of each goal that counts anything."""
    node = search.nodes[0]
    factors = {goal: search.factor(goal) for goal in case.goals}
    counted = {
        goal: node.answers[goal]
        for goal in case.goals
        if goal in node.answers and (goal == "settle" or node.costs[goal].any())
    }
    return Held(
        case,
        plan,
        node.draft,
        node.solver,
        node.solver,
        node.costs,
        factors,
        counted,
        in_force=in_force,
        movable=False,
    )


def held(
    programme: Programme,
    plan: Plan,
    decisions: Decisions | None = None,
    like: Held | None = None,
    in_force: Plan | None = None,
) -> Held:
    """The linear model of a plan's decisions, all goals sought in their order.

    ``decisions`` are taken in the place of the plan's own; ``like`` is the plan's own model, for
    one of nearly the same programme, which keeps no bases; ``in_force`` is the plan that the plan
    stays close to. Raises ``SettingError`` where the plan breaks the programme's rules, and so is
    none of it.
    """
    bases = {} if like is None else like.bases
    case = Case(by_month(programme))
    decided = decisions or plan.decisions
    bands = {(one.contract, one.item): one.from_units for one in decided.bands}
    prices: dict[tuple[str, str], Price] = {
        (row.contract, row.item): row
        for row in programme.prices
        if bands.get((row.contract, row.item), -1) == row.from_units
    }
    ranges = {key: range_of(case, key, (row,)) for key, row in prices.items()}
    draft = build(case, prices, ranges, in_force, open_ended=True)
    costs = {goal: draft.cost(goal).dense(draft.model.n_columns) for goal in case.goals}
    factors = {goal: scale_of(cost) for goal, cost in costs.items()}
    scaled = {goal: cost / factors[goal] for goal, cost in costs.items()}
    base = Solver(draft.model.finish())
    node = Node({key: (row,) for key, row in prices.items()}, draft, base.copy(), scaled)
    try:
        _decide(draft, base, plan, decided, like)
        node.solver.take_bounds(base)
        if not bases:
            node.prime()
        goals = [goal for goal in case.goals if goal == "settle" or scaled[goal].any()]
        found: dict[str, Basis | None] = {}
        keep = found if like is None else None
        answers = in_order(node.solver, scaled, goals, bases, keep)
    except InfeasibleError:
        message = f"the plan is not one of programme {programme.id!r} as it is now"
        raise SettingError(message) from None
    return Held(case, plan, draft, base, node.solver, scaled, factors, answers, found, in_force)


def _decide(
    draft: Draft, solver: Solver, plan: Plan, decided: Decisions, like: Held | None
) -> None:
    """Fix what is decided in whole numbers: openings, ramps, and the beginnings of gifts."""
    case = draft.case
    for line, column in draft.opened.items():
        opened = float(line in decided.lines_opened)
        solver.bound(np.array([column]), opened, opened)
    release_ramps(draft, solver, set())
    taken = {(one.line, one.step): case.t(one.month) for one in decided.ramps}
    for ramp in case.ramps:
        at = taken.get((ramp.row.line, ramp.row.step), case.months)
        level = (np.arange(case.months) >= at).astype(float)
        solver.bound(draft.decided[ramp.index], level, level)
    if like is not None and len(like.draft.begun) == len(draft.begun):
        begun = like.base.low[like.draft.begun]
        solver.bound(draft.begun, begun, begun)
    elif len(draft.begun):
        begun = _begun(draft, solver, plan)
        solver.bound(draft.begun, begun, begun)


def _begun(draft: Draft, solver: Solver, plan: Plan) -> Floats:
    """When the gifts of the plan begin, as the columns of ``draft.begun`` say it.

    Those are the least whole numbers that leave room for the gifts. What a group gives it gives in
    full, also where the programme now asks another number of it.
    """
    case = draft.case
    index = {row.donation: k for k, row in enumerate(case.donations)}
    given = np.zeros(draft.gifts.shape)
    for entry in plan.entries:
        if entry.kind == "donation":
            row = case.donations[index[entry.donation]]
            units = row.up_to if row.group else entry.transfers[0].quantity
            given[index[entry.donation], case.t(entry.month)] += units
    twin = solver.copy()
    twin.bound(draft.gifts.ravel(), given.ravel(), given.ravel())
    cost = np.zeros(draft.model.n_columns)
    cost[draft.begun] = 1.0
    return np.asarray(np.ceil(twin.minimise(cost).x[draft.begun] - 1e-6))
