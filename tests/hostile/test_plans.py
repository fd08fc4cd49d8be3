"""A plan in force that is none is refused as any other input is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.console import EXAMPLES
from hostile.process import refused, run

FIRST_STEPS = EXAMPLES / "first-steps"

CASES: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (lambda path: path.write_bytes(b""), "not-json"),
    "a list": (lambda path: path.write_bytes(b"[1, 2]"), "not-a-plan"),
    "deep": (lambda path: path.write_bytes(b"[" * 100_000), "not-json"),
    "deep objects": (lambda path: path.write_bytes(b'{"a":' * 100_000), "not-json"),
    "many digits": (lambda path: path.write_bytes(b"9" * 5_000), "not-json"),
    "no number": (lambda path: path.write_bytes(b'{"programme": NaN}'), "not-a-plan"),
    "a pipe": (os.mkfifo, "file-unreadable"),
    "large": (lambda path: path.write_bytes(b" " * 33_600_000), "file-large"),
}


@pytest.mark.parametrize("what", CASES)
def test_a_plan_that_is_none(what: str, tmp_path: Path) -> None:
    made, code = CASES[what]
    path = tmp_path / "plan.json"
    made(path)
    refused(run(tmp_path, "plan", FIRST_STEPS, "--in-force", path), code)
