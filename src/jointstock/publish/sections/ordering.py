"""What each goal cost the next: the price of the order in which they come."""

from __future__ import annotations

import math

from jointstock.publish.brief import Brief
from jointstock.publish.page import Block, Grid, Points, Section, Text
from jointstock.publish.sections.knowing import GOALS, goal_value
from jointstock.publish.table import Column, Shape, Table, Value
from jointstock.words.results import GoalCost

# What comes first, as what is done.
_DONE = {
    "serve": "Serving own use",
    "firm": "Calling off firm demand",
    "floors": "Holding the floors",
    "unmet": "Leaving little unmet",
    "late": "Delivering in time",
    "give": "Giving",
    "cost": "Spending little",
    "steady": "Keeping steady",
}

# What is lost of the goal that comes next; the other reading of *steady* is `_MOVED`.
_LOST = {
    "serve": "units of own use",
    "firm": "units of firm demand",
    "floors": "points at the floors",
    "unmet": "units of expected unmet demand",
    "late": "unit-months of delay",
    "give": "weighted units of gifts",
    "give_early": "weighted unit-months by which gifts come later",
    "cost": "of present cost",
    "steady": "unit-months of earlier delivery",
}
_MOVED = "units moved from the plan in force"


def goal_costs(brief: Brief) -> Section | None:
    """What each goal cost the next, in sentences for what is certain, and a table."""
    found = brief.findings.goal_costs
    if not found:
        return None
    text = (
        "An earlier goal is held while the next is sought, so it may take something from it. How "
        "much is found by planning again with one goal left out and those before it held as they "
        "are: what the next goal then gains is what the goal left out cost it. What each counts is "
        "told above; goals that have nothing to count in this programme are passed over."
    )
    if "allotment" in brief.plan.settings:
        text += " The rule of allotment has no one value to be lost, and so is passed over as well."
    blocks: list[Block] = [Text(text)]
    certain = [_sentence(brief, one) for one in found if one.told_apart]
    if certain:
        blocks.append(Points(certain))
    else:
        blocks.append(Text("No goal cost the next anything that can be told apart from the gaps."))
    rows = tuple(_row(brief, one) for one in found)
    columns = (
        *(Column("what comes first"), Column("what comes next")),
        *(Column("in the plan", Shape.NUMBER), Column("without the first", Shape.NUMBER)),
        Column("what it cost"),
    )
    blocks.append(Grid(Table("goal_costs", "What each goal cost the next", columns, rows)))
    return Section("goal-costs", "What each goal cost the next", blocks)


def _sentence(brief: Brief, one: GoalCost) -> str:
    lost = f"{_amount(brief, one, one.cost)}{_between(brief, one)}{_floor_months(brief, one)}"
    return f"{_done(brief, one)} first costs {lost}."


def _amount(brief: Brief, one: GoalCost, value: float) -> str:
    """So much of the goal that comes next, in what it counts."""
    moved = one.goal == "steady" and one.planned.value > one.alone.value
    lost = _MOVED if moved else _LOST[one.goal]
    if value == 1:
        lost = lost.replace("units", "unit", 1).replace("months", "month", 1)
    return f"{goal_value(brief, one.goal, value)} {lost}"


def _floor_months(brief: Brief, one: GoalCost) -> str:
    """Of the floors what is missing with and without, which is easier to think of than points."""
    if one.goal != "floors":
        return ""
    mine, alone = (
        goal_value(brief, "floors", sum(goal.missing_below)) for goal in (one.planned, one.alone)
    )
    return f": {mine} floor-months are missing, and {alone} would be without it"


def _row(brief: Brief, one: GoalCost) -> tuple[Value, ...]:
    title, _ = GOALS[one.goal]
    values = (goal_value(brief, one.goal, goal.value) for goal in (one.planned, one.alone))
    return (_done(brief, one), title, *values, _cost(brief, one))


def _done(brief: Brief, one: GoalCost) -> str:
    """What comes first, as what is done; another rule of allotment stands for the floors."""
    allots = one.held == "floors" and "allotment" in brief.plan.settings
    return "Allotting scarce units" if allots else _DONE[one.held]


def _cost(brief: Brief, one: GoalCost) -> str:
    if one.most == 0.0:
        return "nothing"
    if one.told_apart:
        return f"{_amount(brief, one, one.cost)}{_between(brief, one)}"
    text = "nothing that can be told apart from the gap"
    return text if math.isinf(one.most) else f"{text}: at most {_amount(brief, one, one.most)}"


def _between(brief: Brief, one: GoalCost) -> str:
    """What is proven of a cost, where that is less than the cost itself."""
    least, cost, most = (
        goal_value(brief, one.goal, value) for value in (one.least, one.cost, one.most)
    )
    if least == cost == most:
        return ""
    if math.isinf(one.most):
        return f" (at least {least})"
    return f" (between {least} and {most})"
