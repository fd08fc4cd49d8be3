"""Simulation, for what has a state beyond one stock: items that stand in, transfers by level.

Between deliveries the order of raids is all that matters, not their hours: the number of raids of
all members together is drawn, then for each whose it is, of which class, of how many threats. What
the exact way knows as well is compared with it: every figure has a standard error and, where there
is an exact marginal, a z-score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, gamma, poisson

from jointstock.need.compound import Drawing, consumption
from jointstock.need.goodness import launched
from jointstock.need.laws import Raids
from jointstock.need.leaks import Leaks
from jointstock.need.model import RaidModel
from jointstock.need.policy import FiringPolicy, KnownPolicy
from jointstock.words.errors import SettingError

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

_GRID = 4096
_RATES = 256


@dataclass(frozen=True)
class Transfer:
    """Units that go from one member to another when a stock falls below a level in a raid.

    By position: ``giver`` keeps ``keep`` and sends at most ``lot`` units of ``item`` to ``to``.
    """

    item: int
    to: int
    below: int
    giver: int
    keep: int
    lot: int


@dataclass(frozen=True)
class Scene:
    """What is simulated: M members, C classes, I items, by position.

    ``raids_per_day`` (M, C) come one by one; ``laws`` and ``shares`` (C,) say how large raids are
    and which part arrives; ``policies`` gives for each class the items in the order in which they
    are taken, each with its policy: the next where the one before is empty. ``opening`` (M, I) is
    there at first, ``arriving`` (T, M, I) comes at the end of each of ``spans`` (T,) days.
    ``rate_cv`` is the variation of the rate, the same for all in a campaign.
    """

    raids_per_day: Array
    laws: Sequence[Raids]
    shares: Sequence[float]
    policies: Sequence[Sequence[tuple[int, FiringPolicy]]]
    opening: Whole
    spans: Sequence[int]
    arriving: Whole
    rate_cv: float = 0.0
    transfers: Sequence[Transfer] = field(default_factory=tuple)


@dataclass(frozen=True)
class Simulated:
    """Means over campaigns, and their standard errors; ``drawn`` words were random in all.

    ``short`` (M, I): a shot was wanted that was not there; ``missed`` (M, C): threats not stopped;
    ``left`` (M, I): units at the end.
    """

    campaigns: int
    drawn: int
    short: Array
    short_error: Array
    missed: Array
    missed_error: Array
    left: Array
    left_error: Array


def simulate(scene: Scene, campaigns: int, seed: int = 0) -> Simulated:
    """Run campaigns; the same seed gives the same figures.

    Raises ``SettingError`` if numba is not installed, or the scene does not fit together.
    """
    try:
        from jointstock.need import engine
    except ModuleNotFoundError as error:
        if error.name != "numba":
            raise
        raise SettingError(
            "the simulation needs numba, which is not installed; install jointstock[fast]"
        ) from None
    members, classes = scene.raids_per_day.shape
    items = scene.opening.shape[1]
    alike = len(scene.laws) == len(scene.shares) == len(scene.policies) == classes
    if not (alike and all(scene.policies)) or (
        scene.arriving.shape != (len(scene.spans), members, items)
    ):
        raise SettingError("a scene has a law, share and policy for each class, spans for arrivals")
    sums = [np.zeros((members * size, 2)) for size in (items, classes, items)]
    drawn = engine.campaigns(stream(seed), campaigns, *_tables(scene), *_rules(scene), *sums)
    (short, short_error), (missed, missed_error), (left, left_error) = (
        _mean(one.reshape(members, -1, 2), campaigns) for one in sums
    )
    return Simulated(
        *(campaigns, int(drawn), short, short_error, missed, missed_error, left, left_error)
    )


def stream(seed: int) -> NDArray[np.uint64]:
    """The state of a stream of random numbers."""
    return np.asarray(np.random.SeedSequence(seed).generate_state(4, np.uint64), dtype=np.uint64)


def _mean(sums: Array, count: int) -> tuple[Array, Array]:
    mean = sums[..., 0] / count
    variance = np.maximum(sums[..., 1] / count - mean**2, 0.0)
    return mean, np.sqrt(variance / count)


def _tables(scene: Scene) -> tuple[Any, ...]:
    """What is picked by: tables of how many raids in a span, whose they are, and how large."""
    sizes = [_size(law, share) for law, share in zip(scene.laws, scene.shares, strict=True)]
    # A raid of which nothing arrives changes nothing: it is left out, and the rate with it.
    rates = scene.raids_per_day * [1.0 - size[0] for size in sizes]
    some = [np.concatenate([[0.0], size[1:]]) / max(1.0 - size[0], 1e-300) for size in sizes]
    spans = sorted(set(scene.spans))
    counts = [
        _poisson(float(rates.sum()) * span * rate)
        for rate in _rates(scene.rate_cv)
        for span in spans
    ]
    flat = rates.ravel() if rates.sum() else np.ones(rates.size)
    interval_of = np.array([spans.index(span) for span in scene.spans], dtype=np.int64)
    return _aliases(counts), interval_of, _aliases([flat / flat.sum()]), _aliases(some)


def _rules(scene: Scene) -> tuple[Any, ...]:
    """Stocks, and what holds in every campaign, as `jointstock.need.engine` names them."""
    (members, items), classes = scene.opening.shape, len(scene.laws)
    depth = max(2, *(len(policy.looks) for own in scene.policies for _, policy in own))
    prefers = np.full((classes, items), -1, dtype=np.int64)
    looks = np.zeros((classes, items, depth + 1), dtype=np.int64)
    stops = np.zeros((classes, items, _GRID, depth + 1), dtype=np.uint64)
    for class_, own in enumerate(scene.policies):
        for at, (item, policy) in enumerate(own):
            prefers[class_, at] = item
            looks[class_, item, : len(policy.looks)] = policy.looks
            looks[class_, item, depth] = policy.most
            stops[class_, item] = _stops(policy, depth)
    moves = sorted(scene.transfers, key=lambda one: one.to * items + one.item)  # else as they come
    transfers = np.array(
        [(r.to * items + r.item, r.below, r.giver * items + r.item, r.keep, r.lot) for r in moves],
        dtype=np.int64,
    ).reshape(-1, 5)
    drawn_by = [
        [c for c, own in enumerate(scene.policies) if item in dict(own)] for item in range(items)
    ]
    last = {own[-1][0] for own in scene.policies}
    stocks = np.zeros((members * items + 1, 9), dtype=np.int64)
    stocks[:, 3] = len(moves)
    for at in range(members * items):
        by, base = drawn_by[at % items], at // items * classes
        stocks[at, 5] = len(by) < 2 and at % items in last
        stocks[at, 6:8] = (base + by[0], base + by[-1] + 1) if by else (0, 0)
    for r in reversed(range(len(moves))):
        to, below, giver = transfers[r, :3]
        stocks[to, 2:4] = max(stocks[to, 2], below), r
        stocks[giver, 4] = 1
    cells = np.zeros((members * classes, 8), dtype=np.int64)
    cells[:, 0] = np.tile(np.arange(classes), members)
    cells[:, 1] = np.repeat(np.arange(members) * items, classes)
    opening = np.asarray(scene.opening, dtype=np.int64).ravel()
    arriving = np.asarray(scene.arriving, dtype=np.int64).reshape(-1, opening.size)
    return opening, arriving, cells, stocks, stops, looks, prefers, transfers


def _size(law: Raids, share: float) -> Array:
    """Probabilities of what arrives of one raid: thinned, a negative binomial keeps its shape."""
    model = RaidModel(law, (share,), 1.0)
    return launched(Single(model), 1).pmf


@dataclass(frozen=True)
class Single:
    """Exactly one raid, of which a share arrives: the law of one raid's threats."""

    model: RaidModel
    divisible: bool = field(default=False, init=False)

    @property
    def mean(self) -> Array:
        """Threats that arrive, shape (1,)."""
        return self.model.arriving

    def step(self, y: NDArray[Any]) -> NDArray[Any]:
        """F(y) - 1: the step of a day of Poisson raids is that of one of them."""
        return self.model.step(y)

    def sample(self, rng: np.random.Generator, days: int) -> Whole:
        """Not drawn from: the engine has its own tables."""
        raise NotImplementedError


