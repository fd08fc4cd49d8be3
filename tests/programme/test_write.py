"""Writing: what is written reads back as the same programme, from bytes that do not vary."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from jointstock.programme.cells import plain
from jointstock.programme.digest import digest
from jointstock.programme.programme import Programme
from jointstock.programme.read import load, read_parts
from jointstock.programme.settings import PlanSettings
from jointstock.programme.tables import TABLES
from jointstock.programme.write import to_toml, write
from programme.cases import BASE
from programme.generated import PROGRAMMES, read_back


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(PROGRAMMES)
def test_every_scalar_and_table_reads_back(programme: Programme) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "written"
        write(programme, folder)
        found = read_back(read_parts(folder, ""))
    assert found == programme
    assert digest(found) == digest(programme)


def test_the_base_reads_back_whole(tmp_path: Path) -> None:
    programme = load(BASE)
    write(programme, tmp_path / "written")
    assert load(tmp_path / "written") == programme


def test_bytes_do_not_vary_and_lines_end_in_line_feeds(tmp_path: Path) -> None:
    programme = load(BASE)
    write(programme, tmp_path / "one")
    write(load(tmp_path / "one"), tmp_path / "two")
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted(
        [f"{table}.csv" for table in TABLES] + ["datapackage.json", "programme.toml"]
    )
    for name in files:
        content = (tmp_path / "one" / name).read_bytes()
        assert content == (tmp_path / "two" / name).read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")


def test_quotes_stand_only_where_they_are_needed(tmp_path: Path) -> None:
    programme = load(BASE)
    one, two = programme.items
    named = type(one)(item="M1", name='a, "b"', lethal=True)
    write(programme.replace(items=(named, two)), tmp_path)
    assert (tmp_path / "items.csv").read_text() == (
        "item,name,kind,lethal,basis,source\n"
        'M1,"a, ""b""",,true,assumed,\n'
        "RADIO,,radio,false,assumed,\n"
    )


def test_a_table_that_lost_its_rows_loses_its_file(tmp_path: Path) -> None:
    programme = load(BASE)
    write(programme, tmp_path)
    (tmp_path / "notes.csv").write_text("kept\n")
    write(programme.replace(use=()), tmp_path)
    assert not (tmp_path / "use.csv").exists()
    assert (tmp_path / "notes.csv").exists()


def test_settings_that_are_usual_are_left_out() -> None:
    programme = load(BASE)
    assert b"[plan]" not in to_toml(programme)
    changed = programme.replace(plan=PlanSettings(borne="all", steps=5))
    assert to_toml(changed).endswith(b'\n\n[plan]\nborne = "all"\nsteps = 5\n')


@pytest.mark.parametrize(
    ("number", "text"),
    [("1E+3", "1000"), ("0.50", "0.5"), ("-0", "0"), ("100", "100"), ("1E-7", "0.0000001")],
)
def test_numbers_are_written_plainly(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text
