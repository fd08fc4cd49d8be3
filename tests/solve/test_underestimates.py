"""Bounds on the costs of all groups, learnt from group to group, against every group priced."""

import numpy as np
import pytest

from jointstock.plan.game import PlanGame
from jointstock.solve.rays import barrier
from jointstock.solve.subsets import sums
from jointstock.solve.underestimates import Underestimates
from jointstock.words.shares import Rule
from plan.buys import buy


def switches(number: int, n: int) -> np.ndarray:
    return (number >> np.arange(n) & 1).astype(float)


@pytest.mark.parametrize("slots", ["proportional", "whole", "after"])
@pytest.mark.parametrize("seed", range(4))
def test_a_bound_is_no_higher_than_the_cost(seed: int, slots: str) -> None:
    """After a search each group's bound is at most its cost, and what is priced is the cost."""
    game = PlanGame(buy(seed, 5, offer=True), Rule(slots=slots))
    (lot,) = game.lots
    n = len(game.players)
    known = Underestimates([lot.model])
    shares = np.linspace(0.5, 1.5, n) * game.cost(game.players) / game.scale / n
    asked = np.ones(1 << n, bool)
    asked[[0, -1]] = False
    found = known.worst(shares, asked, -np.inf)
    costs = [lot.model.cheapest(switches(k, n)) for k in range(1, 1 << n)]
    least = np.array([np.inf if one is None else one.value for one in costs])
    excess = (sums(shares)[1:] - least)[:-1]
    assert found.bound == pytest.approx(excess.max(), abs=1e-6)
    assert found.groups[0][1] == pytest.approx(least[found.groups[0][0] - 1], abs=1e-6)
    assert np.all(known._least[1:] <= least + 1e-6)
    assert [known.cost(k) for k in range(1, 1 << n)] == pytest.approx(least, abs=1e-6)


def test_a_barrier_bars_no_group_that_can_go() -> None:
    """What one group's failure says of others is true of them: each one barred fails as well."""
    met = 0
    for seed in range(6):
        game = PlanGame(buy(seed, 5), Rule(slots="whole"))
        (lot,) = game.lots
        n = len(game.players)
        for way in range(len(lot.model.ways)):
            for k in range(1, 1 << n):
                z = switches(k, n)
                if np.any(lot.model.ways[way].needs @ z < lot.model.ways[way].least - 1e-9):
                    continue
                if lot.model.answer(way, z) is not None:
                    continue
                rule = barrier(lot.model._solver(way), lot.model.switches, z)
                if rule is None:
                    continue
                barred = np.flatnonzero(sums(rule[0]) + rule[1] > 0.0)
                assert k in barred
                met += 1
                for other in barred:
                    assert lot.model.answer(way, switches(int(other), n)) is None
    assert met
