"""How else scarce units could be allotted: the rules side by side, for who has to choose one."""

from __future__ import annotations

from jointstock.publish.allotting import RULES, lines, signed, table
from jointstock.publish.brief import Brief
from jointstock.publish.charts.allotments import gains_and_losses
from jointstock.publish.page import Block, Grid, Points, Section, Text, drawn
from jointstock.publish.table import Column, Shape, Table, Value
from jointstock.publish.wording import NONE, money, number, percent, short_month
from jointstock.words.money import minor_units

FOLDED = 8  # members; a longer table is folded


def allotted(brief: Brief) -> Section | None:
    """Who gains and who loses under each rule of allotment, against the one of the programme."""
    found = brief.findings.allotments
    if found is None or not brief.programme.members:
        return None
    text = (
        f"Scarce units are allotted here by {RULES[found.chosen.rule]}. Other rules keep every "
        "limit and every other goal and share out otherwise; each was planned, and all are counted "
        "alike from their deliveries. In brackets: floor-months missing more or less than by the "
        "rule of this plan."
    )
    last = (
        "Which rule is right is for the members to agree. The setting allotment in programme.toml "
        "records it, and every plan says by which rule it was made."
    )
    words = "What each member lacks by each rule, in floor-months, against the rule of this plan."
    chart = gains_and_losses(brief.programme, brief.findings)
    blocks: list[Block] = [Text(text), Points(lines(brief.programme, found))]
    blocks += [drawn("allotments", words, chart, words)]
    blocks += [Grid(_shown(brief), folded=len(brief.programme.members) > FOLDED), Text(last)]
    return Section("allotments", "Other ways to allot", blocks)


def _shown(brief: Brief) -> Table:
    """The table of all figures as it is read on a page."""
    found = brief.findings.allotments
    currency, rows = brief.programme.currency, []
    for row in table(brief.programme, found).rows:
        member, rule, lowest, missing, change, late, given, firm, met, met_by, waited, cost = row
        first = found is not None and rule == found.chosen.rule
        shown: tuple[Value, ...] = (
            brief.name(str(member)) if first else "",
            RULES[str(rule)],
            NONE if lowest is None else percent(float(lowest), 1),  # type: ignore[arg-type]
            number(round(float(missing), 1), 1),  # type: ignore[arg-type]
            NONE if first else signed(float(change)),  # type: ignore[arg-type]
            *(late, given, f"{met} of {firm}"),
            short_month(met_by) if met_by else NONE,  # type: ignore[arg-type]
            waited,
            money(round(float(cost) * minor_units(currency)), currency),  # type: ignore[arg-type]
        )
        rows.append(shown)
    columns = (
        *(Column("member"), Column("allotted by"), Column("lowest part of its floor", Shape.WHOLE)),
        *(Column("floor-months missing", Shape.NUMBER), Column("change", Shape.NUMBER)),
        *(Column("unit-months late", Shape.WHOLE), Column("given", Shape.WHOLE)),
        *(Column("firm demand met", Shape.WHOLE), Column("by", Shape.MONTH)),
        *(Column("unit-months waited", Shape.WHOLE), Column("pays, present cost", Shape.WHOLE)),
    )
    title = "What each member has by each rule; its lowest part is that once deliveries can come"
    return Table("allotments", title, columns, tuple(rows))
