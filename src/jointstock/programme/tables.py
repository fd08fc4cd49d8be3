"""The tables of a programme folder: the one dictionary of fields, as typed rows.

A class is a table, an attribute is a column. Reading, checking, the data package, the reference
page and the workbook all follow these declarations.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from decimal import Decimal

from jointstock.words.errors import Place
from jointstock.words.fields import Field, Kind, column, fields_of
from jointstock.words.months import Month

_BASES = ("reported", "estimated", "assumed")
_MAY_GIVE = ("any", "non-lethal", "none")


@dataclass(frozen=True, kw_only=True)
class Row:
    """What every row of every table may carry: where its figures come from (R7)."""

    basis: str = field(
        default="assumed",
        metadata=column(
            Kind.CHOICE,
            "how the row is known; a row that does not say is assumed",
            default="assumed",
            choices=_BASES,
        ).metadata,
    )
    source: str = column(Kind.TEXT, "where the row was read, or who assumed it", default="")
    note: str = column(Kind.TEXT, "what a reader should know about the row", default="")
    at: Place = field(default=Place(""), compare=False, repr=False)

    @property
    def ref(self) -> str:
        """The row's name in ``rests_on``: ``table:row``."""
        return f"{self.at.file.removesuffix('.csv')}:{self.at.row}"


@dataclass(frozen=True, kw_only=True)
class Member(Row):
    """A nation in the programme."""

    member: str = column(Kind.NATION, "code of the nation", key=True)
    name: str = column(Kind.TEXT, "name of the nation", default="")
    weight: Decimal = column(
        Kind.DECIMAL, "how much a step of its floor weighs", default=Decimal(1), low=0
    )
    fiscal_year_start: int = column(
        Kind.WHOLE, "month in which its fiscal year starts", unit="month", default=1, low=1, high=12
    )
    may_give: str = column(Kind.CHOICE, "what it may give", default="any", choices=_MAY_GIVE)


@dataclass(frozen=True, kw_only=True)
class Party(Row):
    """Any other actor: agency, supplier, recipient, payer, customer."""

    party: str = column(Kind.CODE, "code of the party", key=True)
    name: str = column(Kind.TEXT, "name of the party", default="")
    role: str = column(
        Kind.CHOICE,
        "what it does in the programme",
        choices=("agency", "supplier", "recipient", "payer", "customer"),
    )
    may_give: str = column(Kind.CHOICE, "what it may give", default="any", choices=_MAY_GIVE)


@dataclass(frozen=True, kw_only=True)
class Item(Row):
    """A thing that is bought."""

    item: str = column(Kind.CODE, "code of the item", key=True)
    name: str = column(Kind.TEXT, "name of the item", default="")
    kind: str = column(Kind.TEXT, "what sort of thing it is", default="")
    lethal: bool = column(Kind.FLAG, "whether it is lethal", default=False)


@dataclass(frozen=True, kw_only=True)
class Stock(Row):
    """Opening stock of a member."""

    member: str = column(Kind.NATION, "who holds it", key=True, refers=("members",))
    item: str = column(Kind.CODE, "what is held", key=True, refers=("items",))
    units: int = column(Kind.WHOLE, "held before the first month", unit="units", low=0)


@dataclass(frozen=True, kw_only=True)
class Use(Row):
    """A member's own planned consumption, expiry included."""

    member: str = column(Kind.NATION, "who uses", key=True, refers=("members",))
    item: str = column(Kind.CODE, "what is used", key=True, refers=("items",))
    month: Month = column(Kind.MONTH, "in which month", key=True)
    units: int = column(Kind.WHOLE, "used or expired in the month", unit="units", low=0)


@dataclass(frozen=True, kw_only=True)
class Floor(Row):
    """What a member must hold from a month on, until its next row."""

    member: str = column(Kind.NATION, "who must hold", key=True, refers=("members",))
    item: str = column(Kind.CODE, "what must be held", key=True, refers=("items",))
    from_: Month = column(Kind.MONTH, "first month of the step", key=True)
    units: int = column(Kind.WHOLE, "to hold at the end of each month", unit="units", low=0)
    method: str = column(
        Kind.CHOICE, "how it was set", default="stated", choices=("stated", "days", "risk")
    )


