"""Kohlberg's criterion: a check of a nucleolus that knows nothing of how it was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from jointstock.share.core import tolerance_of
from jointstock.share.span import Settled
from jointstock.share.table import tabled
from jointstock.solve.highs import Solver
from jointstock.solve.model import Model
from jointstock.solve.subsets import Floats, sizes, sums
from jointstock.words.games import Game

# All groups of so many players are looked at: 4,096.
MOST_CHECKED = 12


def is_nucleolus(game: Game, shares: Mapping[str, float], *, by_head: bool = False) -> bool:
    """Whether shares are the game's nucleolus, by Kohlberg's criterion (1971) over all groups.

    For each level of excess, the groups at it or above must be balanced: whoever moves money
    between players so that none of them overpays more lets none of them overpay less. One linear
    program for each level that adds a dimension.
    """
    table = tabled(game)
    n = len(table.players)
    if n == 1:
        return True
    excess = sums(np.array([shares[player] for player in table.players])) - table.costs
    if by_head:
        excess = excess / np.maximum(sizes(n), 1)
    order = np.argsort(-excess[1:-1], kind="stable") + 1
    order = order[np.isfinite(excess[order])]
    settled, slack = Settled(n), 10.0 * tolerance_of(game)
    met: list[int] = []
    for level in _levels(excess, order, slack):
        fresh = [int(k) for k in level if not settled.holds(_players(int(k), n))]
        if not fresh:
            continue
        met += fresh
        if not _balanced(met, settled, n):
            return False
        for k in fresh:
            settled.add(_players(k, n))
        if settled.rank == n:
            return True
    return settled.rank == n


def _levels(excess: Floats, order: np.ndarray, slack: float) -> Iterator[np.ndarray]:
    """Groups by level, the highest first; excesses closer than ``slack`` are one."""
    steps = np.flatnonzero(-np.diff(excess[order]) > slack) + 1
    for first, after in pairwise([0, *steps, len(order)]):
        yield order[first:after]


def _players(number: int, n: int) -> list[int]:
    return [i for i in range(n) if number >> i & 1]


def _balanced(groups: list[int], settled: Settled, n: int) -> bool:
    """Whether no move of money lowers what some group pays and raises it for none.

    The move leaves what is settled as it is. It is sought as large as can be, inside bounds.
    """
    model = Model()
    y = model.columns("moved", n, low=-1.0, high=1.0)
    fixed = settled.rows()
    rows = model.rows("settled", len(fixed), low=0.0, high=0.0)
    model.put(rows[:, None], y[None, :], np.array(fixed, float))
    inside = np.array([[k >> i & 1 for i in range(n)] for k in groups], float)
    rows = model.rows("groups", len(groups), high=0.0)
    model.put(rows[:, None], y[None, :], inside)
    gained = Solver(model.finish()).minimise(inside.sum(axis=0)).value
    return gained > -1e-6
