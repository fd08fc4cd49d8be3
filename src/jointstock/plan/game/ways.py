"""The ways a group can go: which lines are opened, which ramps taken, which price band reached."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from jointstock.plan.case import Case
from jointstock.plan.game.model import Blocks, Built, outside_prices, prices
from jointstock.plan.game.wants import Periods, Want, rate
from jointstock.solve.model import Floats
from jointstock.solve.switched import Way
from jointstock.words.errors import SettingError
from jointstock.words.shares import Rule

# Each way is a model of its own; a game with more than so many is refused.
MOST_WAYS = 512


@dataclass(frozen=True, slots=True)
class Choice:
    """One want's part of a way: its band, the sources in use, and whether it buys outside.

    ``opened`` are the closed sources that are opened or taken; ``contract`` whether anything is
    called off at all, ``outside`` whether anything may be bought outside.
    """

    band: int
    opened: tuple[int, ...]
    contract: bool
    outside: bool


def ways(
    case: Case,
    periods: Periods,
    wants: tuple[Want, ...],
    built: Built,
    rule: Rule,
    scale: float,
) -> tuple[list[Way], list[tuple[Choice, ...]]]:
    """All ways, each with its choices; money is counted in parts of ``scale``.

    Raises ``SettingError`` where there are too many.
    """
    size = len(built.matrix.low)
    common = common_costs(case, periods)
    choices = [list(_choices(want, rule, common.get(want.contract, 0.0))) for want in wants]
    count = int(np.prod([len(one) for one in choices]))
    if count > MOST_WAYS:
        raise SettingError(
            f"bands, lines and ramps make {count} ways to buy; shares are computed for up to "
            f"{MOST_WAYS}"
        )
    by_band = [
        [prices(case, periods, want, blocks, band, size) / scale for band, _, _ in want.bands]
        for want, blocks in zip(wants, built.blocks, strict=True)
    ]
    rest = sum(
        outside_prices(case, periods, want, blocks, rule.late_percent, size)
        for want, blocks in zip(wants, built.blocks, strict=True)
    )
    found, chosen = [], []
    for combined in itertools.product(*choices):
        paid = {w.contract for w, c in zip(wants, combined, strict=True) if c.contract}
        fixed = sum(common.get(contract, 0.0) for contract in paid)
        cost = np.asarray(rest) / scale
        for k, choice in enumerate(combined):
            cost = cost + by_band[k][choice.band]
            fixed += sum(wants[k].sources[s].fixed for s in choice.opened)
        found.append(_way(wants, built.blocks, combined, cost, fixed / scale))
        chosen.append(tuple(combined))
    return found, chosen


def _choices(want: Want, rule: Rule, common: float) -> Iterator[Choice]:
    """What a group can decide for one want."""
    lines = []
    for s, one in enumerate(want.sources):
        if one.step:
            continue
        steps = [r for r, other in enumerate(want.sources) if other.line == one.line and other.step]
        taken = [tuple(steps[:k]) for k in range(len(steps) + 1)]
        if one.closed:
            lines.append([(), *((s, *some) for some in taken)])
        else:
            lines.append(taken)
    offered = want.offer is not None
    beside = offered and rule.outside == "beside"
    least = want.offer is not None and want.offer.minimum_order > 0
    mixed = (False, True) if beside and least else (beside,)
    for opened in itertools.product(*lines):
        for band in range(len(want.bands)):
            for outside in mixed:
                yield Choice(band, tuple(itertools.chain(*opened)), contract=True, outside=outside)
    if offered and (not beside or common):
        yield Choice(0, (), contract=False, outside=True)


def _way(
    wants: tuple[Want, ...],
    blocks: tuple[Blocks, ...],
    combined: tuple[Choice, ...],
    cost: Floats,
    fixed: float,
) -> Way:
    """The bounds that a combination of choices puts on the model."""
    shut: list[np.ndarray] = []
    rows: list[tuple[int, float, float]] = []
    needs: list[tuple[Floats, float]] = []
    names = []
    for want, at, choice in zip(wants, blocks, combined, strict=True):
        reach = want.firm + want.optional
        _, least, most = want.bands[choice.band]
        for s, one in enumerate(want.sources):
            if not choice.contract or (one.closed and s not in choice.opened):
                shut.append(at.delivered[:, s].ravel())
            elif one.closed and not one.step and one.minimum:
                rows.append((int(at.least[s]), float(one.minimum), np.inf))
                needs.append((reach, float(one.minimum)))
        rows.append((int(at.band[0]), least, most))
        needs.append((reach, least))
        if not choice.outside:
            shut.append(at.bought.ravel())
        elif want.offer is not None and want.offer.minimum_order:
            rows.append((int(at.outside[0]), float(want.offer.minimum_order), np.inf))
        names.append(_told(want, choice))
    columns = np.concatenate([*shut, np.zeros(0, np.int64)]).astype(np.int64)
    places, low, high = zip(*rows, strict=True)
    return Way(
        "; ".join(names),
        cost,
        fixed,
        columns,
        np.zeros(len(columns)),
        np.array(places, np.int64),
        np.array(low),
        np.array(high),
        np.array([need for need, _ in needs]),
        np.array([side for _, side in needs]),
        _at_least(wants, blocks, cost, columns),
    )


def _at_least(
    wants: tuple[Want, ...], blocks: tuple[Blocks, ...], cost: Floats, shut: np.ndarray
) -> Floats:
    """What each player's demand costs at the least: all of it where a unit is cheapest."""
    able = cost.copy()
    able[shut] = np.inf
    found = np.zeros(len(wants[0].firm))
    for want, at in zip(wants, blocks, strict=True):
        for k, kind in enumerate(want.kinds):
            columns = np.concatenate([at.delivered[k].ravel(), at.bought[k].ravel()])
            inside = list(kind.players)
            found[inside] += want.firm[inside] * min(able[columns].min(), 1e30)
    return found


def _told(want: Want, choice: Choice) -> str:
    """A want's part of a way in words."""
    if not choice.contract:
        return f"{want.name}: outside"
    used = [want.sources[s] for s in choice.opened]
    opened = [f"{one.line} ramp {one.step}" if one.step else f"{one.line} opened" for one in used]
    band, _, _ = want.bands[choice.band]
    several = band is not None and len(want.bands) > 1
    reached = [f"price from {band.from_units} units"] if band is not None and several else []
    return f"{want.name}: {', '.join([*opened, *reached]) or 'no line opened'}"


def common_costs(case: Case, periods: Periods) -> dict[str, float]:
    """What each contract costs in common whoever calls off under it, as of today."""
    found: dict[str, float] = {}
    for row in case.programme.costs:
        t = case.t(row.month)
        if row.amount and 0 <= t < case.months:
            amount = float(row.amount) * periods.worth[t] * rate(case, row.currency, t)
            found[row.contract] = found.get(row.contract, 0.0) + float(amount)
    return found
