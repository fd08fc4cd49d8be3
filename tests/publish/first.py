"""The tutorial's plan, and a change of its budget, for tests of sentences."""

from functools import cache
from pathlib import Path

from jointstock import flow
from jointstock.publish.brief import Brief
from jointstock.publish.why import brief_of
from jointstock.words.months import Month
from jointstock.words.why import Change

FIRST = Path(__file__).parents[2] / "examples" / "first-steps"
APRIL = Month.of(2025, 4)
BUDGET = Change(
    "budget",
    1,
    ("budgets.DE.2025.payment.amount=2",),
    ("budgets:2",),
    member="DE",
    year=2025,
    budget="payment",
    amount=102_010_000,
    currency="EUR",
)


@cache
def planned() -> Brief:
    """What sentences about the tutorial's plan are told from."""
    programme = flow.read(FIRST)
    return brief_of(programme, flow.plan(programme))
