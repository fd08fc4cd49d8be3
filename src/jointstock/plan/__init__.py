"""From a programme to a plan: who calls off what, where and when, and what can be given."""

from jointstock.plan.consequences import freed_by_the_buy, pivotal_members, without_call_offs
from jointstock.plan.planner import plan

__all__ = ["freed_by_the_buy", "pivotal_members", "plan", "without_call_offs"]
