import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from jointstock.share import audit, least_core, nearest
from jointstock.share.keys import equal
from share.games import bulk, groups, random


@given(st.integers(2, 5), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_inside(n: int, seed: int) -> None:
    """The nearest shares add up, and let no group overpay above the level."""
    game = random(n, seed)
    core = least_core(game)
    found, _ = nearest(game, equal(game), core.level, groups=core.groups)
    assert sum(found.values()) == pytest.approx(game.costs[-1], abs=1e-5)
    worst = audit(game, found)
    assert worst.gain <= core.level + 1e-4


def test_second_path() -> None:
    """A general minimiser finds no nearer shares in the core."""
    game = bulk(4, 2)
    core, wanted = least_core(game), equal(game)
    level = max(core.level, 0.0)
    found, _ = nearest(game, wanted, level, groups=core.groups)

    def apart(x: list[float]) -> float:
        return sum((a - b) ** 2 / b for a, b in zip(x, wanted.values(), strict=True))

    rules = [{"type": "eq", "fun": lambda x: sum(x) - game.costs[-1]}]
    for group in groups(game.players):
        cost = game.cost(group)
        places = [game.players.index(player) for player in group]
        rules.append(
            {
                "type": "ineq",
                "fun": lambda x, p=places, c=cost: c + level - sum(x[i] for i in p),
            }
        )
    start = list(core.shares.values())
    other = minimize(apart, start, constraints=rules, method="SLSQP", tol=1e-12)
    assert apart(list(found.values())) <= apart(list(other.x)) + 1e-3


def test_upper() -> None:
    """Nobody passes an amount that was held."""
    game = bulk(5, 4)
    held = {player: share + 20.0 for player, share in least_core(game).shares.items()}
    core = least_core(game, upper=held)
    found, _ = nearest(game, equal(game), max(core.level, 0.0), groups=core.groups, upper=held)
    assert all(found[player] <= held[player] + 1e-3 for player in found)
    assert sum(found.values()) == pytest.approx(game.costs[-1])
