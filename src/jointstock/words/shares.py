"""Shares that travel: the rule of what a group could have had alone, and who pays what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jointstock.words.entries import Entry
from jointstock.words.errors import SettingError
from jointstock.words.games import Price

# Method, and what it does.
METHODS = {
    "agreed": "Owen's prices, then the nearest shares that no group would leave",
    "owen": "Owen's prices",
    "least-core": "shares in the least core",
    "nucleolus": "the nucleolus",
    "per-capita": "the nucleolus by head",
    "shapley": "the Shapley value",
    "separable": "separable costs, remaining benefits",
    "quantity": "by quantity",
    "alone": "by cost alone",
    "equal": "equal parts",
    "key": "a given key",
}

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
    comes a month late, in percent of its first price: much, since a plan puts dates before cost.
    A delivery period has ``every`` months.
    """

    slots: str = "proportional"
    outside: str = "instead"
    late_percent: float = 10.0
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


@dataclass(frozen=True, slots=True)
class Audited:
    """An audit of shares that were given: what they add up to, the cost of all, the worst group."""

    currency: str
    rule: Rule
    shares: Mapping[str, int]
    given: int
    total: int
    worst: WorstGroup


# What stands for the month of demand without a date.
NO_DATE = "no date"


@dataclass(frozen=True, slots=True)
class Bills:
    """The joint cost as it falls, in units of the currency of today.

    ``own`` is what a member's units cost, ``late`` the charge for those that come late (which is
    no money), ``common`` what is paid in common: openings, ramps, contract costs. ``units`` is
    each member's firm demand, ``dated`` that by what it is of and the month it is due in;
    ``decisions`` says how all buy together, ``opened`` which lines they open.
    """

    own: Mapping[str, float]
    late: Mapping[str, float]
    common: float
    units: Mapping[str, int]
    dated: Mapping[str, tuple[tuple[str, str, int], ...]]
    decisions: str
    opened: tuple[str, ...]

    @property
    def each(self) -> dict[str, float]:
        """What falls on each member in all: the common costs by quantity."""
        whole = sum(self.units.values())
        return {
            member: own + self.late[member] + self.common * self.units[member] / whole
            for member, own in self.own.items()
        }


@dataclass(frozen=True, slots=True)
class WorstGroup:
    """The group that would gain most by leaving: its gain, and what no group's gain passes.

    Money in minor units of today. ``closed`` says that the bound proves the gain over all groups,
    ``stable`` that moreover none gains; ``listed`` that every group was looked at by itself.
    """

    group: tuple[str, ...]
    gain: int
    bound: int
    tolerance: int
    closed: bool
    stable: bool
    listed: bool


@dataclass(frozen=True, slots=True)
class DatedPrice:
    """What a unit of a member's is worth if it is wanted by a month, in minor units of today."""

    month: str
    units: int
    price: int


@dataclass(frozen=True, slots=True)
class MemberShare:
    """What a member pays in all, in minor units of today, and how that comes about.

    ``alone`` is ``None`` where it cannot have alone what it wants. ``tightest`` is the group with
    it that has most reason to leave, and ``keeps`` what that group keeps by staying. ``priced`` is
    its demand at Owen's prices, ``slots`` what the slots that it brings are worth, ``rest`` its
    part of what prices leave, ``repair`` what the nearest shares that keep every group change;
    the four make the share. They are zero where another method was asked for. ``bill`` is what
    falls on it without shares: its own units, and common costs by quantity. ``late`` is the part
    of the share that is no money but its own units coming late.
    """

    member: str
    units: int
    share: int
    alone: int | None
    tightest: tuple[str, ...]
    keeps: int
    bill: int
    late: int
    priced: int = 0
    slots: int = 0
    rest: int = 0
    repair: int = 0
    prices: tuple[DatedPrice, ...] = ()

    @property
    def saves(self) -> int | None:
        """What it saves against buying alone."""
        return None if self.alone is None else self.alone - self.share


