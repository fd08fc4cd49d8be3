"""Firing policies: how many interceptors a threat draws, and how often it is not stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import roots_jacobi

from jointstock.words.errors import SettingError

Array = NDArray[np.float64]

# Total variation error of a consumption, measured for one class: 4 nodes 2e-3, 8 3e-5, 16 6e-9.
NODES = 8


@dataclass(frozen=True)
class FiringPolicy:
    """Salvos fired at one threat, a look between them, and what is known of a shot's success.

    ``looks`` are the shots of each salvo; the next is fired if all before it missed. A shot stops
    the threat with probability p, the same for all shots of a campaign and unknown: beta
    distributed with ``successes`` and ``failures``, so that p is known where one of them is 0.
    Shots are whole numbers above 0; raises ``SettingError`` for anything else.
    """

    looks: tuple[int, ...]
    successes: float
    failures: float

    def __init__(self, looks: Sequence[int], successes: float, failures: float) -> None:
        """Check and keep."""
        object.__setattr__(self, "looks", tuple(int(shots) for shots in looks))
        object.__setattr__(self, "successes", float(successes))
        object.__setattr__(self, "failures", float(failures))
        if not self.looks or min(self.looks) < 1:
            raise SettingError(f"looks {list(looks)} are no shots; give whole numbers from 1 on")
        if not (min(successes, failures) >= 0 and 0 < successes + failures < float("inf")):
            raise SettingError(
                f"{successes} successes and {failures} failures say nothing of a shot; give "
                "numbers of 0 or more, not both 0"
            )

    @classmethod
    def known(cls, looks: Sequence[int], success: float) -> KnownPolicy:
        """A policy whose success of a shot is known; ``SettingError`` outside 0 to 1."""
        return KnownPolicy(looks, success)

    @property
    def mean(self) -> float:
        """The expected success of a shot."""
        return self.successes / (self.successes + self.failures)

    @property
    def most(self) -> int:
        """Shots at a threat that all of them miss."""
        return sum(self.looks)

    def nodes(self, count: int = NODES) -> tuple[Array, Array]:
        """Values of p and their weights, each of shape (n,): Gauss-Jacobi quadrature, eq. (4)."""
        if self.successes == 0.0:
            return np.zeros(1), np.ones(1)
        if self.failures == 0.0:
            return np.ones(1), np.ones(1)
        return _jacobi(self.successes, self.failures, count)

    def shots(self, z: NDArray[Any], p: NDArray[Any]) -> NDArray[Any]:
        """The generating function of shots per threat at z, for success p, eq. (2).

        z and p broadcast against each other.
        """
        miss = 1.0 - p
        found: NDArray[Any] | float = 1.0
        for salvo in reversed(self.looks):
            missed = miss**salvo
            found = z**salvo * ((1.0 - missed) + missed * found)
        return np.asarray(found)

    def mean_shots(self, p: Array) -> Array:
        """Expected shots per threat for success p."""
        found = np.zeros_like(p)
        for salvo in reversed(self.looks):
            found = salvo + (1.0 - p) ** salvo * found
        return found

    def leak(self, left: NDArray[Any], p: NDArray[Any]) -> Array:
        """Probability that a threat is not stopped with ``left`` interceptors in stock, eq. (3).

        The last salvo is cut short by what is left. ``left`` and p broadcast.
        """
        return np.asarray((1.0 - p) ** np.clip(left, 0, self.most), dtype=np.float64)


class KnownPolicy(FiringPolicy):
    """A firing policy with one probability of success."""

    success: float

    def __init__(self, looks: Sequence[int], success: float) -> None:
        """Check and keep."""
        if not 0.0 <= success <= 1.0:
            raise SettingError(f"a success of {success} is no probability; give 0 to 1")
        super().__init__(looks, success, 1.0 - success)
        object.__setattr__(self, "success", float(success))

    def nodes(self, count: int = 1) -> tuple[Array, Array]:
        """The one value of p, with all the weight."""
        return np.array([self.success]), np.ones(1)


@lru_cache(maxsize=1024)
def _jacobi(successes: float, failures: float, count: int) -> tuple[Array, Array]:
    # scipy fails where both are within rounding of a half, but not at a half
    a, b = (round(one, 9) - 1.0 for one in (failures, successes))
    x, w = roots_jacobi(count, a, b)
    return (1.0 + x) / 2.0, w / w.sum()


def product_nodes(
    policies: Sequence[FiringPolicy], count: int = NODES, most: int = 128
) -> tuple[Array, Array]:
    """Nodes of independent policies together: p of shape (C, n), weights of shape (n,).

    Each policy gets ``count`` nodes, or as many fewer as keep n at ``most`` or below, two at least.
    """
    uncertain = sum(one.nodes(2)[0].size > 1 for one in policies)
    if uncertain:
        count = max(2, min(count, int(most ** (1.0 / uncertain) + 1e-9)))
    each = [one.nodes(count) for one in policies]
    grids = np.meshgrid(*(p for p, _ in each), indexing="ij")
    weights = np.meshgrid(*(w for _, w in each), indexing="ij")
    return (
        np.array([grid.ravel() for grid in grids]),
        np.prod([grid.ravel() for grid in weights], axis=0),
    )