def _rates(cv: float) -> Array:
    if not cv:
        return np.ones(1)
    middle = (np.arange(_RATES) + 0.5) / _RATES
    found = gamma.ppf(middle, 1.0 / cv**2) * cv**2
    return np.asarray(found / found.mean())


def _poisson(mean: float) -> Array:
    return np.asarray(poisson.pmf(np.arange(int(mean + 9.0 * mean**0.5 + 20.0)), mean))


def _stops(policy: FiringPolicy, depth: int) -> NDArray[np.uint64]:
    """Chances to stop a threat up to each look, and by one shot, out of 2^64: (G, depth + 1)."""
    miss = 1.0 - _success(policy)
    shots = np.cumsum([*policy.looks, *[0] * (depth - len(policy.looks))])
    found = 1.0 - miss[:, None] ** np.array([*shots, 1])
    # What is certain would need one more bit.
    sure = found >= 1.0
    some = (np.where(sure, 0.0, found) * 2.0**64).astype(np.uint64)
    return np.where(sure, np.uint64(2**64 - 1), some)


def _success(policy: FiringPolicy) -> Array:
    if isinstance(policy, KnownPolicy) or not policy.successes or not policy.failures:
        return np.full(_GRID, policy.nodes(1)[0][0])
    middle = (np.arange(_GRID) + 0.5) / _GRID
    return np.asarray(beta.ppf(middle, policy.successes, policy.failures))


