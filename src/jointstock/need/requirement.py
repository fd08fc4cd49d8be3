"""The requirement: what each member must hold of an item, by three methods, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jointstock.need.compound import Drawing, Steps, consumptions
from jointstock.need.distribution import Distribution
from jointstock.need.exposed import Exposed, exposed, within_reach
from jointstock.need.fit import pictured
from jointstock.need.fitted import TIMES, Others, means, quantiles, survivals
from jointstock.need.record import Record
from jointstock.programme.programme import Programme
from jointstock.programme.terms import Terms
from jointstock.words.errors import SettingError
from jointstock.words.needs import Cut, Estimate, Need, Needs

DAYS = 30
SERVICE = 0.95
# Twice the nodes of a quick answer: a report's figures stay as they are with more.
NODES = 16
_LONGEST = 3660
_CUTS = (0.0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)


def requirement(
    programme: Programme,
    *,
    days: int = DAYS,
    service: float = SERVICE,
    attrition: float = 1.0,
    times: int = TIMES,
    fitted: bool = True,
) -> Needs:
    """What the exposure of each member asks of each item over a campaign of ``days`` days.

    Floors by level of effort (expected use times ``attrition``) and by risk (the smallest stock
    that lasts with probability ``service``), the days that the opening stock lasts, each with the
    middle 90 percent of ``times`` other records; and, if ``fitted``, how laws fit the days of the
    record, which may take a second. Raises ``SettingError`` for a setting that is not
    possible.
    """
    if not (0 < days <= _LONGEST and 0.0 < service < 1.0 and 1.0 <= attrition < 100.0):
        raise SettingError(
            f"{days} days, a service level of {service} and an attrition of {attrition} are not "
            f"possible; give 1 to {_LONGEST} days, a level between 0 and 1, a factor from 1 on"
        )
    programme = programme.as_read
    all_cells, untold = exposed(programme)
    cells, beyond = within_reach(all_cells, days)
    untold += beyond
    drawings = [one.drawing for one in cells]
    used = consumptions(drawings, days, nodes=NODES)
    held = {(row.member, row.item): row.units for row in programme.stocks}
    stocks = [held.get((one.member, one.item)) for one in cells]
    lasting = days_of_supply(drawings, [stock or 0 for stock in stocks], service)
    terms = Terms(programme)
    stated = {(row.member, row.item) for row in programme.floors if row.method != "risk"}
    found = []
    for one, use, stock, lasts in zip(cells, used, stocks, lasting, strict=True):
        others = Others(one.drawing, use.pmf.size, times)
        cell = one.member, one.item
        floor = terms.floor(*cell)[0] if cell in stated else None
        found.append(_need(one, use, others, days, service, attrition, stock, lasts, floor))
    seen = fitted and found and programme.raids
    fits = pictured(Record.of_rows(programme.raids)) if seen else ()
    return Needs(days, service, attrition, tuple(found), tuple(untold), fits)


def _need(
    one: Exposed, use: Distribution, others: Others, days: int, service: float,
    attrition: float, stock: int | None, lasts: int, stated: int | None,
) -> Need:  # fmt: skip
    chance, success, rate = shares(one.drawing, use, days)
    expected = others.estimate(use.mean, means, days)
    return Need(
        one.member,
        one.item,
        stock,
        stated,
        expected,
        Estimate(*(attrition * end for end in (expected.value, expected.low, expected.high))),
        others.estimate(use.quantile(service), lambda pmfs: quantiles(pmfs, service), days),
        None if stock is None else _lasting(others, stock, lasts, service),
        None
        if stock is None
        else others.estimate(
            use.survival(stock), lambda pmfs: survivals(pmfs, np.array([stock]))[:, 0], days
        ),
        chance,
        success,
        rate,
        one.reference,
        one.rests_on,
        tuple(Cut(*cut) for cut in use.cuts([use.quantile(level) for level in _CUTS])),
        use.told(),
    )


def shares(drawing: Drawing, use: Distribution, days: float) -> tuple[float, float, float]:
    """How much of the variance is chance, uncertain success, uncertain rate, eq. (13).

    They add up to 1, or are all 0 where nothing varies.
    """
    if not use.variance:
        return 0.0, 0.0, 0.0
    p, weights = drawing.nodes(NODES)
    shots = np.array([one.mean_shots(q) for one, q in zip(drawing.policies, p, strict=True)])
    mean = days * drawing.model.arriving @ shots
    expected = float(weights @ mean)
    success = float(weights @ (mean - expected) ** 2) / use.variance
    rate = drawing.model.rate_cv**2 * float(weights @ mean**2) / use.variance
    return max(0.0, 1.0 - success - rate), success, rate


def days_of_supply(drawings: Sequence[Drawing], stocks: Sequence[int], service: float) -> list[int]:
    """The most days that each stock lasts with probability ``service``, by bisection.

    At most ten years, which stands for longer.
    """
    low, high = np.zeros(len(drawings), dtype=int), np.full(len(drawings), _LONGEST + 1)
    steps = Steps(4)
    while (high - low > 1).any():
        middle = np.maximum((low + high) // 2, 1)
        lasts = _last(drawings, stocks, middle, service, steps)
        low, high = np.where(lasts, middle, low), np.where(lasts, high, middle)
    return [int(days) for days in low]


def _last(
    drawings: Sequence[Drawing],
    stocks: Sequence[int],
    days: np.ndarray,
    service: float,
    steps: Steps,
) -> np.ndarray:
    """Whether each stock lasts so many days; where expected use is far above it, it does not."""
    found = np.zeros(len(drawings), dtype=bool)
    asked = []
    for at, one in enumerate(drawings):
        least = sum(one.model.arriving * [policy.looks[0] for policy in one.policies]) * days[at]
        if least * (1.0 - service) <= stocks[at] + 1:
            asked.append(at)
    for at in asked:
        try:
            (use,) = consumptions([drawings[at]], float(days[at]), steps=steps)
        except SettingError:  # what may be used by then is beyond reckoning, and so is not there
            continue
        found[at] = use.survival(stocks[at]) <= 1.0 - service + 1e-12
    return found


def _lasting(others: Others, stock: int, lasts: int, service: float) -> Estimate:
    """Days of supply with those of the resamples that use most and least of all but a twentieth."""
    if others.steps is None:
        return Estimate(lasts, lasts, lasts)
    order = np.argsort(means(others.used(1)))
    ends = [int(order[int(share * (len(order) - 1))]) for share in (0.95, 0.05)]
    found = []
    for end in ends:
        low, high = 0, _LONGEST + 1
        while high - low > 1:
            middle = (low + high) // 2
            out = survivals(others.used(middle, [end]), np.array([stock]))[0, 0]
            low, high = (middle, high) if out <= 1.0 - service + 1e-12 else (low, middle)
        found.append(float(low))
    return Estimate(lasts, *found)
