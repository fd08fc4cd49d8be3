"""A limit moved in the live model is the same as a programme made anew with that one figure."""

import numpy as np
import pytest
from hypothesis import given, settings

from jointstock.plan import plan
from jointstock.plan.why.effects import Effects, Point
from jointstock.plan.why.columns import path_of
from jointstock.plan.why.held import Held, held
from jointstock.plan.why.lever import Lever
from jointstock.programme.programme import Programme
from jointstock.programme.whatif import laid_over
from oracle.generate import programmes

few = settings(max_examples=120, deadline=None, derandomize=True)
# Money in a row is in thousandths of a unit; rounding of cents is set aside from what is free.
CLOSE = {"rel": 1e-5, "abs": 1e-4}


def made_anew(made: Programme, model: Held, lever: Lever, units: int) -> Held:
    """The second path: a programme that was changed, and its own model."""
    return held(laid_over(made, lever.change(units).sets), model.plan, lever.decisions)


def agree(one: Point, other: Held) -> None:
    """Goals in their order, but for the ties that no goal breaks, and every level."""
    mine, theirs = one.model.goals(one.x), other.goals(other.x)
    for goal in dict.fromkeys([*mine, *theirs]):
        assert mine.get(goal, 0.0) == pytest.approx(theirs.get(goal, 0.0), **CLOSE), goal
    if mine.get("serve"):
        return  # no goal says in which of two months use goes unserved, so levels may differ
    for cell in other.case.cells:
        a, b = (path_of(m.draft, *cell, x) for m, x in ((one.model, one.x), (other, other.x)))
        np.testing.assert_allclose(a, b, atol=1e-3)


@few
@given(programmes("small"))
def test_every_limit_moved_is_the_programme_made_anew(made: Programme) -> None:
    effects = Effects(held(made, plan(made)))
    for number, lever in enumerate(effects.live):
        if lever.moves is None:
            continue
        for units in (1, 2):
            if lever.most is not None and units > lever.most:
                continue
            point = effects.point(number, units)
            assert point is not None
            agree(point, made_anew(made, effects.held, lever, units))
