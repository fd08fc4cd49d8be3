"""From what is shared to what the plan costs: in a sentence, and as tables."""

from __future__ import annotations

from collections.abc import Mapping

from jointstock.publish.amounts import exact_money, figures, signed
from jointstock.publish.table import Column, Table
from jointstock.publish.wording import MINUS, listed, money
from jointstock.words.money import from_minor, minor_units
from jointstock.words.shares import Shares


def from_shares_to_plan(found: Shares) -> str:
    """What the plan costs more or less than what is shared, and for what, in a sentence."""
    currency = found.currency
    if found.plan_cost is None:
        return (
            "No plan was looked at: whether budgets let members buy all of it is not known here; "
            "give one with --plan."
        )
    cost = f"The plan costs {exact_money(found.plan_cost, currency)} of today"
    apart = found.plan_cost - found.total
    if not apart:
        return f"{cost}, which is what is shared."
    parts = [
        f"{money(abs(line.total), currency)} {_more(line.total)} for {line.what}"
        for line in found.beside
    ]
    shared = f"the {exact_money(found.total, currency)} that are shared"
    told = f"{cost}, {money(abs(apart), currency)} {_more(apart)} than {shared}"
    if len(found.beside) == 1:
        return f"{told}, all of it for {found.beside[0].what}."
    return f"{told}: {listed(parts)}."


def _more(amount: int) -> str:
    return "more" if amount >= 0 else "less"


def beside(found: Shares, names: Mapping[str, str]) -> Table | None:
    """What is spent beside the shared cost, and by whom."""
    if not found.beside:
        return None
    cur = found.currency
    rows = tuple(
        (line.what, line.key, names.get(who, who), signed(amount, cur))
        for line in found.beside
        for who, amount in line.amounts.items()
    )
    columns = (Column("what for"), Column("key"), Column("who"), *figures("amount"))
    return Table("beside", f"Beside the shares, in million {cur} of today", columns, rows)


def reconciled(found: Shares) -> Table | None:
    """From what is shared to what the plan costs, line by line and to the last minor unit."""
    if found.plan_cost is None:
        return None
    digits = len(str(minor_units(found.currency))) - 1

    def told(amount: int) -> str:
        return f"{from_minor(amount, found.currency):,.{digits}f}".replace("-", MINUS)

    rows = [("the shares, which add up to the least cost of all firm demand", told(found.total))]
    rows += [(line.what, told(line.total)) for line in found.beside]
    return Table(
        "reconciled",
        f"From the shares to the plan's cost, in {found.currency} of today",
        (Column("what"), *figures("amount")),
        tuple(rows),
        ("the plan's cost", told(found.plan_cost)),
    )
