"""Whether a programme has a plan at all, by the oracle's own model: no goal, no closed form."""

from __future__ import annotations

import logging

import highspy
import pyomo.environ as pyo

from jointstock.programme.programme import Programme
from oracle.facts import Facts
from oracle.model import WAYS, build, solver_of
from oracle.quantities import idle
from oracle.rules import breaches


def has_plan(programme: Programme) -> bool:
    """Whether nothing is a plan or the model has a point; ``RuntimeError`` if it is not told.

    Budgets are not tightened: a member without any money spends nothing and rounds nothing.
    """
    facts = Facts(programme)
    if not breaches(facts, idle(facts)):
        return True
    try:
        model = build(facts, tightened=False)
    except ValueError:  # a row without columns that does not hold
        return False
    model.goal = pyo.Objective(expr=0)
    logging.getLogger("pyomo").setLevel(logging.ERROR)
    ended = []
    for way in WAYS:
        highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003
        ended.append(solver_of(way).solve(model).termination_condition.name)
        highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003
        if ended[-1] == "optimal":
            return True
    if all(one.startswith("infeasible") for one in ended):
        return False
    raise RuntimeError(f"neither a point nor none: {ended}")
