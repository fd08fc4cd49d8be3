"""The second path: a plan's entries against the ledger's limits and the programme's rules.

Nothing here knows the solver or its matrix. Balances and limits are counted by the ledger in
whole numbers; rules are read from the programme. A plan with a breach is refused: the error is
ours, never the user's.
"""

from __future__ import annotations

from jointstock.plan.check.balances import check_balances
from jointstock.plan.check.gifts import check_gifts
from jointstock.plan.check.money import check_money
from jointstock.plan.check.supply import check_supply
from jointstock.programme.programme import Programme
from jointstock.programme.terms import Terms
from jointstock.words.entries import Entry
from jointstock.words.errors import CheckError
from jointstock.words.results import Decisions


def breaches_of(
    programme: Programme, entries: tuple[Entry, ...], decisions: Decisions
) -> tuple[str, ...]:
    """Every limit and rule that the entries break, one sentence each; empty for a sound plan."""
    terms = Terms(programme)
    return (
        *check_balances(programme, terms, entries),
        *check_supply(programme, terms, entries, decisions),
        *check_gifts(programme, terms, entries),
        *check_money(programme, terms, entries, decisions),
    )


def check(programme: Programme, entries: tuple[Entry, ...], decisions: Decisions) -> None:
    """Raise ``CheckError`` with every breach if there is one."""
    found = breaches_of(programme, entries, decisions)
    if found:
        raise CheckError(found)
