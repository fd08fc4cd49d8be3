"""Tables of money and gifts: costs, budgets, donations, funding, rates, announcements."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jointstock.programme.row import Row
from jointstock.words.fields import Kind, column
from jointstock.words.months import Month


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost(Row):
    """What the programme pays in common."""

    contract: str = column(Kind.CODE, "under which contract", key=True, refers=("contracts",))
    month: Month = column(Kind.MONTH, "in which month", key=True)
    purpose: str = column(Kind.TEXT, "what for", key=True)
    amount: Decimal = column(Kind.DECIMAL, "how much", unit="units of currency", low=0)
    currency: str = column(Kind.CURRENCY, "in which currency")


@dataclass(frozen=True, kw_only=True, slots=True)
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Donation(Row):
    """What a donor is ready to give."""

    donation: str = column(Kind.CODE, "code of the row", key=True)
    # A code, since a party that may not give is told so by name rather than as no nation.
    donor: str = column(Kind.CODE, "who gives: a member", refers=("members",))
    item: str = column(Kind.CODE, "what is given", refers=("items",))
    recipient: str = column(Kind.CODE, "to whom", refers=("parties",))
    up_to: int = column(Kind.WHOLE, "most that is given", unit="units", low=0)
    not_before: Month | None = column(Kind.MONTH, "first month of a gift", default=None)
    weight: Decimal = column(
        Kind.DECIMAL, "how much a unit weighs", default=Decimal(1), low=0, high=1_000_000
    )
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


@dataclass(frozen=True, kw_only=True, slots=True)
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


@dataclass(frozen=True, kw_only=True, slots=True)
class OutsideOffer(Row):
    """What buying alone would cost."""

    item: str = column(Kind.CODE, "what is offered", key=True, refers=("items",))
    unit_price: Decimal = column(Kind.DECIMAL, "price of a unit", unit="units of currency", low=0)
    currency: str = column(Kind.CURRENCY, "currency of the price")
    lead_months: int = column(
        Kind.WHOLE, "from purchase to delivery", unit="months", default=0, low=0
    )
    minimum_order: int = column(Kind.WHOLE, "least that is sold", unit="units", default=0, low=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Escalation(Row):
    """Price index by calendar year."""

    year: int = column(Kind.WHOLE, "calendar year", key=True, low=1900, high=2200)
    index: Decimal = column(Kind.DECIMAL, "price level of the year", low=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange(Row):
    """Exchange rate of a month, which holds until the next row of the pair."""

    month: Month = column(Kind.MONTH, "from which month", key=True)
    from_: str = column(Kind.CURRENCY, "currency that is given", key=True)
    to: str = column(Kind.CURRENCY, "currency that is got", key=True)
    rate: Decimal = column(Kind.DECIMAL, "units of `to` for one unit of `from`", low=0)


@dataclass(frozen=True, kw_only=True, slots=True)
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
