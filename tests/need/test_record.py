"""A record by day and by month: what is counted, and the law its months imply."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from jointstock.need.goodness import launched
from jointstock.need.record import Record, months
from jointstock.programme.tables import Raid, RaidMonth
from jointstock.words.errors import SettingError
from jointstock.words.months import Month


def raid(day: str, class_: str, units: int) -> Raid:
    return Raid(day=day, class_=class_, launched=units)


SEED_WEEK = [
    raid("2023-12-29", "cruise", 103),
    raid("2023-12-29", "ballistic", 5),
    raid("2023-12-30", "cruise", 1),
    raid("2024-01-01", "cruise", 5),
    raid("2024-01-02", "cruise", 77),
    raid("2024-01-02", "ballistic", 10),
]


def test_seed_week() -> None:
    """The week of the announcement has its published days, one without any missile of these."""
    record = Record.of_rows(SEED_WEEK)
    assert (record.first, record.last, record.days) == (date(2023, 12, 29), date(2024, 1, 2), 5)
    assert record.of("cruise").tolist() == [103, 1, 0, 5, 77]
    assert record.of("ballistic").tolist() == [5, 0, 0, 0, 10]


def test_a_part_of_the_record() -> None:
    """Days may begin before the first row; classes that are not asked for are left out."""
    record = Record.of_rows(SEED_WEEK, ["ballistic"], "2023-12-27", "2023-12-30")
    assert record.counts.tolist() == [[0], [0], [5], [0]]
    with pytest.raises(SettingError, match="no raid is recorded"):
        Record.of_rows(SEED_WEEK, (), "2025-01-01")
    with pytest.raises(SettingError, match="has no class"):
        record.of("cruise")


def row(number: int, days: int, raid_days: int, launched_: int, variance: str | None) -> RaidMonth:
    return RaidMonth(
        month=Month.of(2023, number),
        class_="cruise",
        days=days,
        raid_days=raid_days,
        launched=launched_,
        daily_variance=None if variance is None else Decimal(variance),
    )


def test_months_keep_mean_and_variance() -> None:
    """The law of monthly statistics has the mean and variance of the days behind them."""
    days = np.array([0, 0, 12, 0, 3, 30, 0, 0, 1, 0] * 6)
    rows = [row(k + 1, 20, 8, int(days[:20].sum()), str(days[:20].var())) for k in range(3)]
    found = months(rows)
    day = launched(found.law, 1)
    assert day.mean == pytest.approx(days.mean())
    assert day.variance == pytest.approx(days.var(), rel=1e-6)
    assert found.law.law.occupancy == pytest.approx(0.4)


def test_months_that_differ_make_the_rate_uncertain() -> None:
    """Months of 1 and 3 a day, each day alike, have a rate that varies by half of itself."""
    found = months([row(1, 30, 30, 30, "0"), row(2, 30, 30, 90, "0")])
    assert found.rate_cv == pytest.approx(0.5)
    assert months([row(1, 30, 3, 30, "9"), row(2, 30, 3, 30, "9")]).rate_cv == 0.0
    assert {one.mean[0] for one in found.law.others} == {1.0, 2.0, 3.0}


def test_months_without_raids() -> None:
    """Nothing launched is a law of nothing; no days at all are refused."""
    assert launched(months([row(1, 31, 0, 0, None)]).law, 90).pmf[0] == pytest.approx(1.0)
    with pytest.raises(SettingError):
        months([])
