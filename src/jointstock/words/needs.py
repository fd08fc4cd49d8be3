"""Results of the need stage that travel: what each member must hold, and the risk a plan leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from jointstock.words.months import Month


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the middle 90 percent of what other records of the same length would give.

    Both ends are the value itself where there is no record to draw from.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Cut:
    """A line below the expected unmet demand: ``at_zero + slope * units`` of supply."""

    at_zero: float
    slope: float


@dataclass(frozen=True, slots=True)
class Used:
    """The distribution of the units used in the days of a campaign.

    ``pmf[s]`` is the chance of exactly s units and ``survival[s]`` of more than s, for s from 0 on
    until less than 1e-9 is left; ``quantile`` gives units by level.
    """

    mean: float
    quantile: Mapping[str, int]
    pmf: tuple[float, ...]
    survival: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """What a member's exposure asks of one item over the days of a campaign, in units.

    ``held`` is its opening stock and ``stated`` the floor it states at the start, ``None`` where it
    says nothing. ``used`` is the expected use; ``by_days`` and ``by_risk`` are floors by level of
    effort and by risk; ``lasts`` the days that ``held`` lasts at the service level. ``chance``,
    ``success`` and ``rate`` are shares of the variance of what is used. ``runs_out`` is the
    probability that ``held`` does not last the days. ``cuts`` lie below expected unmet demand,
    and ``distribution`` is the whole of what is used.
    """

    member: str
    item: str
    held: int | None
    stated: int | None
    used: Estimate
    by_days: Estimate
    by_risk: Estimate
    lasts: Estimate | None
    runs_out: Estimate | None
    chance: float
    success: float
    rate: float
    reference: str
    rests_on: tuple[str, ...]
    cuts: tuple[Cut, ...] = ()
    distribution: Used | None = None


@dataclass(frozen=True, slots=True)
class Fitted:
    """How laws fit a class's recorded days: the one chosen, why, and the curves to look at.

    ``seen`` is the share of days with more than ``at`` threats; ``laws`` the same by each law.
    """

    class_: str
    days: int
    choice: str
    reasons: tuple[str, ...]
    at: tuple[int, ...]
    seen: tuple[float, ...]
    laws: tuple[tuple[str, tuple[float, ...]], ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """Every need of a programme, over ``days`` at a ``service`` level, and what it cannot say.

    ``attrition`` is what the level of effort is multiplied by, for units lost unused. ``fitted``
    tells how laws fit the daily record.
    """

    days: int
    service: float
    attrition: float
    needs: tuple[Need, ...]
    untold: tuple[str, ...] = ()
    fitted: tuple[Fitted, ...] = ()

    def of(self, member: str, item: str) -> Need | None:
        """The need of a member for an item, if there is one."""
        for one in self.needs:
            if (one.member, one.item) == (member, item):
                return one
        return None


@dataclass(frozen=True, slots=True)
class Begun:
    """What a campaign of the given days would do that began at a month's end, nothing delivered.

    ``stock`` is the planned stock at the end of the month; ``runs_out`` the probability that it
    does not last, ``unmet`` the expected units missing, ``missed`` the expected threats not
    stopped, of ``threats`` expected.
    """

    month: Month
    stock: int
    runs_out: Estimate
    unmet: float
    missed: float
    threats: float


@dataclass(frozen=True, slots=True)
class RiskMonth:
    """A month of a campaign, with what the plan delivers in it.

    ``below_zero``: the month uses more than is there; ``below_floor``: the stock at its end lies
    below the floor; ``first``: no earlier month of the campaign used more than was there and this
    one does. ``unmet`` units and ``missed`` threats not stopped are expected in the month,
    ``stock`` at its end.
    """

    month: Month
    below_zero: float
    below_floor: float
    first: float
    unmet: float
    missed: float
    threats: float
    stock: float


@dataclass(frozen=True, slots=True)
class Risk:
    """The risk that a plan leaves one member with one item.

    ``begun`` asks for each month of the horizon what a short campaign begun then would do;
    ``months`` follow one campaign through the months in which it lasts. ``distribution`` is that
    of what the short campaign uses.
    """

    member: str
    item: str
    begun: tuple[Begun, ...]
    months: tuple[RiskMonth, ...]
    distribution: Used | None = None


@dataclass(frozen=True, slots=True)
class GiftEffect:
    """What a gift does for its recipient: days of the reference raids covered, threats stopped.

    ``days`` are those in which the reference would use up the gift on average; ``stopped`` the
    threats that its shots stop on average, with what is uncertain about a shot.
    """

    donation: str
    recipient: str
    item: str
    units: int
    days: Estimate
    stopped: Estimate
    reference: str


@dataclass(frozen=True, slots=True)
class PlanRisk:
    """The risk of a plan for every member with a need, and what its gifts do.

    ``days`` is the length of a short campaign; ``from_`` and ``months`` say when the long one runs;
    ``delays`` the chance of each delay of all deliveries, in months. ``untold`` says what it
    cannot say.
    """

    days: int
    from_: Month
    months: int
    delays: tuple[tuple[int, float], ...]
    risks: tuple[Risk, ...]
    gifts: tuple[GiftEffect, ...] = ()
    untold: tuple[str, ...] = ()

    def above(self, most: float) -> list[tuple[str, str, Begun]]:
        """Each member, item and month in which a campaign begun runs out more often than ``most``.

        The check of a chance constraint on a plan: exact, whatever the plan was made for.
        """
        return [
            (risk.member, risk.item, one)
            for risk in self.risks
            for one in risk.begun
            if one.runs_out.value > most + 1e-9
        ]

    def gift(self, donation: str) -> GiftEffect | None:
        """The effect of a donation, if it is known."""
        return next((one for one in self.gifts if one.donation == donation), None)


def as_data(value: object) -> Any:
    """A result as JSON has it: fields by their names, months as ``YYYY-MM``."""
    if isinstance(value, Month):
        return str(value)
    if is_dataclass(value):
        return {one.name.rstrip("_"): as_data(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): as_data(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(one) for one in value]
    return value
