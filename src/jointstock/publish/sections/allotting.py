"""How else scarce units could be allotted: the rules side by side, for who has to choose one."""

from __future__ import annotations

from jointstock.programme.programme import Programme
from jointstock.publish.allotting import RULES, lines, signed
from jointstock.publish.brief import Brief
from jointstock.publish.charts.allotments import gains_and_losses
from jointstock.publish.page import Block, Grid, Points, Section, Text, drawn
from jointstock.publish.table import Column, Shape, Table, Value
from jointstock.publish.wording import NONE, number, percent, short_month
from jointstock.words.allotments import Allotments, Allotted

FOLDED = 8  # members; a longer table is folded


def allotted(brief: Brief) -> Section | None:
    """Who gains and who loses under each rule of allotment, against the one of the programme."""
    found = brief.findings.allotments
    if found is None or not brief.programme.members:
        return None
    text = (
        f"Scarce units are allotted here by {RULES[found.chosen.rule]}. Other rules keep every "
        "limit and the goals before, and share out otherwise, which may leave more late; each was "
        "planned, and all are counted alike from their deliveries. In brackets: floor-months "
        "missing more or less than by the rule of this plan; for who lacks none, months that a "
        "unit of its demand waits."
    )
    last = (
        "Which rule is right is for the members to agree. The setting allotment in programme.toml "
        "records it, and a plan by another than the usual rule names it."
    )
    words = "What each member lacks by each rule, in floor-months, against the rule of this plan."
    chart = gains_and_losses(brief.programme, brief.findings)
    blocks: list[Block] = [Text(text), Points(lines(brief.programme, found))]
    blocks += [drawn("allotments", words, chart, words)]
    blocks += [
        Grid(_shown(brief.programme, found), folded=len(brief.programme.members) > FOLDED),
        Text(last),
    ]
    return Section("allotments", "Other ways to allot", blocks)


def _shown(programme: Programme, found: Allotments) -> Table:
    """The figures of all members as they are read on a page."""
    rows = []
    for member in programme.members:
        for rule in found.rules:
            change = None if rule is found.chosen else found.change(member.member, rule)
            name = member.name or member.member
            rows.append(_row(name, rule.of(member.member), change, rule.rule))
    names = (
        *("floor-months missing", "change", "unit-months late", "given", "firm demand met"),
        *("unit-months waited", f"pays, million {programme.currency}"),
    )
    columns = (
        *(Column("member"), Column("allotted by", Shape.CODE)),
        Column("lowest part of its floor", Shape.WHOLE),
        *(Column(name, Shape.NUMBER) for name in names[:5]),
        Column("by", Shape.MONTH),
        *(Column(name, Shape.NUMBER) for name in names[5:]),
    )
    title = "What each member has by each rule; its lowest part is that once deliveries can come"
    return Table("allotments", title, columns, tuple(rows))


def _row(name: str, one: Allotted, change: float | None, rule: str) -> tuple[Value, ...]:
    """What a member has under a rule; ``change`` is ``None`` for the rule that is chosen."""
    return (
        name if change is None else "",
        RULES[rule],
        NONE if one.lowest is None else percent(one.lowest, 1),
        f"{one.missing:,.1f}",
        NONE if change is None else signed(change),
        *(number(one.late), number(one.given), f"{number(one.met)} of {number(one.firm)}"),
        NONE if one.met_by is None else short_month(one.met_by),
        *(number(one.waited), f"{one.cost / 1e6:,.1f}"),
    )
