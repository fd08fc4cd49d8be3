"""The risk that a plan leaves, month by month and for every member: exact, no simulation."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jointstock.ledger.accounts import account
from jointstock.ledger.balances import Book
from jointstock.need.compound import Drawing, Steps, consumptions, length_of
from jointstock.need.distribution import Distribution
from jointstock.need.exposed import Exposed, exposed, within_reach
from jointstock.need.fitted import TIMES, Others, survivals
from jointstock.need.gifts import effects
from jointstock.need.leaks import Leaks
from jointstock.need.recursion import follow
from jointstock.need.requirement import DAYS
from jointstock.programme.programme import Programme
from jointstock.programme.terms import Terms
from jointstock.words.errors import SettingError
from jointstock.words.months import Month
from jointstock.words.needs import Begun, Estimate, PlanRisk, Risk, RiskMonth
from jointstock.words.results import Plan

Array = NDArray[np.float64]

MONTHS = 12
_RATES = 8
_NODES = 4
_MOST = 16
ON_TIME: Mapping[int, float] = {0: 1.0}


def risk(
    programme: Programme,
    plan: Plan,
    *,
    days: int = DAYS,
    from_: Month | None = None,
    months: int = MONTHS,
    delays: Mapping[int, float] = ON_TIME,
    times: int = TIMES,
) -> PlanRisk:
    """The risk of a plan to every member with exposure and defence.

    Two questions: what a campaign of ``days`` days would do that begins at the end of each month,
    with nothing delivered in it; and how one that lasts ``months`` months from ``from_`` on (the
    start, where it is ``None``) runs while the plan delivers. ``delays`` are chances of a delay of
    all deliveries by so many months. Raises ``SettingError`` for a setting that is not possible.
    """
    begins = from_ or programme.start
    last = min(months, programme.end - begins + 1)
    if begins < programme.start or last < 1 or days < 1:
        raise SettingError(
            f"a campaign of {months} months from {begins}, or of {days} days, does not lie in "
            f"{programme.start} to {programme.end}"
        )
    if min(delays) < 0 or min(delays.values()) < 0 or abs(sum(delays.values()) - 1.0) > 1e-9:
        raise SettingError("delays are months from 0 on with chances that add up to 1")
    # One month of the longest, and a short campaign, must both be within reach.
    every, untold = exposed(programme)
    cells, beyond = within_reach(every, max(days, 31))
    stocks = Stocks(programme, plan)
    steps = Steps(16)
    found = []
    for one, use in zip(
        cells, consumptions([c.drawing for c in cells], days, steps=steps), strict=True
    ):
        held = stocks.by_month(one.member, one.item)
        found.append(
            Risk(
                one.member,
                one.item,
                _begun(programme, one.drawing, use, held, days, times),
                _campaign(programme, one, stocks, begins, last, delays),
                use.told(),
            )
        )
    told = tuple(sorted(delays.items()))
    gifts = effects(programme, plan, times=times)
    return PlanRisk(days, begins, last, told, tuple(found), gifts, (*untold, *beyond))


class Stocks:
    """What members hold at the end of each month by a plan, and what arrives or goes."""

    def __init__(self, programme: Programme, plan: Plan) -> None:
        """Add up the plan's entries over the opening stocks."""
        self.programme = programme
        self._held = {(row.member, row.item): row.units for row in programme.stocks}
        self._all = Book(plan.entries)
        self._deliveries = Book([e for e in plan.entries if e.kind in ("delivery", "promise")])

    def by_month(self, member: str, item: str) -> list[int]:
        """Stock at the end of each month, shape (T,)."""
        return [self._at(self._all, member, item, month) for month in self.programme.horizon()]

    def opening(self, member: str, item: str, month: Month) -> int:
        """Stock before a month."""
        return self._at(self._all, member, item, month + -1)

    def arriving(self, member: str, item: str, first: Month, months: int, late: int) -> list[int]:
        """What is added in each of some months where all deliveries come ``late`` months late.

        What was due before the first month and comes late comes in it as well.
        """
        held = self._held.get((member, item), 0)
        found = []
        for month in (first + k for k in range(months)):
            change = self._at(self._all, member, item, month) - self._at(
                self._all, member, item, month + -1
            )
            due, before = (
                self._at(self._deliveries, member, item, one) - held for one in (month, month + -1)
            )
            late_due, late_before = (
                self._at(self._deliveries, member, item, one + -late) - held
                for one in (month, month + -1)
            )
            found.append(change - (due - before) + (late_due - late_before))
        return found

    def _at(self, book: Book, member: str, item: str, month: Month) -> int:
        held = self._held.get((member, item), 0)
        return held + book.balance(account("stock", member), item, month)


