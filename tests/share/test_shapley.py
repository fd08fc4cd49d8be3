import itertools

import numpy as np
import pytest

from jointstock.share import FunctionGame, QuantityGame, shapley
from jointstock.share.shapley import sampled
from jointstock.words.errors import SettingError
from share.games import BIRMINGHAM, bulk, estate, random, runway, valley
from share.nested import nested_shapley


@pytest.mark.parametrize(
    ("size", "expected"),
    [(100, (100 / 3,) * 3), (200, (100 / 3, 250 / 3, 250 / 3)), (300, (50, 100, 150))],
)
def test_talmud(size: float, expected: tuple[float, ...]) -> None:
    """The Shapley value of the Talmud's estates, worked out from the six orders by hand."""
    found = shapley(estate(size)).shares
    assert [-share for share in found.values()] == pytest.approx(expected)


def test_birmingham() -> None:
    """The Shapley fees of Birmingham airport, for 13,572 movements in eleven kinds."""
    _, costs, counts, fees, _ = zip(*BIRMINGHAM, strict=True)
    found = nested_shapley(costs, counts)
    assert [round(fee, 2) for fee in found] == list(fees)
    assert np.dot(found, counts) == pytest.approx(117_676)


def test_runway() -> None:
    """A runway of costs 1 to 4: each step is shared by those who need it."""
    expected = [1 / 4, 1 / 4 + 1 / 3, 1 / 4 + 1 / 3 + 1 / 2, 1 / 4 + 1 / 3 + 1 / 2 + 1]
    assert list(shapley(runway(1, 2, 3, 4)).shares.values()) == pytest.approx(expected)
    assert nested_shapley([1, 2, 3, 4], [1] * 4) == pytest.approx(expected)


def test_orders() -> None:
    """The value is the mean over all orders of what a player adds."""
    game = random(5, 7)
    found = dict.fromkeys(game.players, 0.0)
    orders = list(itertools.permutations(game.players))
    for order in orders:
        for k, player in enumerate(order):
            found[player] += game.cost(order[: k + 1]) - game.cost(order[:k])
    means = {player: total / len(orders) for player, total in found.items()}
    assert shapley(game).shares == pytest.approx(means)


def test_counted() -> None:
    """Counting groups by size and total gives what the table of all groups gives."""
    quantities = {"a": 3, "b": 5, "c": 5, "d": 0, "e": 9, "f": 1}
    by_total = QuantityGame(quantities, lambda q: 10.0 + q**0.5 if q else 0.0)
    table = FunctionGame(quantities, by_total.cost)
    assert shapley(by_total).shares == pytest.approx(shapley(table).shares)


def test_sampled() -> None:
    """Sampled shares lie within four of their standard errors of the exact ones."""
    game = bulk(10, 3)
    found, exact = sampled(game, error=0.01, seed=5, most=4000), shapley(game)
    for player in game.players:
        off = abs(found.shares[player] - exact.shares[player])
        assert off <= 4 * found.errors[player]
    assert 0 < found.error <= 0.01
    assert sum(found.shares.values()) == pytest.approx(game.costs[-1])


def test_no_mean() -> None:
    """A group that cannot have what it wants leaves no mean."""
    with pytest.raises(SettingError):
        shapley(FunctionGame("ab", lambda group: 1.0 if len(group) == 2 else float("inf")))


def test_valley() -> None:
    """The Shapley value of the Tennessee Valley's dams, of data and shares as commonly told.

    No text that has them was found to read; 193,999 for power is also the mean of what power adds:
    250,096 first, 215,301 after navigation, 226,544 after flood control, 110,977 last, the ends
    counted twice.
    """
    found = shapley(valley()).shares
    expected = {"navigation": 117_829, "flood": 100_757, "power": 193_999}
    assert found == pytest.approx(expected, abs=0.6)
