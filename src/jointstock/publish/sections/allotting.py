"""How else scarce units could be allotted: the rules side by side, for who has to choose one."""

from __future__ import annotations

from jointstock.publish.allotting import RULES, as_set, lines, side_by_side
from jointstock.publish.brief import Brief
from jointstock.publish.charts.allotments import gains_and_losses
from jointstock.publish.page import Block, Grid, Points, Section, Text, drawn

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
        f"Which rule is right is for the members to agree. {as_set()} It records the choice, and a "
        "plan by another than the usual rule names it."
    )
    words = "What each member lacks by each rule, in floor-months, against the rule of this plan."
    chart = gains_and_losses(brief.programme, brief.findings)
    blocks: list[Block] = [Text(text), Points(lines(brief.programme, found))]
    blocks += [drawn("allotments", words, chart, words)]
    blocks += [
        Grid(side_by_side(brief.programme, found), folded=len(brief.programme.members) > FOLDED),
        Text(last),
    ]
    return Section("allotments", "Other ways to allot", blocks)
