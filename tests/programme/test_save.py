"""Saving: each form reads back as the same programme, and nothing is lost on the way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import jointstock.programme.save as saving
from jointstock.programme.parquet import parquet_files
from jointstock.programme.programme import Programme
from jointstock.programme.read import load, read, read_parts
from jointstock.programme.save import Form, form_of, save
from jointstock.programme.tables import TABLES
from jointstock.words.errors import SettingError
from programme.cases import BASE
from programme.generated import PROGRAMMES, read_back

FORMS = {Form.FOLDER: "base", Form.WORKBOOK: "base.xlsx", Form.PARQUET: "base.parquet"}


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(programme=PROGRAMMES)
def test_parquet_reads_back(programme: Programme, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Typed columns keep every value of generated programmes, decimals of 12 places too."""
    place = tmp_path_factory.mktemp("parquet")
    save(programme, place / "one", form=Form.PARQUET)
    assert read_back(read_parts(place / "one", "")) == programme
    assert parquet_files(programme) == parquet_files(programme)


@pytest.mark.parametrize("first", FORMS)
@pytest.mark.parametrize("second", FORMS)
def test_any_form_to_any_other(first: Form, second: Form, tmp_path: Path) -> None:
    """A programme that was saved, read and saved again in any form is the same programme."""
    programme = load(BASE)
    save(programme, tmp_path / FORMS[first])
    there = load(tmp_path / FORMS[first])
    save(there, tmp_path / "again" / FORMS[second])
    back = load(tmp_path / "again" / FORMS[second])
    assert back == there == programme
    assert [row.ref for _, row in back.rows()] == [row.ref for _, row in programme.rows()]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_there_is_left_alone_unless_told(form: Form, tmp_path: Path) -> None:
    """Something at the target is refused; with replace it is exchanged, other files stay."""
    target = tmp_path / FORMS[form]
    programme = load(BASE)
    save(programme, target)
    if target.is_dir():
        (target / "letter.txt").write_text("kept")
    with pytest.raises(SettingError, match="is there already"):
        save(programme.replace(title="other"), target)
    assert load(target) == programme
    save(programme.replace(title="other", use=()), target, replace=True)
    assert (load(target).title, load(target).use) == ("other", ())
    if target.is_dir():
        assert (target / "letter.txt").read_text() == "kept"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_folder_that_changes_its_form_keeps_no_file_of_the_other(tmp_path: Path) -> None:
    """CSV files do not outlive their replacement by parquet files, nor the other way."""
    programme = load(BASE)
    save(programme, tmp_path / "one")
    save(programme, tmp_path / "one", form=Form.PARQUET, replace=True)
    assert not list((tmp_path / "one").glob("*.csv"))
    assert load(tmp_path / "one") == programme
    save(programme, tmp_path / "one", form=Form.FOLDER, replace=True)
    assert not list((tmp_path / "one").glob("*.parquet"))
    assert load(tmp_path / "one") == programme


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_left_of_what_failed(
    form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full half-way leaves neither a part of the target nor a passing file."""
    real, count = Path.write_bytes, 0

    def full(path: Path, content: bytes) -> int:
        nonlocal count
        count += 1
        real(path, content[:10])
        if count == 3 or form is Form.WORKBOOK:
            raise OSError(28, "No space left on device", str(path))
        return real(path, content)

    programme = load(BASE)
    monkeypatch.setattr(saving.Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        save(programme, tmp_path / FORMS[form])
    assert list(tmp_path.iterdir()) == []


def test_a_target_of_another_kind_is_refused(tmp_path: Path) -> None:
    """A folder is never made a workbook, nor a file a folder, even with replace."""
    (tmp_path / "base.xlsx").mkdir()
    (tmp_path / "base").write_text("mine")
    for name in ("base.xlsx", "base"):
        with pytest.raises(SettingError, match="name another target"):
            save(load(BASE), tmp_path / name, replace=True)


def test_the_form_is_that_of_the_name() -> None:
    """A suffix tells it, in any case."""
    assert [form_of(Path(name)) for name in ("a.XLSX", "a.parquet", "a", "a.b")] == [
        Form.WORKBOOK,
        Form.PARQUET,
        Form.FOLDER,
        Form.FOLDER,
    ]


def test_a_parquet_file_beside_its_csv_is_not_read(tmp_path: Path) -> None:
    """Which of two counts is told; a name that is no table's is told too."""
    folder = tmp_path / "base"
    save(load(BASE), folder)
    save(load(BASE).replace(stocks=()), tmp_path / "base.parquet")
    shutil.copy(tmp_path / "base.parquet" / "items.parquet", folder)
    shutil.copy(tmp_path / "base.parquet" / "items.parquet", folder / "item.parquet")
    programme, problems = read(folder)
    assert programme == load(BASE)
    assert [(str(one.place), one.code) for one in problems] == [
        ("item.parquet", "file-unknown"),
        ("items.parquet", "file-unknown"),
    ]


def test_a_broken_parquet_file_is_one_problem(tmp_path: Path) -> None:
    """Its rows are not missed elsewhere: what refers to them is not told as unknown."""
    save(load(BASE), tmp_path / "base.parquet")
    (tmp_path / "base.parquet" / "items.parquet").write_bytes(b"PAR1")
    _, problems = read(tmp_path / "base.parquet")
    assert [(str(one.place), one.code) for one in problems] == [
        ("items.parquet", "file-unreadable")
    ]


def test_faults_in_parquet_name_file_row_and_column(tmp_path: Path) -> None:
    """Another program's floats, dates and mistakes are read by the same rules as a sheet's."""
    import pyarrow as pa
    from pyarrow import parquet

    save(load(BASE), tmp_path / "base.parquet")
    table = pa.table({"member": ["DE", "NL"], "item": ["M1", None], "units": [4.0, 2.5]})
    parquet.write_table(table, tmp_path / "base.parquet" / "stocks.parquet")
    _, problems = read(tmp_path / "base.parquet")
    assert [(str(one.place), one.code, one.value) for one in problems] == [
        ("stocks.parquet:3:item", "cell-missing", ""),
        ("stocks.parquet:3:units", "whole-form", "2.5"),
    ]
    assert set(TABLES) >= {path.stem for path in (tmp_path / "base.parquet").glob("*.parquet")}
