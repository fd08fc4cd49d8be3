"""The data package: the real frictionless tool takes what we take, and sees what is wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from frictionless import Report, validate

from jointstock.programme.package import PACKAGE, as_json, datapackage, describe
from jointstock.programme.read import load
from jointstock.programme.tables import TABLES, dictionary
from jointstock.programme.write import write
from programme.cases import BASE

EXAMPLES = sorted(
    path.parent for path in (Path(__file__).parents[2] / "examples").glob("*/programme.toml")
)


def checked(folder: Path) -> Report:
    """What frictionless says of the folder's ``datapackage.json``."""
    return validate(str(folder / PACKAGE))


def errors(report: Report) -> list[list[object]]:
    return report.flatten(["type", "rowNumber", "fieldName"])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("source", [BASE, *EXAMPLES], ids=lambda path: path.name)
def test_folders_as_they_stand_are_valid(source: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(source, tmp_path / "copy"))
    (folder / PACKAGE).write_bytes(as_json(describe(load(folder), folder)))
    report = checked(folder)
    assert errors(report) == []
    assert report.valid
    tables = [path for path in source.glob("*.csv") if path.stem in TABLES]
    assert len(report.tasks) == len(tables)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("source", [BASE, *EXAMPLES], ids=lambda path: path.name)
def test_written_folders_are_valid(source: Path, tmp_path: Path) -> None:
    write(load(source), tmp_path)
    assert checked(tmp_path).valid


@pytest.mark.filterwarnings("ignore")
def test_planted_faults_are_seen(tmp_path: Path) -> None:
    write(load(BASE), tmp_path)
    planted = [
        ("stocks", "NL,M1,20", "FR,M1,20", ["foreign-key", 3, None]),
        ("signatories", "C1,NL", "C1,DE", ["primary-key", 3, None]),
        ("floors", "2024-01,25", "2024-01,-25", ["constraint-error", 3, "units"]),
        ("use", "2024-09", "2024-13", ["type-error", 2, "month"]),
        ("parties", "WORKS,supplier", "WORKS,maker", ["constraint-error", 3, "role"]),
        ("items", "true", "yes", ["type-error", 2, "lethal"]),
        ("members", "NL,", "nl,", ["constraint-error", 3, "member"]),
        ("capacity", "2024-07,2,", "2024-07,,", ["constraint-error", 2, "units_per_month"]),
    ]
    for table, old, new, _ in planted:
        path = tmp_path / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, text
        path.write_text(text.replace(old, new), encoding="utf-8")
    seen = {
        task.name: task.flatten(["type", "rowNumber", "fieldName"])
        for task in checked(tmp_path).tasks
    }
    for table, _, _, error in planted:
        assert error in seen[table]


def test_the_package_says_what_the_dictionary_says() -> None:
    package = datapackage(load(BASE))
    assert [one["name"] for one in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        assert [one["name"] for one in fields] == [one.name for one in dictionary(resource["name"])]
        assert all(one["description"] for one in fields)
    by_name = {one["name"]: one["schema"] for one in package["resources"]}
    assert by_name["stocks"]["primaryKey"] == ["member", "item"]
    assert by_name["stocks"]["foreignKeys"] == [
        {"fields": ["member"], "reference": {"resource": "members", "fields": ["member"]}},
        {"fields": ["item"], "reference": {"resource": "items", "fields": ["item"]}},
    ]
    # A customer may be a member, a party or outside: no foreign key can say that.
    assert [key["fields"] for key in by_name["promised"]["foreignKeys"]] == [["line"], ["contract"]]


def test_the_bytes_are_json(tmp_path: Path) -> None:
    write(load(BASE), tmp_path)
    content = (tmp_path / PACKAGE).read_bytes()
    assert json.loads(content)["name"] == "base"
    assert content.endswith(b"\n")
