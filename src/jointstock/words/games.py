"""Games that travel between stages: who plays, what a group costs alone, what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

Group = frozenset[str]


@dataclass(frozen=True, slots=True)
class Span:
    """Groups whose excess is settled, as reduced rows over the players.

    Row k has a one at ``pivots[k]`` and its other entries at ``free``. A group lies in the span
    if its membership at each free player is what the rows, weighted by its membership at the
    pivots, add up to there; its excess is then settled as well.
    """

    pivots: tuple[int, ...]
    free: tuple[int, ...]
    rows: tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What groups are asked for: of a least size, with a player ``inside``, outside a span.

    ``within`` asks for groups of some players alone, and not for that of all those.

    Where no group overpays more than ``above`` by more than ``slack``, it is enough to prove that;
    where one does, any such group will do, and the bound may be left open.
    ``most`` is how many groups are welcome beside the worst.
    """

    least: int = 1
    inside: str | None = None
    within: Group | None = None
    above: float | None = None
    slack: float = 0.0
    outside: Span | None = None
    most: int = 0


# Any group but that of none and that of all.
EVERY = Search()


@dataclass(frozen=True, slots=True)
class Worst:
    """The group that overpays most: its excess (share less cost alone) and what bounds it.

    No group that was asked for overpays by more than ``bound``. ``cost`` is what the group costs
    alone; ``more`` are other groups that were met, with their costs. Without any group that can
    be, ``group`` is empty and both figures are minus infinity.
    """

    group: Group
    cost: float
    excess: float
    bound: float
    more: tuple[tuple[Group, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Price:
    """What one thing of the relaxation is worth: its kind, what it is, and its price.

    ``kind`` is ``slot`` (a unit of capacity), ``unit`` (a unit delivered by a date), ``opening``,
    ``order`` (a unit towards a minimum order) or ``band`` (a unit towards a price band).
    ``players`` are those whose units have the price, where it is theirs.
    """

    kind: str
    name: str
    at: str
    price: float
    players: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Owen's prices: what each player's bundle is worth at the duals of the joint model.

    ``worth`` adds up to ``value`` less ``unowned``, which belongs to rows that no player brings.
    """

    value: float
    worth: Mapping[str, float]
    unowned: float
    prices: tuple[Price, ...] = ()


class Game(Protocol):
    """A cost game: a group of players can have what it wants alone, at a cost."""

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays, in a fixed order."""
        ...

    def cost(self, group: Iterable[str]) -> float:
        """What the group pays alone; 0 for no player, infinite where it cannot have it."""
        ...

    def worst_group(self, shares: Mapping[str, float], search: Search = EVERY) -> Worst:
        """Of the groups but none and all, the one that overpays most under the shares."""
        ...

    def relaxation(self, group: Group | None = None) -> Relaxation | None:
        """Owen's prices of a group, or of all, where the game comes from a linear model."""
        ...
