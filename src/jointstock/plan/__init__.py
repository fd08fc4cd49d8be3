"""From a programme to a plan: who calls off what, where and when, and what can be given."""

from jointstock.plan.alike import Alike
from jointstock.plan.by_member import by_member
from jointstock.plan.conflicts import conflicts
from jointstock.plan.consequences import freed_by_the_buy, leave, pivotal_members, without_call_offs
from jointstock.plan.goal_costs import costs_of_goals, is_small
from jointstock.plan.planner import plan, planned
from jointstock.plan.reasons import Reasons, reasons_of
from jointstock.plan.replan import Answer, Planner
from jointstock.plan.why.questions import Questions

__all__ = [
    "Alike",
    "Answer",
    "Planner",
    "Questions",
    "Reasons",
    "by_member",
    "conflicts",
    "costs_of_goals",
    "freed_by_the_buy",
    "is_small",
    "leave",
    "pivotal_members",
    "plan",
    "planned",
    "reasons_of",
    "without_call_offs",
]
