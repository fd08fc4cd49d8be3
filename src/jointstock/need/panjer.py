"""Panjer's recursion: slower than a transform, and right in its last digit far out in the tail."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jointstock.words.errors import SettingError

Array = NDArray[np.float64]


def panjer(severity: Array, mean: float, spread: float, length: int) -> Array:
    """The probabilities of a sum of N whole numbers, shape (length,), eq. (10).

    ``severity`` holds the probabilities of 0, 1, 2, ... of one of them. N is Poisson with
    ``mean`` where ``spread`` is 0, else negative binomial with squared variation 1/mean + spread.
    Every term is positive, so small probabilities keep their relative precision. (Panjer,
    "Recursive evaluation of a family of compound distributions", ASTIN Bulletin 12, 1981.) Raises
    ``SettingError`` for a mean below 0 or so large that the recursion starts from nothing.
    """
    if not (mean >= 0.0 and spread >= 0.0):
        raise SettingError("a number of raids has a mean and a spread of 0 or more")
    sizes = np.zeros(length)
    sizes[: min(length, severity.size)] = severity[:length]
    # N has P(n) = (a + b / n) P(n - 1).
    a = spread * mean / (1.0 + spread * mean)
    b = mean / (1.0 + spread * mean) - a
    some = 1.0 - sizes[0]
    found = np.zeros(length)
    if spread == 0.0:
        found[0] = np.exp(-mean * some)
    else:
        found[0] = (1.0 + spread * mean * some) ** (-1.0 / spread)
    if found[0] == 0.0:
        raise SettingError(f"a mean of {mean} is too large for the recursion; use the transform")
    weighted = np.arange(length) * sizes
    for n in range(1, length):
        back = found[n - 1 :: -1] if n < length else found
        found[n] = a * (sizes[1 : n + 1] @ back[:n]) + b / n * (weighted[1 : n + 1] @ back[:n])
        found[n] /= 1.0 - a * sizes[0]
    return found
