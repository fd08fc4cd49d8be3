"""The risk that a plan was asked to hold: where it is held, where not, and what is not known."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from jointstock.words.results import Plan, StockRisk


def told(plan: Plan) -> list[str]:
    """Whether a plan holds the risk that its settings ask for; nothing where they ask for none.

    A head, then a line for each stock that does not hold it, one for all that do, and one for each
    reason why of others nothing is known.
    """
    if plan.outlasted is None:
        return []
    asked = f"{plan.settings['risk']} %, {plan.settings['campaign_days']} days of raids"
    known = [one for one in plan.stock_risks if not one.unknown]
    failing = {(one.member, one.item) for one in plan.outlasted}
    if plan.outlasted:
        head = f"Risk not held ({asked}), by the exact check of the plan's own stocks:"
    else:
        known_to = "" if len(known) == len(plan.stock_risks) else " of which it is known"
        head = f"Risk held by every stock{known_to} ({asked}), whatever month they begin after:"
    broken = [one for one in known if (one.member, one.item) in failing]
    found = [head, *(f"  {_broken(plan, one)}" for one in broken)]
    held = [one for one in known if one not in broken]
    return [*found, *(f"  {line}" for line in (*_held(held), *_unknown(plan.stock_risks)))]


def _broken(plan: Plan, one: StockRisk) -> str:
    own = [o for o in plan.outlasted or () if (o.member, o.item) == (one.member, one.item)]
    months = "1 month" if len(own) == 1 else f"{len(own)} months"
    text = (
        f"{one.member} {one.item} not in {months}, to {own[-1].month}"
        f"{'' if one.held_from is None else ', held from then on'}; at most {_percent(one)}, after "
        f"{one.month} with {one.stock:,} units"
    )
    return text + _too_small(one)


def _too_small(one: StockRisk) -> str:
    """Where all that is demanded cannot reach what the risk asks for: that, and a repair."""
    if one.asked is None or one.least is None or one.reach >= one.asked:
        return ""
    more = one.asked - one.reach
    least = math.ceil(1000 * one.least) / 10
    return (
        f"; demand is too small: {one.asked:,} units hold the risk, and with all {one.demanded:,} "
        f"demanded it has {one.reach:,} at most: demand {more:,} more (optional, in table demand), "
        f"or ask for a risk of {least:g} % or more"
    )


def _percent(one: StockRisk) -> str:
    return f"{100 * (one.chance or 0.0):.3g} %"  # a percent alone might read as what was asked


def _held(known: Sequence[StockRisk]) -> Iterator[str]:
    if known:
        each = (f"{one.member} {one.item} (at most {_percent(one)})" for one in known)
        yield f"held in every month: {', '.join(each)}"


def _unknown(risks: Sequence[StockRisk]) -> Iterator[str]:
    reasons = defaultdict(list)
    for one in risks:
        if one.unknown:
            reasons[one.unknown].append(f"{one.member} {one.item}")
    for why, cells in reasons.items():
        yield f"not known of {', '.join(cells)}: {why}"


def sentence(plan: Plan) -> list[str]:
    """The same as one sentence, without chances; none where no risk is asked for."""
    if plan.outlasted is None:
        return []
    failing = {(one.member, one.item) for one in plan.outlasted}
    parts = []
    for one in plan.stock_risks:
        who = f"{one.member} {one.item}"
        if (one.member, one.item) in failing:
            small = ", since it demands too little" if _too_small(one) else ""
            parts.append(f"{who} from {one.held_from} on" if one.held_from else f"{who} not{small}")
        elif one.unknown:
            parts.append(f"{who} not known")
    asked = f"{plan.settings['risk']} %, {plan.settings['campaign_days']} days of raids"
    if plan.outlasted:
        return [f"Not held by every stock in every month ({asked}): {'; '.join(parts)}"]
    rest = f", of which it is known: {'; '.join(parts)}" if parts else ""
    return [f"Held by every stock in every month ({asked}){rest}"]
