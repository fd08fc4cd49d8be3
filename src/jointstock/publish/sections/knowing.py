"""What is known and how: the raids, the goals and their gaps, assumptions and sources."""

from __future__ import annotations

import math

from jointstock.programme.tables import Raid
from jointstock.publish.allotting import RULES
from jointstock.publish.brief import Brief
from jointstock.publish.charts.record import raids_by_day
from jointstock.publish.page import Block, Grid, Section, Text, drawn
from jointstock.publish.proof import loose_bounds, what_to_do
from jointstock.publish.provenance import alike, said
from jointstock.publish.provenance import sources as every_source
from jointstock.publish.raids import by_time, counted, people
from jointstock.publish.table import Column, Shape, Table, Value
from jointstock.publish.wording import NONE, listed, money, number, percent
from jointstock.words.money import minor_units
from jointstock.words.results import Goal

# What each goal is for, and what its value counts.
GOALS = {
    "serve": ("Serve members' own use", "units of own use not served"),
    "firm": ("Call off firm demand", "units of firm demand not called off"),
    "floors": ("Hold the floors", "points for stock missing, the lower the stock the more"),
    "leximin": ("Raise the lowest stock first", "floor-months of stock missing"),
    "pro-rata": ("Allot pro rata to demand", "parts of firm demand waited for, in months"),
    "equal": ("Allot equal parts", "unit-months waited for firm demand"),
    "priority": ("Allot by priority, then date", "unit-months waited for firm demand"),
    "unmet": (
        "Leave little unmet",
        "expected unmet demand of campaigns begun at the end of each month, in units",
    ),
    "late": ("Deliver in time", "unit-months of firm demand delivered late"),
    "give": ("Give", "weighted units given"),
    "give_early": ("Give early", "weighted units given, times months left"),
    "cost": ("Spend little", "present cost"),
    "steady": ("Keep steady", "units times months left, or units moved from the plan in force"),
}


def raids(brief: Brief) -> Section | None:
    """The raids on the recipient, with the dead and injured as reported."""
    rows = brief.programme.raids
    if not rows:
        return None
    recipients = [brief.name(r.party) for r in brief.programme.parties if r.role == "recipient"]
    killed, injured = people(rows)
    days = sorted({row.day for row in rows})
    launched = sum(row.launched for row in rows)
    stopped = counted(row.stopped for row in rows)
    text = (
        f"The public record that the programme rests on counts {number(launched)} threats launched "
        f"at {listed(recipients) or 'the recipient'} in raids from {days[0]} to {days[-1]}; "
        f"reported as stopped: {stopped}. People killed, as reported: {killed}; injured: "
        f"{injured}. "
        "Where a count is not reported it is unknown, not zero."
    )
    texts = [text for text in (*(r.source for r in rows), *(r.note for r in rows)) if text]
    credit = dict.fromkeys(part for text in texts for part in text.split("; "))
    words = "Threats launched by class, as reported."
    blocks: list[Block] = [
        Text(text),
        drawn("raids", words, raids_by_day(brief.programme, brief.findings), words),
        Grid(_raids(brief), folded=True),
    ]
    blocks += [Text(f"Source: {'; '.join(credit)}.")] if credit else []
    return Section("raids", f"Raids on {listed(recipients) or 'the recipient'}", blocks)


def _raids(brief: Brief) -> Table:
    rows: list[tuple[Value, ...]] = []
    for when, own in by_time(brief.programme).items():
        killed, injured = people(own)
        classes: dict[str, list[Raid]] = {}
        for row in own:
            classes.setdefault(row.class_, []).append(row)
        for number_, (code, found) in enumerate(classes.items()):
            first = number_ == 0
            launched = f"{number(sum(row.launched for row in found))}{brief.mark(*found)}"
            stopped = str(counted(row.stopped for row in found))
            dead = (str(killed), str(injured)) if first else ("", "")
            rows.append((when if first else "", brief.name(code), launched, stopped, *dead))
    killed, injured = people(brief.programme.raids)
    every = brief.programme.raids
    total = (
        *("All", "", number(sum(row.launched for row in every))),
        *(str(counted(row.stopped for row in every)), str(killed), str(injured)),
    )
    columns = (
        *(Column("when", Shape.MONTH), Column("class"), Column("launched", Shape.WHOLE)),
        *(Column(name, Shape.WHOLE) for name in ("stopped", "people killed", "people injured")),
    )
    title = "Raids by time and class, as reported"
    return Table("raids", title, columns, tuple(rows), total)


