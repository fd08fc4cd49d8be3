"""The chart of accounts: every kind of account, what it holds, and how its name is made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class AccountKind:
    """One kind of account: the parts its name has after the kind, and what it holds."""

    name: str
    parts: tuple[str, ...]
    holds: str


CHART: dict[str, AccountKind] = {
    kind.name: kind
    for kind in (
        AccountKind("room", ("contract",), "claims not yet called off"),
        AccountKind("due", ("member", "line"), "claims called off and not yet delivered"),
        AccountKind("met", ("contract",), "claims met"),
        AccountKind("line", ("line",), "source of new units; negative by what it delivered"),
        AccountKind("stock", ("member",), "units in the member's hands"),
        AccountKind("customer", ("name",), "units delivered to a customer outside"),
        AccountKind("donated", ("recipient",), "units handed to a recipient"),
        AccountKind("used", ("member",), "units used by their holder"),
        AccountKind("lost", ("member",), "units lost"),
        AccountKind("expired", ("member",), "units expired"),
        AccountKind("rejected", ("line",), "units refused on delivery"),
        AccountKind("treasury", ("member",), "source of a member's grants"),
        AccountKind("budget", ("member", "fiscal year"), "money granted and not yet paid"),
        AccountKind("committed", ("member", "fiscal year"), "leave to sign not yet used"),
        AccountKind("payable", ("member", "contract"), "what was signed for"),
        AccountKind("paid", ("supplier",), "money paid to a supplier"),
        AccountKind("fee", ("agency",), "the agency's fee"),
        AccountKind("pool", ("contract",), "source of what the programme pays in common"),
        AccountKind("funder", ("payer",), "source of what a third nation pays for backfill"),
        AccountKind("exchange", ("from", "to"), "both sides of a currency exchange"),
        AccountKind("share", ("member",), "settlement of cost shares"),
        AccountKind("opening", (), "where the balances of the first day come from"),
    )
}


@lru_cache(maxsize=10_000)
def account(kind: str, *parts: str) -> str:
    """The name of an account: its kind and parts, joined by colons.

    Raises ``ValueError`` for a kind that the chart has not, or a wrong number of parts.
    """
    known = CHART.get(kind)
    if known is None:
        raise ValueError(f"the chart of accounts has no kind {kind!r}")
    if len(parts) != len(known.parts):
        raise ValueError(f"account {kind!r} needs {known.parts}, got {parts}")
    return ":".join((kind, *parts))


def kind_of(name: str) -> str:
    """The kind of an account, from its name."""
    return name.split(":", 1)[0]
