"""What each of all groups of a few parties costs at the least, learnt from group to group.

The cost of a way is a convex function of the switches, so the duals at one group bound the cost of
every other from below, and the multipliers that show that one group cannot go a way show it of
others. Each group is so bounded by itself; those are priced whose bound lets them overpay most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jointstock.solve.model import Floats
from jointstock.solve.subsets import sums
from jointstock.solve.switched import Switched

# So many figures are kept at most: one for each group and way.
MOST_KEPT = 1 << 22

# Into so many parts all groups are cut; the most promising of each is priced.
_PARTS = 8


@dataclass(frozen=True, slots=True)
class Costly:
    """Groups that were priced, as whole numbers with their costs, and a bound for all groups."""

    groups: tuple[tuple[int, float], ...]
    bound: float


class Underestimates:
    """A bound from below on the cost of every group, the sum over models that are run apart.

    ``met`` are the models, ways and groups that it was learnt from, in this order.
    """

    def __init__(self, models: Sequence[Switched]) -> None:
        """Begin with what each way costs at the least, and with who can go it at all."""
        self._models = tuple(models)
        self._low = [_first(model) for model in self._models]
        self._n = len(self._models[0].switches)
        self._priced = np.zeros(1 << self._n, bool)
        self._priced[0] = True
        self.met: list[tuple[int, int, int]] = []
        self._least = self._sum()

    def cost(self, group: int) -> float:
        """What a group costs; infinite where it cannot be served."""
        if not self._priced[group]:
            self._price(group)
            self._least[group] = sum(low[:, group].min() for low in self._low)
        return float(self._least[group]) if group else 0.0

    def worst(self, shares: Floats, asked: NDArray[np.bool_], above: float) -> Costly:
        """Of the groups asked for (2**n,) those that overpay most under shares (n,), worst first.

        Ends where the worst is priced, so that its excess bounds all, or where none can overpay
        more than ``above``.
        """
        paid = np.where(asked, sums(shares), -np.inf)
        while True:
            excess = paid - self._least
            parts = excess.reshape(min(_PARTS, len(excess)), -1)
            best = parts.argmax(axis=1) + np.arange(len(parts)) * parts.shape[1]
            best = best[np.argsort(-excess[best], kind="stable")]
            top = float(excess[best[0]])
            told = [int(k) for k in best if excess[k] > above]
            fresh = [k for k in told if not self._priced[k]]
            if not told or self._priced[told[0]]:
                met = tuple((k, float(self._least[k])) for k in told if self._priced[k])
                return Costly(met, top)
            for k in fresh:
                self._price(k)
            self._least = self._sum()

    def _sum(self) -> Floats:
        least = np.sum([low.min(axis=0) for low in self._low], axis=0)
        least[0] = np.inf
        return np.asarray(least)

    def _price(self, group: int) -> None:
        """Price a group, way by way, until no other way can be cheaper; learn from each."""
        z = (group >> np.arange(self._n) & 1).astype(float)
        for place, (model, low) in enumerate(zip(self._models, self._low, strict=True)):
            done: set[int] = set()
            while True:
                k = int(low[:, group].argmin())
                if k in done or low[k, group] == np.inf:
                    break
                done.add(k)
                self.met.append((place, k, group))
                answer = model.answer(k, z)
                if answer is None:
                    rule = model.barrier(k, z)
                    if rule is not None:
                        low[k][sums(rule[0]) + rule[1] > 0.0] = np.inf
                    low[k, group] = np.inf
                    continue
                value = answer.value + model.ways[k].constant
                slope = answer.reduced[model.switches]
                np.maximum(low[k], sums(slope) + (value - float(slope @ z)), out=low[k])
                low[k, group] = value
        self._priced[group] = True


def _first(model: Switched) -> Floats:
    """What a group costs at the least by each way before any is priced, shape (ways, 2**n)."""
    found = []
    for way in model.ways:
        low = sums(way.at_least) + way.constant
        for need, least in zip(way.needs, way.least, strict=True):
            low[sums(need) < least - 1e-9] = np.inf
        found.append(low)
    return np.array(found)
