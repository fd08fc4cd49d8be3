"""The smallest changes: by the oracle's word each resolves its conflict, a step less does not."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.plan import conflicts
from jointstock.plan.conflicts import changes, found_conflicts
from jointstock.plan.conflicts.changes import Changes, exchanged, nearest_step
from jointstock.plan.conflicts.figures import figures
from jointstock.plan.conflicts.set_aside import only, restricting
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Row
from jointstock.words.errors import Change, Conflict
from jointstock.words.months import Month
from oracle.feasible import has_plan
from oracle.strained import strained
from plan.test_planner import START, two_members

# What else is changed beside a figure stands in the words.
_TWO_AT_ONCE = ("at once", "carry it over")


def with_value(row: Row, column: str, text: str) -> Row:
    """A row with a figure as a change writes it."""
    attribute = "from_" if column == "from" else column
    kind = {one.name: str(one.type) for one in fields(row)}[attribute]
    value: Any = int(text) if "int" in kind else Decimal(text) if "Decimal" in kind else text
    return replace(row, **{attribute: Month.parse(text) if "Month" in kind else value})


def one_less(change: Change) -> str:
    """The value a step before the one that a change asks for; of money, a unit of its currency.

    The planner's model keeps back up to a cent for each amount that may be rounded.
    """
    if "-" in change.to:
        to, now = Month.parse(change.to), Month.parse(change.value)
        return str(to + (1 if to < now else -1))
    to_, now_ = Decimal(change.to), Decimal(change.value)
    return str(max(to_ - 1, now_) if to_ > now_ else to_ + 1)


def met(made: Programme, conflict: Conflict, change: Change, text: str) -> bool:
    """Whether the oracle finds a plan with the conflict's rows alone, one figure changed."""
    named = {(one.place.file, one.place.row) for one in conflict.problems}
    rows = [row for row in restricting(made) if (row.at.file, row.at.row) in named]
    (old,) = (r for r in rows if (r.at.file, r.at.row) == change.place[:2])
    new = with_value(old, change.place.column, text)
    return has_plan(only(exchanged(made, old, new), [new if r is old else r for r in rows]))


@pytest.mark.parametrize("size", ["tiny", "small"])
@pytest.mark.parametrize("seed", range(15))
def test_a_change_is_enough_and_no_smaller_one_is(seed: int, size: str) -> None:
    """Of the first conflict of a programme; moves of a promise are told apart below."""
    made = strained(seed, size)
    for conflict in conflicts(made)[:1]:
        assert all(one.repair for one in conflict.problems)
        for change in conflict.changes:
            if change.place.column == "due" or any(one in change.words for one in _TWO_AT_ONCE):
                continue
            assert met(made, conflict, change, change.to), change
            if one_less(change) != change.value:
                assert not met(made, conflict, change, one_less(change)), change


