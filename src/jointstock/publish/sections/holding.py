"""What limits the plan, and who is pivotal."""

from __future__ import annotations

from jointstock.publish.brief import Brief
from jointstock.publish.charts.deliveries import line_panels
from jointstock.publish.limiting import limits
from jointstock.publish.page import Block, Grid, Points, Section, Text, panelled
from jointstock.publish.table import Column, Shape, Table, Value
from jointstock.publish.wording import MINUS, NONE, listed, number

_TITLES = {
    "line": "Lines",
    "lead": "Lead times",
    "contract": "Contracts",
    "budget": "Budgets",
    "donation": "Gifts",
    "demand": "What is not met",
}


def limiting(brief: Brief) -> Section:
    """What limits the plan, in plain words, and the load of each line."""
    blocks: list[Block] = []
    found = limits(brief)
    for kind, title in _TITLES.items():
        texts = [one.text for one in found if one.kind == kind]
        if texts:
            blocks += [Text(f"{title}:"), Points(texts)]
    if brief.loads:
        caption = "What each open line delivers a month, against what it can."
        panels = line_panels(brief.programme, brief.findings)
        blocks += [panelled("loads", caption, panels), Grid(_loads(brief))]
    return Section("limits", "What limits the plan", blocks)


def _loads(brief: Brief) -> Table:
    rows: list[tuple[Value, ...]] = []
    for load in brief.loads:
        able = sum(load.capacity)
        parts = [sum(load.own), sum(load.backfill), sum(load.promised)]
        full = sum(load.full(t) for t in range(len(brief.months)))
        rows.append(
            (
                brief.line(load.line),
                *map(number, parts),
                number(able - sum(parts)),
                number(able),
                full,
            )
        )
    names = ("call-offs", "backfill", "promised before", "not used", "capacity", "months full")
    columns = (Column("line"), *(Column(name, Shape.WHOLE) for name in names))
    return Table("loads", "What the lines deliver over the horizon, in units", columns, tuple(rows))


def pivotal(brief: Brief) -> Section | None:
    """Who is pivotal: without whom a line is not opened, and what that does to the others."""
    if not brief.findings.pivotal:
        return None
    blocks: list[Block] = []
    for line in brief.findings.pivotal:
        names = [brief.name(member) for member in line.members]
        who = "No single member is pivotal: the others alone open it."
        if names:
            any_ = f"any one of {listed(names, 'or')}" if len(names) > 1 else names[0]
            who = f"Without {any_} it is not opened."
        text = (
            f"Line {brief.line(line.line)} needs call-offs of {number(line.minimum_order)} and "
            f"gets {number(line.called_off)}. {who}"
        )
        rows: list[tuple[Value, ...]] = []
        for one in line.without:
            loses = [
                f"{brief.name(other)} +{number(round(after - before, 3), 1)}"
                for other, (before, after) in one.worse.items()
                if after - before > 0.05
            ]
            gains = [
                f"{brief.name(other)} {MINUS}{number(round(before - after, 3), 1)}"
                for other, (before, after) in one.worse.items()
                if before - after > 0.05
            ]
            rows.append(
                (
                    *(brief.name(one.member), number(one.wanted), number(one.backfill)),
                    *("yes" if one.opened else "no", "no" if one.opened else "yes"),
                    *(listed(loses) or NONE, listed(gains) or NONE),
                )
            )
        columns = (
            Column("without"),
            Column("the others want", Shape.WHOLE),
            Column("and might backfill", Shape.WHOLE),
            *(Column("line opened"), Column("pivotal")),
            *(Column("who lacks more, floor-months"), Column("who lacks less")),
        )
        title = f"Line {brief.line(line.line)} without one member"
        blocks += [Text(text), Grid(Table(f"pivotal_{line.line}", title, columns, tuple(rows)))]
    return Section("pivotal", "Who is pivotal", blocks)
