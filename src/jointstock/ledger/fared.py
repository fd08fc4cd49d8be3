"""How each member fares under a plan: what it lacks, what it waits for, gets, gives and pays."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from jointstock.ledger.compare import Stood, paid, stood
from jointstock.words.results import Plan


@dataclass(frozen=True, slots=True)
class Fared:
    """What a plan comes to for one member, all its items together.

    ``lowest`` is how the stock stands that is lowest against its floor; ``missing`` counts
    floor-months, ``late`` unit-months; ``got`` are units delivered, backfill among them; ``paid``
    is what its budgets pay, in minor units by currency.
    """

    member: str
    lowest: Stood
    missing: Fraction
    not_served: int
    not_called_off: int
    late: int
    got: int
    given: int
    paid: tuple[tuple[str, int], ...]

    def worse_than(self, other: Fared) -> tuple[str, ...]:
        """In which of its needs a member fares worse than in another plan, by field.

        What it gives and pays is no need: whoever gets more pays more.
        """
        return tuple(name for name in NEEDS if getattr(self, name) > getattr(other, name))


# The fields of which less is better.
NEEDS = ("not_served", "not_called_off", "missing", "late")


def fared(plan: Plan, member: str) -> Fared:
    """What a plan comes to for a member, from what the plan says of it."""
    units = Counter[str]()
    for one in plan.entries:
        if one.member == member and one.kind in ("delivery", "donation"):
            units[one.kind] += one.transfers[0].quantity
    stands = [found for (who, _), found in stood(plan).items() if who == member]
    money = [(unit, amount) for (who, unit), amount in paid(plan.entries).items() if who == member]
    return Fared(
        member,
        min(stands, key=lambda one: one.level, default=Stood()),
        plan.floor_months_missing(member),
        sum(one.units for one in plan.not_served if one.member == member),
        sum(one.units for one in plan.not_called_off if one.member == member),
        sum(one.unit_months for one in plan.late if one.member == member),
        units["delivery"],
        units["donation"],
        tuple(money),
    )
