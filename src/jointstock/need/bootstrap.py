"""The block bootstrap: how a figure would differ had other stretches of days been recorded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jointstock.words.errors import SettingError

BLOCK = 14
TIMES = 200


def block_days(days: int, length: int = BLOCK) -> int:
    """The length of a block: ``length``, but at most a third of the record; at least one day."""
    return max(1, min(length, days // 3))


def resampled(
    days: int, times: int = TIMES, length: int = BLOCK, seed: int = 0
) -> NDArray[np.float64]:
    """Weights of the recorded days in each resample, shape (times, days); each row adds up to 1.

    Stretches of `block_days` days are drawn around the circle, so that what days next to each
    other have in common stays. (Politis and Romano, 1992.)
    """
    if days < 1:
        raise SettingError("a record of no days cannot be drawn from")
    rng = np.random.default_rng(seed)
    block = block_days(days, length)
    starts = rng.integers(0, days, (times, -(-days // block)))
    drawn = (starts[:, :, None] + np.arange(block)) % days
    weights = np.zeros((times, days))
    rows = np.repeat(np.arange(times), days)
    np.add.at(weights, (rows, drawn.reshape(times, -1)[:, :days].ravel()), 1.0 / days)
    return weights


def interval(values: NDArray[np.float64], level: float = 0.9) -> tuple[float, float]:
    """The middle ``level`` of some values."""
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
