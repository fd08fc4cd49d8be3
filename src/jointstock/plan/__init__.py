"""From a programme to a plan: who calls off what, where and when, and what can be given."""

from jointstock.plan.consequences import freed_by_the_buy, pivotal_members, without_call_offs
from jointstock.plan.goal_costs import goal_costs, is_small
from jointstock.plan.planner import plan, planned

__all__ = [
    "freed_by_the_buy",
    "goal_costs",
    "is_small",
    "pivotal_members",
    "plan",
    "planned",
    "without_call_offs",
]
