"""What a plan decides, in whole units: the solver's point, read back and made definite."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jointstock.plan.case import Case, Counts
from jointstock.plan.draft import Draft
from jointstock.plan.tariff import Tariff
from jointstock.plan.worth import best_call_off
from jointstock.programme.tables import Price
from jointstock.solve.model import Floats
from jointstock.words.errors import SolverError
from jointstock.words.results import BandReached, Decisions, RampTaken


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whole units by stream or donation and month, and the decisions. Shapes as in `Draft`.

    ``funded`` gives minor units by funding row (payer, donation, from, kind) and month; it is a
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
    """Read a whole point of a model; raise ``SolverError`` if its units are not whole."""
    case = draft.case
    delivered = _whole(x[draft.delivered])
    calls = np.zeros_like(delivered)
    for stream in case.streams:
        if not stream.possible:
            continue
        if stream.index in draft.timed:
            first, last = stream.calls
            months = np.arange(first, last + 1)
            calls[stream.index, months] = _whole(x[draft.calls[stream.index, months]])
        else:
            at = best_call_off(draft, stream)
            got = np.flatnonzero(delivered[stream.index])
            np.add.at(calls[stream.index], at[got], delivered[stream.index, got])
    unserved = np.zeros_like(case.use)
    if len(draft.unserved):
        unserved[draft.unserved_at] = _whole(x[draft.unserved])
    opened = tuple(line for line, column in draft.opened.items() if x[column] > 0.5)
    ramps = []
    for ramp in case.ramps:
        level = np.round(x[draft.decided[ramp.index]])
        if level.any():
            ramps.append((ramp.index, int(np.argmax(level > 0.5))))
    funded = {
        key: {int(t): int(x[c] * scale + 1e-3) for c, t in zip(columns, months, strict=True)}
        for key, (columns, months, scale) in draft.funding.items()
    }
    return Outcome(
        case,
        chosen_tariff(case, delivered),
        calls,
        delivered,
        _whole(x[draft.gifts]),
        unserved,
        opened,
        tuple(ramps),
        funded,
    )


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
