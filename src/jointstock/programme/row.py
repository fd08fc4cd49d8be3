"""What every row of every table may carry."""

from __future__ import annotations

from dataclasses import dataclass, field

from jointstock.words.errors import Place
from jointstock.words.fields import Kind, column

BASES = ("reported", "estimated", "assumed")
MAY_GIVE = ("any", "non-lethal", "none")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """What every row of every table may carry: where its figures come from (R7)."""

    basis: str = field(
        default="assumed",
        metadata=column(
            Kind.CHOICE,
            "how the row is known; a row that does not say is assumed",
            default="assumed",
            choices=BASES,
        ).metadata,
    )
    source: str = column(Kind.TEXT, "where the row was read, or who assumed it", default="")
    note: str = column(Kind.TEXT, "what a reader should know about the row", default="")
    at: Place = field(default=Place(""), compare=False, repr=False)

    @property
    def ref(self) -> str:
        """The row's name in ``rests_on``: ``table:row``."""
        file = self.at.file.removesuffix(".csv").removesuffix(".parquet")
        return f"{file}:{self.at.row}"
