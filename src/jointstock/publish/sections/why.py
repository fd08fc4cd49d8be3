"""What holds each member, and what would help most, in the words of `jointstock explain`."""

from __future__ import annotations

from jointstock.publish.brief import Brief
from jointstock.publish.changes import helps
from jointstock.publish.page import Block, Points, Section, Text
from jointstock.publish.why import paragraphs

_HOW = (
    "Each limit is moved by one unit and all goals are sought again in their order, with openings, "
    "price bands, ramps and the beginnings of gifts as planned, and in parts of units."
)


_HELPS = (
    "Each is one limit or rule moved by so much as is a change to speak of: a unit a month, a "
    "month, ten units or the price of ten. The first goal that moves ranks them, then the next."
)


def helping(brief: Brief) -> Section | None:
    """The changes that would help most, the best first."""
    blocks: list[Block] = []
    for told in helps(brief, brief.findings.changes):
        blocks += [Text(told.head), *([Points(list(told.points))] if told.points else [])]
    if not blocks:
        return None
    return Section("changes", "What would help most", [Text(_HELPS), *blocks])


def held_back(brief: Brief) -> Section | None:
    """For each member that falls short, the limits that hold it."""
    blocks: list[Block] = []
    for one in brief.findings.explanations:
        for told in paragraphs(brief, one) if one.answers else ():
            blocks += [Text(told.head), *([Points(list(told.points))] if told.points else [])]
    if not blocks:
        return None
    return Section("why", "What holds each member", [Text(_HOW), *blocks])
