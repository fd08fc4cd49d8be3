"""What holds each member, in the words of `jointstock explain`."""

from __future__ import annotations

from jointstock.publish.brief import Brief
from jointstock.publish.page import Block, Points, Section, Text
from jointstock.publish.why import paragraphs

_HOW = (
    "Each limit is moved by one unit and all goals are sought again in their order, with openings, "
    "price bands, ramps and the beginnings of gifts as planned, and in parts of units."
)


def held_back(brief: Brief) -> Section | None:
    """For each member that falls short, the limits that hold it."""
    blocks: list[Block] = []
    for one in brief.findings.explanations:
        for told in paragraphs(brief, one) if one.answers else ():
            blocks += [Text(told.head), *([Points(list(told.points))] if told.points else [])]
    if not blocks:
        return None
    return Section("why", "What holds each member", [Text(_HOW), *blocks])
