"""What a long study tells of itself while it goes on."""

from __future__ import annotations

from collections.abc import Callable

# Told which plan is being made, and the goal that it is reaching for.
Progress = Callable[[str, str], None]


def telling(progress: Progress | None, what: str) -> Callable[[str], None] | None:
    """Progress of one plan, which is told the goals alone; ``None`` where nobody asked for any."""
    return None if progress is None else lambda goal: progress(what, goal)
