"""Transfers and entries: everything that happens to a quantity or to money (R1 to R4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from jointstock.words.months import Month


class Tense(StrEnum):
    """Whether an entry is proposed, promised or done (R2)."""

    PLANNED = "planned"
    PROMISED = "promised"
    ACTUAL = "actual"


@dataclass(frozen=True, slots=True)
class Transfer:
    """A whole number above zero of one unit, moved from one account to another (R1).

    ``unit`` is an item (``GEM-T``), a claim on one (``claim:GEM-T``), money in minor units
    (``EUR``), or leave to sign for money (``commitment:EUR``).

    Raises ``ValueError`` if the quantity is not a whole number above zero or the two accounts
    are one.
    """

    unit: str
    source: str
    target: str
    quantity: int

    def __post_init__(self) -> None:
        """Refuse what is no transfer."""
        if type(self.quantity) is not int or self.quantity <= 0:
            raise ValueError(f"a transfer moves a whole number above 0, not {self.quantity!r}")
        if self.source == self.target:
            raise ValueError(f"a transfer needs two accounts, not {self.source!r} twice")


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: one or more transfers with effect in one month.

    The text fields name what the act belongs to, where that applies; ``backfill`` is the donation
    because of which units are called off or delivered; ``rests_on`` names input rows (R7) as
    ``table:row``.
    """

    month: Month
    kind: str
    transfers: tuple[Transfer, ...]
    tense: Tense = Tense.PLANNED
    member: str = ""
    item: str = ""
    line: str = ""
    contract: str = ""
    donation: str = ""
    backfill: str = ""
    cause: str = ""
    rests_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an act that moves nothing."""
        if not self.transfers:
            raise ValueError(f"an entry ({self.kind}, {self.month}) needs at least one transfer")


def delivered_before(end: Month, entries: Iterable[Entry]) -> int:
    """Unit-months by which what is delivered comes before a month."""
    return sum(
        one.transfers[0].quantity * (end - one.month) for one in entries if one.kind == "delivery"
    )
