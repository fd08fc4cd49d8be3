"""Whose rows are whose: the part of a programme that each member tells itself."""

from __future__ import annotations

from jointstock.programme.programme import Programme
from jointstock.programme.tables import Row

# The tables that members fill in, and the column that says whose row it is.
OWN: dict[str, str] = {
    "stocks": "member",
    "use": "member",
    "floors": "member",
    "demand": "member",
    "budgets": "member",
    "donations": "donor",
}


def own_rows(programme: Programme, table: str, member: str) -> tuple[Row, ...]:
    """The rows of a table of `OWN` that are the member's, in their order."""
    return tuple(row for row in getattr(programme, table) if owner(table, row) == member)


def owner(table: str, row: Row) -> str:
    """The member whose row it is, of a table of `OWN`."""
    return str(getattr(row, OWN[table]))
