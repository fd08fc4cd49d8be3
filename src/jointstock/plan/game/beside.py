"""What a plan spends beside the shared cost, and who pays it: nothing of it hides in a share."""

from __future__ import annotations

from collections import defaultdict

from jointstock.plan.measure import spent
from jointstock.programme.programme import Programme
from jointstock.programme.terms import Terms
from jointstock.words.entries import Entry, Transfer
from jointstock.words.money import minor_units
from jointstock.words.results import Plan
from jointstock.words.shares import Beside, Bills


def beside(programme: Programme, plan: Plan, bills: Bills) -> tuple[Beside, ...]:
    """The plan's present cost less the shared cost, in minor units of the programme's currency.

    Three lines, each with its key: what members pay for their own units beyond the shared cost
    (floors, gifts, options, budgets and dates of the plan), net of what others pay for them; what
    is paid in common beyond it, by quantity; and backfill paid by third nations, by pledge.
    """
    terms, minor = Terms(programme), minor_units(programme.currency)
    own: dict[str, float] = defaultdict(float)
    funded: dict[str, float] = defaultdict(float)
    common = 0.0
    for entry in plan.entries:
        if entry.kind not in ("payment", "fee", "common", "funding"):
            continue
        for one in entry.transfers:
            if one.unit.startswith("commitment:"):
                continue
            amount = _today(programme, terms, entry, one)
            if entry.kind == "common":
                common += amount * spent(one.source, one.target)
            elif entry.kind != "funding":
                own[entry.member] += amount * spent(one.source, one.target)
            elif one.source.startswith("funder:"):
                funded[one.source.partition(":")[2]] += amount
                own[entry.member] -= amount
    whole = sum(bills.units.values())
    members = [m.member for m in programme.members if m.member in own or m.member in bills.units]
    lines = [
        Beside(
            "what the plan has members pay for their own units beyond the shared cost",
            "each its own",
            {m: round((own[m] - bills.own.get(m, 0.0)) * minor) for m in members},
        ),
        Beside(
            "what the plan pays in common beyond the shared cost",
            "by quantity",
            {
                m: round((common - bills.common) * minor * units / whole)
                for m, units in bills.units.items()
            },
        ),
        Beside(
            "backfill that third nations pay for",
            "as pledged",
            {payer: round(amount * minor) for payer, amount in funded.items()},
        ),
    ]
    return tuple(line for line in lines if any(abs(a) > minor for a in line.amounts.values()))


def _today(programme: Programme, terms: Terms, entry: Entry, one: Transfer) -> float:
    """A transfer of money as of today, in units of the programme's currency."""
    rate = float(terms.rate(one.unit, programme.currency, entry.month))
    worth = (1.0 + float(programme.discount_rate)) ** (-(entry.month - programme.start) / 12.0)
    return float(one.quantity / minor_units(one.unit) * rate * worth)
