"""Workbooks that nobody foresaw are refused as folders are, through the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from hostile.books import BOOKS, LARGE, spoiled
from hostile.process import refused, run
from jointstock.programme.read import load
from programme.cases import BASE


def test_a_workbook_that_is_not_spoiled_is_the_base(tmp_path: Path) -> None:
    """What is exchanged below is the only thing that is wrong."""
    path = tmp_path / "base.xlsx"
    path.write_bytes(spoiled())
    assert load(path) == load(BASE)


@pytest.mark.parametrize("what", BOOKS)
def test_a_workbook_that_nobody_foresaw(what: str, tmp_path: Path) -> None:
    """Each is told, within 5 seconds of work and 500 MB, and nothing is written."""
    spoil, code = BOOKS[what]
    path = tmp_path / "base.xlsx"
    path.write_bytes(spoiled(spoil))
    refused(run(tmp_path, "convert", path, "other"), code)


@pytest.mark.slow
@pytest.mark.parametrize("what", LARGE)
def test_a_workbook_as_large_as_may_be(what: str, tmp_path: Path) -> None:
    """A workbook at its limits is read, and its fault told, in the same time and memory."""
    spoil, code = LARGE[what]
    path = tmp_path / "base.xlsx"
    path.write_bytes(spoiled(spoil))
    refused(run(tmp_path, "check", path), code)


def test_a_hundred_megabytes_are_not_read(tmp_path: Path) -> None:
    """A file is not taken in beyond what a workbook may have."""
    path = tmp_path / "base.xlsx"
    with path.open("wb") as file:
        file.write(spoiled())
        file.truncate(100 * 2**20)
    refused(run(tmp_path, "check", path), "file-large")
