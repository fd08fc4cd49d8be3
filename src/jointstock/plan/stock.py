"""The rules of stock: balances month by month, floors in steps, and own use that is served."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from jointstock.plan.draft import Draft
from jointstock.programme.settings import PlanSettings
from jointstock.solve.model import Floats, Indices


@cache
def slopes(floor: int, steps: int, severity: float) -> tuple[tuple[int, float], ...]:
    """The floors goal of one stock as a convex function of whole units missing.

    Returns (units, penalty a unit) from the first unit missing on, with the penalties rising.
    The penalty p (``sum_k severity^(steps-k) clamp(k/steps - r, 0, 1/steps)``) bends at
    fractions of units; joined at whole units instead it is the same for every plan, and the
    relaxation is as tight as whole units allow.
    """
    missing = np.arange(floor + 1)
    k = np.arange(1, steps + 1)[:, None]
    # clamp(k/steps - r, 0, 1/steps) in units of 1 / (steps * floor), so whole and exact
    parts = np.clip(k * floor - steps * (floor - missing), 0, floor)
    weights = severity ** (steps - k.astype(float))
    by_unit = np.diff((weights * parts).sum(axis=0)) / (steps * floor)
    pieces: list[tuple[int, float]] = []
    for slope in by_unit:
        if pieces and abs(pieces[-1][1] - slope) <= 1e-12 * slope:
            pieces[-1] = (pieces[-1][0] + 1, pieces[-1][1])
        else:
            pieces.append((1, float(slope)))
    return tuple(pieces)


def add_stock(draft: Draft, settings: PlanSettings) -> None:
    """Stock balances (what a donor bears counted in), shortfall in steps, own use unserved.

    With gifts borne by the donor the balance leaves gifts and their backfill out: it is the stock
    plus what is borne, which a gift does not change.
    """
    case, model = draft.case, draft.model
    n, months = case.floor.shape
    low, high = _reach(draft)
    missing = np.maximum(case.floor - np.minimum(high, case.floor), 0)  # whatever is done
    target = case.floor - missing
    balance = _balance_rows(draft, target)
    spare = model.columns("above floor", (n, months))
    _chain(draft, balance, spare, 1.0)
    _add_shortfall(draft, settings, balance, missing, np.maximum(low, 0))
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
    """Least and most that a stock (with what is borne) can be, by cell and month."""
    case = draft.case
    base = case.opening[:, None] + np.cumsum(case.promised_in - case.use, axis=1)
    low = base.copy()
    high = case.opening[:, None] + np.cumsum(case.promised_in, axis=1)
    best = np.zeros(case.capacity.shape)
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
    """Upper bounds of the deliveries of some streams, by stream and month."""
    high = draft.model.upper(draft.delivered[streams].ravel())
    return high.reshape(len(streams), -1)


def _balance_rows(draft: Draft, target: NDArray[np.int64]) -> Indices:
    """One row a cell and month: stock now less stock before is what came in and went out."""
    case = draft.case
    net = (case.promised_in - case.use).astype(float)
    net[:, 0] += case.opening
    right = net - target + np.concatenate([np.zeros((len(net), 1)), target[:, :-1]], axis=1)
    return draft.model.rows("stock", target.shape, low=right, high=right)


def _chain(draft: Draft, rows: Indices, columns: Indices, value: float) -> None:
    """Put columns of a level into balance rows: as it is now, less as it was a month before."""
    draft.model.put(rows, columns, value)
    draft.model.put(rows[:, 1:], columns[:, :-1], -value)


def _add_shortfall(
    draft: Draft,
    settings: PlanSettings,
    balance: Indices,
    missing: NDArray[np.int64],
    low: NDArray[np.int64],
) -> None:
    """Columns of units missing, by cell, month and piece of equal penalty.

    Pieces that are missing whatever is done become a constant; pieces that cannot be missing are
    left out.
    """
    case, model = draft.case, draft.model
    severity = float(settings.severity)
    cost = draft.cost("floors")
    last = case.months - 1
    most = 2 * settings.steps  # pieces that a stock has at most: the penalty bends inside units
    rows: list[int] = []
    places: list[int] = []
    widths: list[int] = []
    values: list[float] = []
    ends: list[bool] = []
    weights = [float(case.members[member].weight) for member, _ in case.cells]
    for c, t in zip(*np.nonzero(case.floor), strict=True):
        floor, gone = int(case.floor[c, t]), int(missing[c, t])
        open_units = max(floor - int(low[c, t]), gone) - gone
        for piece, (width, slope) in enumerate(slopes(floor, settings.steps, severity)):
            constant = min(width, gone)
            gone -= constant
            cost.constant += constant * slope * weights[c]
            take = min(width - constant, open_units)
            open_units -= take
            if take > 0:
                places.append((int(c) * case.months + int(t)) * most + piece)
                rows.append(int(balance[c, t]))
                widths.append(take)
                values.append(slope * weights[c])
                ends.append(t == last)
    columns = model.columns(
        "shortfall", len(rows), high=np.array(widths, float), places=np.array(places, np.int64)
    )
    at = np.array(rows, np.int64)
    model.put(at, columns, -1.0)
    inner = ~np.array(ends, bool)
    model.put(at[inner] + 1, columns[inner], 1.0)  # the next month of the same cell
    draft.shortfall, draft.shortfall_rows = columns, at
    cost.add(columns, np.array(values))


def _add_use(draft: Draft, balance: Indices) -> None:
    """Own use that the stock cannot serve goes unserved."""
    case, model = draft.case, draft.model
    cells, months = np.nonzero(case.use)
    columns = model.columns(
        "not served",
        len(cells),
        high=case.use[cells, months],
        whole=True,
        places=cells * case.months + months,
    )
    model.put(balance[cells, months], columns, -1.0)
    draft.unserved = columns
    draft.unserved_at = (cells, months)
    draft.cost("serve").add(columns, 1.0)
