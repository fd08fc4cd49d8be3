"""The command in a process of its own, and what it used: seconds of work, memory at its peak."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from app.console import calm

SECONDS = 5.0
MEGABYTES = 500.0

# Seconds of work rather than of a clock, which would count what else the machine does. The peak is
# that of the process itself; what the system counts for a child begins with its parent's.
_MEASURED = """
import atexit, json, pathlib, sys, time

def tell():
    status = pathlib.Path("/proc/self/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    pathlib.Path({used!r}).write_text(json.dumps([time.process_time(), peak]))

atexit.register(tell)
from jointstock.app.cli import main
main()
"""


@dataclass(frozen=True)
class Ran:
    """How a process ended, and what it used."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    megabytes: float


def run(place: Path, *words: str | Path) -> Ran:
    """Run ``jointstock`` with these words in an empty folder; it must leave that folder empty."""
    empty = place / "cwd"
    empty.mkdir()
    used = place / "used.json"
    code = _MEASURED.format(used=str(used))
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        capture_output=True,
        env=calm(PYTHONIOENCODING="utf-8"),
        cwd=empty,
        timeout=120,
        check=False,
    )
    assert list(empty.iterdir()) == []
    seconds, megabytes = json.loads(used.read_text())
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode(), seconds, megabytes)


def refused(ran: Ran, code: str) -> None:
    """Hold that input was refused as it must be, with a problem of that code among what is told."""
    assert "Traceback" not in ran.stderr, ran.stderr
    assert ran.code == 3, (ran.code, ran.stdout[:500], ran.stderr[:500])
    told = ran.stdout + ran.stderr
    assert f": {code}" in told, told[:1000]
    assert len(told) < 1_000_000
    assert ran.seconds < SECONDS, ran.seconds
    assert ran.megabytes < MEGABYTES, ran.megabytes
