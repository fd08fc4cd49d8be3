import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointstock.share import is_nucleolus, least_core, nucleolus
from jointstock.share.table import TableGame
from jointstock.words.errors import SettingError
from share.games import BIRMINGHAM, bulk, estate, random, runway, valley
from share.nested import nested_nucleolus


@pytest.mark.parametrize(
    ("size", "expected"),
    [(100, (100 / 3, 100 / 3, 100 / 3)), (200, (50, 75, 75)), (300, (50, 100, 150))],
)
def test_talmud(size: float, expected: tuple[float, ...]) -> None:
    """The nucleolus of the Talmud's estates is what the Talmud gives (Aumann, Maschler 1985).

    Settling all that is tight at one optimum gives 50/50/100 and 50/50/200 instead.
    """
    found = nucleolus(estate(size))
    assert [-share for share in found.shares.values()] == pytest.approx(expected)
    assert found.checked


def test_runway() -> None:
    """A runway of costs 1 to 4 is shared 1/2, 3/4, 7/8, 15/8, by levels and in closed form."""
    expected = [0.5, 0.75, 0.875, 1.875]
    assert list(nucleolus(runway(1, 2, 3, 4)).shares.values()) == pytest.approx(expected)
    assert nested_nucleolus([1, 2, 3, 4], [1, 1, 1, 1]) == pytest.approx(expected)


def test_runway_of_kinds() -> None:
    """Kinds with several players each share as their players do one by one."""
    kinds = nested_nucleolus([2, 3, 7], [3, 1, 2])
    each = nucleolus(runway(2, 2, 2, 3, 7, 7)).shares
    assert list(each.values()) == pytest.approx([kinds[0]] * 3 + kinds[1:2] + kinds[2:] * 2)


def test_birmingham() -> None:
    """The nucleolus fees of Birmingham airport, for 13,572 movements in eleven kinds."""
    _, costs, counts, _, fees = zip(*BIRMINGHAM, strict=True)
    found = nested_nucleolus(costs, counts)
    assert [round(fee, 2) for fee in found] == list(fees)
    assert np.dot(found, counts) == pytest.approx(117_676)


@given(st.integers(2, 6), st.integers(0, 10**6), st.sampled_from([0, 2, 3, 5]))
@settings(max_examples=150, deadline=None)
def test_random(n: int, seed: int, steps: int) -> None:
    """Any game's nucleolus meets Kohlberg's criterion, also where costs tie everywhere."""
    for by_head in (False, True):
        game = random(n, seed, steps)
        found = nucleolus(game, by_head=by_head)
        assert found.checked
        assert sum(found.shares.values()) == pytest.approx(game.costs[-1], abs=1e-6)


@given(st.integers(3, 5), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_kohlberg_refuses(n: int, seed: int) -> None:
    """Shares a little off the nucleolus fail Kohlberg's criterion."""
    game = random(n, seed)
    shares = dict(nucleolus(game).shares)
    shares["p0"] += 1.0
    shares["p1"] -= 1.0
    assert not is_nucleolus(game, shares)


@pytest.mark.parametrize("n", [3, 9, 12])
def test_first_level_is_the_least_core(n: int) -> None:
    """The first level is that of the least core, and no group overpays more."""
    game = bulk(n, n)
    core = least_core(game)
    found = nucleolus(game)
    assert found.levels[0] == pytest.approx(core.level, abs=1e-6)
    assert game.worst_group(found.shares).excess == pytest.approx(core.level, abs=1e-6)
    assert core.closed


def test_additive() -> None:
    """Where nobody saves anything, everybody pays its own cost."""
    costs = np.array([0.0, 1, 2, 3, 4, 5, 6, 7])
    game = TableGame.of("abc", costs)
    assert list(nucleolus(game).shares.values()) == pytest.approx([1, 2, 4])


def test_alone() -> None:
    """One player pays all."""
    assert nucleolus(TableGame.of("a", np.array([0.0, 5.0]))).shares == {"a": 5.0}


def test_no_cost() -> None:
    """Where all players together cannot have what they want, there is nothing to share."""
    with pytest.raises(SettingError):
        TableGame.of("ab", np.array([0.0, 1.0, 1.0, np.inf]))


def test_no_threat() -> None:
    """A group that cannot have what it wants alone is no threat; others hold the shares."""
    game = TableGame.of("abc", np.array([0, 10, 10, 15, 10, np.inf, np.inf, 21.0]))
    found = nucleolus(game)
    assert sum(found.shares.values()) == pytest.approx(21)
    assert is_nucleolus(game, found.shares)


def test_valley() -> None:
    """The nucleolus of the Tennessee Valley's dams, of data and shares as commonly told.

    No text that has them was found to read. Checked by Kohlberg's criterion as well, which shares
    no code with the levels.
    """
    found = nucleolus(valley()).shares
    assert found == pytest.approx({"navigation": 116_234, "flood": 93_540, "power": 202_810})


def test_three_gain() -> None:
    """Gains -1, 0, 1 alone, 3, 4, 2 in pairs and 5 in all are shared 8/3, 2/3 and 5/3.

    An exercise of Ferguson's course on game theory, as a game of negative costs.
    """
    costs = np.array([0.0, 1, 0, -3, -1, -4, -2, -5])
    found = nucleolus(TableGame.of("abc", costs)).shares
    assert list(found.values()) == pytest.approx([-8 / 3, -2 / 3, -5 / 3])
