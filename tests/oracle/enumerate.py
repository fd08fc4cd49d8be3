"""Every whole-number plan of a tiny programme, one after the other, and the best of them.

No solver and no bound: only the rules, the values of the goals, and patience.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import isclose, prod
from typing import Any

from jointstock.programme.programme import Programme
from oracle.facts import Facts
from oracle.generate import programme
from oracle.quantities import Quantities
from oracle.rules import breaches
from oracle.values import MOST, goals_in_order, value

Counts = dict[Any, int]


class TooManyError(Exception):
    """The programme has more plans than were allowed."""


def best(tiny: Programme, most: int = 20_000) -> dict[str, Fraction | float]:
    """The best value of each goal, in their order, over all plans there are.

    Budgets are held with the planner's margin for rounding. Raises ``TooManyError`` for more than
    ``most`` plans to look at.
    """
    if count(tiny) > most:
        raise TooManyError(tiny.id)
    facts = Facts(tiny)
    goals = goals_in_order(facts)
    found: list[Fraction | float] | None = None
    for plan in every(tiny):
        if found is not None and not _better(facts, plan, goals, found):
            continue
        if not breaches(facts, plan, tightened=True):
            found = [value(facts, plan, goal) for goal in goals]
    assert found is not None, "no plan keeps the rules"
    return dict(zip(goals, found, strict=True))


def every(tiny: Programme) -> Iterator[Quantities]:
    """All plans there are to look at, whether they keep the rules or not."""
    for choice in product(*_parts(Facts(tiny))):
        yield _assembled(choice)


def count(tiny: Programme) -> int:
    """How many plans there are to look at."""
    return prod(len(part) for part in _parts(Facts(tiny)))


def enumerable(many: int, most: int = 1500) -> list[int]:
    """Seeds of so many tiny programmes that have some plans to choose from, but not too many.

    Their funding, if any, is one row in the currency of the budgets, for which the least funding
    that ``rules`` takes is exact.
    """
    found: list[int] = []
    for seed in range(10 * many):
        tiny = programme(seed, "tiny")
        plain = len(tiny.funding) < 2 and all(
            fund.currency == budget.currency for fund in tiny.funding for budget in tiny.budgets
        )
        if plain and 15 <= count(tiny) <= most:
            found.append(seed)
        if len(found) == many:
            return found
    raise AssertionError(f"only {len(found)} such programmes")


def _better(facts: Facts, plan: Quantities, goals: list[str], than: list[Fraction | float]) -> bool:
    for goal, had in zip(goals, than, strict=True):
        has = value(facts, plan, goal)
        if has == had or isclose(has, had, rel_tol=1e-12, abs_tol=1e-9):
            continue
        return (has > had) == (goal in MOST)
    return False


def _parts(facts: Facts) -> list[list[tuple[str, Counts]]]:
    """The choices of a plan that can be made one by one, each with all its possibilities."""
    parts = []
    for line in facts.lines:
        closed: list[tuple[str, Counts]] = [] if facts.forced_open(line) else [("opened", {})]
        parts.append([*closed, ("opened", {line: 1})])
        parts += [
            [("ramps", {}), *(("ramps", {(line, ramp.step): s}) for s in facts.ramp_months(ramp))]
            for ramp in facts.ramps(line)
        ]
        for member in facts.members:
            rows = facts.demand(member, facts.lines[line].contract, facts.lines[line].item)
            wanted = sum(row.firm + row.optional for row in rows)
            parts.append(list(_flows(facts, "", member, line, wanted)))
    for name, row in facts.donations.items():
        months = range(max(0, facts.when(row.not_before, 0)), facts.horizon)
        spread = _spreads(len(months), row.up_to)
        parts.append(
            [("gifts", {(name, s): n for s, n in zip(months, one, strict=True)}) for one in spread]
        )
        parts += [
            list(_flows(facts, "backfill_", name, line, row.up_to))
            for line, one in facts.lines.items()
            if one.item == row.item
        ]
    for member, item, month in product(facts.members, facts.items, facts.months):
        use = facts.use(member, item, month)
        if use:
            parts.append([("not_served", {(member, item, month): n}) for n in range(use + 1)])
    return parts


def _flows(
    facts: Facts, prefix: str, who: str, line: str, wanted: int
) -> Iterator[tuple[str, Counts]]:
    """Every way to call off up to ``wanted`` units on a line and have all of them delivered."""
    member = facts.donations[who].donor if prefix else who
    months = facts.call_off_months(member, line)
    lead = facts.lines[line].lead_months
    for called in _spreads(len(months), wanted):
        for delivered in _spreads(facts.horizon, sum(called), exactly=True):
            ready = [
                sum(n for s, n in zip(months, called, strict=True) if s + lead <= t)
                for t in facts.months
            ]
            if all(sum(delivered[: t + 1]) <= ready[t] for t in facts.months):
                calls = {
                    (prefix + "call_offs", who, line, s): n
                    for s, n in zip(months, called, strict=True)
                }
                calls |= {(prefix + "deliveries", who, line, t): n for t, n in enumerate(delivered)}
                yield "flow", calls


def _spreads(months: int, units: int, *, exactly: bool = False) -> Iterator[tuple[int, ...]]:
    """Every way to spread up to (or exactly) so many units over so many months."""
    if months == 0:
        if units == 0 or not exactly:
            yield ()
        return
    for first in range(units + 1):
        for rest in _spreads(months - 1, units - first, exactly=exactly):
            yield (first, *rest)


def _assembled(choice: tuple[tuple[str, Counts], ...]) -> Quantities:
    plan = Quantities()
    for kind, counts in choice:
        if kind == "flow":
            for (table, who, line, month), units in counts.items():
                getattr(plan, table)[who, line, month] += units
        elif kind == "opened":
            plan.opened |= frozenset(counts)
        elif kind == "ramps":
            plan.ramps |= counts
        else:
            mine: Counter[Any] = getattr(plan, kind)
            mine.update(counts)
    return plan
