"""Shares that travel: the rule of what a group could have had alone, and who pays what."""

from __future__ import annotations

from dataclasses import dataclass

from jointstock.words.errors import SettingError

SLOTS = ("proportional", "whole", "after")
OUTSIDE = ("instead", "beside")

_SLOTS = {
    "proportional": "a part of each line's free slots as large as its part of the firm demand",
    "whole": "all free slots of each line",
    "after": "the slots of each line that the others do not take in the joint plan",
}
_OUTSIDE = {
    "instead": "It buys all its firm demand of an item there, or all of it from the outside offer.",
    "beside": "What it does not buy there it can buy from the outside offer, unit by unit.",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a group could have had alone, which is stated and cannot be known.

    ``slots`` is how much of a line it gets: ``proportional``, ``whole`` or ``after`` the others.
    ``outside`` says whether outside offers take the place of the contract (``instead``), which is
    how the plan knows demand, or stand ``beside`` it. ``late_percent`` is what a unit costs that
    comes a month late, in percent of its first price; ``every`` how many months a delivery period
    has.
    """

    slots: str = "proportional"
    outside: str = "instead"
    late_percent: float = 1.0
    every: int = 1

    def __post_init__(self) -> None:
        """Refuse what is no rule."""
        if self.slots not in SLOTS:
            raise SettingError(f"slots are {', '.join(SLOTS)}, not {self.slots!r}")
        if self.outside not in OUTSIDE:
            raise SettingError(f"outside is {' or '.join(OUTSIDE)}, not {self.outside!r}")
        if not 0 <= self.late_percent <= 100 or self.every < 1:
            raise SettingError("a late unit costs 0 to 100 percent a month; a period has a month")

    @property
    def words(self) -> str:
        """The rule in a sentence, as it stands on every result."""
        return (
            "Alone, a group has the contract's price bands and minimum orders and "
            f"{_SLOTS[self.slots]}. {_OUTSIDE[self.outside]} Each unit that comes late costs "
            f"{self.late_percent:g} percent of its price a month. Budgets, floors and gifts do "
            "not bind: it is what the group's firm demand would cost, not what it could afford."
        )