@dataclass(frozen=True, kw_only=True)
class Contract(Row):
    """A framework agreement."""

    contract: str = column(Kind.CODE, "code of the contract", key=True)
    agency: str = column(Kind.CODE, "who runs it", default="", refers=("parties",))
    ceiling: int | None = column(
        Kind.WHOLE, "most units that may ever be called off", unit="units", default=None, low=0
    )
    called_off_before: int = column(
        Kind.WHOLE,
        "called off before the start and not in promised",
        unit="units",
        default=0,
        low=0,
    )
    call_off_from: Month | None = column(Kind.MONTH, "first month of call-offs", default=None)
    call_off_to: Month | None = column(Kind.MONTH, "last month of call-offs", default=None)
    fee_percent: Decimal = column(
        Kind.DECIMAL, "the agency's fee on each payment", unit="percent", default=Decimal(0), low=0
    )
    advance_percent: Decimal = column(
        Kind.DECIMAL,
        "part of the price paid at call-off",
        unit="percent",
        default=Decimal(0),
        low=0,
        high=100,
    )


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
class Price(Row):
    """A price band: from that total of the contract on, one price for all units."""

    contract: str = column(Kind.CODE, "of which contract", key=True, refers=("contracts",))
    item: str = column(Kind.CODE, "of which item", key=True, refers=("items",))
    from_units: int = column(
        Kind.WHOLE, "total from which the band holds", unit="units", key=True, low=0
    )
    unit_price: Decimal = column(Kind.DECIMAL, "price of a unit", unit="units of currency", low=0)
    currency: str = column(Kind.CURRENCY, "currency of the price")


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
class Capacity(Row):
    """What a line can deliver a month, from a month on, until its next row."""

    line: str = column(Kind.CODE, "which line", key=True, refers=("lines",))
    from_: Month = column(Kind.MONTH, "first month of the step", key=True)
    units_per_month: int = column(Kind.WHOLE, "most it can deliver", unit="units a month", low=0)


@dataclass(frozen=True, kw_only=True)
class Ramp(Row):
    """A step that adds capacity to a line, in the order of its steps."""

    line: str = column(Kind.CODE, "which line", key=True, refers=("lines",))
    step: int = column(Kind.WHOLE, "number of the step, from 1 on", key=True, low=1)
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


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
class Cost(Row):
    """What the programme pays in common."""

    contract: str = column(Kind.CODE, "under which contract", key=True, refers=("contracts",))
    month: Month = column(Kind.MONTH, "in which month", key=True)
    purpose: str = column(Kind.TEXT, "what for", key=True)
    amount: Decimal = column(Kind.DECIMAL, "how much", unit="units of currency", low=0)
    currency: str = column(Kind.CURRENCY, "in which currency")


@dataclass(frozen=True, kw_only=True)
class Budget(Row):
    """Money a member may spend (payment) or sign for (commitment) in a fiscal year."""

    member: str = column(Kind.NATION, "whose money", key=True, refers=("members",))
    fiscal_year: int = column(
        Kind.WHOLE, "calendar year in which the fiscal year starts", key=True, low=1900, high=2200
    )
    kind: str = column(
        Kind.CHOICE,
        "to pay, or to sign for",
        default="payment",
        choices=("payment", "commitment"),
        key=True,
    )
    amount: Decimal = column(Kind.DECIMAL, "granted", unit="units of currency", low=0)
    currency: str = column(Kind.CURRENCY, "one currency a member")
    carry_over: bool = column(
        Kind.FLAG, "whether what is left may be spent in the next year", default=False
    )


@dataclass(frozen=True, kw_only=True)
class Donation(Row):
    """What a donor is ready to give."""

    donation: str = column(Kind.CODE, "code of the row", key=True)
    donor: str = column(Kind.NATION, "who gives", refers=("members",))
    item: str = column(Kind.CODE, "what is given", refers=("items",))
    recipient: str = column(Kind.CODE, "to whom", refers=("parties",))
    up_to: int = column(Kind.WHOLE, "most that is given", unit="units", low=0)
    not_before: Month | None = column(Kind.MONTH, "first month of a gift", default=None)
    weight: Decimal = column(Kind.DECIMAL, "how much a unit weighs", default=Decimal(1), low=0)
    keep_units: int = column(
        Kind.WHOLE, "what the donor holds from its first gift on", unit="units", default=0, low=0
    )
    backfill_within_months: int | None = column(
        Kind.WHOLE,
        "months within which a gift must be backfilled; blank: no deadline",
        unit="months",
        default=None,
        low=0,
    )
    group: str = column(
        Kind.CODE, "rows of one group are given in full in one month or not at all", default=""
    )


@dataclass(frozen=True, kw_only=True)
class Funding(Row):
    """A third nation pays for a donor's backfill."""

    payer: str = column(Kind.CODE, "who pays", key=True, refers=("parties", "members"))
    donation: str = column(
        Kind.CODE, "for the backfill of which donation", key=True, refers=("donations",)
    )
    amount: Decimal = column(Kind.DECIMAL, "up to how much", unit="units of currency", low=0)
    currency: str = column(Kind.CURRENCY, "in which currency")
    from_: Month | None = column(Kind.MONTH, "first month it pays", default=None, key=True)
    to: Month | None = column(Kind.MONTH, "last month it pays", default=None)


@dataclass(frozen=True, kw_only=True)
class OutsideOffer(Row):
    """What buying alone would cost."""

    item: str = column(Kind.CODE, "what is offered", key=True, refers=("items",))
    unit_price: Decimal = column(Kind.DECIMAL, "price of a unit", unit="units of currency", low=0)
    currency: str = column(Kind.CURRENCY, "currency of the price")
    lead_months: int = column(Kind.WHOLE, "from order to delivery", unit="months", default=0, low=0)
    minimum_order: int = column(Kind.WHOLE, "least that is sold", unit="units", default=0, low=0)


