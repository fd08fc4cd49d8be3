"""Both example programmes are read without a remark, and say so in their data packages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from example_tables import (
    FLAGSHIP,
    OVERLAY,
    STEPS,
)
from jointstock.programme.package import as_json, describe
from jointstock.programme.read import load, read


@pytest.mark.parametrize("folder", [STEPS, FLAGSHIP])
def test_data_package_describes_the_folder(folder: Path) -> None:
    """The data package that stands in the folder is the one that its tables make."""
    stands = (folder / "datapackage.json").read_bytes()
    assert json.loads(stands)["name"] == folder.name
    assert stands == as_json(describe(load(folder), folder))


@pytest.mark.parametrize(
    ("folder", "overlays"), [(STEPS, ()), (FLAGSHIP, ()), (FLAGSHIP, (OVERLAY,))]
)
def test_reads_without_a_remark(folder: Path, overlays: tuple[Path, ...]) -> None:
    """Both folders are programmes that leave a careful reader nothing to ask about."""
    programme, problems = read(folder, overlays)
    assert problems == ()
    assert programme is not None


def test_overlay_adds_and_replaces() -> None:
    """Sweden is added, Germany's gift is replaced in its place, and the horizon stays."""
    january, november = load(FLAGSHIP), load(FLAGSHIP, [OVERLAY])
    assert (january.as_of, november.as_of) == ("2024-01", "2024-11")
    assert (january.start, january.months) == (november.start, november.months)
    assert [one.member for one in november.members] == ["DE", "NL", "RO", "ES", "SE"]
    assert [one.donation for one in november.donations] == [
        one.donation for one in january.donations
    ]
    assert (january.donations[0].up_to, november.donations[0].up_to) == (60, 100)
    assert january.digest != november.digest