def _aliases(pmfs: Sequence[Array]) -> NDArray[np.uint64]:
    """Walker's tables of distributions, padded to one length, as `xoshiro.pick` reads them."""
    length = max(one.size for one in pmfs)
    made = [_alias(np.pad(one, (0, length - one.size))) for one in pmfs]
    chances, others = (np.array(part) for part in zip(*made, strict=True))
    # What is certain would need one more: its number stands in its own place instead.
    low = np.minimum(np.rint(chances * 2.0**32), 2.0**32 - 1.0).astype(np.uint64)
    return np.asarray(low | others.astype(np.uint64) << np.uint64(32))


def _alias(pmf: Array) -> tuple[Array, Whole]:
    scaled = pmf / pmf.sum() * pmf.size
    chance, other = np.ones(pmf.size), np.arange(pmf.size)
    small = [k for k in range(pmf.size) if scaled[k] < 1.0]
    large = [k for k in range(pmf.size) if scaled[k] >= 1.0]
    while small and large:
        less, more = small.pop(), large[-1]
        chance[less], other[less] = scaled[less], more
        scaled[more] -= 1.0 - scaled[less]
        if scaled[more] < 1.0:
            small.append(large.pop())
    return chance, other


def z_scores(scene: Scene, found: Simulated) -> tuple[Array, Array]:
    """How far a simulation lies from the exact marginals, in standard errors: short, missed.

    For classes that have an item of their own, without deliveries and transfers, shape (M, C)
    each. Raises ``SettingError`` for a scene that has no exact marginal.
    """
    own = [policies[0][0] for policies in scene.policies]
    alone = all(len(policies) == 1 for policies in scene.policies) and len(set(own)) == len(own)
    if not alone or scene.transfers or np.any(scene.arriving):
        raise SettingError("there is an exact marginal where every class has one item of its own")
    members, classes = scene.raids_per_day.shape
    days = float(sum(scene.spans))
    short, missed = np.zeros((members, classes)), np.zeros((members, classes))
    for class_, ((item, policy),) in enumerate(scene.policies):
        for member in range(members):
            rate = float(scene.raids_per_day[member, class_])
            share = (float(scene.shares[class_]),)
            model = RaidModel(scene.laws[class_], share, rate, scene.rate_cv)
            use = consumption(model, policy, days, nodes=16)
            stock = int(scene.opening[member, item])
            drawing = Drawing(model, (policy,))
            p, weights = drawing.nodes(16, leaks=True)
            counts = np.array([days * rate])
            leaks = Leaks(drawing, p, use.pmf.size).missed(counts, model.spread(days))[1][:, 0]
            expected = float(weights @ leaks[:, min(stock, use.pmf.size - 1)])
            chance = use.survival(stock)
            deviation = np.sqrt(max(chance * (1.0 - chance), 1e-300) / found.campaigns)
            short[member, class_] = (found.short[member, item] - chance) / deviation
            error = max(float(found.missed_error[member, class_]), 1e-300)
            missed[member, class_] = (found.missed[member, class_] - expected) / error
    return short, missed
