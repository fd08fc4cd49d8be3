"""The joint model with a switch for each player: whoever is switched in is served its demand.

Deliveries may be in parts of a unit. Price bands, openings, ramps and least purchases are not in
the model: they differ from way to way (`ways.py`), so that prices are constants inside one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from jointstock.plan.case import Case
from jointstock.plan.game.wants import Kind, Periods, Source, Want, weights
from jointstock.programme.tables import Price
from jointstock.solve.model import Floats, Indices, Matrix, Model

Slots = dict[tuple[int, int], tuple[Floats, Floats]]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Where the columns and rows of one want stand.

    ``delivered`` (K, S, P) by kind and source, ``bought`` (K, P) outside, ``late`` and ``ahead``
    (K, P), ``extra`` (K,) options; rows ``capacity`` (S, P), ``served`` (K, P), ``total`` (K,),
    ``band`` and ``outside`` (1,), ``volume`` (S,), ``least`` (S,).
    """

    delivered: Indices
    bought: Indices
    late: Indices
    ahead: Indices
    extra: Indices
    capacity: Indices
    served: Indices
    total: Indices
    band: Indices
    outside: Indices
    volume: Indices
    least: Indices


@dataclass(slots=True)
class Built:
    """The finished model, its switches (n,), and each want's blocks."""

    matrix: Matrix
    switches: Indices
    blocks: tuple[Blocks, ...]
    ceilings: dict[str, int] = field(default_factory=dict)


def proportional(want: Want) -> list[tuple[Floats, Floats]]:
    """Each source's slots as a part for nobody (P,) and for each player (n, P): by firm demand."""
    part = np.where(_signed(want), want.firm, 0.0)
    part = part / max(float(part.sum()), 1e-9)
    return [(0.0 * one.capacity, part[:, None] * one.capacity) for one in want.sources]


def whole(want: Want) -> list[tuple[Floats, Floats]]:
    """Each source's slots, all of them for whatever group."""
    none = np.zeros((len(want.firm), 1))
    return [(one.capacity, none * one.capacity) for one in want.sources]


def after(want: Want, taken: Floats) -> list[tuple[Floats, Floats]]:
    """Each source's slots that players (n, S, P) do not take, but those of the group itself."""
    return [
        (np.maximum(one.capacity - taken[:, s].sum(axis=0), 0.0), taken[:, s])
        for s, one in enumerate(want.sources)
    ]


def _signed(want: Want) -> np.ndarray:
    signed = np.zeros(len(want.firm), bool)
    for kind in want.kinds:
        if kind.first <= kind.last:
            signed[list(kind.players)] = True
    return signed


def build(
    case: Case,
    periods: Periods,
    wants: tuple[Want, ...],
    slots: list[list[tuple[Floats, Floats]]],
) -> Built:
    """Columns and rows for every want; ``slots`` as the three rules above give them."""
    model = Model()
    n = len(wants[0].firm)
    switches = model.columns("switch", n, high=1.0)
    blocks = []
    for want, parts in zip(wants, slots, strict=True):
        blocks.append(_want(model, periods, want, parts, switches))
    built = Built(Matrix(*[None] * 6), switches, tuple(blocks))  # type: ignore[arg-type]
    for contract, row in case.contracts.items():
        inside = [b.delivered for w, b in zip(wants, blocks, strict=True) if w.contract == contract]
        if row.ceiling is not None and inside:
            room = row.ceiling - case.terms.past(contract)
            rows = model.rows("ceiling", 1, high=float(room))
            for columns in inside:
                model.put(rows, columns.ravel(), 1.0)
            built.ceilings[contract] = int(rows[0])
    built.matrix = model.finish()
    return built


