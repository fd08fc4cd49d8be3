"""The price bands of an item: which can be reached, which totals they hold, which is cheapest."""

from __future__ import annotations

import numpy as np

from jointstock.plan.case import Case
from jointstock.plan.demand import Range
from jointstock.plan.draft import Draft
from jointstock.programme.tables import Price
from jointstock.solve.model import Floats, Indices

Key = tuple[str, str]


def band_at(draft: Draft, key: Key, x: Floats) -> Price:
    """The band that an item's total falls into at a point, past call-offs included."""
    band = _band_of(draft.case, key, float(x[totals(draft, key)].sum()))
    assert band is not None
    return band


def totals(draft: Draft, key: Key) -> Indices:
    """The columns that make up an item's total, past call-offs apart."""
    streams = draft.case.streams
    return draft.total[[s.index for s in streams if (s.line.contract, s.line.item) == key]]


def between(
    case: Case, key: Key, bands: tuple[Price, ...], least: float, most: float
) -> tuple[Price, ...]:
    """Of some bands those that totals from ``least`` to ``most`` (past ones apart) fall into.

    An infinite side leaves none out.
    """
    first = _band_of(case, key, least) if np.isfinite(least) else None
    last = _band_of(case, key, most) if np.isfinite(most) else None
    return tuple(
        band
        for band in bands
        if (first is None or band.from_units >= first.from_units)
        and (last is None or band.from_units <= last.from_units)
    )


def _band_of(case: Case, key: Key, total: float) -> Price | None:
    """The band of a total in a model, past call-offs apart."""
    return case.terms.band_of(*key, case.terms.past_of_item(*key) + int(np.floor(total + 1e-6)))


def lowest(bands: tuple[Price, ...]) -> Price:
    """The band with the lowest price."""
    return min(bands, key=lambda band: band.unit_price)


def range_of(case: Case, key: Key, allowed: tuple[Price, ...]) -> Range:
    """Least and most units, past ones included, that some allowed bands hold together."""
    every = case.terms.bands(*key)
    last = every.index(allowed[-1])
    most = every[last + 1].from_units - 1 if last + 1 < len(every) else None
    least = allowed[0].from_units if every.index(allowed[0]) else 0
    return least, most


def reachable(case: Case, key: Key, bands: tuple[Price, ...]) -> tuple[Price, ...]:
    """The bands that the totals a programme allows can fall into."""
    past = case.terms.past_of_item(*key)
    most = past + sum(p.firm + p.optional for p in case.pools if (p.contract, p.item) == key)
    most += sum(row.up_to for row in case.donations if row.item == key[1])
    ceiling = case.contracts[key[0]].ceiling
    if ceiling is not None:
        most = min(most, ceiling)
    lowest = case.terms.band_of(*key, past)
    highest = case.terms.band_of(*key, max(most, past))
    assert lowest is not None
    assert highest is not None
    return bands[bands.index(lowest) : bands.index(highest) + 1]


def most_bands(case: Case) -> int:
    """The number of bands of the item that has most; 1 where nothing has a price."""
    prices = case.programme.prices
    return max((len(case.terms.bands(row.contract, row.item)) for row in prices), default=1)
