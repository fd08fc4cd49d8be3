"""Times as medians of a few runs in one process, and tables of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter


def seconds(run: Callable[[], object], times: int = 3) -> float:
    """The median wall time of a call, in seconds."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        run()
        taken.append(perf_counter() - start)
    return median(taken)


def show(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table as it can be put into a page."""
    print(f"\n{title}\n")
    cells = [tuple(head), *(tuple(_cell(one) for one in row) for row in rows)]
    widths = [max(len(row[k]) for row in cells) for k in range(len(head))]
    for number, row in enumerate(cells):
        filled = (text.ljust(width) for text, width in zip(row, widths, strict=True))
        print("| " + " | ".join(filled) + " |")
        if not number:
            print("| " + " | ".join("-" * width for width in widths) + " |", flush=True)


def _cell(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
