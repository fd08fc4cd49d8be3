"""The plan as a game, against the planner itself and against plain enumeration."""

import itertools
import math
from functools import cache

import numpy as np
import pytest

from jointstock.plan import plan
from jointstock.plan.consequences import leave
from jointstock.plan.game import PlanGame
from jointstock.plan.game.served import served
from jointstock.programme.programme import Programme
from jointstock.share import least_core, nucleolus
from jointstock.words.errors import SettingError
from jointstock.words.games import Search
from jointstock.words.shares import Rule
from plan.buys import buy, twice

# A late unit costs its price each month, so that what can be in time is, as in a plan.
WHOLE = Rule(slots="whole", late_percent=100.0)


@cache
def game(seed: int, members: int = 4, slots: str = "proportional") -> PlanGame:
    return PlanGame(buy(seed, members, offer=True), Rule(slots=slots))


def groups(players: tuple[str, ...]) -> list[frozenset[str]]:
    sizes = range(1, len(players))
    return [frozenset(g) for k in sizes for g in itertools.combinations(players, k)]


@pytest.mark.parametrize("seed", range(12))
def test_joint_cost_is_the_plans(seed: int) -> None:
    """All together pay what the planner's plan costs, up to the rounding of its payments."""
    programme = buy(seed)
    _compare(programme, PlanGame(programme, WHOLE), frozenset(PlanGame(programme, WHOLE).players))


@pytest.mark.parametrize("seed", range(4))
def test_group_cost_is_the_plans(seed: int) -> None:
    """With the whole line to itself a group pays what its own plan costs."""
    programme = buy(seed)
    found = PlanGame(programme, WHOLE)
    for group in groups(found.players):
        rest = programme
        for player in set(found.players) - group:
            rest = leave(rest, player)
        _compare(rest, found, group)


def _compare(programme: Programme, found: PlanGame, group: frozenset[str]) -> None:
    """The game's cost without its charge for lateness is the planned cost, if all is called off."""
    planned = plan(programme)
    if planned.goal("firm").value:
        assert found.cost(group) == math.inf
        return
    lots = found.cheapest(group)
    assert lots is not None
    ((lot, cheapest),) = lots
    late = sum(float(cheapest.x[at.late].sum()) for at in lot.built.blocks)
    assert late == pytest.approx(planned.goal("late").value, abs=1e-6)
    charge = sum(
        float(lot.model.ways[cheapest.way].cost[at.late].ravel() @ cheapest.x[at.late].ravel())
        for at in lot.built.blocks
    )
    cost = found.cost(group) - charge * found.scale
    roundings = 0.005 * len(planned.entries)
    assert cost == pytest.approx(planned.goal("cost").value, abs=roundings + 1e-4)


@pytest.mark.parametrize("slots", ["proportional", "whole", "after"])
@pytest.mark.parametrize("seed", range(4))
def test_worst_group_is_the_worst_of_all(seed: int, slots: str) -> None:
    """One search finds what looking at every group finds, and its bound is closed."""
    found = game(seed, 4, slots)
    dice = np.random.default_rng(seed)
    shares = {p: found.cost([p]) * float(dice.uniform(0.8, 1.0)) for p in found.players}
    for search in (Search(), Search(least=2), Search(inside=found.players[1])):
        asked = [
            g
            for g in groups(found.players)
            if len(g) >= search.least and (search.inside is None or search.inside in g)
        ]
        excess = {g: sum(shares[p] for p in g) - found.cost(g) for g in asked}
        worst = found.worst_group(shares, search)
        assert worst.excess == pytest.approx(max(excess.values()), abs=1e-4)
        assert worst.excess == pytest.approx(excess[worst.group], abs=1e-6)
        assert worst.bound == pytest.approx(worst.excess, abs=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_more_slots_cost_no_more(seed: int) -> None:
    """A group with the whole line pays no more than one with a part of it."""
    part, whole = game(seed), game(seed, 4, "whole")
    for group in groups(part.players):
        assert whole.cost(group) <= part.cost(group) + 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_owens_prices_add_up(seed: int) -> None:
    """What players' demand is worth and what nobody owns make up the linear cost, within c(N)."""
    found = game(seed)
    prices = found.relaxation()
    assert prices is not None
    joint = found.cost(found.players)
    assert sum(prices.worth.values()) + prices.unowned == pytest.approx(prices.value)
    assert prices.value <= joint + 1e-4


def test_no_offer_no_threat() -> None:
    """Without an outside offer a group that cannot be served costs infinitely much."""
    programme = buy(1, 3).replace(lines=buy(1, 3).lines[1:], capacity=buy(1, 3).capacity[1:])
    found = PlanGame(programme)
    small = min(found.players, key=lambda p: sum(r.firm for r in programme.demand if r.member == p))
    assert found.cost([small]) == math.inf
    assert found.cost(found.players) < math.inf


def test_served_is_all_that_was_wanted() -> None:
    """Units handed out to players are those that were delivered, and each gets its demand."""
    found = game(2)
    lots = found.cheapest(found.players)
    assert lots is not None
    for lot, one in lots:
        for want, at in zip(lot.wants, lot.built.blocks, strict=True):
            part = served(want, at, one.x, np.ones(len(found.players)))
            got = part.delivered.sum(axis=(1, 2)) + part.bought.sum(axis=1)
            assert got == pytest.approx(want.firm, abs=1e-6)


def test_longer_periods() -> None:
    """With longer periods a buy is no dearer: what comes inside a period is in time."""
    programme = buy(3, 3, offer=True)
    monthly = PlanGame(programme).cost(PlanGame(programme).players)
    quarterly = PlanGame(programme, Rule(every=3)).cost(PlanGame(programme).players)
    assert 0.5 * monthly < quarterly <= monthly


def test_nobody_wants_anything() -> None:
    """Without firm demand there is nothing to share."""
    with pytest.raises(SettingError):
        PlanGame(buy(1).replace(demand=()))


@pytest.mark.parametrize("slots", ["proportional", "whole"])
@pytest.mark.parametrize("seed", range(3))
def test_items_bought_apart_are_searched_together(seed: int, slots: str) -> None:
    """Each group bounded by itself, one search of both items, and every group priced agree."""
    programme = twice(seed, 5)
    few, many = (PlanGame(programme, Rule(slots=slots)) for _ in range(2))
    many.__dict__["underestimates"] = None  # as where groups are too many to be kept
    assert len(few.lots) == 2
    dice = np.random.default_rng(seed)
    shares = {p: few.cost([p]) * float(dice.uniform(0.7, 1.0)) for p in few.players}
    worst = max(sum(shares[p] for p in g) - few.cost(g) for g in groups(few.players))
    for found in (few.worst_group(shares), many.worst_group(shares)):
        assert found.excess == pytest.approx(worst, abs=1e-4)
        assert found.bound == pytest.approx(worst, abs=1e-4)


def test_items_bought_apart_of_more_than_eight() -> None:
    """The nucleolus of nine members who buy two items apart keeps Kohlberg's criterion."""
    found = PlanGame(twice(1, 9))
    assert len(found.lots) == 2
    assert nucleolus(found).checked
    core = least_core(found)
    assert core.closed
