"""A limit moved in the live model is the same as a programme made anew with that one figure."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from benchmarks.generated import sized
from jointstock.plan import plan, planned
from jointstock.plan.why.columns import path_of
from jointstock.plan.why.effects import Effects, Point, first_better
from jointstock.plan.why.held import Held, as_found, held
from jointstock.plan.why.lever import Lever
from jointstock.plan.why.levers import levers
from jointstock.programme.programme import Programme
from jointstock.programme.whatif import laid_over
from jointstock.words.errors import SettingError
from oracle.generate import programmes
from oracle.values import MOST

few = settings(max_examples=300, deadline=None, derandomize=True)
# Money in a row is in thousandths of a unit; rounding of cents is set aside from what is free.
CLOSE = {"rel": 1e-5, "abs": 1e-4}


def made_anew(made: Programme, model: Held, lever: Lever, units: int) -> Held:
    """The second path: a programme that was changed, and its own model."""
    changed = laid_over(made, lever.change(units).sets)
    return held(changed, model.plan, lever.decisions, like=model)


def in_full(made: Programme, lever: Lever) -> bool:
    """Whether a limit is what a group gives in full: more of it asks more, too."""
    change = lever.change(1)
    rows = [row for row in made.donations if row.donation == change.donation]
    return change.kind == "ready" and any(row.group for row in rows)


def agree(one: Point, other: Held) -> None:
    """Every goal, and every level as far as its floor, are the same by both paths."""
    mine, theirs = one.model.goals(one.x), other.goals(other.x)
    for goal in dict.fromkeys([*mine, *theirs]):
        assert mine.get(goal, 0.0) == pytest.approx(theirs.get(goal, 0.0), **CLOSE), goal
    if mine.get("serve"):
        return  # no goal says in which of two months use goes unserved, so levels may differ
    for cell in other.case.cells:
        a, b = (path_of(m.draft, *cell, x) for m, x in ((one.model, one.x), (other, other.x)))
        floor = other.case.terms.floor(*cell)  # above it, levels that cost the same may differ
        np.testing.assert_allclose(np.minimum(a, floor), np.minimum(b, floor), atol=1e-3)


@few
@given(programmes("small"))
def test_every_limit_moved_is_the_programme_made_anew(made: Programme) -> None:
    effects = Effects(held(made, plan(made)), made)
    for number, lever in enumerate(effects.live):
        if lever.moves is None:
            continue
        for units in (1, 2):
            if lever.most is not None and units > lever.most:
                continue
            point = effects.point(number, units)
            if point is None:  # a group that gives in full may not be able to give more
                assert in_full(made, lever)
                with pytest.raises(SettingError):
                    made_anew(made, effects.held, lever, units)
                continue
            anew = made_anew(made, effects.held, lever, units)
            if len(anew.draft.begun) == len(effects.held.draft.begun):
                agree(point, anew)  # else the gifts of the new one may begin when they will


@few
@given(programmes("small"))
def test_what_has_no_price_moves_nothing(made: Programme) -> None:
    """A limit that is left out of the live ones leaves every goal as it was, made anew."""
    model = held(made, plan(made))
    live = {lever.change(1).sets for lever in Effects(model, made).live}
    before = model.goals(model.x)
    for lever in levers(model):
        if lever.moves is None or lever.change(1).sets in live:
            continue
        after = made_anew(made, model, lever, 1)
        for goal, value in after.goals(after.x).items():
            assert value == pytest.approx(before.get(goal, 0.0), **CLOSE), goal


@few
@given(programmes("small"))
def test_the_first_price_is_the_most_a_unit_can_bring(made: Programme) -> None:
    """In the first goal that has a price no unit brings more, and no goal before it moves."""
    effects = Effects(held(made, plan(made)), made)
    order = effects.held.case.goals
    for number, lever in enumerate(effects.live):
        if lever.moves is None or in_full(made, lever):
            continue
        goal, price = effects.first_price(lever)
        point = effects.point(number, 1)
        assert point is not None
        moved, better = first_better(effects.held, point)
        assert better > 0 or not moved  # the first goal that moves is never the worse
        if moved:
            assert order.index(moved) >= order.index(goal)
        if moved == goal:
            assert better <= price * (1 + 1e-5) + 1e-3


@few
@given(programmes("small"))
def test_the_linear_model_is_no_worse_than_the_plan(made: Programme) -> None:
    """The plan is one of the model's points, so the first goal that differs is better there."""
    found = plan(made.replace(plan=replace(made.plan, exact=True)))
    model = held(made, found)
    for goal, value in model.goals(model.x).items():
        if goal == "cost":
            break  # leaves out what is the same for every plan
        worse = value - found.goal(goal).value
        worse = -worse if goal in MOST else worse
        assert worse <= 1e-4
        if worse < -1e-4:
            break


@pytest.mark.slow
def test_prices_that_a_large_search_left_are_those_of_the_model_made_anew() -> None:
    """With tight budgets, planned in quotas: capacity and money are priced as they move a goal.

    No limit that does nothing is told, and none that does something brings more than its price.
    """
    made = sized(5, 3, 60, seed=2)
    cut = (replace(row, amount=row.amount * 7 // 10) for row in made.budgets)
    way = planned(made.replace(budgets=tuple(cut)))
    assert not way.proves
    own = way.case.programme
    found, moved = Effects(as_found(way), own), Effects(held(own, way.plan), own)
    anew = {lever.change(1).sets: number for number, lever in enumerate(moved.live)}
    told = set()
    for lever in found.live:
        change = lever.change(1)
        if lever.moves is None or change.kind not in ("capacity", "budget"):
            continue
        told.add(change.kind)
        goal, price = found.first_price(lever)
        point = moved.point(anew[change.sets], 1)
        assert point is not None
        first, better = first_better(moved.held, point)
        assert first == goal
        assert 0 < better <= price * (1 + 1e-5)
    assert told == {"capacity", "budget"}
