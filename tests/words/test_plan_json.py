"""A plan written as JSON and read back is the same plan, and the same plan is the same text."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.words.entries import Entry, Tense, Transfer
from jointstock.words.errors import ProgrammeError
from jointstock.words.months import Month
from jointstock.words.plan_json import from_json, to_json
from jointstock.words.results import (
    BandReached,
    Decisions,
    Goal,
    Late,
    NotCalledOff,
    NotServed,
    Outlasted,
    Plan,
    RampTaken,
    Shortfall,
    StockRisk,
)

PLAN = Plan(
    programme="two-nations",
    as_of="2024-01-03",
    inputs_digest="ab12",
    settings={
        "borne": "donor",
        "steps": 10,
        "exact": True,
        "gap": 0.001,
        "goals": ["firm", "cost"],
    },
    status="optimal",
    goals=(
        Goal("firm", 3.0, 3.0, 0.0),
        Goal("floors", 41.5, 41.25, 0.25 / 41.5, (0.0, 1.5)),
        Goal("cost", 12.0, -math.inf, math.inf),
    ),
    decisions=Decisions(
        ("WEST",),
        (RampTaken("WEST", 1, Month.of(2024, 3)),),
        (BandReached("C1", "GEM-T", 800, "5.10", "EUR"),),
    ),
    entries=(
        Entry(
            Month.of(2024, 1),
            "call_off",
            (
                Transfer("claim:GEM-T", "room:C1", "due:DE:WEST", 4),
                Transfer("commitment:EUR", "committed:DE:2024", "payable:DE:C1", 2_040),
            ),
            member="DE",
            item="GEM-T",
            line="WEST",
            contract="C1",
            backfill="DE-UA",
            rests_on=("demand:2", "prices:3"),
        ),
        Entry(
            Month.of(2024, 2),
            "donation",
            (Transfer("GEM-T", "stock:DE", "donated:UA", 2),),
            tense=Tense.PROMISED,
            member="DE",
            item="GEM-T",
            donation="DE-UA",
        ),
        Entry(
            Month.of(2024, 3),
            "common",
            (Transfer("EUR", "pool:C1", "paid:WORKS", 7),),
            cause="ramp",
        ),
    ),
    shortfalls=(Shortfall("DE", "GEM-T", Month.of(2024, 2), 3, -1, 10),),
    not_served=(NotServed("DE", "GEM-T", Month.of(2024, 4), 1),),
    not_called_off=(NotCalledOff("NL", "C1", "GEM-T", 2),),
    late=(Late("NL", "C1", "GEM-T", 5),),
)


def test_there_and_back() -> None:
    text = to_json(PLAN)
    assert from_json(text) == PLAN
    assert to_json(from_json(text)) == text


def test_what_a_reader_of_the_file_finds() -> None:
    data = json.loads(to_json(PLAN))
    assert list(data) == [
        *("programme", "as_of", "inputs_digest", "settings", "status", "goals", "decisions"),
        *("entries", "shortfalls", "not_served", "not_called_off", "late"),
    ]
    assert data["entries"][0]["transfers"][0] == {
        "unit": "claim:GEM-T",
        "from": "room:C1",
        "to": "due:DE:WEST",
        "quantity": 4,
    }
    assert data["entries"][0]["rests_on"] == ["demand:2", "prices:3"]
    # What does not apply is absent, never blank.
    assert set(data["entries"][1]) == {
        *("month", "kind", "tense", "member", "item", "donation", "transfers")
    }
    assert data["goals"][2] == {
        "goal": "cost",
        "value": 12,
        "bound": "-Infinity",
        "gap": "Infinity",
    }
    assert data["decisions"]["ramps"] == [{"line": "WEST", "step": 1, "month": "2024-03"}]


def test_one_element_is_one_line() -> None:
    lines = to_json(PLAN).splitlines()
    assert sum('"transfers"' in line for line in lines) == len(PLAN.entries)


@given(
    value=st.floats(allow_nan=False),
    quantity=st.integers(min_value=1),
    names=st.tuples(st.text(), st.text()),
    setting=st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text()
        | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner, max_size=3),
    ),
)
def test_any_value_there_and_back(
    value: float, quantity: int, names: tuple[str, str], setting: object
) -> None:
    member, cause = names
    plan = Plan(
        programme=member,
        as_of=cause,
        inputs_digest="",
        settings={cause: setting},
        status="limit",
        goals=(Goal("give", value, value, 0.0),),
        decisions=Decisions(),
        entries=(
            Entry(
                Month.of(2024, 12),
                "use",
                (Transfer(member, "a", "b", quantity),),
                member=member,
                cause=cause,
            ),
        ),
        shortfalls=(),
        not_served=(),
        not_called_off=(),
        late=(),
    )
    again = from_json(to_json(plan))
    assert again == plan
    assert to_json(again) == to_json(plan)


def test_a_setting_that_json_cannot_keep_is_refused() -> None:
    plan = from_json(to_json(PLAN).replace('"gap": 0.001', '"gap": 0.002'))
    assert plan.settings["gap"] == 0.002
    broken = Plan(
        **{name: getattr(plan, name) for name in Plan.__slots__ if name != "settings"},
        settings={"gap": Decimal("0.001")},
    )
    with pytest.raises(TypeError, match="setting gap is a Decimal"):
        to_json(broken)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{", "", "not-json"),
        ('"status": "optimal",', "", "the plan has no status"),
        ('"month": "2024-02"', '"month": "2024-13"', "is not a month"),
        ('"quantity": 4}', '"quantity": 4.0}', "quantity of transfers[0] is not a whole number"),
        ('"quantity": 4}', '"quantity": 0}', "a transfer moves a whole number above 0"),
        ('"tense": "promised"', '"tense": "wished"', "wished"),
        ('"value": 41.5', '"value": "much"', "value of goals[1] is not a number"),
        ('"lines_opened": ["WEST"]', '"lines_opened": "WEST"', "lines_opened is not a list"),
        ('"rests_on": ["demand:2", "prices:3"]', '"rests_on": [2]', "rests_on of entries[0]"),
        ('"borne": -1', '"borne": true', "borne of shortfalls[0] is not a whole number"),
    ],
)
def test_what_is_no_plan_is_named(old: str, new: str, message: str) -> None:
    text = to_json(PLAN)
    assert old in text
    with pytest.raises(ProgrammeError) as caught:
        from_json(text.replace(old, new, 1), "stored.json")
    assert message in str(caught.value)
    assert "stored.json" in str(caught.value)


def test_where_a_risk_is_not_held_is_there_only_where_one_was_asked_for() -> None:
    """None, an empty list and a list of months are three answers, and come back as they were."""
    month = Month.of(2024, 3)
    months = (Outlasted("DE", "GEM-T", month, 12, 0.25),)
    risks = (
        StockRisk("DE", "GEM-T", 20, 9, 15, 0.1, 0.25, month, 12, month + 1),
        StockRisk("NL", "GEM-T", unknown="no row of exposure"),
    )
    for told in (None, (), months):
        plan = replace(PLAN, outlasted=told)
        assert ("outlasted" in json.loads(to_json(plan))) is (told is not None)
        assert from_json(to_json(plan)) == plan
        if told is not None:
            assert from_json(to_json(replace(plan, stock_risks=risks))).stock_risks == risks
