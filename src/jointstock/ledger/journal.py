"""The journal: entries in the order in which they were written, append-only (R3, R4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jointstock.ledger.balances import Book
from jointstock.words.entries import Entry, Tense, Transfer


@dataclass(slots=True)
class Journal:
    """Entries by position. Nothing is changed or taken out; a correction is a reversal (R4).

    ``reversed`` maps the position of an entry to the position of the entry that reverses it.
    """

    _entries: list[Entry] = field(default_factory=list)
    reversed: dict[int, int] = field(default_factory=dict)

    def append(self, entry: Entry) -> int:
        """Write an entry and return its position; ``ValueError`` for a planned one (R2)."""
        if entry.tense is Tense.PLANNED:
            raise ValueError("a plan never posts itself: promise or book the entry first")
        self._entries.append(entry)
        return len(self._entries) - 1

    def reverse(self, position: int) -> int:
        """Take back the entry at ``position`` by one that moves the same the other way.

        Raises ``ValueError`` if there is no such entry or it has been reversed before.
        """
        if not 0 <= position < len(self._entries):
            raise ValueError(f"the journal has no entry at position {position}")
        if position in self.reversed:
            raise ValueError(f"entry {position} was reversed at {self.reversed[position]}")
        entry = self._entries[position]
        back = tuple(Transfer(t.unit, t.target, t.source, t.quantity) for t in entry.transfers)
        self.reversed[position] = self.append(
            replace(entry, transfers=back, cause=f"reverses {position}")
        )
        return self.reversed[position]

    def as_of(self, position: int) -> Iterator[Entry]:
        """The entries that were known when the journal had ``position`` of them (R3)."""
        return iter(self._entries[:position])

    def book(self, position: int | None = None) -> Book:
        """The balances as of a position; without one, as of now."""
        return Book(self.as_of(len(self._entries) if position is None else position))

    def __len__(self) -> int:
        """How many entries were written."""
        return len(self._entries)