def _want(
    model: Model,
    periods: Periods,
    want: Want,
    slots: list[tuple[Floats, Floats]],
    switches: Indices,
) -> Blocks:
    kinds, sources, count = len(want.kinds), len(want.sources), periods.count
    can = np.array(
        [[_from(periods, kind, one) for one in want.sources] for kind in want.kinds]
    ).reshape(kinds, sources, count)
    delivered = model.columns("delivered", (kinds, sources, count), high=np.where(can, np.inf, 0.0))
    open_from = np.inf if want.offer is None else want.offer.lead_months
    buy = np.where(periods.ends >= open_from, np.inf, 0.0)
    bought = model.columns("bought outside", (kinds, count), high=buy)
    late = model.columns("late", (kinds, count))
    ahead = model.columns("ahead", (kinds, count))
    extra = model.columns("options", kinds)
    base = np.array([part for part, _ in slots]).reshape(sources, count)
    capacity = model.rows("capacity", (sources, count), high=base)
    model.put(capacity[None], delivered, 1.0)
    for rows, (_, own) in zip(capacity, slots, strict=True):
        model.put(rows[None, :], switches[:, None], -own)
    served = model.rows("served", (kinds, count), low=0.0, high=0.0)
    for columns, value in ((ahead, 1.0), (late, -1.0)):
        model.put(served, columns, value)
        model.put(served[:, 1:], columns[:, :-1], -value)
    model.put(served[:, None, :], delivered, -1.0)
    model.put(served, bought, -1.0)
    total = model.rows("total", kinds, low=0.0, high=0.0)
    model.put(total[:, None, None], delivered, 1.0)
    model.put(total[:, None], bought, 1.0)
    model.put(total, extra, -1.0)
    options = model.rows("options", kinds, high=0.0)
    model.put(options, extra, 1.0)
    for k, kind in enumerate(want.kinds):
        inside = list(kind.players)
        step = np.diff(want.due[inside], axis=1, prepend=0.0)
        model.put(served[k][None, :], switches[inside][:, None], step)
        model.put(total[k], switches[inside], -want.firm[inside])
        model.put(options[k], switches[inside], -want.optional[inside])
    band = model.rows("price band", 1)
    outside = model.rows("outside", 1)
    volume = model.rows("volume", sources)
    least = model.rows("minimum order", sources)
    model.put(band, delivered.ravel(), 1.0)
    model.put(outside, bought.ravel(), 1.0)
    for s, one in enumerate(want.sources):
        model.put(volume[s], delivered[:, s].ravel(), 1.0)
        same = [r for r, other in enumerate(want.sources) if other.line == one.line]
        model.put(least[s], delivered[:, same].ravel(), 1.0)
    return Blocks(
        *(delivered, bought, late, ahead, extra, capacity, served, total),
        *(band, outside, volume, least),
    )


def _from(periods: Periods, kind: Kind, source: Source) -> np.ndarray:
    """In which periods a source can deliver to players of a kind."""
    if kind.first > kind.last:
        return np.zeros(periods.count, bool)
    return np.asarray(periods.ends >= kind.first + source.lead)


def prices(
    case: Case, periods: Periods, want: Want, blocks: Blocks, band: Price | None, size: int
) -> Floats:
    """What each column costs today if a band is reached, over all ``size`` columns.

    The advance is paid in the cheapest month in which a delivery can still be called off, as the
    plan does; what is late costs nothing here.
    """
    cost = np.zeros(size)
    if band is None or not band.unit_price:
        return cost
    today = weights(case, periods, band.currency)
    price = float(band.unit_price) * (1.0 + float(case.fee_rate(want.contract)))
    for k, kind in enumerate(want.kinds):
        if kind.first > kind.last:
            continue
        cheapest = np.minimum.accumulate(today[kind.first :])
        for s, source in enumerate(want.sources):
            last = np.minimum(periods.ends - source.lead, kind.last)
            paid = cheapest[np.clip(last - kind.first, 0, len(cheapest) - 1)]
            advance = float(kind.advance)
            unit = advance * paid + (1.0 - advance) * today[periods.ends]
            cost[blocks.delivered[k, s]] = price * unit
    return cost


def outside_prices(
    case: Case, periods: Periods, want: Want, blocks: Blocks, late_percent: float, size: int
) -> Floats:
    """What purchases outside, paid at delivery, and late units cost today, over all columns."""
    cost = np.zeros(size)
    offer = want.offer
    if offer is not None:
        today = weights(case, periods, offer.currency)[periods.ends]
        cost[blocks.bought] = float(offer.unit_price) * today
    first = want.bands[0][0]
    priced = first or offer
    if priced is not None:
        unit = float(priced.unit_price) * weights(case, periods, priced.currency)[periods.ends]
        cost[blocks.late] = late_percent / 100.0 * periods.lengths * unit
    return cost
