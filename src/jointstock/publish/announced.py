"""What was announced against what was reported in parts: the rest is stated, not explained away."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jointstock.programme.tables import Announcement
from jointstock.publish.brief import Brief
from jointstock.words.money import round_half_up, to_minor
from jointstock.words.months import Month


@dataclass(frozen=True, slots=True)
class Part:
    """One announced or reported sum, in minor units of the programme's currency.

    ``amount`` is ``None`` where it is not told or no rate converts it.
    """

    who: str
    row: Announcement
    amount: int | None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The announced total, its reported parts, and what no part explains.

    Minor units of ``currency``, units as told. ``rest`` and ``units_rest`` are below zero where
    the parts come to more than the total, and ``None`` where no total is told.
    """

    currency: str
    total: Part | None
    parts: tuple[Part, ...]
    others: tuple[Part, ...]
    reported: int
    rest: int | None
    units_reported: int
    units_rest: int | None


def reconcile(brief: Brief) -> Reconciled:
    """Compare the table of announcements with itself, at the programme's rates.

    The total is the row ``total``, first of all for ``all``; a part without a sum counts as
    unknown, so it stays within the rest.
    """
    rows = sorted(
        (row for row in brief.programme.announcements if row.what == "total"),
        key=lambda row: row.who != "all",
    )
    total = _part(brief, rows[0]) if rows else None
    parts = tuple(_part(brief, r) for r in brief.programme.announcements if r.counted_in_total)
    used = {id(one.row) for one in (*parts, *([total] if total else []))}
    others = tuple(
        _part(brief, row) for row in brief.programme.announcements if id(row) not in used
    )
    reported = sum(part.amount or 0 for part in parts)
    units = sum(part.row.units or 0 for part in parts)
    told = total is not None and total.amount is not None
    units_told = total is not None and total.row.units is not None
    return Reconciled(
        brief.programme.currency,
        total,
        parts,
        others,
        reported,
        (total.amount or 0) - reported if told and total else None,
        units,
        (total.row.units or 0) - units if units_told and total else None,
    )


def _part(brief: Brief, row: Announcement) -> Part:
    who = "all members" if row.who == "all" else brief.name(row.who)
    return Part(who, row, _converted(brief, row.amount, row.currency, row.date))


def _converted(
    brief: Brief, amount: Decimal | None, currency: str, told: Month | None
) -> int | None:
    """An amount in the programme's currency, at the rate of the month it was told.

    A sum told before the first known rate takes the rate of the programme's start.
    """
    if amount is None:
        return None
    minor = to_minor(amount, currency)
    for month in (told, brief.programme.start):
        worth = brief.in_currency(minor, currency, month) if month else None
        if worth is not None:
            return round_half_up(worth)
    return None
