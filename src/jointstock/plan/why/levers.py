"""Every limit and rule of a plan that may hold something."""

from __future__ import annotations

from collections.abc import Iterator

from jointstock.plan.why.held import Held
from jointstock.plan.why.lever import Lever
from jointstock.plan.why.of_budgets import of_budgets
from jointstock.plan.why.of_contracts import of_contracts, of_demand
from jointstock.plan.why.of_funding import of_funding
from jointstock.plan.why.of_gifts import of_gifts
from jointstock.plan.why.of_lines import of_lines
from jointstock.plan.why.of_needs import of_floors, of_use
from jointstock.plan.why.of_ramps import of_ramps

_EACH = (
    *(of_lines, of_ramps, of_contracts, of_demand, of_budgets, of_gifts, of_funding),
    *(of_use, of_floors),
)


def levers(held: Held) -> Iterator[Lever]:
    """Each limit and rule as something that can be moved, in the order of the tables."""
    for of in _EACH:
        yield from of(held)
