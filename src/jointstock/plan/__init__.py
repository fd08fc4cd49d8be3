"""From a programme to a plan: who calls off what, where and when, and what can be given."""

from jointstock.plan.by_member import by_member
from jointstock.plan.consequences import freed_by_the_buy, leave, pivotal_members, without_call_offs
from jointstock.plan.goal_costs import costs_of_goals, is_small
from jointstock.plan.planner import plan, planned

__all__ = [
    "by_member",
    "costs_of_goals",
    "freed_by_the_buy",
    "is_small",
    "leave",
    "pivotal_members",
    "plan",
    "planned",
    "without_call_offs",
]
