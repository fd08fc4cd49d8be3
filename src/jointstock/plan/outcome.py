"""What a plan decides, in whole units: the solver's point, read back and made definite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from jointstock.plan.case import Case
from jointstock.plan.draft import Draft
from jointstock.plan.periods import Counts
from jointstock.plan.placing import (
    Costs,
    place_calls,
    place_deliveries,
    place_gifts,
    place_unserved,
)
from jointstock.plan.tariff import Tariff
from jointstock.plan.worth import best_call_off, present_costs
from jointstock.programme.tables import Price
from jointstock.solve.model import Floats
from jointstock.words.errors import SolverError
from jointstock.words.results import BandReached, Decisions, RampTaken


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whole units by stream, donation or cell and month, and the decisions.

    ``funded`` gives minor units by funding row (payer, donation, from, kind) and period; it is a
    proposal that the booking of money rounds down.
    """

    case: Case
    tariff: Tariff
    calls: Counts
    delivered: Counts
    gifts: Counts
    unserved: Counts
    opened: tuple[str, ...]
    ramps: tuple[tuple[int, int], ...]
    funded: dict[tuple[str, str, str, str], dict[int, int]]


def read_outcome(draft: Draft, x: Floats) -> Outcome:
    """Read a whole point of a model, and place it in months.

    Raises ``SolverError`` if its units are not whole.
    """
    case = draft.case
    opened = tuple(line for line, column in draft.opened.items() if x[column] > 0.5)
    ramps = tuple(_ramps(draft, x))
    unserved = np.zeros((len(case.cells), case.periods.count), np.int64)
    if len(draft.unserved):
        unserved[draft.unserved_at] = _whole(x[draft.unserved])
    unserved = place_unserved(case, unserved)
    gifts = place_gifts(case, _whole(x[draft.gifts]))
    moves = case.promised_in - case.use + unserved
    if draft.all_bear:
        for k, row in enumerate(case.donations):
            moves[case.cells[row.donor, row.item]] -= gifts[k]
    by_period = _whole(x[draft.delivered])
    costs = present_costs(draft)
    capacity = _capacity(case, opened, ramps)
    delivered = place_deliveries(case, by_period, capacity, moves, costs)
    return Outcome(
        case,
        chosen_tariff(case, delivered),
        _calls(draft, x, delivered, costs),
        delivered,
        gifts,
        unserved,
        opened,
        ramps,
        {
            key: {int(p): int(x[c] * scale + 1e-3) for c, p in zip(columns, at, strict=True)}
            for key, (columns, at, scale) in draft.funding.items()
        },
    )


def _ramps(draft: Draft, x: Floats) -> Iterator[tuple[int, int]]:
    """Ramps taken, each with its month: the first of its period that its window allows."""
    for ramp in draft.case.ramps:
        level = np.round(x[draft.decided[ramp.index]])
        if level.any():
            period = int(np.argmax(level > 0.5))
            yield ramp.index, int(draft.case.periods.begin(ramp.first)[period])


def _capacity(case: Case, opened: tuple[str, ...], ramps: tuple[tuple[int, int], ...]) -> Counts:
    """What each line can deliver beside its promises, by month (L, T)."""
    units = case.capacity.copy()
    units[[case.line_index[line] for line in case.closed if line not in opened]] = 0
    for index, t in ramps:
        row = case.ramps[index].row
        units[case.line_index[row.line], t + row.lead_months :] += row.extra_per_month
    return units - case.promised


def _calls(draft: Draft, x: Floats, delivered: Counts, costs: Costs) -> Counts:
    """Call-offs in months: as decided, or where they bear on nothing but cost, the cheapest."""
    case = draft.case
    decided = np.zeros((len(case.streams), case.periods.count), np.int64)
    for s in draft.timed:
        first, last = case.streams[s].periods
        at = np.arange(first, last + 1)
        decided[s, at] = _whole(x[draft.calls[s, at]])
    calls = place_calls(case, decided, delivered, costs)
    for stream in case.streams:
        if stream.possible and stream.index not in draft.timed:
            best = best_call_off(draft, stream)
            got = np.flatnonzero(delivered[stream.index])
            np.add.at(calls[stream.index], best[got], delivered[stream.index, got])
    return calls


def chosen_tariff(case: Case, delivered: Counts) -> Tariff:
    """The prices of the bands that the plan's totals select."""
    prices: dict[tuple[str, str], Price] = {}
    for key in dict.fromkeys((row.contract, row.item) for row in case.programme.prices):
        streams = [s.index for s in case.streams if (s.line.contract, s.line.item) == key]
        total = case.terms.past_of_item(*key) + int(delivered[streams].sum())
        band = case.terms.band_of(*key, total)
        if band is not None:
            prices[key] = band
    return Tariff(case, prices)


def decisions_of(outcome: Outcome) -> Decisions:
    """Lines opened, ramps taken, price bands reached."""
    case = outcome.case
    return Decisions(
        lines_opened=outcome.opened,
        ramps=tuple(
            RampTaken(
                case.ramps[index].row.line, case.ramps[index].row.step, case.programme.start + t
            )
            for index, t in outcome.ramps
        ),
        bands=tuple(
            BandReached(contract, item, price.from_units, str(price.unit_price), price.currency)
            for (contract, item), price in outcome.tariff.prices.items()
        ),
    )


def _whole(values: Floats) -> Counts:
    rounded = np.round(values)
    if np.any(np.abs(values - rounded) > 1e-4):
        raise SolverError("the solver's point is not in whole units")
    return rounded.astype(np.int64)
