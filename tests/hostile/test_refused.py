"""Input that nobody foresaw is refused: told, quickly, in little memory, and nothing written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hostile.files import LARGE, MANY, SMALL, Spoil
from hostile.process import refused, run
from programme.cases import BASE


def spoiled(place: Path, spoil: Spoil) -> Path:
    folder = Path(shutil.copytree(BASE, place / "programme"))
    spoil(folder)
    return folder


@pytest.mark.parametrize("what", SMALL)
def test_a_file_that_is_none(what: str, tmp_path: Path) -> None:
    """Files that are no files, no text or no table are told as what they are."""
    spoil, code = SMALL[what]
    refused(run(tmp_path, "check", spoiled(tmp_path, spoil)), code)


@pytest.mark.slow
@pytest.mark.parametrize("what", [*LARGE, *MANY])
def test_a_file_that_is_too_much(what: str, tmp_path: Path) -> None:
    """However large a file is, it is told within 5 seconds of work and 500 MB."""
    spoil, code = (LARGE | MANY)[what]
    ran = run(tmp_path, "check", spoiled(tmp_path, spoil))
    print(f"{what}: {ran.seconds:.1f} s, {ran.megabytes:.0f} MB")
    refused(ran, code)
