"""Results that travel between stages: the plan and what was found beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from jointstock.words.allotments import Allotments, Allotted
from jointstock.words.entries import Entry
from jointstock.words.months import Month
from jointstock.words.needs import Needs, PlanRisk
from jointstock.words.shares import Shares
from jointstock.words.why import Explanation, Help


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of a plan: what the final plan has, what no plan can pass, and the gap between.

    ``bound`` holds under the goals before it. ``gap`` is ``|value - bound| / max(|value|, 1)``.
    ``missing_below`` (floors and leximin only): floor-months of stock missing below each step,
    the lowest step first.
    """

    goal: str
    value: float
    bound: float
    gap: float
    missing_below: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class RampTaken:
    """A step of a line's ramps and the month in which it is decided."""

    line: str
    step: int
    month: Month


@dataclass(frozen=True, slots=True)
class BandReached:
    """The price band that the total of an item under a contract selects."""

    contract: str
    item: str
    from_units: int
    unit_price: str
    currency: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the programme decides once: lines opened, ramps taken, price bands reached."""

    lines_opened: tuple[str, ...] = ()
    ramps: tuple[RampTaken, ...] = ()
    bands: tuple[BandReached, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What a member's stock, with what it bears, lacks of its floor at the end of a month."""

    member: str
    item: str
    month: Month
    units: int
    borne: int
    floor: int


@dataclass(frozen=True, slots=True)
class NotServed:
    """Own use of a month that the stock cannot serve."""

    member: str
    item: str
    month: Month
    units: int


@dataclass(frozen=True, slots=True)
class NotCalledOff:
    """Firm demand that is not called off."""

    member: str
    contract: str
    item: str
    units: int


@dataclass(frozen=True, slots=True)
class Late:
    """How long a member waits for firm demand after its dates, in unit-months."""

    member: str
    contract: str
    item: str
    unit_months: int


@dataclass(frozen=True, slots=True)
class Outlasted:
    """A month at whose end a campaign may begin that outlasts the stock with too high a chance."""

    member: str
    item: str
    month: Month
    stock: int
    chance: float


@dataclass(frozen=True, slots=True)
class Plan:
    """One immutable plan: planned entries, the decisions behind them, and what each goal got.

    ``status`` is ``optimal`` (every gap within the stated tolerance) or ``limit``. ``outlasted``
    are the months in which it does not hold the risk that its settings ask for; ``None`` where
    they ask for none.
    """

    programme: str
    as_of: str
    inputs_digest: str
    settings: Mapping[str, object]
    status: str
    goals: tuple[Goal, ...]
    decisions: Decisions
    entries: tuple[Entry, ...]
    shortfalls: tuple[Shortfall, ...]
    not_served: tuple[NotServed, ...]
    not_called_off: tuple[NotCalledOff, ...]
    late: tuple[Late, ...]
    outlasted: tuple[Outlasted, ...] | None = None

    @property
    def on_grid(self) -> bool:
        """Whether it was searched on a coarser grid than months, and its bounds are of plans so."""
        return self.settings.get("monthly_until") is not None

    def goal(self, name: str) -> Goal:
        """The goal of that name; ``KeyError`` if the plan has none."""
        for one in self.goals:
            if one.goal == name:
                return one
        raise KeyError(name)

    def floor_months_missing(self, member: str) -> Fraction:
        """What a member misses of its floors: the sum of shortfall over floor, all items."""
        own = (one for one in self.shortfalls if one.member == member)
        return sum((Fraction(one.units, one.floor) for one in own), Fraction(0))


@dataclass(frozen=True, slots=True)
class Freed:
    """What the buy frees in one donation: units given with and without it, and how much earlier.

    ``months_earlier`` is the mean over the units that are given in both; ``None`` if there are
    none.
    """

    donation: str
    with_buy: int
    without_buy: int
    months_earlier: float | None


@dataclass(frozen=True, slots=True)
class WithoutMember:
    """What happens when one member asks for nothing: is the line opened, and who loses what.

    ``wanted`` is what the others want from its contract, options included; ``backfill`` what they
    might call off besides to replace gifts; ``opened`` whether their own plan opens it. ``worse``
    gives for each other member the floor-months of stock missing (sum of shortfall over floor)
    before and after.
    """

    member: str
    wanted: int
    backfill: int
    opened: bool
    worse: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Pivotal:
    """Who is pivotal for opening a line: without whom its minimum order is not reached."""

    line: str
    minimum_order: int
    called_off: int
    without: tuple[WithoutMember, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """The members without whom the line is not opened."""
        return tuple(one.member for one in self.without if not one.opened)


@dataclass(frozen=True, slots=True)
class GoalCost:
    """What holding one goal cost the next: the next as planned, and with ``held`` left out.

    ``cost`` is how much worse the next goal's value is for it, in what that goal counts. Both
    values may have gaps, so all that is proven is that the cost lies between ``least``, never
    below zero, and ``most``, which may be infinite.
    """

    held: str
    planned: Goal
    alone: Goal
    cost: float
    least: float
    most: float

    @property
    def goal(self) -> str:
        """The goal that may have been cost something."""
        return self.planned.goal

    @property
    def told_apart(self) -> bool:
        """Whether the cost is more than the gaps could make of nothing."""
        return self.least > 0.0


@dataclass(frozen=True, slots=True)
class Findings:
    """A plan and what was learned beside it, for the report.

    ``other_policy`` is the same programme with gifts borne the other way (by all, or by the
    donor); ``no_buy`` is the programme planned without call-offs; ``goal_costs`` has nothing
    where that was not asked, and ``allotments``, the plan under every rule, is then ``None``.
    ``explanations`` say of each member what holds it, and ``changes`` what would help most, where
    the programme is small. ``needs`` and ``risk`` are there where the programme says what raids its
    members plan for, and how well an item stops them. ``shares`` is ``None`` where there is no cost
    to share, or more members than are shared in passing; ``not_shared`` then says why, blank where
    nobody has firm demand.
    """

    plan: Plan
    other_policy: Plan
    no_buy: Plan
    freed: tuple[Freed, ...]
    pivotal: tuple[Pivotal, ...]
    goal_costs: tuple[GoalCost, ...] = ()
    allotments: Allotments | None = None
    explanations: tuple[Explanation, ...] = ()
    changes: tuple[Help, ...] = ()
    needs: Needs | None = None
    risk: PlanRisk | None = None
    shares: Shares | None = None
    not_shared: str = ""


@dataclass(frozen=True, slots=True)
class Accession:
    """A member joins: the plans without and with it, and what each member has in them."""

    member: str
    plans: tuple[Plan, Plan]
    members: tuple[tuple[Allotted, Allotted], ...]
