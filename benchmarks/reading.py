"""Reading and checking a large folder, against frictionless on the same one."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.large import large
from benchmarks.timing import show
from jointstock.programme.package import PACKAGE
from jointstock.programme.write import write

SIZE = (32, 20, 180)
_RUNS = 3


def main() -> None:
    """``jointstock check`` (the best of three) and ``frictionless validate`` (one run)."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "large"
        # Apart, since a command's peak counts what the process that starts it held at that time.
        making = multiprocessing.get_context("spawn").Process(target=_make, args=(folder,))
        making.start()
        making.join()
        tables = list(folder.glob("*.csv"))
        rows = sum(path.read_bytes().count(b"\n") - 1 for path in tables)
        size = sum(path.stat().st_size for path in tables) / 2**20
        bin_ = Path(sys.executable).parent
        ours = [str(bin_ / "jointstock"), "check", str(folder)]
        theirs = [str(bin_ / "frictionless"), "validate", "--json", str(folder / PACKAGE)]
        seconds, peak = min(_run(ours) for _ in range(_RUNS))
        other, other_peak = _run(theirs)
    show(
        f"reading {rows:,} rows, {size:.1f} MB",
        ("what", "seconds", "peak MB", "times jointstock"),
        [
            ("jointstock check", seconds, peak, 1.0),
            ("frictionless validate", other, other_peak, other / seconds),
        ],
    )


def _make(folder: Path) -> None:
    write(large(*SIZE), folder)


def _run(command: list[str]) -> tuple[float, float]:
    """Wall seconds of a command that must succeed, and its peak of memory in MB."""
    start = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}")
    return perf_counter() - start, used.ru_maxrss / 1024
