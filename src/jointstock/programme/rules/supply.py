"""Contracts and lines: price bands, ramps, promises, and what demand needs to be met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from jointstock.programme.faults import fault
from jointstock.programme.rules.draft import Draft, cell, others
from jointstock.programme.tables import Demand, Price, Ramp
from jointstock.words.errors import Problem


def bands(draft: Draft) -> Iterator[Problem]:
    """Bands of one item under one contract begin at the first unit, rise, and share a currency."""
    found: dict[tuple[str, str], list[Price]] = defaultdict(list)
    for row in draft.programme.prices:
        found[row.contract, row.item].append(row)
    for (contract, item), rows in found.items():
        name = f"{item} under {contract}"
        lowest = min(rows, key=lambda row: row.from_units)
        if lowest.from_units > 1:
            message = f"begins the first band of {name}, so that smaller totals have no price"
            place = cell(lowest, "from_units")
            yield fault("band-first", place, lowest.from_units, message)
        for before, row in pairwise(rows):
            if row.currency != before.currency:
                message = f"is not the currency of row {before.at.row}, {before.currency}"
                yield fault("band-currency", cell(row, "currency"), row.currency, message)
            # Rows of an overlay may belong between those that are there.
            falls = row.from_units < before.from_units and row.at.file == before.at.file
            if falls or (row.from_units == 1 and before.from_units == 0):
                message = f"does not begin a band above row {before.at.row}, {before.from_units}"
                yield fault("band-order", cell(row, "from_units"), row.from_units, message)
        for before, row in pairwise(sorted(rows, key=lambda row: row.from_units)):
            if row.unit_price > before.unit_price and row.currency == before.currency:
                message = f"is more than the price of smaller totals, {before.unit_price}"
                yield fault("band-price", cell(row, "unit_price"), row.unit_price, message)


def unpriced(draft: Draft) -> Iterator[Problem]:
    """A remark on items that are made under a contract and have no price there."""
    priced = {(row.contract, row.item) for row in draft.programme.prices}
    for row in draft.programme.lines:
        known = draft.knows(contracts=row.contract, items=row.item)
        if known and (row.contract, row.item) not in priced:
            priced.add((row.contract, row.item))
            message = f"has no price under {row.contract}; no money is planned for it"
            yield fault("price-missing", cell(row, "item"), row.item, message)


def unmade(draft: Draft) -> Iterator[Problem]:
    """A remark on demand that no line can meet, one for each contract and item."""
    made = {(row.contract, row.item) for row in draft.programme.lines}
    rows: dict[tuple[str, str], list[Demand]] = defaultdict(list)
    for row in draft.programme.demand:
        known = draft.knows(contracts=row.contract, items=row.item)
        if known and (row.contract, row.item) not in made:
            rows[row.contract, row.item].append(row)
    for (contract, item), found in rows.items():
        message = f"is made by no line under {contract}{others(len(found) - 1)}"
        yield fault("line-missing", cell(found[0], "item"), item, message)


def lines_without_capacity(draft: Draft) -> Iterator[Problem]:
    """A remark on lines that deliver nothing for want of a row in capacity."""
    known = {row.line for row in draft.programme.capacity}
    for row in draft.programme.lines:
        if row.line not in known:
            message = "has no row in capacity and delivers nothing without a ramp"
            yield fault("capacity-missing", cell(row, "line"), row.line, message)


def ramp_steps(draft: Draft) -> Iterator[Problem]:
    """The steps of a line are numbered from 1 on without a gap."""
    found: dict[str, list[Ramp]] = defaultdict(list)
    for row in draft.programme.ramps:
        found[row.line].append(row)
    for rows in found.values():
        for wanted, row in enumerate(sorted(rows, key=lambda row: row.step), start=1):
            if row.step != wanted:
                message = f"stands where line {row.line} needs its step {wanted}"
                yield fault("ramp-steps", cell(row, "step"), row.step, message)
                break


def contracts_of_promises(draft: Draft) -> Iterator[Problem]:
    """A promise that names a contract names its line's."""
    lines = {row.line: row for row in draft.programme.lines}
    for row in draft.programme.promised:
        line = lines.get(row.line)
        if line is None or not row.contract or not draft.knows(contracts=row.contract):
            continue
        if line.contract != row.contract:
            message = f"is not the contract of line {row.line}, {line.contract}"
            yield fault("promise-contract", cell(row, "contract"), row.contract, message)


def past_of_several_items(draft: Draft) -> Iterator[Problem]:
    """Past call-offs that select a price band say of which item they were."""
    items: dict[str, set[str]] = defaultdict(set)
    for line in draft.programme.lines:
        items[line.contract].add(line.item)
    several: dict[tuple[str, str], int] = defaultdict(int)
    for price in draft.programme.prices:
        several[price.contract, price.item] += 1
    for row in draft.programme.contracts:
        made = items[row.contract]
        banded = any(several[row.contract, item] > 1 for item in made)
        if row.called_off_before > 0 and len(made) > 1 and banded:
            message = f"may be of any of {', '.join(sorted(made))}, which have price bands"
            place = cell(row, "called_off_before")
            yield fault("past-unclear", place, row.called_off_before, message)


def demand_of_signatories(draft: Draft) -> Iterator[Problem]:
    """A remark on demand of members that may not call off, one for each member and contract."""
    signed = {(row.contract, row.member) for row in draft.programme.signatories}
    rows: dict[tuple[str, str], list[Demand]] = defaultdict(list)
    for row in draft.programme.demand:
        known = draft.knows(contracts=row.contract, members=row.member)
        if known and (row.contract, row.member) not in signed:
            rows[row.contract, row.member].append(row)
    for (contract, member), found in rows.items():
        message = f"is no signatory of {contract} and calls nothing off{others(len(found) - 1)}"
        yield fault("demand-not-signatory", cell(found[0], "member"), member, message)