@pytest.mark.parametrize("seed", [32, 66, 79, 104, 123, 147, 152, 298, 301, 303, 313, 317])
def test_what_a_large_programme_is_told_is_enough_and_what_is_ruled_out_is_not(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the model: the value told has a plan, the one before the least that may do has none.

    By the oracle's word, in programmes in which lines, bands and money bear on one another.
    """
    monkeypatch.setattr(changes, "_SMALL", 0)
    found = next(one for one in found_conflicts(strained(seed, "small")) if one.shape.slow)
    programme, smallest = found.shape.programme, Changes(found)
    asked = [(row, figure) for row in found.rows for figure in figures(programme, row)]
    for row, figure in asked:
        enough = smallest._smallest(row, figure)
        if enough is None or figure.now == figure.most or figure.spare:
            continue
        sign = 1 if figure.most > figure.now else -1
        assert 0 < sign * (enough.least - figure.now) <= sign * (enough.to - figure.now)
        for value, expected in ((enough.to, True), (enough.least - sign, False)):
            new = figure.made(value)
            kept = [new if one is row else one for one in found.rows]
            assert has_plan(only(exchanged(programme, row, new), kept)) is expected


def told(made: Programme) -> list[tuple[str, list[str]]]:
    """Each conflict in words: what conflicts, and what resolves it row by row."""
    return [(one.message, [p.repair for p in one.problems]) for one in conflicts(made)]


def owed(*rows: tuple[str, int, int]) -> tuple[t.Promised, ...]:
    """Promises of line L1: customer, month, units."""
    return tuple(
        t.Promised(line="L1", customer=name, due=START + month, units=units)
        for name, month, units in rows
    )


def test_capacity_promises_and_where_they_could_go() -> None:
    """2 + 1 in February, where 2 are made and January is full: one unit less, or in March."""
    made = two_members(promised=owed(("outside", 0, 2), ("outside", 1, 2), ("NL", 1, 1)))
    one = "promise 1 unit fewer, or move 1 unit to 2025-03"
    assert told(made) == [
        (
            "line L1 has promised 2 + 1 units for 2025-02, and can make 2",
            [one, one, "make 3 a month from 2025-01"],
        )
    ]


def test_what_is_needed_where_all_other_rows_stand() -> None:
    """3 alone are too many of 2; with 1 more due, it takes 2 units less, or a capacity of 4."""
    made = two_members(promised=owed(("outside", 2, 3), ("NL", 2, 1)))
    (conflict,) = told(made)
    assert conflict[1] == [
        (
            "promise 1 unit fewer (promise 2 units fewer where all other rows stand), "
            "or move 2 units to 2025-02"
        ),
        "make 3 a month from 2025-01 (make 4 a month from 2025-01 where all other rows stand)",
    ]


def test_dates_that_exclude_each_other() -> None:
    """A unit is due in January and the line begins in March; so it begins sooner, or it waits."""
    late = t.Capacity(line="L1", from_=START + 2, units_per_month=2)
    made = two_members(promised=owed(("outside", 0, 1)), capacity=(late,))
    assert told(made) == [
        (
            "line L1 has promised 1 unit for 2025-01, and can make 0",
            ["promise 1 unit fewer, or move 1 unit to 2025-03", "let it begin in 2025-01"],
        )
    ]


def test_two_conflicts_that_share_no_row() -> None:
    """A ceiling of one line's contract, and another line that makes too little."""
    second = t.Line(line="L2", contract="C2", item="M1", already_open=True)
    made = two_members(
        contracts=(
            t.Contract(contract="C1", ceiling=1, called_off_before=3),
            t.Contract(contract="C2"),
        ),
        lines=(*two_members().lines, second),
        promised=(t.Promised(line="L2", customer="NL", due=START, units=2),),
    )
    assert told(made) == [
        (
            "contract C1 has 3 units called off before the start, above its ceiling of 1",
            ["raise the ceiling to 3, or let called_off_before be 1"],
        ),
        (
            "line L2 has promised 2 units for 2025-01, and can make 0",
            ["promise 2 units fewer", "no change of one figure here is enough by itself"],
        ),
    ]


def test_money_that_is_granted_too_late() -> None:
    """600 are owed in December and 500 granted: one unit less or later, 100 more, or 2026."""
    made = two_members(
        start=START + 10,
        months=4,
        use=(),
        floors=(),
        promised=(t.Promised(line="L1", customer="NL", due=START + 11, units=2, contract="C1"),),
        prices=(
            t.Price(
                contract="C1", item="M1", from_units=0, unit_price=Decimal(300), currency="EUR"
            ),
        ),
        budgets=tuple(
            t.Budget(member="NL", fiscal_year=year, amount=Decimal(500), currency="EUR")
            for year in (2025, 2026)
        ),
    )
    assert told(made) == [
        (
            "NL owes 600.00 EUR for promises by 2025-12, and is granted 500.00 EUR by then",
            ["promise 1 unit fewer, or move 1 unit to 2026-01", "grant 100.00 EUR more"],
        )
    ]


def test_a_year_without_a_row_rests_on_the_row_before() -> None:
    """Nothing is granted for 2026; the row of 2025 must be more and be carried over."""
    made = two_members(
        start=START + 10,
        months=4,
        use=(),
        floors=(),
        promised=(t.Promised(line="L1", customer="NL", due=START + 13, units=2, contract="C1"),),
        prices=(
            t.Price(
                contract="C1", item="M1", from_units=0, unit_price=Decimal(300), currency="EUR"
            ),
        ),
        budgets=(t.Budget(member="NL", fiscal_year=2025, amount=Decimal(500), currency="EUR"),),
    )
    ((said, repairs),) = told(made)
    assert said == "NL owes 600.00 EUR for promises by 2026-02, and is granted 0.00 EUR by then"
    assert repairs == [
        "promise 2 units fewer",
        "grant 100.00 EUR more, and carry it over",
    ]


@given(
    st.integers(0, 50), st.integers(1, 200), st.none() | st.integers(0, 250), st.integers(1, 260)
)
def test_the_nearest_step_whatever_is_guessed(
    low: int, most: int, guess: int | None, least: int
) -> None:
    """The first number above ``low`` from which on it holds, or none up to ``most``."""
    wanted = max(least, low + 1)
    found = nearest_step(low, most, guess, lambda n: n >= least)
    assert found == (wanted if wanted <= most else None)
