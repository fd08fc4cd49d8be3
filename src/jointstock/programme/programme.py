"""A programme: the scalars and tables of a folder, frozen, with the look-ups that stages share."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from jointstock.programme import tables as t
from jointstock.programme.settings import PlanSettings, ShareSettings
from jointstock.words.months import Month
from jointstock.words.unmet import Unmet


@dataclass(frozen=True, kw_only=True)
class Programme:
    """Everything that was read, in the order of its files, and what need adds for a plan.

    That is ``unmet``, for the goal of that name: expected unmet demand; and rows of ``floors`` that
    hold a risk, which ``raised`` has with the stated ones in whose place they stand, or ``None``.
    ``months`` is the length of the horizon, ``discount_rate`` a year's rate as a fraction.
    """

    id: str
    title: str
    as_of: str
    start: Month
    months: int
    currency: str
    price_year: int
    discount_rate: Decimal = Decimal(0)
    plan: PlanSettings = PlanSettings()
    share: ShareSettings = ShareSettings()
    members: tuple[t.Member, ...] = ()
    parties: tuple[t.Party, ...] = ()
    items: tuple[t.Item, ...] = ()
    stocks: tuple[t.Stock, ...] = ()
    use: tuple[t.Use, ...] = ()
    floors: tuple[t.Floor, ...] = ()
    contracts: tuple[t.Contract, ...] = ()
    signatories: tuple[t.Signatory, ...] = ()
    demand: tuple[t.Demand, ...] = ()
    prices: tuple[t.Price, ...] = ()
    lines: tuple[t.Line, ...] = ()
    capacity: tuple[t.Capacity, ...] = ()
    ramps: tuple[t.Ramp, ...] = ()
    promised: tuple[t.Promised, ...] = ()
    costs: tuple[t.Cost, ...] = ()
    budgets: tuple[t.Budget, ...] = ()
    donations: tuple[t.Donation, ...] = ()
    funding: tuple[t.Funding, ...] = ()
    outside_offers: tuple[t.OutsideOffer, ...] = ()
    escalation: tuple[t.Escalation, ...] = ()
    exchange: tuple[t.Exchange, ...] = ()
    raids: tuple[t.Raid, ...] = ()
    raid_months: tuple[t.RaidMonth, ...] = ()
    threats: tuple[t.Threat, ...] = ()
    defences: tuple[t.Defence, ...] = ()
    exposure: tuple[t.Exposure, ...] = ()
    announcements: tuple[t.Announcement, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    raised: tuple[tuple[t.Floor, t.Floor | None], ...] = ()

    @cached_property
    def digest(self) -> str:
        """The name of the content of the inputs, as read: SHA-256 over a canonical form."""
        from jointstock.programme.digest import digest  # only where it is asked for

        return digest(self)

    @property
    def as_read(self) -> Programme:
        """The same without what need added; itself where that is nothing."""
        if not self.unmet and not self.raised:
            return self
        stated = dict(self.raised)
        floors = (stated.get(row, row) for row in self.floors)
        return self.replace(floors=tuple(filter(None, floors)), unmet=(), raised=())

    @property
    def end(self) -> Month:
        """The last month of the horizon."""
        return self.start + (self.months - 1)

    def horizon(self) -> Iterator[Month]:
        """The months of the horizon in order."""
        return (self.start + t for t in range(self.months))

    def rows(self) -> Iterator[tuple[str, t.Row]]:
        """Every row with the name of its table."""
        for name in t.TABLES:
            for row in getattr(self, name):
                yield name, row

    def replace(self, **changes: object) -> Programme:
        """The same programme with some scalars or tables exchanged."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]
