"""The nucleolus: the worst-off group overpays least, then the next, and so on to the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

import numpy as np

from jointstock.share.core import closed_level, seed, size_of, whole_cost
from jointstock.share.kohlberg import MOST_CHECKED, is_nucleolus
from jointstock.share.master import Master
from jointstock.share.span import Settled
from jointstock.words.errors import SettingError, SolverError
from jointstock.words.games import Game, Group


@dataclass(frozen=True, slots=True)
class Nucleolus:
    """The nucleolus: its shares, and the levels at which groups were settled, worst first.

    ``gap`` is the most by which a bound of a level passes it. ``checked`` says that Kohlberg's
    criterion was tried and holds; it is tried for up to twelve players, over all groups.
    """

    shares: Mapping[str, float]
    levels: tuple[float, ...]
    gap: float
    checked: bool
    groups: Mapping[Group, float]


def nucleolus(game: Game, *, by_head: bool = False) -> Nucleolus:
    """The nucleolus of a cost game (Schmeidler 1969), also with excess counted by head.

    Level by level: the least level is found by adding the worst group to a linear program; the
    groups with a dual above zero are tight in every optimum and are settled there; groups in the
    span of what is settled are searched no more. (Settling whatever is tight at one optimum gives
    wrong results.) Ends when the settled groups leave one vector of shares. Raises
    ``SettingError`` if all players together cannot have what they want, or one alone cannot;
    ``SolverError`` if the result fails Kohlberg's criterion.
    """
    total, n = whole_cost(game), len(game.players)
    if n == 1:
        return Nucleolus({game.players[0]: total}, (), 0.0, checked=True, groups={})
    if not all(isfinite(game.cost([player])) for player in game.players):
        raise SettingError("a member cannot have alone what it wants: no nucleolus")
    settled = Settled(n)
    master = Master(game, total, size_of(game), by_head=by_head)
    seed(master, game)
    levels: list[float] = []
    fixed: list[tuple[Group, float]] = []
    gap = 0.0
    while settled.rank < n:
        found, worst, _ = closed_level(master, game, settled.span() if levels else None)
        gap = max(gap, worst.bound - found.level)
        tight = [group for group in found.weights if settled.add(_places(master, group))]
        if not tight:
            raise SolverError("a level of the nucleolus settled no group")
        master.settle(tight, found.level)
        levels.append(found.level)
        fixed += [(group, _excess(group, found.level, by_head=by_head)) for group in tight]
        if settled.rank < n:
            _drop_settled(master, settled)
    shares = _solved(master, fixed, total)
    checked = n <= MOST_CHECKED
    if checked and not is_nucleolus(game, shares, by_head=by_head):
        raise SolverError("the shares found fail Kohlberg's criterion, so are no nucleolus")
    costs = {group: cost for group, (_, cost) in master.groups.items()}
    return Nucleolus(shares, tuple(levels), max(gap, 0.0), checked, costs)


def _places(master: Master, group: Group) -> list[int]:
    return [master.places[player] for player in group]


def _excess(group: Group, level: float, *, by_head: bool) -> float:
    return level * len(group) if by_head else level


def _drop_settled(master: Master, settled: Settled) -> None:
    """Groups whose excess follows from what is settled bind a later level no more."""
    for group in master.groups:
        if settled.holds(_places(master, group)):
            master.drop(group)


def _solved(master: Master, fixed: list[tuple[Group, float]], total: float) -> dict[str, float]:
    """The one vector of shares that the settled groups leave, without the solver's rounding."""
    n = len(master.players)
    rows, sides = np.ones((1 + len(fixed), n)), np.full(1 + len(fixed), total)
    for k, (group, excess) in enumerate(fixed, start=1):
        rows[k] = [player in group for player in master.players]
        sides[k] = master.groups[group][1] + excess
    shares = np.linalg.lstsq(rows, sides, rcond=None)[0]
    return dict(zip(master.players, map(float, shares), strict=True))
