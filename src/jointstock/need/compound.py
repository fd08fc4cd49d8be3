"""The exact distribution of what a campaign uses: generating functions and one batched FFT.

Numbers of equations are those of ``docs/concepts/need.md``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft

from jointstock.need.distribution import Distribution
from jointstock.need.model import RaidModel
from jointstock.need.policy import NODES, FiringPolicy, product_nodes
from jointstock.words.errors import SettingError

Array = NDArray[np.float64]

# What may lie beyond the length of a distribution, and so be folded back on its beginning.
WRAP = 1e-12
LENGTHS: tuple[int, ...] = tuple(2**k for k in range(5, 21))
_TILTS = np.geomspace(1e-5, 3.0, 48)


@dataclass(frozen=True)
class Drawing:
    """Who draws on an item: the raids that reach a member, and how each class is fired at."""

    model: RaidModel
    policies: tuple[FiringPolicy, ...]

    def __post_init__(self) -> None:
        """A policy for each class."""
        if len(self.policies) != len(self.model.share):
            raise SettingError(
                f"{len(self.model.share)} classes of raids need as many policies, "
                f"not {len(self.policies)}"
            )

    @property
    def key(self) -> Hashable:
        """What the step of one day depends on; pace and rate's variation come after it."""
        return self.model.law, self.model.share, self.policies

    def nodes(self, count: int, *, leaks: bool = False, most: int = 128) -> tuple[Array, Array]:
        """Success probabilities (C, n) and weights (n,), n at most ``most``.

        A policy of one look fires as much whatever the success, so that its mean will do, but for
        what ``leaks``.
        """
        return product_nodes(
            [
                FiringPolicy.known(one.looks, one.mean)
                if len(one.looks) == 1 and not leaks
                else one
                for one in self.policies
            ],
            count,
            most,
        )

    def step(self, z: NDArray[Any], p: Array) -> NDArray[Any]:
        """The step of a day at points z (K,) for success p (C, n), shape (n, K)."""
        shots = np.array(
            [one.shots(z[None, :], own[:, None]) for one, own in zip(self.policies, p, strict=True)]
        )
        return self.model.step(shots)


