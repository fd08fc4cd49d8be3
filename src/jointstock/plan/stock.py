"""The rules of stock: balances by period, floors in steps, and own use that is served."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from jointstock.plan.allotment import banded
from jointstock.plan.case import Case
from jointstock.plan.draft import Draft
from jointstock.plan.missing import Missing, Run, together
from jointstock.plan.unmet import curves_of, tops
from jointstock.plan.unmet import runs as unmet_runs
from jointstock.programme.settings import PlanSettings
from jointstock.solve.model import Floats, Indices


@cache
def slopes(floors: tuple[int, ...], steps: int, severity: float) -> tuple[tuple[int, float], ...]:
    """The floors goal of one stock as a convex function of whole units missing of the highest.

    One level of stock stands for several months, each with its own of the ``floors``. Returns
    (units, penalty a unit) from the first unit missing on, with the penalties rising.
    The penalty p (``sum_k severity^(steps-k) clamp(k/steps - r, 0, 1/steps)``) bends at
    fractions of units; joined at whole units instead it is the same for every plan, and the
    relaxation is as tight as whole units allow.
    """
    top = max(floors)
    by_unit = np.zeros(top)
    for floor in floors:
        by_unit[top - floor :] += _by_unit(floor, steps, severity)
    pieces: list[tuple[int, float]] = []
    for slope in by_unit:
        if pieces and abs(pieces[-1][1] - slope) <= 1e-12 * slope:
            pieces[-1] = (pieces[-1][0] + 1, pieces[-1][1])
        else:
            pieces.append((1, float(slope)))
    return tuple(pieces)


@cache
def penalties(floor: int, steps: int, severity: float) -> tuple[tuple[float, int], ...]:
    """For each number of units missing of a floor: what the last weighs, and as many as weigh so.

    The first, for none missing, is zero.
    """
    found = [(0.0, 0)]
    for width, slope in slopes((floor,), steps, severity):
        found += [(slope, units) for units in range(1, width + 1)]
    return tuple(found)


def _by_unit(floor: int, steps: int, severity: float) -> Floats:
    """The penalty of each unit missing of one floor in one month, the first missing first."""
    if not floor:
        return np.zeros(0)
    missing = np.arange(floor + 1)
    k = np.arange(1, steps + 1)[:, None]
    # clamp(k/steps - r, 0, 1/steps) in units of 1 / (steps * floor), so whole and exact
    parts = np.clip(k * floor - steps * (floor - missing), 0, floor)
    weights = severity ** (steps - k.astype(float))
    return np.asarray(np.diff((weights * parts).sum(axis=0)) / (steps * floor))


def add_stock(draft: Draft, settings: PlanSettings) -> None:
    """Stock balances (what a donor bears counted in), shortfall in steps, own use unserved.

    With gifts borne by the donor the balance leaves gifts and their backfill out: it is the stock
    plus what is borne, which a gift does not change. The level at the end of a period stands for
    each of its months; a floor that changes inside it is the highest, and the others count less.
    Where expected unmet demand is a goal too, what is missing is counted from where that ends.
    """
    case, model = draft.case, draft.model
    floor = np.maximum.reduceat(case.floor, case.periods.first, axis=1)
    floor = np.maximum(floor, tops(case)[:, None])
    low, missing = np.zeros_like(floor), np.zeros_like(floor)
    if not draft.open_ended:
        low, high = _reach(draft)
        missing = np.maximum(floor - np.minimum(high, floor), 0)  # whatever is done
    target = floor - missing
    balance = _balance_rows(draft, target)
    spare = model.columns("above floor", floor.shape)
    _chain(draft, balance, spare, 1.0)
    _add_shortfall(draft, settings, balance, floor, missing, np.maximum(low, 0))
    _add_use(draft, balance)
    for (member, item), c in case.cells.items():
        streams = [
            s.index
            for s in case.streams
            if (s.member, s.line.item) == (member, item) and (s.donation < 0 or draft.all_bear)
        ]
        if streams:
            model.put(balance[c][None, :], draft.delivered[streams], -1.0)
        for k, row in enumerate(case.donations):
            if draft.all_bear and (row.donor, row.item) == (member, item):
                model.put(balance[c], draft.gifts[k], 1.0)
    draft.balance, draft.spare, draft.target = balance, spare, target.astype(float)


def _reach(draft: Draft) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Least and most that a stock (with what is borne) can be, by cell and end of period."""
    case = draft.case
    promised, use = case.periods.total(case.promised_in), case.periods.total(case.use)
    base = case.opening[:, None] + np.cumsum(promised - use, axis=1)
    low = base.copy()
    high = case.opening[:, None] + np.cumsum(promised, axis=1)
    best = np.zeros((len(case.lines), case.periods.count))
    for index, line in enumerate(case.lines):
        streams = [s.index for s in case.streams if s.line.line == line and s.possible]
        if streams:
            best[index] = _delivery_bounds(draft, streams).max(axis=0)
    for (member, item), c in case.cells.items():
        lines = {
            case.line_index[s.line.line]
            for s in case.streams
            if (s.member, s.line.item) == (member, item) and s.possible
        }
        for index in sorted(lines):
            high[c] += np.cumsum(best[index]).astype(np.int64)
        for row in case.donations:
            if draft.all_bear and (row.donor, row.item) == (member, item):
                low[c] -= row.up_to
    return low, high


