"""How big and how strange a generated programme is, and the dice it is drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from jointstock.words.months import Month

T = TypeVar("T")


@dataclass(frozen=True)
class Size:
    """Bounds of a programme, each inclusive; ``often`` scales how often a feature appears."""

    members: tuple[int, int]
    items: tuple[int, int]
    lines: tuple[int, int]
    months: tuple[int, int]
    firm: int
    held: int
    capacity: int
    often: float


SIZES = {
    "tiny": Size((1, 2), (1, 1), (1, 1), (2, 3), 2, 3, 2, 0.5),
    "small": Size((1, 3), (1, 2), (1, 3), (4, 7), 3, 6, 3, 0.6),
    "wild": Size((1, 3), (1, 2), (1, 3), (5, 10), 5, 12, 4, 1.0),
}


class Dice:
    """Random draws for one programme."""

    def __init__(self, seed: str, size: Size) -> None:
        self.random = Random(seed)
        self.size = size
        self.start = Month.of(2027, self.random.randint(1, 12))
        self.months = self.within(size.months)
        self.whole_money = self.chance(0.75)

    def chance(self, probability: float) -> bool:
        """Whether something happens."""
        return self.random.random() < probability

    def feature(self, probability: float) -> bool:
        """Whether something happens that happens more often in bigger programmes."""
        return self.chance(probability * self.size.often)

    def within(self, bounds: tuple[int, int]) -> int:
        """A whole number within inclusive bounds."""
        return self.random.randint(*bounds)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return self.random.choice(choices)

    def month(self, low: int = 0, high: int | None = None) -> Month:
        """A month from number ``low`` to ``high`` (the last of the horizon)."""
        last = self.months - 1 if high is None else high
        return self.start + self.random.randint(low, max(low, last))
