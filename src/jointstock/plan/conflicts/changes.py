"""The smallest change of one figure of a row that resolves a conflict, each tried anew.

A figure moves step by step towards what would loosen the row, and setting aside is monotone, so
the nearest value that resolves the conflict is found by halving.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from jointstock.plan.conflicts.bearing import bearing
from jointstock.plan.conflicts.figures import Figure, figures, units
from jointstock.plan.conflicts.moves import month_for
from jointstock.plan.conflicts.set_aside import only
from jointstock.plan.conflicts.shape import Found, Shape
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Row
from jointstock.words.errors import Change, Place

# The conflicts in which it matters when a promise falls due.
_DATED = ("promised-above-capacity", "promised-above-budget")

# The member-item-months up to which the planner's model is asked for the smallest change.
_SMALL = 2_000

# Of how many rows of a table a question that takes long is asked in larger programmes.
_ROWS_ASKED = 4

# To which part of the way to what is enough it is sought what surely is not.
_FINE = 100


class Enough(NamedTuple):
    """The nearest value of a figure that is known to be enough, and one before which none is."""

    to: int
    least: int


class Changes:
    """The smallest changes of one conflict, asked for row by row."""

    def __init__(self, found: Found) -> None:
        """Keep the conflict, and its rows with all others set aside."""
        self.found = found
        self._alone = only(found.shape.programme, found.rows)
        # of a large programme the model would be asked for hours: what surely is enough is told
        self._large = not _is_small(found.programme)
        self._asked: dict[type[Row], set[int]] = defaultdict(set)
        self._left_out: set[int] = set()
        self._steps: dict[tuple[object, ...], int] = {}

    def of(self, row: Row) -> Iterator[Change]:
        """For each figure of a row the nearest value at which the conflict's rows can be met.

        Where the rows left out of the conflict then conflict with the same row still, the value
        at which they do not is told beside it, if there is one.
        """
        seen = False
        for figure in figures(self.found.shape.programme, row):
            if figure.now == figure.most or (figure.spare and seen):
                continue
            enough = self._smallest(row, figure)
            if enough is None:
                continue
            seen, to = True, enough.to
            words = figure.words(to)
            if enough.least != to:
                words += f" (a plan that was made shows it; {_less(figure, enough.least)})"
            with_all = to if self.found.shape.slow else self._with_all(row, figure, to)
            if with_all is None:
                words += " (not enough where all other rows stand)"
            elif with_all != to:
                words += f" ({figure.words(with_all)} where all other rows stand)"
            place = Place(row.at.file, row.at.row, figure.column)
            yield Change(place, figure.told(figure.now), figure.told(to), words)
            if isinstance(row, t.Promised) and self.found.code in _DATED:
                wanted = [row.units - one for one in (with_all, to) if one is not None]
                yield from _moved(self.found, row, wanted)

    def was_sought(self, row: Row) -> bool:
        """Whether it was looked for what would be enough in a row."""
        return id(row) not in self._left_out

    def _may_ask(self, row: Row) -> bool:
        """Whether a question that takes long may be asked of one more row of a table."""
        if not self._large:
            return True
        asked = self._asked[type(row)]
        asked.add(id(row))
        if len(asked) > _ROWS_ASKED:
            asked.discard(id(row))
            self._left_out.add(id(row))
            return False
        return True

    def _smallest(self, row: Row, figure: Figure) -> Enough | None:
        """The nearest value at which the conflict's rows can be met; by the model where need be.

        That is, where the formula that may say yes too soon does so before the one that does not.
        """
        shape = self.found.shape
        if shape.slow:
            return self._by_model(shape, row, figure) if self._may_ask(row) else None
        to = self._nearest(row, figure, lambda changed: self._met(shape, shape.met, row, changed))
        if to is None:
            return None
        # what is sure is also met, so no value before it can be sure
        if shape.surely is None or self._met(shape, shape.surely, row, figure.made(to)):
            return Enough(to, to)
        return self._by_model(self._whole, row, figure, to) if self._may_ask(row) else None

    @cached_property
    def _whole(self) -> Shape:
        """The shape that the model is asked about where a formula is too mild."""
        return bearing(self.found.programme)

    def _by_model(
        self, shape: Shape, row: Row, figure: Figure, known: int | None = None
    ) -> Enough | None:
        """The same by the planner's model; of a large programme by what proves and refutes."""
        quick = shape.enough if self._large else None
        met = quick or shape.met
        to = self._nearest(row, figure, lambda one: self._met(shape, met, row, one), known)
        if to is None or quick is None or shape.refuted is None:
            return None if to is None else Enough(to, to)
        sign, refuted = 1 if to > figure.now else -1, shape.refuted
        low, high = 0, abs(to - figure.now)
        fine = max(high // _FINE, 1)
        while high - low > fine:
            middle = (low + high) // 2
            if self._met(shape, refuted, row, figure.made(figure.now + sign * middle)):
                low = middle
            else:
                high = middle
        return Enough(to, figure.now + sign * (low + 1))

    def _met(self, shape: Shape, met: Callable[[Programme], bool], row: Row, changed: Row) -> bool:
        """Whether the conflict's rows can be met with one of them changed, all others set aside."""
        alone = shape is self.found.shape
        if alone and not isinstance(row, t.Contract):  # setting aside may raise a ceiling
            return met(exchanged(self._alone, row, changed))
        programme = exchanged(shape.programme, row, changed)
        kept = [changed if one is row else one for one in self.found.rows]
        return met(only(programme, kept))

    def _with_all(self, row: Row, figure: Figure, to: int) -> int | None:
        """The nearest value at which the same question has the answer yes with every row standing.

        What no formula settles is not told: then it is the value ``to`` that is enough for the set.
        """
        shape = self.found.shape

        def all_met(met: Callable[[Programme], bool], changed: Row) -> bool:
            return met(exchanged(shape.programme, row, changed))

        mild: int | None = to  # more rows never ask for less than the set's own
        if not all_met(shape.met, figure.made(to)):
            mild = self._nearest(row, figure, lambda changed: all_met(shape.met, changed), known=to)
        if mild is None or shape.surely is None or all_met(shape.surely, figure.made(mild)):
            return mild
        return to

    def _nearest(
        self, row: Row, figure: Figure, holds: Callable[[Row], bool], known: int | None = None
    ) -> int | None:
        """The value of a figure nearest to what it is at which something holds, if there is one.

        Begun from the step that was enough for a row of the same kind and member: often it is
        the same. Nothing before ``known`` holds.
        """
        sign = 1 if figure.most > figure.now else -1
        most = abs(figure.most - figure.now)
        low = 0 if known is None else abs(known - figure.now) - 1
        kind = type(row), figure.column, getattr(row, "member", ""), known is None
        step = nearest_step(
            low, most, self._steps.get(kind), lambda n: holds(figure.made(figure.now + sign * n))
        )
        if step is None:
            return None
        self._steps[kind] = step
        return figure.now + sign * step


def _less(figure: Figure, least: int) -> str:
    """What may also be enough, where bounds rule out all before a least value."""
    if abs(least - figure.now) == 1:
        return "less may do"
    return f"it may do to {figure.words(least)}, and no less"


def _is_small(programme: Programme) -> bool:
    """Whether the planner's model answers at once, however often it is asked."""
    return len(programme.members) * len(programme.items) * programme.months <= _SMALL


def nearest_step(
    low: int, most: int, guess: int | None, holds: Callable[[int], bool]
) -> int | None:
    """The least number above ``low`` and up to ``most`` at which something holds from there on.

    By halving, with a ``guess`` and the number before it tried first; ``None`` for none.
    """
    high = most + 1
    if guess is not None and low < guess <= most:
        if not holds(guess):
            low = guess
        elif guess - 1 == low or not holds(guess - 1):
            return guess
        else:
            high = guess - 1
    if high > most:
        if low >= most or not holds(most):
            return None
        high = most
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


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


def exchanged(programme: Programme, row: Row, changed: Row) -> Programme:
    """The programme with one row in the place of another."""
    name = next(name for name, kind in t.TABLES.items() if kind is type(row))
    rows = getattr(programme, name)
    if not any(one is row for one in rows):
        raise ValueError(f"no such row: {row}")
    changes: dict[str, object] = {name: tuple(changed if one is row else one for one in rows)}
    return programme.replace(**changes)
