"""Whose rows are whose: the part of a programme that a member tells itself, and what it is shown.

A member tells what it holds, uses, must hold, wants, may spend and is ready to give. It is shown
the codes that those rows need, and of other members nothing.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import compress
from operator import attrgetter

from jointstock.programme.programme import Programme
from jointstock.programme.tables import TABLES, Row

# The tables that members fill in, and the attribute that says whose row it is.
OWN: dict[str, str] = {
    "stocks": "member",
    "use": "member",
    "floors": "member",
    "demand": "member",
    "budgets": "member",
    "donations": "donor",
}
# What a member is shown: rows of every member's, and of those of its own.
SHOWN: dict[str, str] = {
    "members": "member",
    "parties": "",
    "items": "",
    "contracts": "",
    "signatories": "member",
}


def owner(table: str, row: Row) -> str:
    """The member whose row it is, of a table of `OWN`."""
    return str(getattr(row, OWN[table]))


def own_rows(programme: Programme, table: str, member: str) -> tuple[Row, ...]:
    """The member's rows of a table of `OWN` or `SHOWN`, in their order."""
    attribute = (OWN | SHOWN)[table]
    rows: tuple[Row, ...] = getattr(programme, table)
    if not attribute:
        return rows
    return tuple(compress(rows, map(member.__eq__, map(attrgetter(attribute), rows))))


def rows_by_owner(programme: Programme, table: str) -> dict[str, tuple[Row, ...]]:
    """The rows of a table of `OWN` by the member whose they are, each in their order."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    rows: tuple[Row, ...] = getattr(programme, table)
    for member, row in zip(map(attrgetter(OWN[table]), rows), rows, strict=True):
        found[member].append(row)
    return {member: tuple(rows) for member, rows in found.items()}


def part_of(programme: Programme, member: str) -> Programme:
    """The programme as the member sees it.

    Its digest is the same as long as nobody changes what the member sees, so that the answers of
    others do not make its own an earlier one.
    """
    seen = OWN.keys() | SHOWN.keys()
    tables = {
        table: own_rows(programme, table, member) if table in seen else () for table in TABLES
    }
    return programme.replace(**tables)
