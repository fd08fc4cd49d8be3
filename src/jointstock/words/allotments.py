"""Rules of allotment side by side: what each member has under each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jointstock.words.months import Month

# What a member needs, as figures of which less is better.
NEEDS = ("not_served", "unmet", "missing", "late")

# Months that differ by less are alike.
ALIKE = 0.05


@dataclass(frozen=True, slots=True)
class Allotted:
    """What one member has in a plan, counted from its entries.

    ``lowest`` is its least stock, with what it bears, as a part of its floor, over the months
    from the first in which a unit of its own call-offs can come; ``None`` without such a month.
    ``missing`` are floor-months, ``late`` unit-months behind the dates of its firm demand,
    ``waited`` unit-months until units of it are there, whatever their dates. ``met`` of its
    ``firm`` demand is delivered, the last in ``met_by``. ``cost`` is the present cost of what it
    pays, in units of the programme's currency. ``not_served`` is own use.
    """

    member: str
    lowest: float | None
    missing: float
    late: int
    given: int
    firm: int
    met: int
    met_by: Month | None
    waited: int
    cost: float
    not_served: int = 0

    @property
    def unmet(self) -> int:
        """Units of firm demand that are not delivered."""
        return self.firm - self.met

    def worse_than(self, other: Allotted) -> tuple[str, ...]:
        """In which of its needs a member has it worse than in another plan.

        What it gives and pays is no need: whoever gets more pays more.
        """
        return tuple(name for name in NEEDS if getattr(self, name) > getattr(other, name) + 1e-9)


@dataclass(frozen=True, slots=True)
class Allotment:
    """A plan under one rule: what each member has, and the present cost of the programme."""

    rule: str
    members: tuple[Allotted, ...]
    cost: float

    def of(self, member: str) -> Allotted:
        """What a member has; ``KeyError`` for one that the programme has not."""
        for one in self.members:
            if one.member == member:
                return one
        raise KeyError(member)

    def total(self, name: str) -> float:
        """The sum over all members of one of their figures."""
        return float(sum(getattr(one, name) for one in self.members))


@dataclass(frozen=True, slots=True)
class Allotments:
    """The same programme planned under every rule; the first is the rule that it has chosen."""

    rules: tuple[Allotment, ...]

    @property
    def chosen(self) -> Allotment:
        """The plan under the rule of the programme."""
        return self.rules[0]

    def change(self, member: str, rule: Allotment) -> float:
        """How much more a member lacks under a rule than under the chosen one.

        Counted in floor-months missing; for a member that lacks none under any rule in the months
        that a unit of its firm demand waits on average.
        """
        one, chosen = rule.of(member), self.chosen.of(member)
        if any(found.of(member).missing > 0 for found in self.rules):
            more = one.missing - chosen.missing
        else:
            more = (one.waited - chosen.waited) / max(one.firm, 1)
        return more if abs(more) >= ALIKE else 0.0

    def gain(self, rule: Allotment) -> Sequence[str]:
        """Members that lack less under a rule than under the chosen one, in table order."""
        return [one.member for one in rule.members if self.change(one.member, rule) < 0]

    def lose(self, rule: Allotment) -> Sequence[str]:
        """Members that lack more under a rule than under the chosen one, in table order."""
        return [one.member for one in rule.members if self.change(one.member, rule) > 0]