def _delivery_bounds(draft: Draft, streams: list[int]) -> Floats:
    """Upper bounds of the deliveries of some streams, by stream and period."""
    high = draft.model.upper(draft.delivered[streams].ravel())
    return high.reshape(len(streams), -1)


def _balance_rows(draft: Draft, target: NDArray[np.int64]) -> Indices:
    """One row a cell and period: stock now less stock before is what came in and went out."""
    case = draft.case
    net = case.periods.total(case.promised_in - case.use).astype(float)
    net[:, 0] += case.opening
    right = net - target + np.concatenate([np.zeros((len(net), 1)), target[:, :-1]], axis=1)
    return draft.model.rows("stock", target.shape, low=right, high=right)


def _chain(draft: Draft, rows: Indices, columns: Indices, value: float) -> None:
    """Put columns of a level into balance rows: as it is now, less as it was a period before."""
    draft.model.put(rows, columns, value)
    draft.model.put(rows[:, 1:], columns[:, :-1], -value)


def _add_shortfall(
    draft: Draft,
    settings: PlanSettings,
    balance: Indices,
    floors: NDArray[np.int64],
    missing: NDArray[np.int64],
    low: NDArray[np.int64],
) -> None:
    """Columns of units missing, by cell, period and piece of equal penalty.

    The next row of a cell is that of the next month. What the pieces weigh is for the goal
    *floors*, or for the steps of the rule that takes its place.
    """
    case, found = draft.case, Missing()
    curves = {case.cells[c]: one for c, one in curves_of(case.programme).items() if c in case.cells}
    first, end = case.periods.first, case.periods.last + 1
    last = case.periods.count - 1
    for c, t in zip(*np.nonzero(floors), strict=True):
        floor, gone = int(floors[c, t]), int(missing[c, t])
        most = max(floor - int(low[c, t]), gone)
        by_month = tuple(map(int, case.floor[c, first[t] : end[t]]))
        runs = _runs(case, settings, by_month, case.weights[c])
        if c in curves:
            own = unmet_runs(curves[c], case.weights[c])
            runs = together([tuple(runs), *[own] * len(by_month)], floor)
        place = int(c) * case.months + int(first[t])
        found.add(int(balance[c, t]), runs, gone, most, last=t == last, place=place)
    draft.shortfall, draft.shortfall_rows = found.put(draft, "shortfall")


def _runs(
    case: Case, settings: PlanSettings, floors: tuple[int, ...], weight: float
) -> Iterable[Run]:
    """The units of the highest floor of some months from the first one missing on, as weighed."""
    if not any(floors):
        return
    if settings.allotment == "leximin":
        yield from together([tuple(banded(case, floor, floor)) for floor in floors], max(floors))
        return
    for width, slope in slopes(floors, settings.steps, float(settings.severity)):
        yield width, (("floors", slope * weight),)


def _add_use(draft: Draft, balance: Indices) -> None:
    """Own use that the stock cannot serve goes unserved."""
    case, model = draft.case, draft.model
    use = case.periods.total(case.use)
    cells, at = np.nonzero(use)
    columns = model.columns(
        "not served",
        len(cells),
        high=use[cells, at],
        whole=True,
        places=cells * case.months + case.periods.first[at],
    )
    model.put(balance[cells, at], columns, -1.0)
    draft.unserved = columns
    draft.unserved_at = (cells, at)
    draft.cost("serve").add(columns, 1.0)
