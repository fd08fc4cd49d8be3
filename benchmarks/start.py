"""How long the command line takes to say what it can do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.timing import seconds, show


def main() -> None:
    """``jointstock --help`` against an interpreter that does nothing."""
    command = Path(sys.executable).with_name("jointstock")
    nothing = [sys.executable, "-c", "pass"]
    empty, helped = (_wall(words) for words in (nothing, [str(command), "--help"]))
    show(
        "help",
        ("what", "seconds", "times python -c pass"),
        [("python -c pass", empty, 1.0), ("jointstock --help", helped, helped / empty)],
    )


def _wall(command: list[str]) -> float:
    run = lambda: subprocess.run(command, check=True, capture_output=True)  # noqa: E731
    run()  # once for the caches
    return seconds(run, 9)
