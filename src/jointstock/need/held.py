"""Whether a plan holds a chance constraint: asked of its stocks, exactly."""

from __future__ import annotations

from jointstock.need.compound import consumptions
from jointstock.need.exposed import exposed, within_reach
from jointstock.need.requirement import NODES
from jointstock.need.risk import Stocks
from jointstock.programme.programme import Programme
from jointstock.words.results import Outlasted, Plan


def outlasted(programme: Programme, plan: Plan, most: float, days: int) -> tuple[Outlasted, ...]:
    """Each member, item and month of a plan in which a campaign is too likely to outlast the stock.

    Of ``days`` days, begun at the month's end, with nothing delivered meanwhile; more likely than
    ``most``, a probability.
    """
    cells, _ = within_reach(exposed(programme)[0], days)
    used = consumptions([one.drawing for one in cells], days, nodes=NODES)
    stocks = Stocks(programme, plan)
    found = []
    for one, use in zip(cells, used, strict=True):
        held = stocks.by_month(one.member, one.item)
        for month, stock in zip(programme.horizon(), held, strict=True):
            chance = use.survival(stock)
            if chance > most + 1e-9:
                found.append(Outlasted(one.member, one.item, month, stock, chance))
    return tuple(found)
