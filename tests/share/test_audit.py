import pytest

from jointstock.share import TableGame, audit, least_core
from jointstock.share.audit import tightest
from jointstock.words.errors import SettingError
from jointstock.words.games import Search
from share.games import bulk, groups, random


def test_worst_of_all() -> None:
    """The worst group is the worst of all groups, each looked at by itself."""
    game = random(6, 11)
    shares = {player: 10.0 + k for k, player in enumerate(game.players)}
    worst = max(groups(game.players), key=lambda g: sum(shares[p] for p in g) - game.cost(g))
    found = audit(game, shares)
    assert found.group == worst
    assert found.gain == pytest.approx(sum(shares[p] for p in worst) - game.cost(worst))
    assert found.closed


@pytest.mark.parametrize("player", ["p0", "p3"])
def test_tightest(player: str) -> None:
    """A player's tightest group is the worst of those it is in."""
    game = random(5, 3)
    shares = dict.fromkeys(game.players, 20.0)
    found, excess = tightest(game, shares, player)
    inside = [g for g in groups(game.players) if player in g]
    assert excess == max(sum(shares[p] for p in g) - game.cost(g) for g in inside)
    assert player in found


def test_least_size() -> None:
    """Groups can be asked for from a size on."""
    game = random(5, 8)
    found = game.worst_group(dict.fromkeys(game.players, 20.0), Search(least=3))
    assert len(found.group) >= 3


def test_stable_in_the_core_alone() -> None:
    """Shares in a core are stable; with one unit of money moved out of it they are not."""
    game = bulk(5, 3)
    core = least_core(game)
    assert (audit(game, core.shares).stable) == (core.level <= core.tolerance)
    shares = dict(core.shares)
    shares["p0"] += game.cost(["p0"])
    shares["p1"] -= game.cost(["p0"])
    assert not audit(game, shares).stable


def test_an_open_bound_is_not_stable() -> None:
    """What is not proven is not called stable."""

    class Open(TableGame):
        def worst_group(self, shares, search=Search()):  # noqa: B008
            found = super().worst_group(shares, search)
            return type(found)(found.group, found.cost, found.excess, 1.0)

    table = {frozenset("a"): 5.0, frozenset("b"): 5.0, frozenset("ab"): 6.0}
    found = audit(Open("ab", table), {"a": 3.0, "b": 3.0})
    assert found.gain == -2.0
    assert not found.closed
    assert not found.stable


def test_other_players() -> None:
    """Shares of others are refused."""
    with pytest.raises(SettingError, match="p9"):
        audit(random(2, 1), {"p0": 1.0, "p9": 1.0})
