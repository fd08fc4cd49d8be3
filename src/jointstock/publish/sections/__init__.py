"""The sections of the report, each from a `Brief`; one with nothing to tell is ``None``."""

from __future__ import annotations

from jointstock.publish.brief import Brief
from jointstock.publish.page import Section
from jointstock.publish.sections.allotting import allotted
from jointstock.publish.sections.buying import bought, received, stocked
from jointstock.publish.sections.giving import donated, freed, gift_cost
from jointstock.publish.sections.holding import limiting, pivotal
from jointstock.publish.sections.knowing import assumed, goals, raids, sources, words
from jointstock.publish.sections.needing import at_risk, needed
from jointstock.publish.sections.ordering import goal_costs
from jointstock.publish.sections.paying import announced, money
from jointstock.publish.sections.sharing import member_pages, shared
from jointstock.publish.sections.why import held_back, helping

SECTIONS = (
    *(bought, received, stocked, donated, freed, gift_cost, limiting, held_back, helping, pivotal),
    *(allotted, money, shared, raids, needed, at_risk, announced),
    *(goals, goal_costs, assumed, sources, words),
)


def sections(brief: Brief) -> list[Section]:
    """Every section that has something to tell, in order."""
    found = [one for make in SECTIONS if (one := make(brief)) is not None]
    return [*found, *member_pages(brief)]
