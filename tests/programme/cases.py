"""Folders with a fault: each is the sound folder ``base`` with some files exchanged.

A folder bears the code of its fault. ``expected.txt`` lists every problem it has, as
``place | code | value``; ``removed.txt`` names files that are taken out (``.``: all of it).
"""

from __future__ import annotations

import shutil
from pathlib import Path

FOLDERS = Path(__file__).parent / "folders"
BASE = FOLDERS / "base"
_NOTES = {"expected.txt", "removed.txt"}


def codes() -> list[str]:
    """The codes that have a folder."""
    return sorted(path.name for path in FOLDERS.iterdir() if path != BASE)


def build(code: str, into: Path) -> Path:
    """Make the folder of a code below ``into`` and return it."""
    case, folder = FOLDERS / code, into / code
    removed = case / "removed.txt"
    names = removed.read_text(encoding="utf-8").split() if removed.exists() else []
    if "." in names:
        return folder
    shutil.copytree(BASE, folder)
    for path in case.iterdir():
        if path.is_dir():
            (folder / path.name).unlink(missing_ok=True)
            shutil.copytree(path, folder / path.name)
        elif path.name not in _NOTES:
            shutil.copyfile(path, folder / path.name)
    for name in names:
        (folder / name).unlink()
    return folder


def expected(code: str) -> list[str]:
    """What the folder's problems must be, in order of place."""
    lines = (FOLDERS / code / "expected.txt").read_text(encoding="utf-8").split("\n")
    return [line.strip(" ") for line in lines if line]
