"""Which figures of a row may be changed to resolve a conflict, how far, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from jointstock.plan.conflicts.set_aside import plenty, plenty_of_money
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Row
from jointstock.words.money import from_minor, to_minor
from jointstock.words.months import Month


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a row, as a whole number ``now`` that may move to ``most`` one step at a time.

    ``made`` is the row with the figure at a value, ``told`` how the value is written, and
    ``words`` what is to be done. ``spare`` is only tried where no figure before it does.
    """

    column: str
    now: int
    most: int
    made: Callable[[int], Row]
    words: Callable[[int], str]
    told: Callable[[int], str] = str
    spare: bool = False


def units(number: int) -> str:
    """So many units, in words."""
    return f"{number:,} unit{'' if number == 1 else 's'}"


def figures(programme: Programme, row: Row) -> Iterator[Figure]:
    """What may be changed in a row, the most natural first."""
    return _OF[type(row)](programme, row)


def _count(row: Row, column: str, most: int, words: Callable[[int], str]) -> Figure:
    def made(value: int) -> Row:
        return _with(row, **{column: value})

    return Figure(column, getattr(row, column), most, made, words)


def _date(row: Row, column: str, most: Month, words: str) -> Iterator[Figure]:
    """A month that may move towards ``most``; nothing where it is blank or there already."""
    attribute = "from_" if column == "from" else column
    now: Month | None = getattr(row, attribute)
    if now is not None and now != most:
        yield Figure(
            column,
            now.ordinal,
            most.ordinal,
            lambda value: _with(row, **{attribute: Month(value)}),
            lambda value: words.format(Month(value)),
            lambda value: str(Month(value)),
        )


def _with(row: Row, **changes: Any) -> Row:
    return replace(row, **changes)


def _of_promised(_: Programme, row: t.Promised) -> Iterator[Figure]:
    yield _count(row, "units", 0, lambda n: f"promise {units(row.units - n)} fewer")


def _of_capacity(programme: Programme, row: t.Capacity) -> Iterator[Figure]:
    start, most = programme.start, row.units_per_month + plenty(programme)
    yield _count(row, "units_per_month", most, lambda n: f"make {n:,} a month from {row.from_}")
    if row.from_ > start:
        yield from _date(row, "from", start, "let it begin in {}")
        sooner = replace(row, from_=start)
        both = _count(sooner, "units_per_month", most, lambda n: f"make {n:,} a month from {start}")
        yield replace(both, spare=True)


def _of_ramp(programme: Programme, row: t.Ramp) -> Iterator[Figure]:
    most = row.extra_per_month + plenty(programme)
    yield _count(row, "extra_per_month", most, lambda n: f"let step {row.step} add {n:,} a month")
    yield _count(
        row, "lead_months", 0, lambda n: f"let step {row.step} work {_months(n)} after its decision"
    )
    yield from _date(row, "decide_from", programme.start, f"decide step {row.step} in {{}}")
    if row.decide_to is not None and row.decide_to < programme.start:
        yield from _date(row, "decide_to", programme.end, f"let step {row.step} be decided in {{}}")

    at_once = replace(row, decide_from=None, decide_to=None, lead_months=0)
    words = f"let step {row.step} add {{:,}} a month at once".format
    yield replace(_count(at_once, "extra_per_month", most, words), spare=True)


def _of_line(_: Programme, row: t.Line) -> Iterator[Figure]:
    yield _count(row, "minimum_order", 0, lambda n: f"lower the minimum order to {n:,}")
    yield _count(row, "lead_months", 0, lambda n: f"deliver {_months(n)} after the call-off")


def _of_budget(programme: Programme, row: t.Budget) -> Iterator[Figure]:
    now = to_minor(row.amount, row.currency)
    most = now + to_minor(plenty_of_money(programme), row.currency)

    def more(amount: int) -> str:
        return f"grant {from_minor(amount - now, row.currency):,} {row.currency} more"

    def told(amount: int) -> str:
        return str(from_minor(amount, row.currency))

    def made(amount: int, *, carried: bool) -> Row:
        return replace(row, amount=from_minor(amount, row.currency), carry_over=carried)

    alone = partial(made, carried=row.carry_over)
    yield Figure("amount", now, most, alone, more, told)
    if not row.carry_over:
        both = partial(made, carried=True)
        words = "{}, and carry it over".format
        yield Figure("amount", now, most, both, lambda n: words(more(n)), told, spare=True)


def _of_contract(programme: Programme, row: t.Contract) -> Iterator[Figure]:
    if row.ceiling is not None:
        most = row.ceiling + plenty(programme)
        yield _count(row, "ceiling", most, lambda n: f"raise the ceiling to {n:,}")
        yield _count(row, "called_off_before", 0, lambda n: f"let called_off_before be {n:,}")
    if row.call_off_to is not None and row.call_off_to < programme.end:
        yield from _date(row, "call_off_to", programme.end, "take call-offs until {}")
    if row.call_off_from is not None and row.call_off_from > programme.start:
        yield from _date(row, "call_off_from", programme.start, "take call-offs from {} on")


def _of_signatory(programme: Programme, row: t.Signatory) -> Iterator[Figure]:
    if row.from_ is not None and row.from_ > programme.start:
        yield from _date(row, "from", programme.start, f"let {row.member} call off from {{}} on")


def _of_demand(programme: Programme, row: t.Demand) -> Iterator[Figure]:
    most = row.optional + plenty(programme)
    words = f"let {row.member} want {{}} more".format
    yield _count(row, "optional", most, lambda n: words(units(n - row.optional)))


_OF: dict[type[Row], Callable[[Programme, Any], Iterator[Figure]]] = {
    t.Promised: _of_promised,
    t.Capacity: _of_capacity,
    t.Ramp: _of_ramp,
    t.Line: _of_line,
    t.Budget: _of_budget,
    t.Contract: _of_contract,
    t.Signatory: _of_signatory,
    t.Demand: _of_demand,
}


def _months(number: int) -> str:
    return f"{number:,} month{'' if number == 1 else 's'}"
