"""The oracle: the best plan of a small programme, each goal proven, by a naive monthly model.

The model is that of the design's text, written with Pyomo from the text alone and solved by
HiGHS with a gap of 0, one goal after the other. Readings that the text leaves open:

- floors: ``u`` is cut into K pieces of floor/K each, whose weights severity^(K - k) make their
  sum p exactly. As u is at most the floor (and 0 without one), stock with what is borne is never
  below 0: a member uses no backfill before its gift is given;
- budgets are held on unrounded amounts, tightened as ``roundings`` says;
- after each goal the whole-number columns are rounded, the value is computed again in exact
  fractions (cost: unrounded amounts, discounted in floats), and the goal is held at that value
  within a thousand-millionth of itself (or 1e-6, if that is more).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import highspy
import pyomo.environ as pyo
from pyomo.contrib.appsi.solvers import Highs

from jointstock.programme.programme import Programme
from jointstock.words.money import minor_units
from oracle import rows, rows_of_money
from oracle.facts import Facts
from oracle.quantities import Quantities
from oracle.rules import breaches
from oracle.values import MOST, goals_in_order, value


def held_within(reached: float) -> float:
    """How far a goal may fall behind its value while the goals after it are reached for.

    Columns are whole to a tolerance, so that a large sum cannot be held more tightly than that.
    """
    return max(1e-6, 1e-9 * abs(reached))


@dataclass(frozen=True)
class Optimum:
    """The best value of each goal, in their order, and a plan that has them all."""

    values: dict[str, Fraction | float]
    plan: Quantities


def optimum(programme: Programme) -> Optimum:
    """Solve the programme to proven optimality, goal by goal.

    Raises ``AssertionError`` if the solver's plan breaks a rule or its value is not what the plan
    has, ``RuntimeError`` if a solve does not end in a proven optimum.
    """
    facts = Facts(programme)
    model = build(facts)
    reached: dict[str, Fraction | float] = {}
    plan = Quantities()
    solver = solver_of(WAYS[0])
    for goal in goals_in_order(facts):
        wanted = expression(model, facts, goal)
        if not isinstance(wanted, int | float):
            found = _solve(solver, model, wanted, most=goal in MOST)
            plan = read(model, facts)
            exact = value(facts, plan, goal)
            assert abs(float(exact) - found) <= 1e-6 * max(1.0, abs(found)), (goal, exact, found)
            _hold(model, wanted, float(exact), most=goal in MOST)
        reached[goal] = value(facts, plan, goal)
    wrong = breaches(facts, plan, tightened=True)
    assert not wrong, wrong
    final = {goal: value(facts, plan, goal) for goal in reached}
    for goal, had in reached.items():
        off = abs(float(final[goal]) - float(had))
        assert off <= 2 * held_within(float(had)), (goal, had, final[goal])
    return Optimum(final, plan)


def build(facts: Facts, *, tightened: bool = True) -> Any:
    """The whole model, without a goal; its budgets tightened for rounding if asked."""
    model = pyo.ConcreteModel()
    rows.add_columns(model, facts)
    rows.add_stock(model, facts)
    rows.add_lead(model, facts)
    rows.add_lines(model, facts)
    rows.add_contracts(model, facts)
    rows.add_demand(model, facts)
    rows.add_donations(model, facts)
    rows_of_money.add_money(model, facts, tightened=tightened)
    return model


def expression(model: Any, facts: Facts, goal: str) -> Any:
    """The goal as an expression of the model's columns."""
    early = facts.horizon
    if goal == "serve":
        return _sum(model.n.values())
    if goal == "firm":
        return _sum(model.v.values())
    if goal == "floors":
        return _floors(model, facts)
    if goal == "unmet":
        return _sum(float(facts.members[key[0]].weight) * model.e[key] for key in model.e)
    if goal == "late":
        return _sum(model.late.values())
    if goal == "give":
        return _sum(float(facts.donations[k].weight) * model.g[k, s] for k, s in model.g)
    if goal == "give_early":
        return _sum(
            float(facts.donations[k].weight) * (early - s) * model.g[k, s] for k, s in model.g
        )
    if goal == "cost":
        return rows_of_money.cost(model, facts)
    every = [*model.d.items(), *model.r.items()]
    return _sum((early - key[2]) * column for key, column in every)


