"""The plan as a game: what a group of members would pay for its firm demand alone."""

from jointstock.plan.game.beside import beside, cost_of
from jointstock.plan.game.bills import bills
from jointstock.plan.game.floors import floors_stated_higher
from jointstock.plan.game.game import PlanGame
from jointstock.plan.game.told import cuts_as_data, model_as_data, plan_as_data
from jointstock.plan.game.variants import (
    ONE_MORE,
    asking_less,
    joined_later,
    not_called_off,
    one_more,
    without,
    without_fee,
    without_units,
)

__all__ = [
    "ONE_MORE",
    "PlanGame",
    "asking_less",
    "beside",
    "bills",
    "cost_of",
    "cuts_as_data",
    "floors_stated_higher",
    "joined_later",
    "model_as_data",
    "not_called_off",
    "one_more",
    "plan_as_data",
    "without",
    "without_fee",
    "without_units",
]
