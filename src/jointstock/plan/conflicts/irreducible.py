"""A deletion filter: from rows that conflict to a set in which each row is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

R = TypeVar("R")


def irreducible(rows: Sequence[R], conflict: Callable[[Sequence[R]], bool]) -> list[R]:
    """Some of the rows that still conflict, while every proper part of them does not.

    ``conflict`` must be monotone: what conflicts does so with more rows as well. Rows are left out
    in runs that grow shorter until they are single; earlier rows are left out sooner. The filter
    is Chinneck and Dravnieks' (1991), runs of rows at a time.
    """
    kept = list(rows)
    size = len(kept) // 2
    while size:
        start = 0
        while start < len(kept):
            rest = kept[:start] + kept[start + size :]
            if conflict(rest):
                kept = rest
            else:
                start += size
        size = max(size // 4, 1) if size > 1 else 0
    return kept
