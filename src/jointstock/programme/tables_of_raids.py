"""Tables of the public record of raids, and of what a member plans for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jointstock.programme.row import Row
from jointstock.words.fields import Kind, column
from jointstock.words.months import Month


@dataclass(frozen=True, kw_only=True, slots=True)
class Raid(Row):
    """A day's raids of one class, from the public record, without places."""

    day: str = column(Kind.DAY, "day on which the raid ended", key=True)
    class_: str = column(Kind.CODE, "threat class", key=True)
    launched: int = column(Kind.WHOLE, "launched", unit="threats", low=0)
    stopped: int | None = column(
        Kind.WHOLE, "reported as stopped", unit="threats", default=None, low=0
    )
    killed: int | None = column(
        Kind.WHOLE, "people reported killed", unit="people", default=None, low=0
    )
    injured: int | None = column(
        Kind.WHOLE, "people reported injured", unit="people", default=None, low=0
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class RaidMonth(Row):
    """A month's raids of one class in figures: coarser than `Raid`, where days are not at hand."""

    month: Month = column(Kind.MONTH, "month in which the raids ended", key=True)
    class_: str = column(Kind.CODE, "threat class", key=True)
    days: int = column(Kind.WHOLE, "days of the month that are recorded", low=1, high=31)
    raid_days: int = column(Kind.WHOLE, "days with a launch", low=0, high=31)
    launched: int = column(Kind.WHOLE, "launched in the month", unit="threats", low=0)
    stopped: int | None = column(
        Kind.WHOLE, "reported as stopped", unit="threats", default=None, low=0
    )
    largest_day: int | None = column(
        Kind.WHOLE, "most launched in one day", unit="threats", default=None, low=0
    )
    daily_variance: Decimal | None = column(
        Kind.DECIMAL, "variance of a day's launches", default=None, low=0
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Threat(Row):
    """A threat class."""

    class_: str = column(Kind.CODE, "code of the class", key=True)
    name: str = column(Kind.TEXT, "name of the class", default="")


@dataclass(frozen=True, kw_only=True, slots=True)
class Defence(Row):
    """An item against a class: what is known of its success."""

    item: str = column(Kind.CODE, "which item", key=True, refers=("items",))
    class_: str = column(Kind.CODE, "against which class", key=True, refers=("threats",))
    successes: Decimal = column(Kind.DECIMAL, "shots that stopped the threat", unit="shots", low=0)
    failures: Decimal = column(Kind.DECIMAL, "shots that did not", unit="shots", low=0)
    looks: str = column(Kind.TEXT, "shots at each look, as 2 1", default="1")


@dataclass(frozen=True, kw_only=True, slots=True)
class Exposure(Row):
    """Which part of the raid record a member plans for, and at what scale."""

    member: str = column(Kind.NATION, "who plans for it", key=True, refers=("members",))
    class_: str = column(Kind.CODE, "which class", key=True, refers=("threats",))
    from_: str = column(Kind.DAY, "first day of the reference", default="")
    to: str = column(Kind.DAY, "last day of the reference", default="")
    factor: Decimal = column(Kind.DECIMAL, "scale of the reference", default=Decimal(1), low=0)
    factor_sd: Decimal = column(
        Kind.DECIMAL, "standard deviation of the scale", default=Decimal(0), low=0
    )
