"""Shares by every method, by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jointstock.share.agreed import agreed
from jointstock.share.core import least_core, whole_cost
from jointstock.share.keys import Shares, by_cost_alone, by_key, equal, separable
from jointstock.share.nucleolus import nucleolus
from jointstock.share.owen import owen
from jointstock.share.shapley import shapley
from jointstock.words.errors import SettingError
from jointstock.words.games import Game
from jointstock.words.shares import METHODS


def shares_by(
    method: str,
    game: Game,
    *,
    quantities: Mapping[str, float] | None = None,
    key: Mapping[str, float] | None = None,
) -> Shares:
    """The shares of a game's cost by a method of `METHODS`.

    Raises ``SettingError`` for a method that is not known or that the game does not allow: the
    one by quantity needs quantities, a given key needs the key of every player.
    """
    known: dict[str, Callable[[], Mapping[str, float]]] = {
        "agreed": lambda: agreed(game).shares,
        "owen": lambda: owen(game).shares,
        "least-core": lambda: least_core(game).shares,
        "nucleolus": lambda: nucleolus(game).shares,
        "per-capita": lambda: nucleolus(game, by_head=True).shares,
        "shapley": lambda: shapley(game).shares,
        "separable": lambda: separable(game),
        "alone": lambda: by_cost_alone(game),
        "equal": lambda: equal(game),
        "quantity": lambda: _by(game, quantities, "quantities"),
        "key": lambda: _by(game, key, "a key"),
    }
    if method not in known:
        raise SettingError(f"no method is called {method!r}; there are {', '.join(METHODS)}")
    return dict(known[method]())


def _by(game: Game, key: Mapping[str, float] | None, what: str) -> Shares:
    if key is None or set(key) != set(game.players):
        missing = ", ".join(p for p in game.players if p not in (key or {}))
        others = ", ".join(p for p in key or {} if p not in game.players)
        told = f"{what} for {missing}" if missing else f"{what} for members only, not for {others}"
        raise SettingError(f"this method needs {told}")
    return by_key(whole_cost(game), {player: key[player] for player in game.players})
