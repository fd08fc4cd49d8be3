"""The rules of allotment that look at demand: who gets of what is asked for, and how soon.

What a member wants of an item is its firm demand, under all contracts together. A unit of it is
missing in each month until it is delivered; a rule says which units are to be missing least. The
rules that look at stock are made in `stock`.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from jointstock.plan.case import Case
from jointstock.plan.draft import Draft
from jointstock.plan.filling import pieces
from jointstock.plan.missing import Missing, Run, together


def add_allotment(draft: Draft) -> None:
    """Firm demand that is not there yet, by member, item and period, in the steps of the rule."""
    case, model = draft.case, draft.model
    if not case.allots_demand:
        return
    missing = Missing()
    for (member, item), firm in case.wanted.items():
        streams = [
            s.index
            for s in case.streams
            if s.donation < 0 and s.possible and (s.member, s.line.item) == (member, item)
        ]
        if not streams:
            continue
        first = min(case.streams[index].arrives for index in streams)
        most = model.upper(draft.delivered[streams].ravel()).reshape(len(streams), -1)
        never = np.maximum(firm - np.cumsum(most.sum(axis=0))[first:], 0.0)  # missing in any case
        n = case.periods.count - first
        side = never - np.concatenate([[float(firm)], never[:-1]])
        places = case.periods.first[first:] + case.cells[member, item] * case.months
        rows = model.rows("wanted", n, low=side, high=side, places=places)
        beyond = model.columns("beyond demand", n, places=places)
        model.put(rows, beyond, 1.0)
        model.put(rows[1:], beyond[:-1], -1.0)
        model.put(rows[None, :], draft.delivered[streams][:, first:], -1.0)
        alone = tuple(_runs(case, member, firm))
        lengths = case.periods.lengths[first:]
        for t, (length, place) in enumerate(zip(lengths, places, strict=True)):
            runs, end = together([alone] * int(length), firm), t == n - 1
            missing.add(int(rows[t]), runs, int(never[t]), firm, last=end, place=int(place))
    missing.put(draft, "missing of demand")


def _runs(case: Case, member: str, firm: int) -> Iterable[Run]:
    """The units of a firm demand, from the first one missing on, with what each weighs."""
    if case.programme.plan.allotment == "priority":
        step = case.steps_of("floors")[case.ranked.index(member)]
        yield firm, ((step, 1.0),)
    else:
        yield from banded(case, firm, case.scale_of(firm))


def banded(case: Case, size: int, scale: int) -> Iterable[Run]:
    """The units of a holding, each weighing in the steps of the bands that it fills."""
    steps = case.steps_of("floors")
    for width, heights in pieces(size, scale, case.levels):
        yield width, tuple((steps[band], height) for band, height in heights)
