"""What a member pays, signs for and gets back, and the year's account that each falls on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from jointstock.plan.case import Case
from jointstock.plan.purse import Purse
from jointstock.words.entries import Entry

# The kinds of account that a member's money lies in, each with the kind of budget that fills it.
PURSES = {"budget": "payment", "committed": "commitment"}

# A kind of account, a member and a month from the start.
At = tuple[str, str, int]
Accounts = list[tuple[str, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Bill:
    """One act that some year's account of a member pays for, or is paid into.

    ``at`` says whose account it is, and when; ``amount`` is in minor units, below zero where it
    comes in; what is ``granted`` by others comes in before what comes back. ``book`` makes the
    entry of accounts and amounts.
    """

    at: At
    amount: int
    book: Callable[[Accounts], Entry]
    granted: bool = False
    rank: int = field(init=False)

    def __post_init__(self) -> None:
        """What comes in comes first."""
        object.__setattr__(self, "rank", 0 if self.granted else 1 if self.amount < 0 else 2)


# The bills of a slice, by account and month.
Bills = Mapping[At, Sequence[Bill]]

# What a bill falls on, and the entry that follows from both.
Draught = tuple[Accounts, Entry]


def drawn(
    case: Case, parts: Iterable[Bills], known: Mapping[Bill, Draught] | None = None
) -> dict[Bill, Draught]:
    """Draw the bills of all slices on each member's accounts, month by month.

    A bill that was drawn before (``known``) and falls on the same accounts keeps its entry.
    """
    known, parts = known or {}, tuple(parts)
    found: dict[Bill, Draught] = {}
    drawn_on = {at[:2] for part in parts for at in part}
    for name, kind in PURSES.items():
        for member in case.members:
            if (name, member) not in drawn_on:
                continue
            purse = Purse(case, member, name, kind)
            for t in range(case.months):
                at = name, member, t
                bills = [bill for part in parts for bill in part.get(at, ())]
                for bill in sorted(bills, key=attrgetter("rank")):
                    accounts = _accounts(purse, t, bill.amount)
                    before = known.get(bill)
                    if before is None or before[0] != accounts:
                        before = accounts, bill.book(accounts)
                    found[bill] = before
    return found


def _accounts(purse: Purse, t: int, amount: int) -> Accounts:
    if amount > 0:
        return purse.draw(t, amount)
    return [(purse.put(t, -amount), -amount)]
