"""Settings of the stages: what a person may choose about how a programme is planned."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jointstock.words.shares import OUTSIDE, SLOTS

GOALS = ("serve", "firm", "floors", "late", "give", "cost", "steady")
# Goals that stand in the order only where that names them.
ASKED = ("unmet",)

# How scarce units are allotted, the usual way first.
ALLOTMENTS = ("penalty", "leximin", "pro-rata", "equal", "priority")
# Those of them that look at stock against floor; the others look at demand.
ALLOT_STOCK = ALLOTMENTS[:2]


@dataclass(frozen=True, kw_only=True)
class PlanSettings:
    """How a plan is made: table ``[plan]`` of ``programme.toml``.

    ``borne`` says who bears a gift, the donor alone or all; ``goals`` is the order of the goals,
    blank for the usual one (with *give* before *floors* where all bear the gifts); ``steps`` and
    ``severity`` shape the floors goal; ``allotment`` is the rule by which scarce units are
    allotted where that goal stands in the order, one of `ALLOTMENTS`; ``exact`` proves every goal,
    at small size; ``nodes`` bounds each search, by count, so that the same input gives the same
    plan. The search is by month for the first ``monthly_until`` months (blank: throughout), by
    quarter for those up to ``quarterly_until`` (blank: to the end), and by half-year from there on.
    ``risk`` is the most percent with which a campaign of ``campaign_days`` days, begun after any
    month, may outlast a member's stock; the goal *unmet* asks about such a campaign too.
    """

    borne: str = "donor"
    goals: tuple[str, ...] = ()
    steps: int = 10
    severity: Decimal = Decimal(3)
    allotment: str = ALLOTMENTS[0]
    exact: bool = False
    gap: Decimal = Decimal("0.001")
    nodes: int = 2000
    monthly_until: int | None = None
    quarterly_until: int | None = None
    risk: Decimal | None = None
    campaign_days: int = 30

    @property
    def order(self) -> tuple[str, ...]:
        """The goals in the order in which they are reached for; *steady* is always last."""
        if self.goals:
            return self.goals
        if self.borne == "all":
            return ("serve", "firm", "give", "floors", "late", "cost", "steady")
        return GOALS

    @property
    def asks_need(self) -> bool:
        """Whether the plan rests on what the raids that members plan for ask of them."""
        return self.risk is not None or "unmet" in self.order


@dataclass(frozen=True, kw_only=True)
class ShareSettings:
    """How the joint cost is shared: table ``[share]`` of ``programme.toml``.

    ``rule`` is what a group alone has of a line's slots, ``outside`` how outside offers stand to
    the contract, ``late`` the percent of its price that a unit costs that comes a month late,
    ``method`` how the cost is shared, ``key`` each member's weight, as ``DE=24,NL=6``, where the
    method is ``key``, and ``subsidy`` what any group of three or more gets from outside, in the
    currency.
    """

    rule: str = SLOTS[0]
    outside: str = OUTSIDE[0]
    late: Decimal = Decimal(10)
    method: str = "agreed"
    key: str = ""
    subsidy: Decimal = Decimal(0)
