"""What each member has in a plan, counted from the plan's entries alone."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from jointstock.plan.case import Case
from jointstock.plan.flows import Flows, demanded, not_served, waited
from jointstock.plan.measure import present_cost
from jointstock.programme.programme import Programme
from jointstock.words.allotments import Allotment, Allotted
from jointstock.words.entries import Entry


def by_member(programme: Programme, rule: str, entries: Iterable[Entry]) -> Allotment:
    """A plan's entries, counted for each member in the order of the table."""
    case = Case(programme)
    flows = Flows(programme, tuple(entries))
    waits = waited(programme, flows)
    _, late = demanded(programme, flows)
    unserved = not_served(programme, flows)
    found = []
    for member in case.members:
        lowest, missing = _held(case, flows, member)
        own = [one for (who, _), one in waits.items() if who == member]
        came = [month for one in own for month in one.months]
        gifts = (row.donation for row in programme.donations if row.donor == member)
        paid = (one for one in flows.entries if one.member == member)
        found.append(
            Allotted(
                member,
                lowest=None if lowest is None else float(lowest),
                missing=float(missing),
                late=sum(one.unit_months for one in late if one.member == member),
                given=sum(sum(flows.gifts[gift]) for gift in gifts),
                firm=sum(one.firm for one in own),
                met=len(came),
                met_by=programme.start + max(came) if came else None,
                waited=sum(one.unit_months for one in own),
                not_served=sum(one.units for one in unserved if one.member == member),
                cost=present_cost(programme, case.terms, paid),
            )
        )
    return Allotment(rule, tuple(found), present_cost(programme, case.terms, flows.entries))


def _held(case: Case, flows: Flows, member: str) -> tuple[Fraction | None, Fraction]:
    """Lowest part of a floor held once deliveries can come, and floor-months missing in all."""
    bears = case.programme.plan.borne == "donor"
    lowest: Fraction | None = None
    missing = Fraction(0)
    for cell, c in case.cells.items():
        if cell[0] != member:
            continue
        first = min(
            (
                s.first_delivery
                for s in case.streams
                if s.possible and s.donation < 0 and (s.member, s.line.item) == cell
            ),
            default=case.months,
        )
        held = int(case.opening[c])
        for t, floor in enumerate(case.terms.floor(*cell)):
            held += flows.stock_in[cell][t] + (flows.bears[cell][t] if bears else 0)
            if floor == 0:
                continue
            part = Fraction(max(held, 0), floor)
            missing += max(1 - part, Fraction(0))
            if t >= first and (lowest is None or part < lowest):
                lowest = part
    return lowest, missing
