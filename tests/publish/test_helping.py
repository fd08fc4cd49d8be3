"""The section on what would help most: a row a change, a column a goal, lower floors apart."""

from dataclasses import replace

from jointstock import flow
from jointstock.programme.programme import Programme
from jointstock.publish.brief import Brief
from jointstock.publish.page import Grid
from jointstock.publish.sections.why import helping
from jointstock.publish.why import brief_of
from jointstock.words.results import Plan
from jointstock.words.why import GoalMove, Help
from publish.first import APRIL, BUDGET, FIRST

LOWER = replace(BUDGET, kind="floor", item="M1", month=APRIL, year=0)


def tables(programme: Programme, plan: Plan, *changes: Help) -> list[Grid]:
    """The tables of the section for some changes."""
    findings = replace(brief_of(programme, plan).findings, changes=changes)
    section = helping(Brief(programme, findings))
    return [] if section is None else [one for one in section.blocks if isinstance(one, Grid)]


def test_each_change_is_a_row_and_each_goal_that_moves_a_column() -> None:
    """Better is above zero in every column, money is in millions, and lower floors stand apart."""
    programme = flow.read(FIRST)
    plan = flow.plan(programme)
    firm, cost = GoalMove("firm", 2, 1, better=True), GoalMove("cost", 1e6, 3e6, better=False)
    less = GoalMove("floors", 40, 30, better=True)
    dear = Help(BUDGET, None, (firm, cost), "whole units")
    own, floors = tables(programme, plan, dear, Help(LOWER, None, (less,), "whole units"))
    assert [column.name for column in own.table.columns] == [
        "change",
        "called off, units more",
        "present cost, million EUR less",
        "--set",
    ]
    ((what, *figures, asked),) = own.table.rows
    assert str(what).endswith("in the 2025 budget of Germany (budgets:2)")
    assert figures == ["1", "\N{MINUS SIGN}2"]
    assert asked == "budgets.DE.2025.payment.amount=2"
    assert [row[1] for row in floors.table.rows] == ["10"]


def test_nothing_helps_and_nothing_is_told() -> None:
    """Without changes there is no section."""
    programme = flow.read(FIRST)
    assert tables(programme, flow.plan(programme)) == []


def test_close_to_a_plan_in_force_the_last_goal_counts_what_moves() -> None:
    """Then *steady* is told in units that move, and not in deliveries that come earlier."""
    programme = flow.read(FIRST)
    plan = flow.plan(programme, in_force=flow.plan(programme))
    moved = Help(BUDGET, None, (GoalMove("steady", 4, 6, better=False),), "whole units")
    (own,) = tables(programme, plan, moved)
    assert own.table.columns[1].name == "moved from the plan in force, units fewer"
