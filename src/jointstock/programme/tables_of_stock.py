"""Tables of who holds what: members, parties, items, stocks, use, floors."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jointstock.programme.row import MAY_GIVE, Row
from jointstock.words.fields import Kind, column
from jointstock.words.months import Month


@dataclass(frozen=True, kw_only=True, slots=True)
class Member(Row):
    """A nation in the programme."""

    member: str = column(Kind.NATION, "code of the nation", key=True)
    name: str = column(Kind.TEXT, "name of the nation", default="")
    weight: Decimal = column(
        Kind.DECIMAL,
        "how much a step of its floor weighs",
        default=Decimal(1),
        low=0,
        high=1_000_000,
    )
    fiscal_year_start: int = column(
        Kind.WHOLE, "month in which its fiscal year starts", unit="month", default=1, low=1, high=12
    )
    may_give: str = column(Kind.CHOICE, "what it may give", default="any", choices=MAY_GIVE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Party(Row):
    """Any other actor: agency, supplier, recipient, payer, customer."""

    party: str = column(Kind.CODE, "code of the party", key=True)
    name: str = column(Kind.TEXT, "name of the party", default="")
    role: str = column(
        Kind.CHOICE,
        "what it does in the programme",
        choices=("agency", "supplier", "recipient", "payer", "customer"),
    )
    may_give: str = column(Kind.CHOICE, "what it may give", default="any", choices=MAY_GIVE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Item(Row):
    """A thing that is bought."""

    item: str = column(Kind.CODE, "code of the item", key=True)
    name: str = column(Kind.TEXT, "name of the item", default="")
    kind: str = column(Kind.TEXT, "what sort of thing it is", default="")
    lethal: bool = column(Kind.FLAG, "whether it is lethal", default=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stock(Row):
    """Opening stock of a member."""

    member: str = column(Kind.NATION, "who holds it", key=True, refers=("members",))
    item: str = column(Kind.CODE, "what is held", key=True, refers=("items",))
    units: int = column(Kind.WHOLE, "held before the first month", unit="units", low=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Use(Row):
    """A member's own planned consumption, expiry included."""

    member: str = column(Kind.NATION, "who uses", key=True, refers=("members",))
    item: str = column(Kind.CODE, "what is used", key=True, refers=("items",))
    month: Month = column(Kind.MONTH, "in which month", key=True)
    units: int = column(Kind.WHOLE, "used or expired in the month", unit="units", low=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Floor(Row):
    """What a member must hold from a month on, until its next row."""

    member: str = column(Kind.NATION, "who must hold", key=True, refers=("members",))
    item: str = column(Kind.CODE, "what must be held", key=True, refers=("items",))
    from_: Month = column(Kind.MONTH, "first month of the step", key=True)
    units: int = column(Kind.WHOLE, "to hold at the end of each month", unit="units", low=0)
    method: str = column(
        Kind.CHOICE, "how it was set", default="stated", choices=("stated", "days", "risk")
    )
