import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointstock.share import (
    LinearGame,
    SubsidisedGame,
    TableGame,
    accession,
    agreed,
    audit,
    entry_payment,
    least_core,
    listed,
    most_that_holds,
    owen,
)
from share.games import bulk, groups, random


def linear(seed: int, n: int = 5) -> LinearGame:
    """Each player wants two goods and brings capacity of two machines that make them."""
    dice = np.random.default_rng(seed)
    matrix = np.array([[1, 0, 1, 0], [0, 1, 0, 1], [-1, -2, 0, 0], [0, 0, -2, -1.0]])
    costs = np.array([2.0, 3.0, 5.0, 9.0])
    bundles = {}
    for k in range(n):
        wants, brings = dice.uniform(1, 5, 2), dice.uniform(8, 20, 2)
        bundles[f"p{k}"] = np.array([*wants, *-brings])
    return LinearGame(costs, matrix, bundles)


@pytest.mark.parametrize("seed", range(8))
def test_owen_lies_in_the_core(seed: int) -> None:
    """Where players bring all rows, no group does better alone than at the duals (Owen 1975)."""
    game = linear(seed)
    found = owen(game)
    assert found.left == pytest.approx(0.0, abs=1e-6)
    for group in groups(game.players):
        assert sum(found.shares[p] for p in group) <= game.cost(group) + 1e-6
    assert audit(listed(game), found.shares).stable


@pytest.mark.parametrize("seed", range(4))
def test_owen_is_kept(seed: int) -> None:
    """Shares that no group would leave are not moved."""
    game = listed(linear(seed))
    found = agreed(game)
    assert found.shares == pytest.approx(owen(game).shares, abs=1e-4)


@given(st.integers(3, 6), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_agreed(n: int, seed: int) -> None:
    """Shares add up, nobody pays more than alone where that can be, and the worst is the least."""
    game = bulk(n, seed)
    found = agreed(game)
    assert sum(found.shares.values()) == pytest.approx(game.costs[-1])
    level = max(least_core(game).level, 0.0)
    assert audit(game, found.shares).gain <= level + 1e-3
    if found.individual:
        assert all(found.shares[p] <= game.cost([p]) + 1e-3 for p in game.players)


def test_accession_is_monotone() -> None:
    """The findings' chain: with a fifth and a sixth buyer, nobody pays more than before."""
    units = {"DE": 500, "NL": 150, "RO": 200, "ES": 150, "J1": 60, "J2": 120}

    def cost(group: frozenset[str]) -> float:
        q = sum(units[p] for p in group)
        return min(6.6 * q, 6.2 * max(q, 250), 5.9 * max(q, 500), 450 + 4.9 * max(q, 800))

    def game(*players: str) -> TableGame:
        table = {g: cost(g) for g in (*groups(players), frozenset(players))}
        return TableGame(players, table)

    four, five, six = (game(*list(units)[:k]) for k in (4, 5, 6))
    first, second = accession(four, five), accession(five, six)
    for one in (first, second):
        assert one.monotone
        assert one.entry == 0.0
        for player, share in one.before.shares.items():
            assert one.after.shares[player] <= share + 1e-3
    assert first.joining == ("J1",)


def test_entry_payment() -> None:
    """One who makes the others dearer pays them what they lose.

    Two pay 10 each; a third, who could have what it wants alone for 5, brings the cost to 27.
    Held to 5 it leaves 22 to the two, 2 more than before.
    """
    after = TableGame.of("abc", np.array([0, 20, 20, 30, 5, 30, 30, 27.0]))
    assert entry_payment(after, {"a": 10.0, "b": 10.0}, 0.0, {}) == pytest.approx(2.0)


def test_most_that_holds() -> None:
    """Three who pay 10 alone and 14 in pairs hold together up to 21, half of three pairs."""
    game = TableGame.of("abc", np.array([0, 10, 10, 14, 10, 14, 14, 18.0]))
    assert most_that_holds(game) == pytest.approx(21.0)


@pytest.mark.parametrize("seed", range(4))
def test_most_that_holds_is_the_edge(seed: int) -> None:
    """With a little less the core has shares, with a little more it has none."""
    game = bulk(5, seed)
    most = most_that_holds(game)
    for change, empty in ((-0.01, False), (0.01, True)):
        costs = game.costs.copy()
        costs[-1] = most + change
        level = least_core(TableGame.of(game.players, costs)).level
        assert (level > 1e-6) == empty


def test_subsidy() -> None:
    """A sum for groups of three or more is a table with that sum taken off their costs."""
    game = random(5, 4)
    costs = game.costs.copy()
    for k in range(1, 32):
        if k.bit_count() >= 3:
            costs[k] -= 7.0
    table, found = TableGame.of(game.players, costs), SubsidisedGame(game, 7.0)
    shares = dict.fromkeys(game.players, 15.0)
    assert found.cost(game.players[:3]) == table.cost(game.players[:3])
    assert found.worst_group(shares).excess == pytest.approx(table.worst_group(shares).excess)
    assert least_core(found).level == pytest.approx(least_core(table).level, abs=1e-5)
