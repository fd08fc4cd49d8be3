"""The smallest change of one figure of a row that resolves a conflict, each tried anew.

A figure moves step by step towards what would loosen the row, and setting aside is monotone, so
the nearest value that resolves the conflict is found by halving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from jointstock.plan.conflicts.figures import Figure, figures, units
from jointstock.plan.conflicts.moves import month_for
from jointstock.plan.conflicts.shape import Found, Shape
from jointstock.plan.conflicts.set_aside import only
from jointstock.plan.conflicts.whole import bearing
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Row
from jointstock.words.errors import Change, Place

# The conflicts in which it matters when a promise falls due.
_DATED = ("promised-above-capacity", "promised-above-budget")


def changes_of(found: Found, row: Row) -> Iterator[Change]:
    """For each figure of a row the nearest value at which the conflict's rows can be met.

    Where the rows left out of the conflict then conflict with the same row still, the value at
    which they do not is told beside it, if there is one.
    """
    seen = False
    for figure in figures(found.shape.programme, row):
        if figure.now == figure.most or (figure.spare and seen):
            continue
        to = _smallest(found, row, figure)
        if to is None:
            continue
        seen = True
        words = figure.words(to)
        with_all = to if found.shape.slow else _with_all(found, row, figure, to)
        if with_all is None:
            words += " (not enough where all other rows stand)"
        elif with_all != to:
            words += f" ({figure.words(with_all)} where all other rows stand)"
        place = Place(row.at.file, row.at.row, figure.column)
        yield Change(place, figure.told(figure.now), figure.told(to), words)
        if isinstance(row, t.Promised) and found.code in _DATED:
            wanted = [row.units - one for one in (with_all, to) if one is not None]
            yield from _moved(found, row, wanted)


def _moved(found: Found, row: t.Promised, wanted: Iterable[int]) -> Iterator[Change]:
    """So many units of a promise in the nearest month in which they can be made and paid.

    The first number that some month can take.
    """
    for many in wanted:
        month = month_for(found.programme, row, many)
        if month is not None:
            place = Place(row.at.file, row.at.row, "due")
            yield Change(place, str(row.due), str(month), f"move {units(many)} to {month}")
            return


def _nearest(figure: Figure, holds: Callable[[Row], bool]) -> int | None:
    """The value of a figure nearest to what it is at which something holds; ``None`` for none."""
    sign = 1 if figure.most > figure.now else -1
    low, high = 0, abs(figure.most - figure.now)
    if not holds(figure.made(figure.most)):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if holds(figure.made(figure.now + sign * middle)):
            high = middle
        else:
            low = middle
    return figure.now + sign * high


def _smallest(found: Found, row: Row, figure: Figure) -> int | None:
    """The nearest value at which the conflict's rows can be met; by the model where formulas part.

    That is, where the one that may say yes too soon does so before the one that does not.
    """
    shape = found.shape
    to = _nearest(figure, lambda changed: _met(shape, found.rows, row, changed))
    if to is None or shape.surely is None:
        return to
    # what is sure is also met, so no value before it can be sure
    if _met(replace(shape, met=shape.surely), found.rows, row, figure.made(to)):
        return to
    whole = bearing(found.programme)
    return _nearest(figure, lambda changed: _met(whole, found.rows, row, changed))


def _met(shape: Shape, rows: Sequence[Row], row: Row, changed: Row) -> bool:
    """Whether some rows can be met with one of them changed, all others set aside."""
    programme = exchanged(shape.programme, row, changed)
    return shape.met(only(programme, [changed if one is row else one for one in rows]))


def _with_all(found: Found, row: Row, figure: Figure, to: int) -> int | None:
    """The nearest value at which the same question has the answer yes with every row standing.

    What no formula settles is not told: then it is the value ``to`` that is enough for the set.
    """
    shape = found.shape

    def all_met(met: Callable[[Programme], bool], changed: Row) -> bool:
        return met(exchanged(shape.programme, row, changed))

    mild: int | None = to  # more rows never ask for less than the set's own
    if not all_met(shape.met, figure.made(to)):
        mild = _nearest(figure, lambda changed: all_met(shape.met, changed))
    if mild is None or shape.surely is None or all_met(shape.surely, figure.made(mild)):
        return mild
    return to


def exchanged(programme: Programme, row: Row, changed: Row) -> Programme:
    """The programme with one row in the place of another."""
    for name in t.TABLES:
        rows = getattr(programme, name)
        if any(one is row for one in rows):
            changes: dict[str, object] = {
                name: tuple(changed if one is row else one for one in rows)
            }
            return programme.replace(**changes)
    raise ValueError(f"no such row: {row}")
