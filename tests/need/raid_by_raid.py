"""The simulation once more, slowly: every raid, threat and shot in its turn, in plain Python."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jointstock.need.events import Scene
from jointstock.need.laws import Raids
from jointstock.need.policy import FiringPolicy, KnownPolicy

Array = NDArray[np.float64]


def played(scene: Scene, campaigns: int, seed: int) -> dict[str, tuple[Array, Array]]:
    """Means and standard errors of short, missed and left, as `simulate` names them."""
    rng = np.random.default_rng(seed)
    found = [_campaign(scene, rng) for _ in range(campaigns)]
    every = {name: np.array([one[name] for one in found], dtype=float) for name in found[0]}
    return {
        name: (values.mean(axis=0), values.std(axis=0) / campaigns**0.5)
        for name, values in every.items()
    }


def _campaign(scene: Scene, rng: np.random.Generator) -> dict[str, NDArray[np.int64]]:
    held = scene.opening.astype(int).copy()
    short = np.zeros(held.shape, dtype=int)
    missed = np.zeros(scene.raids_per_day.shape, dtype=int)
    cv = scene.rate_cv
    rates = scene.raids_per_day * (rng.gamma(1.0 / cv**2, cv**2) if cv else 1.0)
    success = {
        (member, class_, item): _success(policy, rng)
        for member in range(len(held))
        for class_, own in enumerate(scene.policies)
        for item, policy in own
    }
    for days, arriving in zip(scene.spans, scene.arriving, strict=True):
        for _ in range(rng.poisson(rates.sum() * days)):
            cell = rng.choice(rates.size, p=rates.ravel() / rates.sum())
            member, class_ = divmod(int(cell), rates.shape[1])
            count = _size(scene.laws[class_], scene.shares[class_], rng)
            drawn_on = []
            for item, policy in scene.policies[class_] if count else ():
                drawn_on.append(item)
                while count and held[member, item]:
                    p = success[member, class_, item]
                    missed[member, class_] += not _met(policy, p, held, short, member, item, rng)
                    count -= 1
                if not count:
                    break
                short[member, item] = 1
            missed[member, class_] += count
            for item in drawn_on:
                _transfers(scene, held, member, item)
        held = np.maximum(held + arriving, 0)
    return {"short": short, "missed": missed, "left": held}


def _met(
    policy: FiringPolicy, p: float, held: Array, short: Array, member: int, item: int,
    rng: np.random.Generator,
) -> bool:  # fmt: skip
    """Whether a threat is stopped by salvo after salvo, the last of what is left."""
    for salvo in policy.looks:
        shots = min(salvo, held[member, item])
        if shots < salvo:
            short[member, item] = 1
        if not shots:
            return False
        held[member, item] -= shots
        if rng.random() < 1.0 - (1.0 - p) ** shots:
            return True
    return False


def _transfers(scene: Scene, held: Array, member: int, item: int) -> None:
    """What a stock that a raid drew on calls for, in the order of the rules."""
    for rule in scene.transfers:
        if (rule.to, rule.item) == (member, item) and held[member, rule.item] < rule.below:
            spare = held[rule.giver, rule.item] - rule.keep
            given = max(min(rule.lot, spare), 0)
            held[rule.giver, rule.item] -= given
            held[member, rule.item] += given


def _size(law: Raids, share: float, rng: np.random.Generator) -> int:
    mean = law.size_mean
    if np.isfinite(law.size_shape):
        mean = rng.gamma(law.size_shape, law.size_mean / law.size_shape)
    return int(rng.binomial(rng.poisson(mean), share))


def _success(policy: FiringPolicy, rng: np.random.Generator) -> float:
    if isinstance(policy, KnownPolicy):
        return float(policy.nodes(1)[0][0])
    return float(rng.beta(policy.successes, policy.failures))
