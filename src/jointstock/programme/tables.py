"""The tables of a programme folder: the one dictionary of fields, as typed rows.

A class is a table, an attribute is a column. Reading, checking, the data package, the reference
page and the workbook all follow these declarations.
"""

from __future__ import annotations

import dataclasses
from functools import cache

from jointstock.programme.row import Row
from jointstock.programme.tables_of_money import (
    Announcement,
    Budget,
    Cost,
    Donation,
    Escalation,
    Exchange,
    Funding,
    OutsideOffer,
)
from jointstock.programme.tables_of_raids import Defence, Exposure, Raid, RaidMonth, Threat
from jointstock.programme.tables_of_stock import Floor, Item, Member, Party, Stock, Use
from jointstock.programme.tables_of_supply import (
    Capacity,
    Contract,
    Demand,
    Line,
    Price,
    Promised,
    Ramp,
    Signatory,
)
from jointstock.words.fields import Field, fields_of

__all__ = [
    "TABLES",
    "Announcement",
    "Budget",
    "Capacity",
    "Contract",
    "Cost",
    "Defence",
    "Demand",
    "Donation",
    "Escalation",
    "Exchange",
    "Exposure",
    "Floor",
    "Funding",
    "Item",
    "Line",
    "Member",
    "OutsideOffer",
    "Party",
    "Price",
    "Promised",
    "Raid",
    "RaidMonth",
    "Ramp",
    "Row",
    "Signatory",
    "Stock",
    "Threat",
    "Use",
    "dictionary",
    "key_of",
]

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
    "raid_months": RaidMonth,
    "threats": Threat,
    "defences": Defence,
    "exposure": Exposure,
    "announcements": Announcement,
}


@cache
def dictionary(table: str) -> tuple[Field, ...]:
    """The columns of a table, its own first, then basis, source and note."""
    found = fields_of(TABLES[table])
    shared = {declared.name for declared in dataclasses.fields(Row)}
    own = tuple(one for one in found if one.attribute not in shared)
    return own + tuple(one for one in found if one.attribute in shared)


@cache
def key_of(table: str) -> tuple[str, ...]:
    """The attributes that make up a table's key."""
    return tuple(one.attribute for one in dictionary(table) if one.key)
