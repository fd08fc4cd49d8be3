"""Who pays what, as a finance ministry reads it: the page says what the shares are."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from example_tables import STEPS
from jointstock import flow
from jointstock.programme.programme import Programme
from jointstock.publish import summary
from jointstock.publish.brief import Brief
from jointstock.publish.page import Grid, Points, Text
from jointstock.publish.sections.sharing import member_pages, shared
from jointstock.publish.table import Shape
from jointstock.publish.wording import ASSUMED, NONE, money, unmarked
from jointstock.words.results import Findings
from jointstock.words.shares import Joining, Shares
from plan.buys import buy


@cache
def studied() -> tuple[Programme, Findings]:
    """The first example with its plan and shares."""
    programme = flow.read(STEPS)
    plan = flow.plan(programme)
    return programme, Findings(plan, plan, plan, (), (), shares=flow.share(programme, of=plan))


def page_of(member: str, shares: Shares) -> str:
    """The sentences of a member's page."""
    programme, findings = studied()
    brief = Brief(programme, replace(findings, shares=shares))
    page = next(one for one in member_pages(brief) if one.id == f"share-{member}")
    said = [block.text for block in page.blocks if isinstance(block, Text)]
    said += [point for block in page.blocks if isinstance(block, Points) for point in block.items]
    return unmarked(" ".join(said))


def of_studied() -> Shares:
    shares = studied()[1].shares
    assert shares is not None
    return shares


def test_each_page_tells_its_members_share_and_what_it_would_pay_alone() -> None:
    shares = of_studied()
    for one in shares.members:
        said = page_of(one.member, shares)
        assert f"pays {money(one.share, shares.currency)} of today for {one.units}" in said
        assert one.alone is not None
        assert f"Alone it would pay {money(one.alone, shares.currency)}" in said


@pytest.mark.parametrize(("change", "words"), [(0, "as much"), (-500_00, "500 EUR less")])
def test_what_one_more_would_change_is_told_beyond_what_is_proven(change: int, words: str) -> None:
    """Both shares are known to within a tolerance: a difference inside it is none."""
    shares = of_studied()
    before = {one.member: one.share for one in shares.members}
    for within in (0, 2 * shares.worst.tolerance) if change == 0 else (0,):
        after = {member: share + change + within for member, share in before.items()}
        joined = Joining(("one like the smallest",), before, after, monotone=True, entry=0)
        said = page_of("DE", replace(shares, one_more=joined))
        assert f"would pay {words}" in said


def test_what_is_not_told_is_said_with_the_reason() -> None:
    """Where groups are too many to be listed in passing, output and report say so, and how."""
    programme = buy(1, 9)
    findings = flow.study(programme, goal_costs=False, rules=False)
    assert findings.shares is None
    section = shared(Brief(programme, findings))
    assert section is not None
    (block,) = section.blocks
    assert isinstance(block, Text)
    told = "\n".join(summary.lines(programme, findings))
    for text in (block.text, told):
        assert "9 members have more groups than are listed in passing" in text
        assert f"jointstock share {programme.id}" in text


def test_every_figure_bears_the_mark_of_what_it_rests_on() -> None:
    """The example's rows are all assumed: each amount of a table of shares is marked so."""
    programme, findings = studied()
    section = shared(Brief(programme, findings))
    assert section is not None
    for block in section.blocks:
        if isinstance(block, Grid):
            for row in block.table.rows:
                for column, cell in zip(block.table.columns, row, strict=True):
                    asked = column.name in ("asks for less", "states more")
                    if column.shape is Shape.NUMBER and not asked:
                        assert str(cell) in ("", NONE) or str(cell).endswith(ASSUMED), column.name
