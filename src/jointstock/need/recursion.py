"""A stock through the months of a campaign: what a dozen convolutions do in place of simulation.

Between deliveries a stock only falls, so that its state is needed at deliveries alone, eq. (16).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft

from jointstock.words.errors import SettingError

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

# Stocks that differ by less than the part of an octave are followed together.
_PER_OCTAVE = 2
_NOTHING = 1e-15


@dataclass(frozen=True)
class Path:
    """What the months of a campaign do to some stocks, each of shape (cells, months).

    Probabilities of using more than is there, of ending below the floor, and of using more than
    is there for the first time; expected units missing, threats not stopped, stock at the end.
    """

    below_zero: Array
    below_floor: Array
    first: Array
    unmet: Array
    missed: Array
    stock: Array


def follow(
    opening: Whole,
    arriving: Whole,
    floors: Whole,
    used: Sequence[Array],
    weights: Array,
    leaks: Sequence[Array] = (),
) -> Path:
    """Follow stocks through months.

    ``opening`` (cells,) is there at first; ``arriving`` (cells, months) comes at each month's end,
    or with a minus goes, and never below nothing; ``floors`` (cells, months). ``used[t]``
    (cells, n, L) holds the probabilities of 0 ... L-1 units used in month t at each node, of which
    ``weights`` (cells, n) are the weights; L must pass the largest stock, else ``SettingError``.
    ``leaks[t]`` (cells, n, L) are expected threats not stopped by opening stock of the month.
    Months that share an array of ``used`` share its transform, and stocks of like size the length
    of theirs.
    """
    most = opening + np.maximum(arriving, 0).sum(axis=1)
    if most.max(initial=0) >= used[0].shape[2]:
        raise SettingError(f"a stock of {most.max()} needs distributions of more than its units")
    found = {name: np.zeros(arriving.shape) for name in Path.__dataclass_fields__}
    sizes = np.ceil(_PER_OCTAVE * np.log2(most + 2.0))
    for size in np.unique(sizes):
        cells = np.flatnonzero(sizes == size)
        alike = {id(one): one[cells] for one in used}
        path = _follow(
            opening[cells],
            arriving[cells],
            floors[cells],
            [alike[id(one)] for one in used],
            weights[cells],
            [one[cells] for one in leaks],
        )
        for name, values in found.items():
            values[cells] = getattr(path, name)
    return Path(**found)


def _follow(
    opening: Whole,
    arriving: Whole,
    floors: Whole,
    used: Sequence[Array],
    weights: Array,
    leaks: Sequence[Array],
) -> Path:
    """The stocks of one size."""
    cells, months = arriving.shape
    size = int((opening + np.maximum(arriving, 0).sum(axis=1)).max(initial=0)) + 1
    state = np.zeros((2, cells, weights.shape[1], size))
    state[:, np.arange(cells), :, opening] = 1.0
    found = {name: np.zeros((cells, months)) for name in Path.__dataclass_fields__}
    known: dict[int, tuple[int, NDArray[np.complex128], Array, Array]] = {}
    units = np.arange(size, dtype=float)
    for t in range(months):
        if id(used[t]) not in known:
            known[id(used[t])] = _transforms(used[t], size)
        length, back, tail, unmet = known[id(used[t])]
        # Beside the stock itself, what is there where it never ran out before.
        every, _ = state
        out = np.einsum("kcns,cns->kcn", state, tail)
        found["below_zero"][:, t], found["first"][:, t] = (weights * out).sum(axis=2)
        missing = np.einsum("cns,cns->cn", every, unmet)
        found["unmet"][:, t] = (weights * missing).sum(axis=1)
        if leaks:
            through = np.einsum("cns,cns->cn", every, leaks[t][:, :, :size])
            found["missed"][:, t] = (weights * through).sum(axis=1)
        state = _fallen(state, back, length)
        state[0, :, :, 0] += out[0]
        state = _moved(state, arriving[:, t])
        end = (weights[:, None, :] @ state[0])[:, 0]
        found["stock"][:, t] = end @ units
        below = np.cumsum(end, axis=1)
        at = np.clip(floors[:, t], 0, size) - 1
        found["below_floor"][:, t] = np.where(at >= 0, below[np.arange(cells), at], 0.0)
    for name in ("below_zero", "first", "below_floor"):  # rounding makes a chance of more than 1
        np.minimum(found[name], 1.0, out=found[name])
    return Path(**found)


def _transforms(used: Array, size: int) -> tuple[int, NDArray[np.complex128], Array, Array]:
    """The length and conjugate transform of what is used, P(D > s), and E(D - s)+, s < ``size``.

    What is used with a probability below rounding is left out of the transform, which may then be
    shorter: it is in P(D > s) all the same.
    """
    tail = np.maximum(1.0 - np.cumsum(used, axis=2), 0.0)
    reach = min(int(np.count_nonzero((tail > _NOTHING).any(axis=(0, 1)))) + 1, size)
    length = next_fast_len(size + reach - 1, real=True)
    back = np.conj(rfft(used[:, :, :reach], length, axis=2))
    met = np.cumsum(tail[:, :, : size - 1], axis=2)
    unmet = np.repeat(tail.sum(axis=2)[:, :, None], size, axis=2)
    unmet[:, :, 1:] -= met
    return length, back, tail[:, :, :size], np.maximum(unmet, 0.0)


def _fallen(state: Array, back: NDArray[np.complex128], length: int) -> Array:
    """The state less what is used, for stocks that suffice: one correlation."""
    through = rfft(state, length)
    through *= back
    moved = irfft(through, length, overwrite_x=True)[..., : state.shape[-1]]
    np.maximum(moved, 0.0, out=moved)
    return np.asarray(moved)


def _moved(state: Array, arriving: Whole) -> Array:
    """The state after deliveries; what would fall below nothing stays at nothing."""
    found = np.zeros_like(state)
    size = state.shape[-1]
    for cell, units in enumerate(arriving):
        if units >= 0:
            found[:, cell, :, units:] = state[:, cell, :, : size - units]
        else:
            found[:, cell, :, :units] = state[:, cell, :, -units:]
            found[:, cell, :, 0] += state[:, cell, :, :-units].sum(axis=2)
    return found
