"""Games in which the largest need sets the cost, as a runway serves every smaller aircraft.

Many players of one kind share alike, so these are answered by kind, in closed form.
"""

from __future__ import annotations

from collections.abc import Sequence

from jointstock.words.errors import SettingError


def nested_shapley(costs: Sequence[float], counts: Sequence[int]) -> list[float]:
    """The Shapley value of one player of each kind (Littlechild and Owen 1973).

    ``costs`` rise from kind to kind and ``counts`` are their players: each step of cost is shared
    alike by all who need at least that much. Raises ``SettingError`` if costs do not rise.
    """
    _risen(costs, counts)
    found, share, before = [], 0.0, 0.0
    for k, cost in enumerate(costs):
        share += (cost - before) / sum(counts[k:])
        before = cost
        found.append(share)
    return found


def nested_nucleolus(costs: Sequence[float], counts: Sequence[int]) -> list[float]:
    """The nucleolus of one player of each kind (Littlechild and Thompson 1977).

    The kinds up to k pay the least r = (cost of k - paid so far) / (players up to k not yet
    settled + 1), all alike; then the kinds after k. The last kinds share what is left of the
    whole cost among their players alone. Raises ``SettingError`` if costs do not rise.
    """
    _risen(costs, counts)
    found: list[float] = []
    paid = 0.0
    while (first := len(found)) < len(costs):
        best, until = float("inf"), first
        for k in range(first, len(costs)):
            players = sum(counts[first : k + 1])
            last = k == len(costs) - 1
            rate = (costs[k] - paid) / (players if last else players + 1)
            if rate <= best:
                best, until = rate, k
        players = sum(counts[first : until + 1])
        found += [best] * (until + 1 - first)
        paid += best * players
    return found


def _risen(costs: Sequence[float], counts: Sequence[int]) -> None:
    if len(costs) != len(counts) or list(costs) != sorted(costs) or min(counts, default=1) < 1:
        raise SettingError("kinds have costs that rise, and at least one player each")
