"""Names: what a row refers to is there, and no name has two meanings."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from jointstock.programme.faults import fault
from jointstock.programme.hints import nearest
from jointstock.programme.limits import MOST_TOLD
from jointstock.programme.rules.draft import Draft, cell
from jointstock.programme.tables import TABLES, dictionary
from jointstock.words.codes import MINOR_DIGITS
from jointstock.words.errors import Problem
from jointstock.words.fields import Field

RESERVED = ("outside", "all")

# Which roles a party may have where a column names it.
FITTING: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("contracts", "agency", ("agency",)),
    ("lines", "supplier", ("supplier",)),
    ("donations", "recipient", ("recipient",)),
    ("promised", "customer", ("customer", "recipient")),
    ("funding", "payer", ("payer",)),
)


def references(draft: Draft) -> Iterator[Problem]:
    """Every name is a key of a table that its column refers to."""
    for table in TABLES:
        for declared in dictionary(table):
            # Who gives is told more exactly by the rule on givers.
            if declared.refers and (table, declared.name) != ("donations", "donor"):
                yield from _unknown(draft, table, declared)


def _unknown(draft: Draft, table: str, declared: Field) -> Iterator[Problem]:
    known: set[object] = {*declared.words, "", None}
    for target in declared.refers:
        keys = draft.known.get(target, set())
        if keys is None:
            return
        known |= keys
    unknown = set(draft.values(table, declared.attribute)) - known
    if not unknown:
        return
    rows = getattr(draft.programme, table)
    value_of = attrgetter(declared.attribute)
    names = sorted(str(name) for name in known if name)
    repairs: dict[object, str] = {}
    tables = " or ".join(declared.refers)
    for row in rows:
        value = value_of(row)
        if value in unknown:
            if value not in repairs and len(repairs) < MOST_TOLD:
                near = nearest(value, names)
                add = f"write {near}, or add {value} to {declared.refers[0]}"
                repairs[value] = add if near else ""
            message = f"is in no row of {tables}"
            place = cell(row, declared.name)
            yield fault("reference-unknown", place, value, message, repairs.get(value, ""))


def reserved_codes(draft: Draft) -> Iterator[Problem]:
    """No party bears a word that the tables use."""
    for row in draft.programme.parties:
        if row.party in RESERVED:
            yield fault("code-reserved", cell(row, "party"), row.party, "is a word of the tables")


def items_named_as_currencies(draft: Draft) -> Iterator[Problem]:
    """No item is named as a currency is."""
    for row in draft.programme.items:
        if row.item in MINOR_DIGITS:
            yield fault("code-is-currency", cell(row, "item"), row.item, "is a currency's code")


def parties_named_as_members(draft: Draft) -> Iterator[Problem]:
    """No party has the code of a member."""
    members = {row.member: row for row in draft.programme.members}
    for row in draft.programme.parties:
        if row.party in members:
            at = members[row.party].at
            message = f"is a member already ({at.file}:{at.row})"
            yield fault("party-is-member", cell(row, "party"), row.party, message)


def roles(draft: Draft) -> Iterator[Problem]:
    """A party that a row names has a role that fits."""
    parties = {row.party: row for row in draft.programme.parties}
    for table, column, fitting in FITTING:
        for row in getattr(draft.programme, table):
            name = getattr(row, column)
            party = parties.get(name)
            if party is not None and party.role not in fitting:
                message = f"is a party whose role is {party.role}, not {' or '.join(fitting)}"
                yield fault("role-unfit", cell(row, column), name, message)
