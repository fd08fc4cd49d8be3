"""Writing: what is written reads back as the same programme, from bytes that do not vary."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jointstock.programme.cells import LARGEST, plain
from jointstock.programme.digest import digest
from jointstock.programme.letters import is_formula, unseen
from jointstock.programme.programme import Programme
from jointstock.programme.read import load, read_parts
from jointstock.programme.settings import GOALS, PlanSettings
from jointstock.programme.tables import TABLES, dictionary, key_of
from jointstock.programme.write import to_toml, write
from jointstock.words.codes import MINOR_DIGITS, NATIONS
from jointstock.words.fields import Field, Kind
from jointstock.words.months import Month
from programme.cases import BASE

MONTHS = st.builds(Month.of, st.integers(1900, 2200), st.integers(1, 12))
# Texts that a cell may hold: nothing unseen in them, and no formula.
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Zl", "Zp")), max_size=8)
TEXTS = st.one_of(TEXTS, TEXTS.map("a\tb\r\nc".__add__)).filter(
    lambda text: not unseen(text) and not is_formula(text)
)
DECIMALS = st.decimals(0, LARGEST, allow_nan=False, allow_infinity=False, places=4)


def values_of(one: Field) -> st.SearchStrategy[object]:
    """Every value that a cell of the column may hold."""
    low, high = one.low or 0, LARGEST if one.high is None else one.high
    found: st.SearchStrategy[object] = {
        Kind.TEXT: TEXTS,
        Kind.CODE: st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,5}", fullmatch=True),
        Kind.NATION: st.sampled_from(sorted(NATIONS)),
        Kind.CURRENCY: st.sampled_from(sorted(MINOR_DIGITS)),
        Kind.CHOICE: st.sampled_from(one.choices or ("",)),
        Kind.MONTH: MONTHS,
        Kind.DAY: st.dates().filter(lambda day: 1900 <= day.year <= 2200).map(str),
        Kind.WHOLE: st.integers(low, high),
        Kind.DECIMAL: st.decimals(low, high, allow_nan=False, allow_infinity=False, places=3),
        Kind.FLAG: st.booleans(),
    }[one.kind]
    if one.kind is Kind.TEXT and (one.required or one.default != ""):
        found = found.filter(bool)
    return found if one.required else st.one_of(st.just(one.default), found)


def rows_of(table: str) -> st.SearchStrategy[tuple[object, ...]]:
    row = st.builds(TABLES[table], **{one.attribute: values_of(one) for one in dictionary(table)})
    key = key_of(table)
    return st.lists(
        row, max_size=3, unique_by=lambda row: tuple(getattr(row, name) for name in key)
    ).map(tuple)


SCALARS = {
    "id": st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,5}", fullmatch=True),
    "title": TEXTS,
    "as_of": MONTHS.map(str),
    "start": MONTHS,
    "months": st.integers(1, 1200),
    "currency": st.sampled_from(sorted(MINOR_DIGITS)),
    "price_year": st.integers(1900, 2200),
    "discount_rate": st.decimals(0, Decimal("0.99"), places=3),
}
PLANS = st.builds(
    PlanSettings,
    borne=st.sampled_from(("donor", "all")),
    goals=st.one_of(st.just(()), st.permutations(GOALS[:-1]).map(lambda order: (*order, "steady"))),
    steps=st.integers(1, 20),
    severity=st.decimals(1, 9, places=2),
    exact=st.booleans(),
    gap=st.decimals(0, Decimal("0.9"), places=4),
    nodes=st.integers(1, 10**6),
)
# Programmes of any content: their references and rules need not hold, since writing asks for
# neither. What is compared is what is read of the folder before the rules look at it.
PROGRAMMES = st.builds(
    Programme, plan=PLANS, **SCALARS, **{table: rows_of(table) for table in TABLES}
)


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(PROGRAMMES)
def test_every_scalar_and_table_reads_back(programme: Programme) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "written"
        write(programme, folder)
        parts = read_parts(folder, "")
    assert parts.faults() == []
    read_back = Programme(
        **parts.scalars.values,
        plan=parts.scalars.settings(),
        **{table: tuple(grid.rows) for table, grid in parts.grids.items()},
    )
    assert read_back == programme
    assert digest(read_back) == digest(programme)


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