def _sum(terms: Iterable[Any]) -> Any:
    return sum(terms, 0)


def _floors(model: Any, facts: Facts) -> Any:
    settings = facts.programme.plan
    return _sum(
        float(facts.members[member].weight)
        * float(settings.severity) ** (settings.steps - 1 - k)
        / facts.floor(member, item, month)
        * piece
        for (member, item, month, k), piece in model.u.items()
    )


# HiGHS now and then ends in an error, or calls a model infeasible whose earlier optimum is at
# hand. What is asked for is a proven optimum, so another way of proving it is tried.
WAYS: tuple[dict[str, Any], ...] = (
    {"mip_feasibility_tolerance": 1e-7},
    {"mip_feasibility_tolerance": 1e-6},
    {"mip_feasibility_tolerance": 1e-6, "presolve": "off"},
)


def solver_of(way: dict[str, Any]) -> Highs:
    """HiGHS without any gap, that keeps the model between goals: only rows are added to it.

    What its tolerances let through is caught by the exact check of the rules afterwards.
    """
    solver = Highs()
    solver.config.load_solution = False
    solver.highs_options = {"mip_rel_gap": 0.0, "mip_abs_gap": 1e-9, **way}
    for unchanged in ("constraints", "vars", "params", "named_expressions"):
        setattr(solver.update_config, f"update_{unchanged}", False)
    return solver


def _solve(kept: Highs, model: Any, wanted: Any, *, most: bool) -> float:
    """Solve for one goal and return its value; by ``kept`` if it can."""
    if hasattr(model, "goal"):
        model.del_component("goal")
    model.goal = pyo.Objective(expr=wanted, sense=pyo.maximize if most else pyo.minimize)
    logging.getLogger("pyomo").setLevel(logging.ERROR)
    ended = []
    for number, way in enumerate(WAYS):
        solver = solver_of(way) if number else kept
        # Another solver of this process may have set a number of threads, which HiGHS keeps.
        highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003
        result = solver.solve(model)
        highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003
        ended.append(result.termination_condition.name)
        if ended[-1] == "optimal":
            result.solution_loader.load_vars()
            return float(pyo.value(model.goal))
    raise RuntimeError(f"no proven optimum: {ended}")


def _hold(model: Any, wanted: Any, reached: float, *, most: bool) -> None:
    if most:
        model.rows.add(wanted >= reached - held_within(reached))
    else:
        model.rows.add(wanted <= reached + held_within(reached))


def read(model: Any, facts: Facts) -> Quantities:
    """The whole-number decisions that the columns hold now."""
    plan = Quantities()
    for columns, counts in (
        (model.x, plan.call_offs),
        (model.d, plan.deliveries),
        (model.q, plan.backfill_call_offs),
        (model.r, plan.backfill_deliveries),
    ):
        for who, line, month, band in columns:
            counts[who, line, month] += _whole(columns[who, line, month, band])
    for key in model.g:
        plan.gifts[key] = _whole(model.g[key])
    for key in model.n:
        plan.not_served[key] = _whole(model.n[key])
    opened = frozenset(line for line in model.o if _whole(model.o[line]))
    plan.opened = opened
    plan.ramps = {(line, step): s for line, step, s in model.z if _whole(model.z[line, step, s])}
    plan.funding = _funding(model, facts, "payment")
    plan.commitment_funding = _funding(model, facts, "commitment")
    return plan


def _whole(column: Any) -> int:
    """A column's value as the whole number it is; one that does not matter was left out: 0."""
    if column.value is None:
        return 0
    assert abs(column.value - round(column.value)) < 1e-5, (column.name, column.value)
    whole: int = round(column.value)
    return whole


def _funding(model: Any, facts: Facts, kind: str) -> dict[tuple[int, int], float]:
    """Minor units of the donor's budget by funding row and month."""
    found = {}
    for number, which, month in model.f:
        row = facts.programme.funding[number]
        got = facts.budget_currency(facts.donations[row.donation].donor, kind)
        if which == kind and got is not None:
            rate = float(facts.rate(row.currency, got, month)) * minor_units(got)
            found[number, month] = rate * (model.f[number, which, month].value or 0.0)
    return found
