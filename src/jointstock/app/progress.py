"""Progress on a terminal: which plan is being made, the goal it reaches for, and for how long."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, str], None]


@contextmanager
def progress() -> Iterator[Progress | None]:
    """What to tell progress to, for as long as the block runs; ``None`` off a terminal.

    It writes to standard error, one line for each plan being made, and takes the lines away at
    the end.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Lines
    from rich.progress import SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
        TextColumn("{task.fields[goal]}", markup=False, style="dim"),
    )
    tasks: dict[str, TaskID] = {}
    with Lines(*columns, console=Console(stderr=True), transient=True) as lines:

        def tell(plan: str, goal: str) -> None:
            if plan not in tasks:
                for task in tasks.values():
                    lines.update(task, total=1, completed=1, goal="")
                tasks[plan] = lines.add_task(plan, total=None, goal="")
            lines.update(tasks[plan], goal=goal, refresh=True)

        yield tell
