"""What must be reached at once: late plans and bounds against the oracle, and joint conflicts."""

from dataclasses import replace
from importlib import import_module

import pytest

from jointstock.plan import conflicts
from jointstock.plan.conflicts import found_conflicts
from jointstock.plan.conflicts.bearing import bearing
from jointstock.plan.conflicts.joint import Joint
from jointstock.plan.conflicts.set_aside import only, restricting, without
from oracle.feasible import has_plan
from oracle.strained import strained
from plan.conflicts.test_openings import closed


@pytest.mark.parametrize("size", ["tiny", "small"])
@pytest.mark.parametrize("seed", range(25))
def test_no_answer_without_the_model_is_wrong(seed: int, size: str) -> None:
    """What is enough has a plan, what bounds refute has none, by the oracle's word.

    Asked with all rows and with each half of them, those set aside that sums show to conflict:
    capacity and ceilings must hold for what stands already.
    """
    made = strained(seed, size)
    summed = [row for one in found_conflicts(made, by_sums=True) for row in one.rows]
    part = bearing(without(made, summed)).programme
    every = restricting(part)
    joint = Joint(part)
    for kept in (every, every[::2], every[1::2]):
        some = only(part, kept)
        if joint.enough(some):
            assert has_plan(some)
            assert not joint.refuted(some)
        elif joint.refuted(some):
            assert not has_plan(some)


def test_two_orders_that_share_a_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lines owe a unit each and ask for 3; 4 are wanted: told of both, and without a model."""
    monkeypatch.setattr(import_module("jointstock.plan.conflicts.whole"), "Nodes", None)
    one = closed(3)
    second = tuple(replace(row, line="L2") for row in one.lines if row.line == "L1")
    made = one.replace(
        lines=(*one.lines, *second),
        capacity=(*one.capacity, *(replace(row, line="L2") for row in one.capacity)),
        promised=(*one.promised, *(replace(row, line="L2") for row in one.promised)),
    )
    (found,) = conflicts(made)
    assert found.message == (
        "lines L1, L2 together must be opened for the 2 units they have promised; "
        "that takes call-offs of 3 + 3, and at most 4 can be had"
    )