def _begun(
    programme: Programme,
    drawing: Drawing,
    use: Distribution,
    held: Sequence[int],
    days: int,
    times: int,
) -> tuple[Begun, ...]:
    stocks = np.array(held, dtype=np.int64)
    others = Others(drawing, use.pmf.size, times)
    low = high = np.array([use.survival(stock) for stock in held])
    if others.steps is not None:
        every = survivals(others.used(days), stocks)
        low, high = np.quantile(every, [0.05, 0.95], axis=0)
    p, weights = drawing.nodes(_NODES, leaks=True, most=_MOST)
    model = drawing.model
    counts = np.array([days * model.pace])
    threats, leaks = Leaks(drawing, p, use.pmf.size).missed(counts, model.spread(days))
    leak = weights @ leaks[:, 0]
    inside = np.minimum(stocks, use.pmf.size - 1)
    return tuple(
        Begun(
            month,
            held[t],
            Estimate(use.survival(held[t]), float(low[t]), float(high[t])),
            float(use.unmet[inside[t]]) if held[t] < use.pmf.size else 0.0,
            float(leak[inside[t]]),
            float(weights @ threats[:, 0]),
        )
        for t, month in enumerate(programme.horizon())
    )


def _campaign(
    programme: Programme,
    one: Exposed,
    stocks: Stocks,
    begins: Month,
    months: int,
    delays: Mapping[int, float],
) -> tuple[RiskMonth, ...]:
    """One member and item through a campaign; each delay is a path of its own."""
    cell = one.member, one.item
    scenarios = [(late, chance) for late, chance in sorted(delays.items()) if chance > 0]
    arriving = np.array(
        [stocks.arriving(*cell, begins, months, late) for late, _ in scenarios], dtype=np.int64
    )
    opening = np.array(
        [
            stocks.opening(*cell, begins)
            - sum(stocks.arriving(*cell, begins + -late, late, 0)[k] for k in range(late))
            + sum(stocks.arriving(*cell, begins + -late, late, late)[k] for k in range(late))
            for late, _ in scenarios
        ],
        dtype=np.int64,
    )
    spans = [_days(begins + k) for k in range(months)]
    size = int((opening + np.maximum(arriving, 0).sum(axis=1)).max()) + 1
    nodes = _nodes(one.drawing, sum(spans), spans, size)
    every = Terms(programme).floor(*cell)
    offset = begins - programme.start
    floors = np.array([every[offset : offset + months]] * len(scenarios), dtype=np.int64)
    copies = len(scenarios)
    used, leaks = (
        {span: np.broadcast_to(one, (copies, *one.shape)) for span, one in by_days.items()}
        for by_days in (nodes.used, nodes.leaks)
    )
    path = follow(
        opening,
        arriving,
        floors,
        [used[span] for span in spans],
        np.broadcast_to(nodes.weights, (copies, nodes.weights.size)),
        [leaks[span] for span in spans],
    )
    chances = np.array([chance for _, chance in scenarios])
    mean = {name: chances @ getattr(path, name) for name in path.__dataclass_fields__}
    return tuple(
        RiskMonth(
            begins + k,
            float(mean["below_zero"][k]),
            float(mean["below_floor"][k]),
            float(mean["first"][k]),
            float(mean["unmet"][k]),
            float(mean["missed"][k]),
            nodes.threats[spans[k]],
            float(mean["stock"][k]),
        )
        for k in range(months)
    )


def _days(month: Month) -> int:
    return calendar.monthrange(month.year, month.number)[1]


@dataclass(frozen=True)
class Nodes:
    """What a month uses and leaks by its days, at each node of rate and success.

    ``weights`` (n,); ``used`` and ``leaks`` by days, (n, L); ``threats`` expected, by days.
    """

    weights: Array
    used: Mapping[int, Array]
    leaks: Mapping[int, Array]
    threats: Mapping[int, float]


def _nodes(drawing: Drawing, days: int, spans: Sequence[int], size: int) -> Nodes:
    """Nodes of one rate and one success for the whole campaign of ``days`` days."""
    model = drawing.model
    spread = model.spread(days)
    rates, chances = gamma_nodes(spread or 0.0, _RATES)
    p, weights = drawing.nodes(_NODES, leaks=True, most=_MOST)
    length = length_of(drawing, max(spans), Steps(_NODES))
    while length < size:
        length *= 2
    day = Leaks(drawing, p, length)
    own = None if spread is None else 0.0
    both = np.outer(weights, chances).ravel()
    used, leaks, threats = {}, {}, {}
    for span in dict.fromkeys(spans):
        counts = span * model.pace * (rates if own is not None else np.ones(1))
        used[span] = day.used(counts, own).reshape(both.size, -1)
        met, missed = day.missed(counts, own)
        leaks[span] = missed.reshape(both.size, -1)
        threats[span] = float(both @ met.ravel())
    return Nodes(both, used, leaks, threats)


def gamma_nodes(spread: float, count: int) -> tuple[Array, Array]:
    """Nodes and weights of a gamma variable of mean 1 and variance ``spread``; one node for 0.

    Gauss quadrature by the eigenvalues of the Jacobi matrix of generalised Laguerre polynomials
    (Golub and Welsch, 1969), which does not overflow where the variance is small.
    """
    if spread < 1e-9:
        return np.ones(1), np.ones(1)
    shape = 1.0 / spread
    k = np.arange(count)
    diagonal = 2.0 * k + shape
    beside = np.sqrt(k[1:] * (k[1:] + shape - 1.0))
    values, vectors = np.linalg.eigh(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))
    return values / shape, vectors[0] ** 2
