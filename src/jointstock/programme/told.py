"""Problems told shortened: the first of each kind one by one, the rest as a count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from jointstock.programme.limits import MOST_TOLD
from jointstock.words.errors import Problem


def shortened(problems: Iterable[Problem]) -> list[Problem]:
    """The first problems of each code, file and column, the last of them with a count of the rest.

    Takes what was shortened before as it is, and keeps no more than it gives back, so that
    hundreds of thousands may be handed in one after the other.
    """
    kept: list[Problem] = []
    seen: Counter[tuple[str, str, str]] = Counter()
    last: dict[tuple[str, str, str], int] = {}
    for one in problems:
        kind = (one.place.file, one.place.column, one.code)
        told = kind in last and seen[kind] >= MOST_TOLD
        seen[kind] += 1 + one.more
        if not told:
            last[kind] = len(kept)
            kept.append(one)
    for kind, at in last.items():
        if seen[kind] > MOST_TOLD:
            kept[at] = replace(kept[at], more=seen[kind] - MOST_TOLD)
    return kept


def count(problems: Iterable[Problem]) -> int:
    """How many problems there are, those told as a count among them."""
    return sum(1 + one.more for one in problems)
