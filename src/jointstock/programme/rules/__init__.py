"""The rules that a programme must keep, and the one call that checks them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jointstock.programme.rules import (
    dates,
    facts,
    gifts,
    money,
    names,
    settings,
    shares,
    supply,
)
from jointstock.programme.rules.draft import Draft
from jointstock.programme.told import shortened
from jointstock.words.errors import Problem

__all__ = ["RULES", "Draft", "problems_of"]

Rule = Callable[[Draft], Iterator[Problem]]

# Each rule with the tables it looks across. A rule is left out where one of them lacks a row
# that could not be read: what it would say may be no fault at all. References are always
# checked, since the keys of faulty rows are known.
RULES: tuple[tuple[Rule, tuple[str, ...]], ...] = (
    (names.references, ()),
    (names.reserved_codes, ()),
    (names.items_named_as_currencies, ()),
    (names.parties_named_as_members, ()),
    (names.roles, ()),
    (dates.spans, ()),
    (dates.promises_before_the_start, ("programme",)),
    (dates.outside_the_horizon, ("programme",)),
    (dates.budget_years, ("programme", "members")),
    (dates.backfill_deadlines, ("programme",)),
    (dates.later_facts, ("programme",)),
    (settings.severity, ("programme",)),
    (settings.grid, ("programme",)),
    (settings.campaign, ("programme", "raids", "raid_months", "defences", "exposure")),
    (shares.weights, ()),
    (shares.weighed, ("members", "demand")),
    (supply.bands, ("prices",)),
    (supply.unpriced, ("prices",)),
    (supply.unmade, ("lines",)),
    (supply.lines_without_capacity, ("capacity",)),
    (supply.ramp_steps, ("ramps",)),
    (supply.contracts_of_promises, ()),
    (supply.past_of_several_items, ("lines", "prices")),
    (supply.demand_of_signatories, ("signatories",)),
    (money.above_zero, ()),
    (money.amounts_without_currency, ()),
    (money.budgets_in_one_currency, ()),
    (money.fractions_of_a_coin, ()),
    (money.rates, ("programme", "exchange")),
    (money.price_levels, ("programme", "escalation")),
    (gifts.givers, ("members", "parties")),
    (gifts.groups, ("donations",)),
    (gifts.backfill, ("lines", "signatories")),
    (facts.stopped, ()),
    (facts.classes, ("threats",)),
    (facts.raid_days, ()),
    (facts.looks, ()),
    (facts.sources, ()),
)


def problems_of(draft: Draft) -> list[Problem]:
    """Every problem that a rule finds, rule by rule, those that are many with a count."""
    return shortened(
        problem
        for rule, needed in RULES
        if draft.broken.isdisjoint(needed)
        for problem in rule(draft)
    )
