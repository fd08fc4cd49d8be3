"""The reference pages say what the dictionary of fields and the list of faults say."""

from __future__ import annotations

from pathlib import Path

from jointstock.programme import limits
from jointstock.programme.faults import FAULTS
from jointstock.programme.limits_page import limits_page
from jointstock.programme.reference import reference_page
from jointstock.programme.tables import TABLES, dictionary
from programme.errors_page import DATA, PAGE, errors_page, examples

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
FOLDER_PAGE = REFERENCE / "programme-folder.md"


def test_the_page_of_the_folder_is_the_dictionary() -> None:
    assert FOLDER_PAGE.read_text(encoding="utf-8") == reference_page(), (
        "write it anew: python -m jointstock.programme.reference, to that file"
    )


def test_every_table_and_column_is_on_the_page() -> None:
    page = reference_page()
    for table in TABLES:
        section = page.split(f"\n## {table}\n", 1)[1].split("\n## ", 1)[0]
        for one in dictionary(table)[:-3]:
            assert f"| `{one.name}`" in section, (table, one.name)


def test_the_examples_are_what_the_folders_give() -> None:
    """The example of every code is really told of a folder that has that fault."""
    assert DATA.read_text(encoding="ascii") == examples(), (
        "write it anew, in tests: python -m programme.errors_page"
    )


def test_the_page_of_errors_is_what_the_command_explains() -> None:
    assert PAGE.read_text(encoding="utf-8") == errors_page(), (
        "write it anew, in tests: python -m programme.errors_page"
    )


def test_every_code_is_on_the_page() -> None:
    headings = {
        line.removeprefix("### ").removesuffix(" (remark)")
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("### ")
    }
    assert headings == set(FAULTS)


def test_the_page_of_limits_is_what_the_code_keeps() -> None:
    assert (REFERENCE / "limits.md").read_text(encoding="utf-8") == limits_page(), (
        "write it anew: python -m jointstock.programme.limits_page, to that file"
    )


def test_every_limit_is_on_the_page_with_a_known_code() -> None:
    """No constant of the limits is kept in silence."""
    told = {one.most for one in limits.LIMITS}
    kept = {value for name, value in vars(limits).items() if name.startswith("MOST_")}
    assert kept == told
    assert {one.code for one in limits.LIMITS} - {""} <= set(FAULTS)
