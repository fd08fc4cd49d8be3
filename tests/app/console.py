"""The command line called from tests: in this process, and in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner, Result

from jointstock.app.cli import app

EXAMPLES = Path(__file__).parents[2] / "examples"
# What a person or a terminal may have set must not change what is tested.
CALM: dict[str, str | None] = {
    "COLUMNS": "80",
    "NO_COLOR": None,
    "FORCE_COLOR": None,
    "JOINTSTOCK_TRACEBACK": None,
}


def call(*words: str | Path) -> Result:
    """Call the command line in this process."""
    return CliRunner(env=CALM).invoke(app, list(map(str, words)), prog_name="jointstock")


def start(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Call the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "jointstock", *map(str, words)],
        capture_output=True,
        env=calm(**environment),
        check=False,
    )


def calm(**more: str) -> dict[str, str]:
    """The environment of a process that is tested."""
    return {name: value for name, value in (os.environ | CALM | more).items() if value is not None}
