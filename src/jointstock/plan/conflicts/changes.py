"""The smallest change of one figure of a row that resolves a conflict, each tried anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from jointstock.plan.conflicts.shape import Found
from jointstock.plan.conflicts.standing import only
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Row
from jointstock.words.errors import Change, Place
from jointstock.words.money import from_minor, to_minor
from jointstock.words.months import Month


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a row as a whole number ``now`` that may move to ``most``, one step at a time.

    ``made`` is the row with the figure at a step, ``told`` the figure as it is written.
    """

    column: str
    now: int
    most: int
    made: Callable[[int], Row]
    words: Callable[[int], str]
    told: Callable[[int], str] = str


def changes_of(found: Found, row: Row) -> Iterator[Change]:
    """For each figure of a row the nearest value at which the conflict's rows can be met."""
    for figure in figures(found.shape.programme, row):
        if figure.now == figure.most or not _met(found, row, figure.made(figure.most)):
            continue
        step = nearest(
            abs(figure.most - figure.now),
            lambda n, figure=figure: _met(found, row, figure.made(_at(figure, n))),  # type: ignore[misc]
        )
        to = _at(figure, step)
        place = Place(row.at.file, row.at.row, figure.column)
        yield Change(place, figure.told(figure.now), figure.told(to), figure.words(to))


def _at(figure: Figure, step: int) -> int:
    return figure.now + step if figure.most > figure.now else figure.now - step


def nearest(most: int, holds: Callable[[int], bool]) -> int:
    """The least number from 1 to ``most`` for which something holds that holds from there on."""
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _met(found: Found, row: Row, changed: Row) -> bool:
    """Whether the conflict's rows can be met with one of them changed."""
    programme = found.shape.programme
    rows = [changed if one is row else one for one in found.rows]
    return found.shape.met(only(exchanged(programme, row, changed), rows))


def exchanged(programme: Programme, row: Row, changed: Row) -> Programme:
    """The programme with one row in the place of another."""
    for name in t.TABLES:
        rows = getattr(programme, name)
        if any(one is row for one in rows):
            return programme.replace(
                **{name: tuple(changed if one is row else one for one in rows)}
            )
    raise ValueError(f"no such row: {row}")


def figures(programme: Programme, row: Row) -> Iterator[Figure]:
    """What may be changed in a row, and how far."""
    plenty = 10**9
    start, end = programme.start, programme.end

    def count(column: str, most: int, words: Callable[[int], str]) -> Figure:
        now: int = getattr(row, column)
        return Figure(column, now, most, lambda n: replace(row, **{column: n}), words)

    def date(
        column: str, most: Month, words: str, default: Month | None = None
    ) -> Iterator[Figure]:
        attribute = "from_" if column == "from" else column
        now: Month | None = getattr(row, attribute) or default
        if now is not None:
            yield Figure(
                column,
                now.ordinal,
                most.ordinal,
                lambda n: replace(row, **{attribute: Month(n)}),
                lambda n: words.format(Month(n)),
                lambda n: str(Month(n)),
            )

    if isinstance(row, t.Promised):
        yield count("units", 0, lambda n: f"promise {_units(row.units - n)} fewer")
    elif isinstance(row, t.Capacity):
        yield count("units_per_month", plenty, lambda n: f"make {n:,} a month from {row.from_}")
        if row.from_ > start:
            yield from date("from", start, "let it begin in {}")
    elif isinstance(row, t.Ramp):
        yield count("extra_per_month", plenty, lambda n: f"let step {row.step} add {n:,} a month")
        if row.lead_months:
            yield count("lead_months", 0, lambda n: f"let step {row.step} work {n:,} months on")
        if row.decide_from is not None and row.decide_from > start:
            yield from date("decide_from", start, f"decide step {row.step} in {{}}")
    elif isinstance(row, t.Line):
        yield count("minimum_order", 0, lambda n: f"ask for {n:,} at least")
        if row.lead_months:
            yield count("lead_months", 0, lambda n: f"deliver {n:,} months after call-off")
    elif isinstance(row, t.Budget):
        now = to_minor(row.amount, row.currency)

        def granted(minor: int) -> Decimal:
            return from_minor(minor, row.currency)

        yield Figure(
            "amount",
            now,
            10**20,
            lambda n: replace(row, amount=granted(n)),
            lambda n: f"grant {granted(n - now):,} {row.currency} more",
            lambda n: str(granted(n)),
        )
    elif isinstance(row, t.Contract):
        if row.ceiling is not None:
            yield count("ceiling", plenty, lambda n: f"raise the ceiling to {n:,}")
        yield count("called_off_before", 0, lambda n: f"correct called_off_before to {n:,}")
        if row.call_off_to is not None and row.call_off_to < end:
            yield from date("call_off_to", end, "take call-offs until {}")
        if row.call_off_from is not None and row.call_off_from > start:
            yield from date("call_off_from", start, "take call-offs from {}")
    elif isinstance(row, t.Signatory):
        if row.from_ is not None and row.from_ > start:
            yield from date("from", start, "let it call off from {}")
    elif isinstance(row, t.Demand):
        yield count("optional", plenty, lambda n: f"want {_units(n - row.optional)} more")


def _units(number: int) -> str:
    return f"{number:,} unit{'' if number == 1 else 's'}"
