"""The whole model of a programme, under one choice of price bands."""

from __future__ import annotations

from collections.abc import Mapping

from jointstock.plan.allotment import add_allotment
from jointstock.plan.budgets import add_budgets
from jointstock.plan.case import Case
from jointstock.plan.demand import Range, add_demand
from jointstock.plan.draft import Draft
from jointstock.plan.gifts import add_backfill_rules, add_donor_stock, add_gifts
from jointstock.plan.real_stock import add_troughs
from jointstock.plan.stock import add_stock
from jointstock.plan.supply import add_lines, add_streams
from jointstock.plan.tariff import Prices, Tariff
from jointstock.plan.worth import add_cost, add_steady
from jointstock.words.results import Plan


def build(
    case: Case,
    prices: Prices,
    ranges: Mapping[tuple[str, str], Range],
    in_force: Plan | None = None,
    *,
    open_ended: bool = False,
) -> Draft:
    """Every column, rule and goal, for given prices and the totals that go with them.

    ``open_ended`` leaves out what is only there to keep the model small and follows from the rows
    as they are: such a model holds for other right-hand sides too.
    """
    settings = case.programme.plan
    timed = in_force is not None and not len(case.periods.coarse)
    draft = Draft(case, Tariff(case, prices), settings.borne == "all", timed)
    draft.open_ended = open_ended
    add_streams(draft)
    add_gifts(draft)
    add_stock(draft, settings)
    add_donor_stock(draft)
    add_troughs(draft)
    add_lines(draft)
    add_demand(draft, ranges)
    add_allotment(draft)
    add_backfill_rules(draft)
    add_budgets(draft)
    add_cost(draft)
    add_steady(draft, in_force)
    return draft
