"""A plan by slices: what was found of one stands for as long as all that it hangs on does.

A slice's entries, its check and what it is worth follow from the slice's rows, from what no slice
owns (members, rates, settings) and from what the plan decides for the slice. Which year of a budget
pays is the one thing that hangs on other slices too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from jointstock.plan.case import Case, Spent
from jointstock.plan.check.slices import (
    breaches_of_budgets,
    breaches_of_slice,
    same_but_for_years,
)
from jointstock.plan.entries import Books, planned_books
from jointstock.plan.measure import Measures, Tally, added_up, tally, units_moved
from jointstock.plan.outcome import Outcome, decisions_of
from jointstock.plan.slices import Slice, changed_rows, slices
from jointstock.plan.standing import spent, standing
from jointstock.programme.programme import Programme
from jointstock.words.entries import Entry
from jointstock.words.results import Decisions, Plan


@dataclass(frozen=True, slots=True)
class Sliced:
    """An outcome as entries, with what each slice breaks of its limits and rules and comes to."""

    outcome: Outcome
    decisions: Decisions
    books: Books
    broken: Mapping[Slice, tuple[str, ...]]
    tallies: Mapping[Slice, Tally]

    def breaches(self) -> tuple[str, ...]:
        """Every limit and rule that the plan breaks; empty for a sound plan."""
        own = (one for found in self.broken.values() for one in found)
        return (*own, *breaches_of_budgets(self.outcome.case.programme, self.books.paid))

    def worth(self) -> Measures:
        """What the plan is worth."""
        return added_up(self.outcome.case.programme, list(self.tallies.values()))


def read_slices(outcome: Outcome, kept: Sliced | None = None) -> Sliced:
    """Read an outcome by slices; what was ``kept`` of another one stands where it still holds."""
    programme = outcome.case.programme
    again = set(slices(programme)) if kept is None else _others(kept.outcome, outcome)
    books = planned_books(outcome, kept.books if kept else None, again)
    decisions = decisions_of(outcome)
    broken, tallies = {}, {}
    for own in books.parts:
        mine = own.decisions(decisions)
        if (
            kept is not None
            and own not in again
            and own.decisions(kept.decisions) == mine
            and all(same_but_for_years(*pair) for pair in _redrawn(kept.books, books, own))
        ):
            broken[own], tallies[own] = kept.broken[own], kept.tallies[own]
        else:
            entries = books.of(own)
            broken[own] = breaches_of_slice(programme, own, entries, mine)
            tallies[own] = tally(own.of(programme), entries)
    return Sliced(outcome, decisions, books, broken, tallies)


def _others(before: Outcome, after: Outcome) -> set[Slice]:
    """The slices of an outcome of which anything is not as it was in the one before."""
    every = slices(after.case.programme)
    if every != slices(before.case.programme):
        return set(every)
    found = changed_rows(before.case.programme, after.case.programme, every)
    return found | {own for own in every if not _decided_alike(before, after, own)}


def _decided_alike(before: Outcome, after: Outcome, own: Slice) -> bool:
    return all(
        one.shape == other.shape and bool(np.all(one == other))
        if isinstance(one, np.ndarray) and isinstance(other, np.ndarray)
        else one == other
        for one, other in zip(_decided(before, own), _decided(after, own), strict=True)
    )


def _decided(outcome: Outcome, own: Slice) -> Iterator[object]:
    """What an outcome says of a slice: units by month, openings, prices, and what is funded."""
    case = outcome.case
    streams = [stream.index for stream in case.streams if stream.line.line in own.lines]
    yield outcome.calls[streams]
    yield outcome.delivered[streams]
    yield outcome.gifts[
        [k for k, row in enumerate(case.donations) if row.donation in own.donations]
    ]
    yield outcome.unserved[[c for (_, item), c in case.cells.items() if item in own.items]]
    yield [line for line in outcome.opened if line in own.lines]
    ramps = ((case.ramps[index].row, t) for index, t in outcome.ramps)
    yield [one for one in ramps if one[0].line in own.lines]
    yield {key: price for key, price in outcome.tariff.prices.items() if key[0] in own.contracts}
    yield {
        key: {int(case.periods.first[p]): amount for p, amount in found.items()}
        for key, found in outcome.funded.items()
        if key[1] in own.donations
    }


def _redrawn(before: Books, after: Books, own: Slice) -> Iterator[tuple[Entry, Entry]]:
    """The entries of a slice's bills that fall on other accounts, as they were and as they are."""
    for bills in after.parts[own].bills.values():
        for bill in bills:
            then, now = before.drawn[bill], after.drawn[bill]
            if then is not now:
                yield then[1], now[1]


@dataclass(frozen=True, slots=True)
class InForce:
    """A plan in force by slices: its entries, what they take of budgets, and how it reads now."""

    entries: Mapping[Slice, tuple[Entry, ...]]
    spent: Mapping[Slice, Spent]
    read: Sliced
    moved: Mapping[Slice, int]

    @classmethod
    def of(cls, programme: Programme, plan: Plan, kept: Sliced | None = None) -> InForce:
        """A plan of a programme; ``kept`` is how it, or most of it, was read before."""
        case = Case(programme)
        read = read_slices(standing(case, plan), kept)
        entries: dict[Slice, list[Entry]] = {own: [] for own in read.books.parts}
        for entry in plan.entries:
            for own, found in entries.items():
                if own.has(entry):
                    found.append(entry)
                    break
        own_entries = {own: tuple(found) for own, found in entries.items()}
        taken = {own: spent(case, found) for own, found in own_entries.items()}
        moved = {own: units_moved(read.books.of(own), own_entries[own]) for own in own_entries}
        return cls(own_entries, taken, read, moved)

    def beside(self, own: Slice) -> Spent:
        """What all slices but one take of each member's budgets by month."""
        found: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for other, taken in self.spent.items():
            if other != own:
                for key, by_month in taken.items():
                    for t, amount in by_month.items():
                        found[key][t] += amount
        return {key: dict(by_month) for key, by_month in found.items()}

    def units_moved(self, read: Sliced) -> int:
        """How many units another plan of the same slices moves."""
        return sum(
            self.moved[own]
            if part is self.read.books.parts[own]
            else units_moved(read.books.of(own), self.entries[own])
            for own, part in read.books.parts.items()
        )
