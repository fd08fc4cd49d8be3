"""What holds each member, and what would help most, in the words of `jointstock explain`."""

from __future__ import annotations

from jointstock.publish.brief import Brief
from jointstock.publish.changes import asked, by_way_of, quoted, refs
from jointstock.publish.page import Block, Grid, Points, Section, Text
from jointstock.publish.table import Column, Shape, Table
from jointstock.publish.why import paragraphs
from jointstock.publish.wording import MINUS, NONE, number, sentence
from jointstock.words.why import Help

_HOW = (
    "Each limit is moved by one unit and all goals are sought again in their order, with openings, "
    "price bands, ramps and the beginnings of gifts as planned, and in parts of units."
)


_HELPS = (
    "Each row is one limit or rule moved by so much as is a change to speak of: a unit a month, a "
    "month, ten units or the price of ten. Each was planned anew, in whole units. Columns say by "
    "how much each goal becomes better, below zero by how much worse; the first goal that moves "
    "ranks the changes, then the next. What helps by way of a minimum order would better nothing "
    "without that order. The last column is what to type behind --set."
)
_LOWER = (
    "Floors that are lower better the goals as well, since they count against them: they ask less."
)
# What a goal is better by, as the head of a column.
_BETTER = {
    "serve": "own use served, units more",
    "firm": "called off, units more",
    "floors": "penalty below floors, less",
    "unmet": "expected unmet demand, units less",
    "late": "late, unit-months fewer",
    "give": "given, weighted units more",
    "give_early": "gifts earlier, unit-months",
    "cost": "present cost, million {currency} less",
    "steady": "deliveries earlier, unit-months",
}
_MOVED = "moved from the plan in force, units fewer"


def helping(brief: Brief) -> Section | None:
    """The changes that would help most, the best first; lower floors apart."""
    floors = [one for one in brief.findings.changes if one.change.kind == "floor"]
    others = [one for one in brief.findings.changes if one.change.kind != "floor"]
    blocks: list[Block] = []
    if others:
        blocks.append(Grid(_helps(brief, "changes", "Changes that would help", others)))
    if floors:
        blocks += [Text(_LOWER), Grid(_helps(brief, "lower_floors", "Lower floors", floors))]
    if not blocks:
        return None
    return Section("changes", "What would help most", [Text(_HELPS), *blocks])


def _helps(brief: Brief, name: str, title: str, found: list[Help]) -> Table:
    """A row for each change: what it is, by how much each goal is better, and how to ask for it."""
    moved = {move.goal for one in found for move in one.moved}
    goals = [goal.goal for goal in brief.plan.goals if goal.goal in moved]
    rows = []
    for one in found:
        by = {move.goal: move.better_by for move in one.moved}
        what = sentence(f"{asked(brief, one.change)}{refs(one.change.rows)}").rstrip(".")
        if one.by_way_of is not None:
            what += f", {by_way_of(brief, one.by_way_of)}"
        figures = (_better(goal, by.get(goal, 0.0)) for goal in goals)
        rows.append((what, *figures, " ".join(map(quoted, one.change.sets))))
    heads = (_MOVED if goal == "steady" and brief.stays_close else _BETTER[goal] for goal in goals)
    currency = brief.programme.currency
    figures_of = (Column(head.format(currency=currency), Shape.NUMBER) for head in heads)
    columns = (Column("change"), *figures_of, Column("--set"))
    return Table(name, title, columns, tuple(rows))


def _better(goal: str, by: float) -> str:
    """By how much a goal is better, below zero by how much worse; money in millions."""
    if not by:
        return NONE
    size = abs(by) / 1e6 if goal == "cost" else abs(by)
    return f"{'' if by > 0 else MINUS}{number(round(size, 6), 2)}"


def held_back(brief: Brief) -> Section | None:
    """For each member that falls short, the limits that hold it."""
    blocks: list[Block] = []
    for one in brief.findings.explanations:
        for told in paragraphs(brief, one) if one.answers else ():
            blocks += [Text(told.head), *([Points(list(told.points))] if told.points else [])]
    if not blocks:
        return None
    return Section("why", "What holds each member", [Text(_HOW), *blocks])
