"""The search for the worst group against the list of all groups, on games of real plans."""

from functools import cache

import numpy as np
import pytest

from jointstock.plan.game import PlanGame
from jointstock.share import agreed, audit, least_core, nucleolus
from jointstock.share.part import PartGame
from jointstock.share.table import TableGame, tabled
from jointstock.words.shares import Rule
from plan.buys import buy


@cache
def both(seed: int, members: int, slots: str, outside: str) -> tuple[PlanGame, TableGame]:
    game = PlanGame(buy(seed, members, 12, offer=True), Rule(slots, outside))
    return game, tabled(game)


CASES = [
    (seed, slots, outside)
    for seed in range(3)
    for slots, outside in (
        ("proportional", "instead"),
        ("proportional", "beside"),
        ("whole", "instead"),
        ("after", "beside"),
    )
]


@pytest.mark.parametrize(("seed", "slots", "outside"), CASES)
def test_least_core(seed: int, slots: str, outside: str) -> None:
    """Adding worst groups one by one leads to the level that all groups together have."""
    game, table = both(seed, 5, slots, outside)
    found = least_core(game)
    assert found.closed
    assert found.level == pytest.approx(least_core(table).level, abs=1e-2)


@pytest.mark.parametrize(("seed", "slots", "outside"), CASES)
def test_nucleolus(seed: int, slots: str, outside: str) -> None:
    """Level by level the search settles what the list of all groups settles."""
    game, table = both(seed, 5, slots, outside)
    found, listed = nucleolus(game), nucleolus(table)
    assert found.checked
    assert found.shares == pytest.approx(listed.shares, abs=0.05)


@pytest.mark.parametrize("seed", range(3))
def test_audit_and_agreed(seed: int) -> None:
    """An audit finds the same worst gain, and the usual shares are the same, either way."""
    game, table = both(seed, 5, "proportional", "instead")
    dice = np.random.default_rng(seed)
    shares = {p: game.cost([p]) * float(dice.uniform(0.8, 1.1)) for p in game.players}
    assert audit(game, shares).gain == pytest.approx(audit(table, shares).gain, abs=1e-3)
    assert audit(game, shares).closed
    level = max(least_core(table).level, 0.0)
    assert audit(table, agreed(game).shares).gain <= level + 1e-2


def test_part_of_a_game() -> None:
    """A game of some players is the table of their groups, searched or listed."""
    game, table = both(1, 5, "whole", "instead")
    inside = game.players[1:]
    part, listed = PartGame(game, inside), PartGame(table, inside)
    shares = {p: 0.9 * game.cost([p]) for p in inside}
    assert part.worst_group(shares).excess == pytest.approx(listed.worst_group(shares).excess)
    assert least_core(part).level == pytest.approx(least_core(listed).level, abs=1e-2)
    prices = part.relaxation()
    assert prices is not None
    assert set(prices.worth) == set(inside)


@pytest.mark.slow
@pytest.mark.parametrize("slots", ["proportional", "whole"])
def test_twelve_members(slots: str) -> None:
    """With twelve members the search agrees with all 4,094 groups."""
    game, table = both(5, 12, slots, "instead")
    found, listed = nucleolus(game), nucleolus(table)
    assert found.shares == pytest.approx(listed.shares, abs=0.1)
    assert least_core(game).level == pytest.approx(least_core(table).level, abs=1e-2)
