"""A limit or rule that can be moved, and how the change reads that moves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from jointstock.plan.why.faces import Moves
from jointstock.programme.tables import Row
from jointstock.programme.whatif import assignment
from jointstock.words.months import Month
from jointstock.words.results import Decisions
from jointstock.words.why import Change

# So many units, or the price of so many, are a change to speak of, where one alone is none.
STEP = 10


@dataclass(frozen=True, slots=True)
class Lever:
    """A limit that can be moved: the change of so many units, and what one unit moves.

    ``moves`` is ``None`` where the change is no right-hand side: then the model is to be made anew,
    with ``decisions`` in the place of the plan's where that is said. ``known`` is the goal and the
    price of such a change where sums tell them, ``anew`` that only a plan made anew can tell what
    it does, since something would be decided otherwise. ``guide`` is a limit beside it: in a large
    plan, which has no price of such a change, that one's price says whether it is worth planning.
    ``step`` is by how much it is moved where it stands among other changes, ``most`` the most units
    there can be.
    """

    change: Callable[[int], Change]
    moves: Moves | None = None
    step: int = 1
    most: int | None = None
    decisions: Decisions | None = None
    known: tuple[str, float] | None = None
    anew: bool = False
    guide: Moves | None = None

    @property
    def first(self) -> int:
        """By how much it is moved where it is the only change: by one, or by what it takes."""
        return self.step if self.anew else 1


def about(kind: str, **names: str) -> Change:
    """A change of that kind, of whose limit the names tell, and of nothing yet."""
    return Change(kind, 0, (), (), **names)  # type: ignore[arg-type]  # names are texts


def sized(like: Change, units: int, sets: tuple[str, ...], *rows: Row) -> Change:
    """The same change of so many units, with what sets it and the rows of the limit."""
    return replace(like, units=units, sets=sets, rows=tuple(row.ref for row in rows))


def more(like: Change, table: str, row: Row, column: str, *, step: int = STEP) -> Lever:
    """So many more in a column of a row."""
    value: int = getattr(row, column)
    return Lever(
        lambda units: sized(like, units, (assignment(table, row, column, value + units),), row),
        step=step,
    )


def less(like: Change, table: str, row: Row, column: str, *, step: int = 1) -> Lever:
    """So many less in a column of a row; where it stands among others, ``step`` or all of it."""
    value: int = getattr(row, column)
    return Lever(
        lambda units: sized(like, units, (assignment(table, row, column, value - units),), row),
        step=min(step, value),
        most=value,
    )


def by_months(
    like: Change, table: str, row: Row, column: str, by: int, decisions: Decisions | None = None
) -> Lever:
    """A month of a row so many months later (``by`` 1) or earlier (-1)."""
    value: Month = getattr(row, "from_" if column == "from" else column)
    dated = replace(like, month=value)
    return Lever(
        lambda units: sized(
            dated, units, (assignment(table, row, column, value + by * units),), row
        ),
        decisions=decisions,
    )
