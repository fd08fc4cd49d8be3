"""What a member pays, signs for and gets back, and the year's account that each falls on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from jointstock.plan.case import Case
from jointstock.plan.purse import Purse
from jointstock.plan.slices import Slice
from jointstock.words.entries import Entry

# The kinds of account that a member's money lies in, each with the kind of budget that fills it.
PURSES = {"budget": "payment", "committed": "commitment"}

# A kind of account, a member and a month from the start.
At = tuple[str, str, int]
Accounts = list[tuple[str, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Bill:
    """One act of a slice that some year's account of a member pays for, or is paid into.

    ``at`` says whose account it is, and when; ``amount`` is in minor units, below zero where it
    comes in; what is ``granted`` by others comes in before what comes back. ``book`` makes the
    entry of accounts and amounts.
    """

    own: Slice
    at: At
    amount: int
    book: Callable[[Accounts], Entry]
    granted: bool = False

    @property
    def rank(self) -> int:
        """What comes in comes first."""
        return 0 if self.granted else 1 if self.amount < 0 else 2


Bills = Mapping[At, Sequence[Bill]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The bills of a place as entries, one for each, and what years had left before and after.

    The entries follow from the bills and from what was left before, and from nothing else.
    """

    bills: tuple[Bill, ...]
    before: dict[int, int]
    after: dict[int, int]
    entries: tuple[Entry, ...]


def drawn(
    case: Case, parts: Iterable[Bills], known: Mapping[At, Drawn] | None = None
) -> dict[At, Drawn]:
    """Draw the bills of all slices on each member's accounts, month by month.

    Where the bills of a place are those that were drawn there before (``known``), and the same is
    left before them, so are the entries.
    """
    known, parts = known or {}, tuple(parts)
    found: dict[At, Drawn] = {}
    for name, kind in PURSES.items():
        for member in case.members:
            purse = Purse(case, member, name, kind)
            for t in range(case.months):
                place = name, member, t
                bills = [bill for part in parts for bill in part.get(place, ())]
                if bills:
                    now = tuple(sorted(bills, key=lambda bill: bill.rank))
                    found[place] = _drawn(purse, t, now, known.get(place))
    return found


def _drawn(purse: Purse, t: int, bills: tuple[Bill, ...], known: Drawn | None) -> Drawn:
    """The bills of a month drawn on a purse, which holds afterwards what they leave."""
    if known is not None and known.bills == bills and known.before == purse.left:
        purse.left = dict(known.after)
        return known
    before = dict(purse.left)
    entries = tuple(bill.book(_accounts(purse, t, bill.amount)) for bill in bills)
    return Drawn(bills, before, dict(purse.left), entries)


def _accounts(purse: Purse, t: int, amount: int) -> Accounts:
    if amount > 0:
        return purse.draw(t, amount)
    return [(purse.put(t, -amount), -amount)]
