"""Facts in words: the figures that each comes to, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.programme.facts import FACTS, FactError, expand
from jointstock.programme.programme import Programme
from jointstock.programme.read import load
from jointstock.programme.terms import Terms
from jointstock.words.errors import SettingError

EXAMPLES = Path(__file__).parents[2] / "examples"
STEPS, FLAGSHIP = EXAMPLES / "first-steps", EXAMPLES / "nspa-gemt-2024"


def capacity(programme: Programme, line: str) -> list[int]:
    """What a line can deliver each month."""
    return Terms(programme).capacity(line)


def test_a_line_that_has_not_begun_slips_as_a_whole() -> None:
    """The German line makes nothing for half a year more, and then what it would have made."""
    before = capacity(load(FLAGSHIP), "SOB")
    after = capacity(load(FLAGSHIP, sets=["slip SOB 6"]), "SOB")
    assert after == [0] * 6 + before[:-6]


def test_a_running_line_keeps_what_it_starts_with() -> None:
    """Two a month until July, three from August: with a slip of two, three from October."""
    assert capacity(load(STEPS), "L1") == [2] * 7 + [3] * 5
    assert capacity(load(STEPS, sets=["slip L1 2"]), "L1") == [2] * 9 + [3] * 3


def test_a_line_loses_part_of_what_it_makes() -> None:
    """Half of two and half of three, rounded down, from June to September."""
    found = capacity(load(STEPS, sets=["lose L1 50% 2025-06 2025-09"]), "L1")
    assert found == [2] * 5 + [1] * 4 + [3] * 3


def test_a_line_makes_more_from_a_month_on() -> None:
    """One a month more from June on: two until May, three until July, four from August."""
    found = capacity(load(STEPS, sets=["add L1 1 2025-06"]), "L1")
    assert found == [2] * 5 + [3] * 2 + [4] * 5


def test_every_budget_of_a_member_is_cut() -> None:
    """Three tenths off each of Spain's years, to whole euros, and nobody else's."""
    before, after = load(FLAGSHIP).budgets, load(FLAGSHIP, sets=["cut ES 30%"]).budgets
    assert any(row.member == "ES" for row in before)
    for was, now in zip(before, after, strict=True):
        assert now.amount == (was.amount * 7 // 10 if was.member == "ES" else was.amount)


def test_a_need_grows_in_every_step_of_its_floor() -> None:
    """A tenth more of 120 and of 210, and nobody else's floor."""
    made = load(FLAGSHIP, sets=["need RO GEM-T +10%"])
    romania = [row.units for row in made.floors if row.member == "RO"]
    assert romania == [132, 231]
    assert [row for row in made.floors if row.member != "RO"] == [
        row for row in load(FLAGSHIP).floors if row.member != "RO"
    ]
    assert [row.units for row in load(STEPS, sets=["need NL M1 1"]).floors] == [10, 11]
    assert [row.units for row in load(STEPS, sets=["need NL M1 -15"]).floors] == [10, 9]


def test_a_member_joins() -> None:
    """It may call off from that month under what it has signed; its other terms stay."""
    made = load(FLAGSHIP, sets=["join RO 2026-01"])
    (found,) = [row for row in made.signatories if row.member == "RO"]
    (before,) = [row for row in load(FLAGSHIP).signatories if row.member == "RO"]
    assert str(found.from_) == "2026-01"
    assert found.advance_percent == before.advance_percent
    assert found.note == "what if: join RO 2026-01"


def test_a_member_that_has_signed_nothing_joins_all() -> None:
    programme = load(STEPS)
    tables = {
        "members": programme.members,
        "contracts": programme.contracts,
        "signatories": (),
    }
    assert expand("join NL 2025-03", tables, programme.start) == ["signatories.C1.NL.from=2025-03"]


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ("slip", "has 0 words after slip; write slip LINE MONTHS"),
        ("slip L1", "has 1 word after slip"),
        ("slip L9 3", "names 'L9', which no row of lines has; write one of L1"),
        ("slip L1 0", "needs a whole number of months from 1 to 1,200, not '0'"),
        ("slip L1 x", "needs a whole number"),
        ("lose L1 101 2025-01 2025-02", "needs a percentage from 0 to 100"),
        ("lose L1 nan 2025-01 2025-02", "needs a percentage"),
        ("lose L1 5 2025-03 2025-02", "ends in 2025-02, before it begins"),
        ("lose L1 5 2025-03 2025-13", "'2025-13' is not a month"),
        ("join FR 2025-03", "names 'FR', which no row of members has"),
        ("join NL soon", "'soon' is not a month"),
        ("need NL M2 5", "finds no floor of M2 of NL"),
        ("need NL M1 five", "needs a percentage from -100 to 1,000"),
    ],
)
def test_facts_that_are_none(fact: str, message: str) -> None:
    with pytest.raises(SettingError) as caught:
        load(STEPS, sets=[fact])
    assert str(caught.value).startswith(f"--set {fact}: ")
    assert message in str(caught.value)


def test_a_line_without_capacity_has_none_to_lose() -> None:
    programme = load(STEPS)
    tables = {"lines": programme.lines, "capacity": ()}
    with pytest.raises(FactError, match="finds no capacity of L1"):
        expand("slip L1 2", tables, programme.start)


@given(st.integers(1, 11), st.integers(1, 11))
def test_two_slips_are_one(first: int, second: int) -> None:
    """Slipping twice from a programme that has slipped comes to slipping once by both."""
    once = load(STEPS, sets=[f"slip L1 {first + second}"])
    slipped = load(STEPS, sets=[f"slip L1 {first}"])
    again = expand(f"slip L1 {second}", _tables(slipped), slipped.start)
    twice = load(STEPS, sets=[f"slip L1 {first}", *again])
    assert capacity(once, "L1") == capacity(twice, "L1")


def _tables(programme: Programme) -> dict[str, object]:
    return {name: getattr(programme, name) for name in ("lines", "capacity")}


def test_every_fact_has_its_form() -> None:
    """Each is in the help of the verbs, as it is written."""
    page = (EXAMPLES.parent / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    flat = " ".join(page.split())
    assert all(f"'{word} {form}'" in flat for word, form in FACTS.items())
