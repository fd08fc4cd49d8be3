"""What members gain by telling something else than it is, by the rule that meets it."""

from __future__ import annotations

from collections.abc import Mapping

from jointstock.publish.allotting import RULES
from jointstock.publish.amounts import figures, signed
from jointstock.publish.table import Column, Table
from jointstock.publish.wording import MINUS, NONE, count, listed, money, number
from jointstock.words.shares import HIGHER, HigherFloor, Shares

Names = Mapping[str, str]

LESS = (
    "What a member would pay less in all (more where below zero) by asking for less now and "
    "topping up later, by the price of a top-up. That topped-up units come late is not priced."
)
MORE = (
    "Stating a floor higher brings units sooner, at the others' expense; the cost of today is "
    "shared by demand and not by floors, so it moves no money. Floors that are all computed from "
    "one record by one method leave nothing to state."
)


def less_in_words(found: Shares) -> str:
    """What asking for less brings, and the top-up rule that takes most of it away."""
    best = best_rule(found)
    if best is None:
        return LESS
    rule, most = best
    if most <= 0:
        return f"{LESS} Topping up {rule} takes all of it away: nobody gains."
    return (
        f"{LESS} Topping up {rule} takes most of it away: nobody gains more than "
        f"{money(most, found.currency)}."
    )


def more_in_words(found: Shares, names: Names) -> str:
    """What stating a higher floor brings, and the rule of allotment that takes most of it away."""
    by_rule = most_by_rule(found)
    if not by_rule:
        return MORE
    own, worst = next(iter(by_rule.items()))
    who = names.get(worst.member, worst.member)
    text = MORE + (
        f" By {RULES[own]}, the rule of this programme, nobody gains by stating {worst.percent} "
        "percent more."
        if _gain(worst) <= 0
        else f" By {RULES[own]}, the rule of this programme, {who} gains most by stating "
        f"{worst.percent} percent more: {months(_gain(worst))}."
    )
    least = min(_gain(one) for one in by_rule.values())
    best = [rule for rule, one in by_rule.items() if _gain(one) <= least]
    if own in best:
        return f"{text} No other rule leaves less to gain."
    named = listed([RULES[rule] for rule in best])
    of_all = f"of {count(len(by_rule), 'rule')}, each planned anew"
    if least <= 0:
        return f"{text} Allotted by {named} nobody gains: {of_all}, that takes all of it away."
    return (
        f"{text} Allotted by {named} nobody gains more than {months(least)}: {of_all}, that takes "
        "most of it away."
    )


def most_by_rule(found: Shares) -> dict[str, HigherFloor]:
    """By each rule of allotment, the programme's own first, who gains most by a higher floor."""
    most: dict[str, HigherFloor] = {}
    for one in found.higher_floors:
        if one.percent == HIGHER[-1]:
            known = most.get(one.rule)
            if known is None or _gain(one) > _gain(known):
                most[one.rule] = one
    return most


def _gain(one: HigherFloor) -> float:
    """Floor-months that a member misses less by stating more; none that rounding makes."""
    return max(round(-one.own, 2), 0.0)


def months(value: float) -> str:
    """Floor-months in words."""
    return f"{number(value, 2)} floor-month{'' if value == 1 else 's'}"


def asked_less(found: Shares, names: Names) -> Table | None:
    """What asking for less and topping up would bring, by top-up rule."""
    if not found.asked_less:
        return None
    cur = found.currency
    rules = list(dict.fromkeys(rule for one in found.asked_less for rule in one.gains))
    rows = tuple(
        (
            names.get(one.member, one.member),
            f"{one.percent} %",
            *(signed(one.gains.get(rule), cur) for rule in rules),
        )
        for one in found.asked_less
    )
    columns = (Column("member"), *figures("asks for less"), *figures(*rules))
    title = f"What asking for less and topping up brings, in million {cur} of today"
    return Table("asked_less", title, columns, rows)


def best_rule(found: Shares) -> tuple[str, int] | None:
    """The top-up rule under which the most that anybody gains is least, and that gain."""
    rules = dict.fromkeys(rule for one in found.asked_less for rule in one.gains)
    most = {
        rule: max(one.gains[rule] for one in found.asked_less if rule in one.gains)
        for rule in rules
        if all(rule in one.gains for one in found.asked_less)
    }
    if not most:
        return None
    best = min(most, key=lambda rule: most[rule])
    return best, most[best]


def higher_floors(found: Shares, names: Names) -> Table | None:
    """What stating higher floors would bring, in floor-months."""
    if not found.higher_floors:
        return None
    rows = tuple(
        (
            names.get(one.member, one.member),
            f"{one.percent} %",
            _change(one.own),
            _change(one.others),
        )
        for one in found.higher_floors
        if one.rule == found.higher_floors[0].rule
    )
    heads = figures("states more", "own floor-months missing", "the others'")
    title = "What stating a higher floor changes, against the true floors"
    return Table("higher_floors", title, (Column("member"), *heads), rows)


def floors_by_rule(found: Shares, names: Names) -> Table | None:
    """By each rule of allotment, who gains most by stating a higher floor, and at what expense."""
    by_rule = most_by_rule(found)
    if len(by_rule) < 2:
        return None
    rows = tuple(
        (
            RULES[rule],
            names.get(one.member, one.member) if _gain(one) else "nobody",
            number(_gain(one), 2) if _gain(one) else NONE,
            _change(one.others) if _gain(one) else NONE,
        )
        for rule, one in by_rule.items()
    )
    heads = figures("gains, floor-months", "the others' missing")
    title = f"Who gains most by stating a floor {HIGHER[-1]} percent higher, by rule of allotment"
    columns = (Column("allotted by"), Column("gains most"), *heads)
    return Table("floors_by_rule", title, columns, rows)


def _change(value: float) -> str:
    return number(round(value, 2), 2).replace("-", MINUS)