@dataclass(frozen=True, slots=True)
class Compared:
    """Shares by another method, and the group that would gain most by leaving under them.

    Where the method has no answer here, ``shares`` is empty and ``why`` says why not.
    """

    method: str
    shares: Mapping[str, int]
    worst: WorstGroup | None
    error: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Joining:
    """Shares before and after nations join; ``entry`` is what they pay to earlier members beside.

    ``joining`` are those that joined, or the words for one that might.
    """

    joining: tuple[str, ...]
    before: Mapping[str, int]
    after: Mapping[str, int]
    monotone: bool
    entry: int


@dataclass(frozen=True, slots=True)
class Needed:
    """What one member's being there is worth to each other: its share without it, less with it.

    ``opened`` are lines that the others would not open without the member. A worth is ``None``
    where the others cannot have what they want without it.
    """

    member: str
    opened: tuple[str, ...]
    worth: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class AskedLess:
    """What a member gains by asking for ``percent`` less and topping up, by top-up rule.

    ``gains`` gives for each rule what it pays less in all; below zero it pays more.
    """

    member: str
    percent: int
    gains: Mapping[str, int]


# So much higher floors are stated, in percent, when it is seen what that would bring.
HIGHER = (10, 25)


@dataclass(frozen=True, slots=True)
class HigherFloor:
    """What a member gains by stating its floor ``percent`` higher than it is, by a rule.

    In floor-months missing of its true floor (``own``) and of the others' (``others``), each less
    what is missing when all state theirs as they are; below zero there is less missing. ``rule``
    is the rule of allotment that the plans are made by.
    """

    member: str
    percent: int
    own: float
    others: float
    rule: str


@dataclass(frozen=True, slots=True)
class Fee:
    """What the agency's fee takes: its amount, what would be saved without it, the most it can be.

    ``most`` is the largest fee on the group alone that keeps it together; ``None``: no limit.
    """

    amount: int
    saving: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Beside:
    """Money beside the shared cost: what it is for, by which key it falls on whom."""

    what: str
    key: str
    amounts: Mapping[str, int]

    @property
    def total(self) -> int:
        """The amount in all."""
        return sum(self.amounts.values())


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Firm demand that the plan does not call off, and that is not shared."""

    member: str
    contract: str
    item: str
    units: int


@dataclass(frozen=True, slots=True)
class Shares:
    """Who pays what of the joint cost, with proof. Money in minor units of ``currency``, of today.

    ``total`` is c(N), which the shares add up to. ``decisions`` says how all buy together.
    ``subsidy`` is what any group of three or more gets from outside; it is taken off in ``total``,
    and 0 where all together are fewer.
    ``settlement`` are planned transfers between members. ``left_out`` are units that members want
    and the plan does not call off: they are not shared. ``plan_cost`` is what the plan costs as
    of today; ``None`` where no plan was looked at.
    """

    programme: str
    as_of: str
    inputs_digest: str
    currency: str
    rule: Rule
    method: str
    total: int
    decisions: str
    members: tuple[MemberShare, ...]
    worst: WorstGroup
    prices: tuple[Price, ...]
    settlement: tuple[Entry, ...]
    compared: tuple[Compared, ...] = ()
    joined: Joining | None = None
    one_more: Joining | None = None
    needed: tuple[Needed, ...] = ()
    asked_less: tuple[AskedLess, ...] = ()
    higher_floors: tuple[HigherFloor, ...] = ()
    fee: Fee | None = None
    beside: tuple[Beside, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    subsidy: int = 0
    plan_cost: int | None = None

    @property
    def saving(self) -> int | None:
        """What all save against each buying alone; ``None`` where one cannot."""
        alone = [one.alone for one in self.members]
        known = [cost for cost in alone if cost is not None]
        return sum(known) - self.total if len(known) == len(alone) else None

    def share(self, member: str) -> MemberShare:
        """The share of a member; ``KeyError`` if it has none."""
        for one in self.members:
            if one.member == member:
                return one
        raise KeyError(member)