def circle(length: int) -> NDArray[np.complex128]:
    """The points at which a real FFT of that length evaluates, shape (length // 2 + 1,)."""
    return np.asarray(np.exp(-2j * np.pi * np.arange(length // 2 + 1) / length))


# A rate that varies by less than this, squared, is certain to every digit that is kept.
_EXACT = 1e-16


def total(step: NDArray[Any], count: Array | float, spread: float | None) -> NDArray[Any]:
    """The function of ``count`` days from the step of one, eq. (5).

    ``spread`` k is the squared variation of the rate: (1 - k H x)^(-1/k), exp(H x) where it is 0,
    (1 + x)^H where days are exact; a part of a day is a day with that chance. Real steps outside
    the radius give inf.
    """
    if spread is None:
        whole = np.floor(count)
        return np.asarray((1.0 + step) ** whole * (1.0 + (count - whole) * step))
    if np.iscomplexobj(step):
        return _total_complex(step.real, step.imag, count, spread)
    with np.errstate(over="ignore", invalid="ignore"):
        if spread < _EXACT:
            found = np.exp(count * step)
        else:
            x = spread * count * step
            found = np.exp(np.log1p(np.where(x < 1.0, -x, np.nan)) / -spread)
    return np.where(np.isnan(found), np.inf, found)


def _total_complex(
    re: Array, im: Array, count: Array | float, spread: float
) -> NDArray[np.complex128]:
    """`total` by real exponentials and cosines, which the processor does several at a time."""
    if spread < _EXACT:
        size, angle = np.exp(count * re), count * im
    else:
        x, y = spread * count * re, spread * count * im
        size = np.exp(np.log1p(x * (x - 2.0) + y * y) * (-0.5 / spread))
        angle = np.arctan2(y, 1.0 - x) / spread
    found = np.empty(size.shape, dtype=np.complex128)
    np.multiply(size, np.cos(angle), out=found.real)
    np.multiply(size, np.sin(angle), out=found.imag)
    return found


def consumption(
    model: RaidModel,
    policy: FiringPolicy | Sequence[FiringPolicy],
    days: float,
    *,
    nodes: int = NODES,
    length: int | None = None,
) -> Distribution:
    """The distribution of interceptors used in ``days`` days, eq. (6).

    ``policy`` is one, or one for each class of the model. ``nodes`` are those of each uncertain
    success. ``length`` is how many units the distribution may reach, chosen where it is ``None``;
    raises ``SettingError`` where more than 1e-12 would lie beyond it.
    """
    policies = (policy,) if isinstance(policy, FiringPolicy) else tuple(policy)
    return consumptions([Drawing(model, policies)], days, nodes=nodes, length=length)[0]


def consumptions(
    drawings: Sequence[Drawing],
    days: float | Sequence[float],
    *,
    nodes: int = NODES,
    length: int | None = None,
    steps: Steps | None = None,
) -> list[Distribution]:
    """`consumption` of many at once; what one day does is worked out once for all who share it.

    ``days`` is one horizon for all, or one for each. ``steps``, where given, keeps the days worked
    out from one call to the next, and says how many nodes there are.
    """
    spans = [float(days)] * len(drawings) if isinstance(days, int | float) else list(days)
    if not all(0.0 <= span < float("inf") for span in spans):
        raise SettingError(f"{days} days are no horizon; give 0 or more")
    batches: dict[tuple[int, float | None, int], list[int]] = defaultdict(list)
    steps = steps or Steps(nodes)
    for at, (one, span) in enumerate(zip(drawings, spans, strict=True)):
        needed = length_of(one, span, steps)
        if length is not None and needed > length:
            raise SettingError(
                f"a distribution of {length} units is too short: more than {WRAP:g} lies beyond; "
                f"give {needed}"
            )
        chosen = length or needed
        spread = one.model.spread(span)
        size = steps.nodes(one)[1].size
        batches[chosen, spread, size].append(at)
    found: dict[int, Distribution] = {}
    for (chosen, spread, _), members in batches.items():
        own = [drawings[at] for at in members]
        count = np.array([spans[at] * drawings[at].model.pace for at in members])[:, None, None]
        step = np.array([steps.at(one, chosen) for one in own])
        weights = np.array([steps.nodes(one)[1] for one in own])
        function = total(step, count, spread)
        mean = np.einsum("cn,cnk->ck", weights, function)
        pmf = irfft(mean, chosen, axis=1)
        np.maximum(pmf, 0.0, out=pmf)
        found |= {at: Distribution(row) for at, row in zip(members, pmf, strict=True)}
    return [found[at] for at in range(len(drawings))]


class Steps:
    """Steps of a day, worked out once for each thing they depend on."""

    def __init__(self, count: int) -> None:
        """Keep how many nodes an uncertain success gets."""
        self.count = count
        self._nodes: dict[Hashable, tuple[Array, Array]] = {}
        self._steps: dict[Hashable, NDArray[Any]] = {}
        self._circles: dict[int, NDArray[np.complex128]] = {}

    def nodes(self, one: Drawing) -> tuple[Array, Array]:
        """Success probabilities and weights of a drawing."""
        if one.policies not in self._nodes:
            self._nodes[one.policies] = one.nodes(self.count)
        return self._nodes[one.policies]

    def at(self, one: Drawing, length: int) -> NDArray[Any]:
        """The step on the circle of a length, or with 0 at the tilts; shape (n, K)."""
        key = (one.key, length)
        if key not in self._steps:
            points = np.exp(_TILTS) if length == 0 else self._circle(length)
            self._steps[key] = one.step(points, self.nodes(one)[0])
        return self._steps[key]

    def _circle(self, length: int) -> NDArray[np.complex128]:
        if length not in self._circles:
            self._circles[length] = circle(length)
        return self._circles[length]


_SIZES = np.log(np.array(LENGTHS, dtype=float))


def length_of(one: Drawing, days: float, steps: Steps) -> int:
    """The shortest length beyond which at most `WRAP` lies, by Chernoff's bound, eq. (9).

    Raises ``SettingError`` where the longest is too short.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        function = total(steps.at(one, 0), days * one.model.pace, one.model.spread(days))
        logs = np.log(steps.nodes(one)[1] @ function)
    usable = np.isfinite(logs)
    reach = (logs[usable] - np.log(WRAP)) / _TILTS[usable]
    least = float(np.log(max(reach.min(), 1.0))) if usable.any() else np.inf
    at = int(np.searchsorted(_SIZES, least))
    if at == len(LENGTHS):
        raise SettingError(
            f"what is used in {days} days may pass {LENGTHS[-1]:,} units; plan for fewer days, "
            "a smaller share, or a rate that is less uncertain"
        )
    return LENGTHS[at]
