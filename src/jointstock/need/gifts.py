"""What a gift does for its recipient, told in days of raids and in threats stopped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jointstock.need.bootstrap import interval
from jointstock.need.exposed import Reference, policy_of
from jointstock.need.fitted import TIMES
from jointstock.need.laws import EstimatedDays, JointDays, RecordedDays
from jointstock.need.policy import FiringPolicy
from jointstock.need.record import Record
from jointstock.programme.programme import Programme
from jointstock.words.needs import Estimate, GiftEffect
from jointstock.words.results import Plan

Array = NDArray[np.float64]

_DRAWS = 2000


def effects(programme: Programme, plan: Plan, *, times: int = TIMES) -> tuple[GiftEffect, ...]:
    """The effect of every donation that a plan gives something of, against the whole record.

    The reference is the longer of the monthly and the daily record, in full: the raids on the
    recipient. A donation of an item without a defence, or without a record, has none.
    """
    given: dict[str, int] = {}
    for entry in plan.entries:
        if entry.kind == "donation":
            units = sum(one.quantity for one in entry.transfers if one.unit == entry.item)
            given[entry.donation] = given.get(entry.donation, 0) + units
    known: dict[str, _PerUnit | None] = {}
    found = []
    for row in programme.donations:
        if row.donation not in given:
            continue
        if row.item not in known:
            known[row.item] = _per_unit(programme, row.item, times)
        one, units = known[row.item], given[row.donation]
        if one is not None:
            names = row.donation, row.recipient, row.item
            effect = _times(units, one.days), _times(units, one.stopped)
            found.append(GiftEffect(*names, units, *effect, one.reference))
    return tuple(found)


@dataclass(frozen=True)
class _PerUnit:
    """What one unit of an item does against a reference."""

    reference: str
    days: Estimate
    stopped: Estimate


def _times(units: int, one: Estimate) -> Estimate:
    return Estimate(units * one.value, units * one.low, units * one.high)


def _per_unit(programme: Programme, item: str, times: int) -> _PerUnit | None:
    """Days covered and threats stopped by one unit, eq. (17)."""
    against = {
        row.class_: row
        for row in programme.defences
        if row.item == item and row.successes + row.failures > 0
    }
    classes = tuple(one.class_ for one in programme.threats if one.class_ in against)
    laws, _, words, _ = Reference(_longer(programme)).law("", "", classes)
    if not classes or not laws:
        return None
    law = laws[0] if len(laws) == 1 else JointDays(tuple(laws))
    if not law.mean.sum():
        return None
    policies = [policy_of(against[class_]) for class_ in classes]
    drawn = _drawn(policies)
    shots = np.array([one.mean_shots(q) for one, q in zip(policies, drawn, strict=True)])
    stops = 1.0 - np.array(
        [one.leak(np.array(one.most), q) for one, q in zip(policies, drawn, strict=True)]
    )
    rates = np.vstack([law.mean, mean_rates(law, times)])
    rates = rates[np.isfinite(rates).all(axis=1) & (rates.sum(axis=1) > 0.0)]
    covered = 1.0 / (rates @ shots.mean(axis=1))
    stopped = (rates[:1] @ stops) / (rates[:1] @ shots)
    # The mix of classes differs from record to record as well, and so does what is stopped.
    mixed = (rates[1:] @ stops) / (rates[1:] @ shots) if len(rates) > 1 else stopped
    return _PerUnit(
        words,
        Estimate(float(covered[0]), *interval(covered[1:] if len(rates) > 1 else covered)),
        Estimate(float(stopped.mean()), *interval(mixed.ravel())),
    )


def _longer(programme: Programme) -> Programme:
    """The programme with the longer one of its monthly and its daily record."""
    monthly = sum({row.month: row.days for row in programme.raid_months}.values())
    daily = Record.of_rows(programme.raids).days if programme.raids else 0
    return programme.replace(raids=()) if monthly > daily else programme


def mean_rates(law: RecordedDays | EstimatedDays | JointDays, times: int, seed: int = 0) -> Array:
    """Threats a day by class in other records, shape (times, C): the slopes of their functions."""
    classes, apart = law.mean.size, 1e-6
    points = np.ones((classes, classes))
    np.fill_diagonal(points, 1.0 + apart)
    return np.asarray(law.resampled(points, times, seed) / apart)


def _drawn(policies: list[FiringPolicy]) -> Array:
    """Success of a shot by class, drawn from what is known of it, shape (C, draws)."""
    rng = np.random.default_rng(0)
    found = []
    for one in policies:
        certain = not one.successes or not one.failures
        found.append(
            np.full(_DRAWS, one.mean) if certain else rng.beta(one.successes, one.failures, _DRAWS)
        )
    return np.array(found)