@dataclass(frozen=True, kw_only=True)
class Escalation(Row):
    """Price index by calendar year."""

    year: int = column(Kind.WHOLE, "calendar year", key=True, low=1900, high=2200)
    index: Decimal = column(Kind.DECIMAL, "price level of the year", low=0)


@dataclass(frozen=True, kw_only=True)
class Exchange(Row):
    """Exchange rate of a month, which holds until the next row of the pair."""

    month: Month = column(Kind.MONTH, "from which month", key=True)
    from_: str = column(Kind.CURRENCY, "currency that is given", key=True)
    to: str = column(Kind.CURRENCY, "currency that is got", key=True)
    rate: Decimal = column(Kind.DECIMAL, "units of `to` for one unit of `from`", low=0)


@dataclass(frozen=True, kw_only=True)
class Raid(Row):
    """A day's raids of one class, from the public record, without places."""

    day: str = column(Kind.DAY, "day on which the raid ended", key=True)
    class_: str = column(Kind.CODE, "threat class", key=True)
    launched: int = column(Kind.WHOLE, "launched", unit="threats", low=0)
    stopped: int | None = column(
        Kind.WHOLE, "reported as stopped", unit="threats", default=None, low=0
    )
    killed: int | None = column(
        Kind.WHOLE, "people reported killed", unit="people", default=None, low=0
    )
    injured: int | None = column(
        Kind.WHOLE, "people reported injured", unit="people", default=None, low=0
    )


@dataclass(frozen=True, kw_only=True)
class Threat(Row):
    """A threat class."""

    class_: str = column(Kind.CODE, "code of the class", key=True)
    name: str = column(Kind.TEXT, "name of the class", default="")


@dataclass(frozen=True, kw_only=True)
class Defence(Row):
    """An item against a class: what is known of its success."""

    item: str = column(Kind.CODE, "which item", key=True, refers=("items",))
    class_: str = column(Kind.CODE, "against which class", key=True, refers=("threats",))
    successes: Decimal = column(Kind.DECIMAL, "shots that stopped the threat", unit="shots", low=0)
    failures: Decimal = column(Kind.DECIMAL, "shots that did not", unit="shots", low=0)
    looks: str = column(Kind.TEXT, "shots at each look, as 2 1", default="1")


@dataclass(frozen=True, kw_only=True)
class Exposure(Row):
    """Which part of the raid record a member plans for, and at what scale."""

    member: str = column(Kind.NATION, "who plans for it", key=True, refers=("members",))
    class_: str = column(Kind.CODE, "which class", key=True, refers=("threats",))
    from_: str = column(Kind.DAY, "first day of the reference", default="")
    to: str = column(Kind.DAY, "last day of the reference", default="")
    factor: Decimal = column(Kind.DECIMAL, "scale of the reference", default=Decimal(1), low=0)
    factor_sd: Decimal = column(
        Kind.DECIMAL, "standard deviation of the scale", default=Decimal(0), low=0
    )


@dataclass(frozen=True, kw_only=True)
class Announcement(Row):
    """A sum told to the public; nothing is planned from it, the report reconciles with it.

    The row whose ``what`` is ``total`` states the sum; the rows with ``counted_in_total`` are
    the reported parts it is compared with.
    """

    what: str = column(Kind.CODE, "what the sum is for; total: the announced sum", key=True)
    who: str = column(
        Kind.CODE,
        "whose sum it is: a member, a party, or all",
        key=True,
        refers=("members", "parties"),
        words=("all",),
    )
    units: int | None = column(
        Kind.WHOLE, "units told with it; blank: not told", unit="units", default=None, low=0
    )
    amount: Decimal | None = column(
        Kind.DECIMAL, "how much; blank: not told", unit="units of currency", default=None, low=0
    )
    currency: str = column(Kind.CURRENCY, "in which currency", default="")
    date: Month | None = column(Kind.MONTH, "month in which it was told", default=None)
    counted_in_total: bool = column(
        Kind.FLAG, "whether it is a part of the announced sum", default=False
    )


TABLES: dict[str, type[Row]] = {
    "members": Member,
    "parties": Party,
    "items": Item,
    "stocks": Stock,
    "use": Use,
    "floors": Floor,
    "contracts": Contract,
    "signatories": Signatory,
    "demand": Demand,
    "prices": Price,
    "lines": Line,
    "capacity": Capacity,
    "ramps": Ramp,
    "promised": Promised,
    "costs": Cost,
    "budgets": Budget,
    "donations": Donation,
    "funding": Funding,
    "outside_offers": OutsideOffer,
    "escalation": Escalation,
    "exchange": Exchange,
    "raids": Raid,
    "threats": Threat,
    "defences": Defence,
    "exposure": Exposure,
    "announcements": Announcement,
}


def dictionary(table: str) -> tuple[Field, ...]:
    """The columns of a table, its own first, then basis, source and note."""
    found = fields_of(TABLES[table])
    shared = {declared.name for declared in dataclasses.fields(Row)}
    own = tuple(one for one in found if one.attribute not in shared)
    return own + tuple(one for one in found if one.attribute in shared)


def key_of(table: str) -> tuple[str, ...]:
    """The attributes that make up a table's key."""
    return tuple(one.attribute for one in dictionary(table) if one.key)
