"""The shape of a conflict: a part of a programme, and a question that it must answer with yes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from jointstock.plan.conflicts.irreducible import irreducible
from jointstock.plan.conflicts.set_aside import only, restricting
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Row


@dataclass(frozen=True, slots=True)
class Shape:
    """A part of a programme that can be met or not, whatever the rest of it says.

    ``met`` must be monotone: setting rows aside never turns yes into no. ``slow`` where it asks a
    model and not a formula. Where ``met`` may say yes too soon, ``surely`` is a question that
    does not, and may say no too soon. ``enough`` is such a question beside a slow one, and
    ``refuted`` one whose yes says that it surely is not met.
    """

    programme: Programme
    met: Callable[[Programme], bool]
    slow: bool = False
    surely: Callable[[Programme], bool] | None = None
    enough: Callable[[Programme], bool] | None = None
    refuted: Callable[[Programme], bool] | None = None

    def met_with(self, rows: Collection[Row]) -> bool:
        """Whether it is met where of all rows only these stand."""
        return self.met(only(self.programme, rows))

    def unproven(self, rows: Sequence[Row]) -> list[Row]:
        """The rows of a conflict of which no formula shows that the others can be met."""
        if self.surely is None:
            return []
        rests = ((row, [one for one in rows if one is not row]) for row in rows)
        return [row for row, rest in rests if not self.surely(only(self.programme, rest))]

    def conflict(self, rows: Sequence[Row] | None = None) -> list[Row]:
        """An irreducible conflict among some rows, or all; it must not be met with them.

        What asks stands first in the programme's tables, and the larger of two promises is kept.
        """
        rows = restricting(self.programme) if rows is None else rows
        ordered = sorted(rows, key=lambda row: getattr(row, "units", 0))
        found = irreducible(ordered, lambda some: not self.met_with(some))
        kept = {id(row) for row in found}
        return [row for row in rows if id(row) in kept]


@dataclass(frozen=True, slots=True)
class Found:
    """An irreducible conflict: code, sentence, rows in table order, and its shape.

    ``programme`` is the whole in which it was found, the rows of conflicts before it set aside.
    """

    code: str
    message: str
    rows: tuple[Row, ...]
    shape: Shape
    programme: Programme
