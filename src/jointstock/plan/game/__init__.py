"""The plan as a game: what a group of members would pay for its firm demand alone."""

from jointstock.plan.game.game import PlanGame

__all__ = ["PlanGame"]
