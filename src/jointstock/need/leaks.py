"""Expected threats not stopped, for every stock at once: no simulation, one more transform."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft

from jointstock.need.compound import Drawing, circle, total

Array = NDArray[np.float64]

# Where a function is 1 its quotient is a slope, taken from so far on either side.
_NEAR = 1e-9
_APART = 1e-5


class Leaks:
    """What threats a campaign misses, from one day worked out once for all horizons and rates."""

    def __init__(self, drawing: Drawing, p: Array, length: int) -> None:
        """Work out a day for success p (C, n): its ``step`` (n, K), and each class's slope."""
        z = circle(length)
        shots = np.array(
            [one.shots(z[None, :], q[:, None]) for one, q in zip(drawing.policies, p, strict=True)]
        )
        self.length = length
        self.step = drawing.model.step(shots)
        self._policies = list(zip(drawing.policies, p, strict=True))
        self._slopes = _slopes(drawing, shots, self.step)

    def used(self, counts: Array, spread: float | None) -> Array:
        """Probabilities of what is used over ``counts`` (r,) days of the law, (n, r, length)."""
        function = total(self.step[:, None, :], counts[:, None], spread)
        return np.asarray(np.maximum(irfft(function, self.length, axis=2), 0.0))

    def missed(self, counts: Array, spread: float | None) -> tuple[Array, Array]:
        """Threats met and not stopped over ``counts`` (r,) days of the law, eqs. (14) and (15).

        Expected threats (n, r), and expected threats not stopped for an opening stock of
        s = 0 ... length-1, (n, r, length). Threats of one day are met in the order of their
        classes. ``spread`` as in `total`.
        """
        step, count = self.step[:, None, :], counts[:, None]
        days = _quotient(total(step, count, spread) - 1.0, step, count)
        threats = np.zeros(days.shape[:2])
        leaks = np.zeros((*days.shape[:2], self.length))
        for (policy, p), slope in zip(self._policies, self._slopes, strict=True):
            met = irfft(days * slope[:, None, :], self.length, axis=2)
            threats += met.sum(axis=2)
            leaks += _not_stopped(met, policy.most, p[:, None])
        return threats, leaks


def _quotient(above: NDArray[Any], below: NDArray[Any], limit: float | Array) -> NDArray[Any]:
    """One over the other, and their limit where both are 0."""
    zero = np.abs(below) < 1e-13
    return np.where(zero, limit, above / np.where(zero, 1.0, below))


def _slopes(drawing: Drawing, shots: NDArray[Any], step: NDArray[Any]) -> list[NDArray[Any]]:
    """What a day adds to the count of each class's threats, by shots used in the day before them.

    (step up to the class - step before it) / (g - 1), each of shape (n, K).
    """
    found, before = [], np.zeros_like(step)
    for at, own in enumerate(shots):
        later = shots.copy()
        later[at + 1 :] = 1.0
        up_to = step if at == len(shots) - 1 else drawing.model.step(later)
        slope = _quotient(up_to - before, own - 1.0, 0.0)
        one = np.abs(own - 1.0) < _NEAR
        if one.any():
            above, below = later[:, one], later[:, one]
            above[at] = 1.0 + _APART
            below[at] = 1.0 - _APART
            rise = drawing.model.step(above) - drawing.model.step(below)
            slope[one] = rise / (2.0 * _APART)
        found.append(slope)
        before = up_to
    return found


def _not_stopped(met: Array, most: int, p: Array) -> Array:
    """Threats that leak by opening stock, from those met by shots used before, (n, r, L)."""
    length = met.shape[2]
    miss = (1.0 - p)[:, :, None]
    all_miss = miss**most
    # Met when as much or more has been used than there was: nothing is left.
    after = np.cumsum(met[:, :, ::-1], axis=2)[:, :, ::-1]
    found = all_miss * met.sum(axis=2, keepdims=True) + (1.0 - all_miss) * after
    for left in range(1, min(most, length)):
        found[:, :, left:] += (miss**left - all_miss) * met[:, :, :-left]
    return np.asarray(np.maximum(found, 0.0))
