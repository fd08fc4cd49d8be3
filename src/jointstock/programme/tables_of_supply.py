"""Tables of what is bought and made: contracts, demand, prices, lines, promises."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jointstock.programme.row import Row
from jointstock.words.fields import MOST_TOTAL, Kind, column
from jointstock.words.months import Month


@dataclass(frozen=True, kw_only=True, slots=True)
class Contract(Row):
    """A framework agreement."""

    contract: str = column(Kind.CODE, "code of the contract", key=True)
    agency: str = column(Kind.CODE, "who runs it", default="", refers=("parties",))
    ceiling: int | None = column(
        Kind.WHOLE,
        "most units that may ever be called off",
        unit="units",
        default=None,
        low=0,
        high=MOST_TOTAL,
    )
    called_off_before: int = column(
        Kind.WHOLE,
        "called off before the start and not in promised",
        unit="units",
        default=0,
        low=0,
        high=MOST_TOTAL,
    )
    call_off_from: Month | None = column(Kind.MONTH, "first month of call-offs", default=None)
    call_off_to: Month | None = column(Kind.MONTH, "last month of call-offs", default=None)
    fee_percent: Decimal = column(
        Kind.DECIMAL,
        "the agency's fee on each payment",
        unit="percent",
        default=Decimal(0),
        low=0,
        high=100,
    )
    advance_percent: Decimal = column(
        Kind.DECIMAL,
        "part of the price paid at call-off",
        unit="percent",
        default=Decimal(0),
        low=0,
        high=100,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Signatory(Row):
    """Who may call off under a contract."""

    contract: str = column(Kind.CODE, "under which contract", key=True, refers=("contracts",))
    member: str = column(Kind.NATION, "who may call off", key=True, refers=("members",))
    from_: Month | None = column(Kind.MONTH, "first month it may", default=None)
    advance_percent: Decimal | None = column(
        Kind.DECIMAL,
        "its own advance, where it differs from the contract's",
        unit="percent",
        default=None,
        low=0,
        high=100,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand(Row):
    """What a member wants to buy more."""

    member: str = column(Kind.NATION, "who wants it", key=True, refers=("members",))
    contract: str = column(Kind.CODE, "under which contract", key=True, refers=("contracts",))
    item: str = column(Kind.CODE, "what it wants", key=True, refers=("items",))
    by: Month | None = column(
        Kind.MONTH, "month by which the firm part is wanted; blank: no date", default=None, key=True
    )
    firm: int = column(Kind.WHOLE, "to be called off", unit="units", default=0, low=0)
    optional: int = column(
        Kind.WHOLE, "that may be called off as well", unit="units", default=0, low=0
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Price(Row):
    """A price band: from that total of the contract on, one price for all units."""

    contract: str = column(Kind.CODE, "of which contract", key=True, refers=("contracts",))
    item: str = column(Kind.CODE, "of which item", key=True, refers=("items",))
    from_units: int = column(
        Kind.WHOLE,
        "total from which the band holds",
        unit="units",
        key=True,
        low=0,
        high=MOST_TOTAL,
    )
    unit_price: Decimal = column(Kind.DECIMAL, "price of a unit", unit="units of currency", low=0)
    currency: str = column(Kind.CURRENCY, "currency of the price")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line(Row):
    """A production line."""

    line: str = column(Kind.CODE, "code of the line", key=True)
    supplier: str = column(Kind.CODE, "who runs it", default="", refers=("parties",))
    contract: str = column(Kind.CODE, "under which contract it delivers", refers=("contracts",))
    item: str = column(Kind.CODE, "what it makes", refers=("items",))
    lead_months: int = column(
        Kind.WHOLE, "from call-off to the first possible delivery", unit="months", default=0, low=0
    )
    already_open: bool = column(Kind.FLAG, "whether it is open at the start", default=False)
    minimum_order: int = column(
        Kind.WHOLE,
        "call-offs it needs over the horizon to be opened",
        unit="units",
        default=0,
        low=0,
    )
    opening_cost: Decimal = column(
        Kind.DECIMAL,
        "cost of opening it, paid in common",
        unit="units of currency",
        default=Decimal(0),
        low=0,
    )
    currency: str = column(Kind.CURRENCY, "currency of the opening cost", default="")


@dataclass(frozen=True, kw_only=True, slots=True)
class Capacity(Row):
    """What a line can deliver a month, from a month on, until its next row."""

    line: str = column(Kind.CODE, "which line", key=True, refers=("lines",))
    from_: Month = column(Kind.MONTH, "first month of the step", key=True)
    units_per_month: int = column(Kind.WHOLE, "most it can deliver", unit="units a month", low=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ramp(Row):
    """A step that adds capacity to a line, in the order of its steps."""

    line: str = column(Kind.CODE, "which line", key=True, refers=("lines",))
    step: int = column(Kind.WHOLE, "number of the step, from 1 on", key=True, low=1, high=1_000)
    decide_from: Month | None = column(Kind.MONTH, "first month to decide it", default=None)
    decide_to: Month | None = column(Kind.MONTH, "last month to decide it", default=None)
    extra_per_month: int = column(Kind.WHOLE, "what it adds", unit="units a month", low=0)
    lead_months: int = column(
        Kind.WHOLE, "from the decision to the first month with it", unit="months", default=0, low=0
    )
    cost: Decimal = column(
        Kind.DECIMAL,
        "its cost, paid in common",
        unit="units of currency",
        default=Decimal(0),
        low=0,
    )
    currency: str = column(Kind.CURRENCY, "currency of the cost", default="")


@dataclass(frozen=True, kw_only=True, slots=True)
class Promised(Row):
    """What a line already owes at the start."""

    line: str = column(Kind.CODE, "which line owes", key=True, refers=("lines",))
    customer: str = column(
        Kind.CODE,
        "to whom: a member, a party, or outside",
        key=True,
        refers=("members", "parties"),
        words=("outside",),
    )
    due: Month = column(Kind.MONTH, "month in which it falls due", key=True)
    units: int = column(Kind.WHOLE, "owed", unit="units", low=0)
    contract: str = column(
        Kind.CODE,
        "contract under which it was called off, if any",
        default="",
        key=True,
        refers=("contracts",),
    )
    paid: bool = column(Kind.FLAG, "whether it has been paid for", default=False)
