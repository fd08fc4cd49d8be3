"""Single figures laid over a programme: what each assignment names, and how mistakes are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointstock.programme.programme import Programme
from jointstock.programme.read import load, read
from jointstock.programme.tables import TABLES, dictionary
from jointstock.programme.whatif import laid_over, path_of
from jointstock.words.errors import ProgrammeError, SettingError
from jointstock.words.fields import Kind
from jointstock.words.months import Month

EXAMPLES = Path(__file__).parents[2] / "examples"
STEPS = EXAMPLES / "first-steps"


def told(*sets: str) -> list[str]:
    """What is told of first steps with these figures set."""
    return [str(one) for one in read(STEPS, sets=sets)[1] if not one.remark]


def test_a_column_of_a_row() -> None:
    """The row keeps its other cells, and says that it is assumed, and why."""
    (line,) = load(STEPS, sets=["lines.L1.lead_months=2"]).lines
    assert (line.lead_months, line.supplier, line.already_open) == (2, "WORKS", True)
    assert (line.basis, line.source) == ("assumed", "")
    assert line.note == "what if: lines.L1.lead_months=2"


def test_the_figure_of_a_table_and_a_new_row() -> None:
    """Without a column the first figure beside the key is meant; a whole new key makes a row."""
    made = load(STEPS, sets=["capacity.L1@2025-08=5", "capacity.L1@2025-10=6"])
    assert [(str(row.from_), row.units_per_month) for row in made.capacity] == [
        ("2025-01", 2),
        ("2025-08", 5),
        ("2025-10", 6),
    ]


def test_part_of_a_key_where_one_row_has_it() -> None:
    made = load(STEPS, sets=["floors.NL=4", "demand.DE.C1.M1.optional=1"])
    assert [row.units for row in made.floors] == [10, 4]
    assert [(row.firm, row.optional) for row in made.demand] == [(5, 1), (7, 2)]


def test_two_cells_of_one_row() -> None:
    """The second assignment finds what the first has set."""
    made = load(STEPS, sets=["donations.DE-UA.up_to=2", "donations.DE-UA.weight=3"])
    assert [(row.up_to, row.weight) for row in made.donations] == [(2, 3)]


def test_keys_of_the_programme() -> None:
    """Values stand as they are in TOML, or as text without quotes."""
    sets = ["months=15", "start=2025-02", "title=What if", "plan.exact=true", "plan.steps=4"]
    made = load(STEPS, sets=sets)
    assert (made.months, made.start, made.title) == (15, Month.of(2025, 2), "What if")
    assert (made.plan.exact, made.plan.steps) == (True, 4)


def test_over_an_overlay() -> None:
    """What is set is laid over everything else."""
    folder = EXAMPLES / "nspa-gemt-2024"
    overlay = [folder / "overlays" / "2024-11"]
    (found,) = [
        row
        for row in load(folder, overlay, sets=["members.SE.weight=2"]).members
        if row.member == "SE"
    ]
    assert found.weight == 2


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("nothing", "is no assignment"),
        ("=3", "is no assignment"),
        ("line.L1.lead_months=3", "'line' is no table; write lines"),
        ("lines=3", "is no table"),
        ("capacity.L1=1", "names 2 rows of capacity, such as L1.2025-01"),
        ("floors.FR=1", "no row of floors is named 'FR'"),
        ("parties.UA=1", "names no column of parties"),
        ("floors.DE.M1.2024-01.9=1", "no row of floors"),
    ],
)
def test_assignments_that_name_nothing(assignment: str, message: str) -> None:
    with pytest.raises(SettingError, match="--set") as caught:
        load(STEPS, sets=[assignment])
    assert message in str(caught.value)


def test_all_of_them_are_told_at_once() -> None:
    with pytest.raises(SettingError) as caught:
        load(STEPS, sets=["a=1", "months=13", "b=2"])
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
        "--set a=1",
        "--set b=2",
    ]


def test_values_are_judged_as_cells() -> None:
    """All in one run, each with the number of its assignment for a row."""
    found = told("lines.L1.lead_months=soon", "months=0", "stocks.NL.M2=3", "plan.steps=x")
    assert [one.partition(" ")[0] for one in found] == [
        "--set:plan.steps:",
        "--set:1:lead_months:",
        "--set:2:months:",
        "--set:3:item:",
    ]
    assert "whole-form 'soon' is not a whole number" in found[1]
    assert "reference-unknown 'M2'" in found[3]
    assert "text-formula" in told("members.NL.name==2")[0]


def figures(programme: Programme) -> list[str]:
    """An assignment for each whole number that is filled, with the value that it has."""
    found = []
    for table in TABLES:
        fields = dictionary(table)
        keys = [one for one in fields if one.key]
        for row in getattr(programme, table):
            for one in fields:
                value = getattr(row, one.attribute)
                if one.kind is Kind.WHOLE and not one.key and value is not None:
                    found.append(f"{table}.{path_of(keys, row)}.{one.name}={value}")
    return found


def test_every_whole_figure_can_be_set_to_what_it_is() -> None:
    """Nothing changes but how the row is known; no row is doubled and none is lost."""
    before = load(STEPS)
    after = load(STEPS, sets=figures(before))
    for table in TABLES:
        pairs = zip(getattr(before, table), getattr(after, table), strict=True)
        for was, now in pairs:
            for one in dictionary(table):
                if one.name not in ("basis", "source", "note"):
                    assert getattr(was, one.attribute) == getattr(now, one.attribute)


def test_what_is_laid_over_a_programme_that_was_read_is_what_is_read_with_it() -> None:
    """Existing rows keep their places, new ones come last, and each is marked as assumed."""
    folder = EXAMPLES / "first-steps"
    sets = ["lines.L1.lead_months=2", "add L1 1 2025-03"]
    assert laid_over(load(folder), sets) == load(folder, sets=sets)
    with pytest.raises(SettingError, match="no table"):
        laid_over(load(folder), ["line.L1.lead_months=2"])
    with pytest.raises(ProgrammeError):
        laid_over(load(folder), ["lines.L1.lead_months=soon"])