def goals(brief: Brief) -> Section:
    """The goals in order, with value, bound and gap in words."""
    text = (
        "The plan reaches for its goals in this order; each is held while the next is sought. The "
        "bound is what no plan can pass that holds the goals before it; the gap says how far the "
        "plan may be from the best."
    )
    if rule := brief.plan.settings.get("allotment"):
        text += (
            f" Scarce units are allotted by {RULES[str(rule)]} ({rule}), as the programme asks, in "
            "the place of the floors' penalty. It is reached step by step; its gap is that of the "
            "first step that is not proven."
        )
    rows: list[tuple[Value, ...]] = []
    for goal in brief.plan.goals:
        title, counts = GOALS.get(goal.goal, (goal.goal, ""))
        value, bound = (goal_value(brief, goal.goal, found) for found in (goal.value, goal.bound))
        rows.append((title, counts, value, bound, _gap(brief, goal)))
    columns = (
        *(Column("goal"), Column("what is counted")),
        *(
            Column("value", Shape.NUMBER),
            Column("bound", Shape.NUMBER),
            Column("how near the best"),
        ),
    )
    blocks: list[Block] = [
        Text(text),
        Grid(Table("goals", "Goals in order", columns, tuple(rows))),
    ]
    blocks += [Grid(_below(brief, goal)) for goal in brief.plan.goals if any(goal.missing_below)]
    if to_do := what_to_do(brief.plan):
        blocks.append(Text(f"A search stopped at its limit. {to_do}"))
    if loose := loose_bounds(brief.plan):
        blocks.append(Text(loose))
    return Section("goals", "The goals, and how near the best", blocks)


def goal_value(brief: Brief, goal: str, value: float) -> str:
    """The value of a goal, or a difference of two, in what it counts."""
    if math.isinf(value):
        return "not known"
    if goal == "cost":
        currency = brief.programme.currency
        return money(round(value * minor_units(currency)), currency)
    return number(round(value, 2), 2)


def _gap(brief: Brief, goal: Goal) -> str:
    """The gap in words; bounds within a rounding error are taken as proof."""
    where = " on its grid of periods" if brief.plan.on_grid else ""
    if math.isinf(goal.gap) or math.isinf(goal.bound):
        return "nothing proven"
    if goal.gap < 1e-9:
        return f"proven: no plan does better{where}"
    return f"at most {_share(goal.gap)} from the best{where}"


def _share(gap: float) -> str:
    if gap < 1e-5:
        return "0.001 %"  # a finer figure tells a reader nothing
    return percent(gap, 1) if gap >= 0.01 else f"{number(round(gap * 100, 6), 3)} %"


def _below(brief: Brief, goal: Goal) -> Table:
    steps = len(goal.missing_below)
    rows = tuple(
        (
            f"from {100 * k // steps} % to {100 * (k + 1) // steps} % of the floor",
            number(round(months, 2), 2),
        )
        for k, months in enumerate(goal.missing_below)
    )
    columns = (Column("step of the floor"), Column("floor-months missing", Shape.NUMBER))
    title = "Stock missing by step of the floor, all members and months together"
    return Table("below", title, columns, rows)


def assumed(brief: Brief) -> Section:
    """Every assumption in one table."""
    groups = list(alike(brief, "assumed", "estimated"))
    if not groups:
        return Section(
            "assumed", "What is assumed", [Text("No input row is assumed or estimated.")]
        )
    rows = tuple(
        (
            *(found.table, len(found.rows), found.rows[0].basis, said(found.table, found.rows)),
            *(found.rows[0].note or NONE, found.rows[0].source or NONE),
        )
        for found in groups
    )
    columns = (
        *(Column("table"), Column("rows", Shape.WHOLE), Column("basis")),
        *(Column("what the rows say"), Column("note"), Column("source")),
    )
    text = (
        "Figures marked a in this report rest on at least one of these rows that is assumed, "
        "figures marked e on one that is estimated and none that is assumed. Rows of one table "
        "with the same source and note stand together."
    )
    table = Table("assumed", "Input rows that are assumed or estimated", columns, rows)
    return Section("assumed", "What is assumed", [Text(text), Grid(table)])


WORDS = (
    ("call-off", "what a member has made for it under a framework agreement"),
    ("ceiling", "the most units that may ever be called off under a contract"),
    ("floor", "what a member must hold at the end of a month"),
    ("shortfall", "what its stock, with what it bears for its own gifts, lacks of the floor"),
    ("floor-month", "one whole floor missing for one month, or half of one for two months"),
    ("backfill", "units called off because of a gift, to replace it"),
    ("pivotal", "a member without whom a line's least call-offs are not reached"),
    ("in common", "paid by the programme, not out of one member's budget"),
)


def words(brief: Brief) -> Section:
    """What the words of the report mean."""
    columns = (Column("word"), Column("what it means here"))
    return Section("words", "Words", [Grid(Table("words", "Words of this report", columns, WORDS))])


def sources(brief: Brief) -> Section:
    """Every source, once."""
    found = every_source(brief)
    if not found.rows:
        return Section("sources", "Sources", [Text("No input row names a source.")])
    table = Table("sources", "Sources, and the rows that rest on them", found.columns, found.rows)
    return Section("sources", "Sources", [Grid(table)])
