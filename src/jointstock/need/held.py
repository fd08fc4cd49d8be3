"""Whether a plan holds a chance constraint: asked of its stocks, exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from jointstock.ledger.accounts import account
from jointstock.ledger.balances import Book
from jointstock.need.compound import consumptions
from jointstock.need.distribution import Distribution
from jointstock.need.exposed import Exposed, exposed, not_known, within_reach
from jointstock.need.requirement import NODES
from jointstock.need.risk import Stocks
from jointstock.programme.programme import Programme
from jointstock.words.results import Outlasted, Plan, StockRisk

# A chance is above another only beyond what rounding could make.
_WITHIN = 1e-9


def outlasted(programme: Programme, plan: Plan, most: float, days: int) -> tuple[Outlasted, ...]:
    """Each member, item and month of a plan in which a campaign is too likely to outlast the stock.

    Of ``days`` days, begun at the month's end, with nothing delivered meanwhile; more likely than
    ``most``, a probability.
    """
    return tuple(
        Outlasted(one.member, one.item, month, stock, chance)
        for one, use, held in _stocks(programme, plan, days)
        for month, stock in zip(programme.horizon(), held, strict=True)
        if (chance := use.survival(stock)) > most + _WITHIN
    )


def stock_risks(programme: Programme, plan: Plan, most: float, days: int) -> tuple[StockRisk, ...]:
    """For each member and item whether a plan holds a risk, and what its demand could reach.

    ``most`` and ``days`` as in `outlasted`. Those whose need is not known come last, with why.
    """
    demanded = Counter[tuple[str, str]]()
    for row in programme.demand:
        demanded[row.member, row.item] += row.firm + row.optional
    moved = Book([one for one in plan.entries if one.kind in ("delivery", "donation")])
    found = []
    for one, use, held in _stocks(programme, plan, days):
        cell = one.member, one.item
        added = (moved.balance(account("stock", cell[0]), cell[1], m) for m in programme.horizon())
        top = max(s - a for s, a in zip(held, added, strict=True)) + demanded[cell]
        chances = [use.survival(stock) for stock in held]
        last = max((t for t, c in enumerate(chances) if c > most + _WITHIN), default=-1)
        worst = max(range(len(chances)), key=chances.__getitem__)
        found.append(
            StockRisk(
                *cell,
                asked=use.quantile(1.0 - most),
                demanded=demanded[cell],
                reach=top,
                least=use.survival(top),
                chance=chances[worst],
                month=programme.start + worst,
                stock=held[worst],
                held_from=programme.start + (last + 1) if last + 1 < len(chances) else None,
            )
        )
    unknown = not_known(programme.as_read, days).items()
    return (*found, *(StockRisk(*cell, unknown=why) for cell, why in unknown))


def _stocks(
    programme: Programme, plan: Plan, days: int
) -> list[tuple[Exposed, Distribution, Sequence[int]]]:
    """What is known of a need, what it uses in some days, and the plan's stock by month."""
    cells, _ = within_reach(exposed(programme)[0], days)
    used = consumptions([one.drawing for one in cells], days, nodes=NODES)
    stocks = Stocks(programme, plan)
    return [
        (one, use, stocks.by_month(one.member, one.item))
        for one, use in zip(cells, used, strict=True)
    ]
