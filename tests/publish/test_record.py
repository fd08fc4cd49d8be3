"""The announcement reconciled, the raids added up, and where figures come from."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from jointstock.programme import tables as t
from jointstock.publish.announced import reconcile
from jointstock.publish.brief import Brief
from jointstock.publish.periods import period_word, periods
from jointstock.publish.provenance import alike, assumptions, said, sources
from jointstock.publish.raids import by_time, counted, people
from jointstock.words.months import Month
from publish import made


def brief(**changes: object) -> Brief:
    return Brief(made.programme(**changes), made.findings())


def test_the_rest_of_the_announced_sum_is_stated() -> None:
    found = reconcile(brief())
    # 300 million dollars at 0.9; Germany's 200 million euro were told before the first rate.
    assert found.total is not None
    assert found.total.amount == 270_000_000_00
    assert found.reported == 200_000_000_00
    assert found.rest == 70_000_000_00
    assert (found.units_reported, found.units_rest) == (32, 16)


def test_a_sum_that_nobody_told_is_unknown() -> None:
    by_who = {part.who: part.amount for part in reconcile(brief()).parts}
    assert by_who == {"Germany": 200_000_000_00, "Sweden": None}


def test_a_sum_without_a_rate_is_not_converted() -> None:
    rows = made.programme().announcements
    odd = dataclasses.replace(rows[1], amount=Decimal(5), currency="JPY")
    found = reconcile(brief(announcements=(rows[0], odd)))
    assert found.parts[0].amount is None
    assert found.rest == 270_000_000_00


def test_without_a_total_there_is_no_rest() -> None:
    found = reconcile(brief(announcements=made.programme().announcements[1:]))
    assert (found.total, found.rest, found.units_rest) == (None, None, None)


def test_a_blank_count_is_unknown_not_zero() -> None:
    assert str(counted([None, None])) == "not reported"
    assert str(counted([3, None])) == "at least 3"
    assert str(counted([1_000, 3])) == "1,003"


def test_people_are_counted_by_day() -> None:
    killed, injured = people(made.programme().raids)
    # The first day reports them once, for both classes; the second day does not.
    assert (str(killed), str(injured)) == ("at least 5", "at least 60")
    killed, _ = people(made.programme().raids[:2])
    assert str(killed) == "5"


def test_a_long_record_is_told_by_month() -> None:
    rows = tuple(
        t.Raid(day=f"2024-{month:02d}-{day:02d}", class_="cruise", launched=1)
        for month in (1, 2)
        for day in range(1, 29)
    )
    assert list(by_time(made.programme(raids=rows))) == ["Jan 2024", "Feb 2024"]
    assert list(by_time(made.programme())) == ["2023-12-29", "2024-01-02"]


def test_every_assumed_row_is_in_the_table() -> None:
    found = assumptions(brief())
    refs = [row[1] for row in found.rows]
    wanted = [row.ref for _, row in made.programme().rows() if row.basis == "assumed"]
    assert refs == wanted
    assert sum(len(one.rows) for one in alike(brief(), "assumed")) == len(wanted)


def test_rows_alike_are_told_together() -> None:
    promised = made.programme().promised
    assert (
        said("promised", promised) == "line EAST, customer outside, due 2024-01 to 2024-12, units 1"
    )


def test_every_source_once() -> None:
    found = {row[0]: row[1:] for row in sources(brief()).rows}
    assert found["the announcement"] == ("members", 1, 0, 1)
    assert found["https://example.org/de"] == ("announcements", 1, 0, 0)


def test_the_weakest_row_tells_the_basis() -> None:
    one = brief()
    assert one.basis(["members:2"]) == "reported"
    assert one.basis(["members:2", "members:3"]) == "assumed"
    assert one.basis(["nowhere:1"]) == "assumed"
    assert one.basis([]) == "assumed"


@pytest.mark.parametrize(
    ("months", "word", "labels"),
    [
        (5, "month", ["Mar 2024", "Apr 2024", "May 2024", "Jun 2024", "Jul 2024"]),
        (14, "quarter", ["Q1 2024", "Q2 2024", "Q3 2024", "Q4 2024", "Q1 2025", "Q2 2025"]),
        (30, "half-year", ["H1 2024", "H2 2024", "H1 2025", "H2 2025", "H1 2026", "H2 2026"]),
        (120, "year", [str(year) for year in range(2024, 2035)]),
    ],
)
def test_periods_are_calendar_ones(months: int, word: str, labels: list[str]) -> None:
    programme = made.programme(start=Month.of(2024, 3), months=months)
    found = periods(programme, 6 if months < 120 else 11)
    assert [one.label for one in found] == labels
    assert period_word(found) == word
    assert sum(one.last - one.first + 1 for one in found) == months
