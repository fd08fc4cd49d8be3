"""From a programme's tables to who draws on what: exposure, record and defences put together."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from jointstock.need.compound import Drawing, Steps, length_of
from jointstock.need.fit import drift_of
from jointstock.need.laws import EstimatedDays, JointDays, RecordedDays, recorded
from jointstock.need.model import RaidModel
from jointstock.need.policy import FiringPolicy
from jointstock.need.record import Record, months
from jointstock.programme.programme import Programme
from jointstock.programme.tables import Defence, Exposure, RaidMonth, Row
from jointstock.words.errors import SettingError

Part = RecordedDays | EstimatedDays


@dataclass(frozen=True)
class Exposed:
    """A member and an item that its raids draw on.

    ``classes`` are in the order of the table ``threats``, which is the order in which the threats
    of one day are met. ``reference`` tells the record in words.
    """

    member: str
    item: str
    classes: tuple[str, ...]
    drawing: Drawing
    reference: str
    rests_on: tuple[str, ...]


class Reference:
    """The laws of a programme's record, each worked out once."""

    def __init__(self, programme: Programme) -> None:
        """Keep the programme."""
        self.programme = programme
        self._known: dict[tuple[str, str, tuple[str, ...]], tuple[Part, float, str, list[Row]]] = {}

    def law(
        self, from_: str, to: str, classes: tuple[str, ...]
    ) -> tuple[Sequence[Part], float, str, list[Row]]:
        """Laws of some classes between two days, their drift, and the rows they rest on.

        Days where ``raids`` has rows between them: one law, all classes of a day together. Else
        months that lie inside: a law for each class. Nothing where neither is recorded.
        """
        rows = [r for r in self.programme.raids if _inside(r.day, from_, to)]
        if rows:
            key = from_, to, classes
            if key not in self._known:
                record = Record.of_rows(rows, classes, from_, to)
                own: list[Row] = [row for row in rows if row.class_ in classes]
                words = _span(record.days, "day", record.first, record.last)
                drift = drift_of(record.counts.sum(axis=1))
                self._known[key] = recorded(record.counts), drift, words, own
            law, drift, words, own = self._known[key]
            return [law], drift, words, own
        parts: list[Part] = []
        drifts, rests, span = [0.0], list[Row](), ""
        for class_ in classes:
            monthly = self._months(from_, to, class_)
            if not monthly:
                return [], 0.0, "", []
            found = months(monthly)
            parts.append(found.law)
            drifts.append(found.rate_cv)
            rests += monthly
            ordered = sorted(row.month for row in monthly)
            span = _span(len(monthly), "month", ordered[0], ordered[-1])
        return parts, max(drifts), span, rests

    def _months(self, from_: str, to: str, class_: str) -> list[RaidMonth]:
        return [
            row
            for row in self.programme.raid_months
            if row.class_ == class_ and _inside(str(row.month), from_[:7], to[:7])
        ]


def _span(count: int, what: str, first: object, last: object) -> str:
    return f"1 {what}, {first}" if count == 1 else f"{count} {what}s from {first} to {last}"


def _inside(when: str, from_: str, to: str) -> bool:
    return (not from_ or when >= from_) and (not to or when <= to)


def exposed(programme: Programme) -> tuple[list[Exposed], list[str]]:
    """Every member and item with exposure and defence, in table order; and what is missing."""
    every, faced, stopped = _cells(programme)
    untold = [*_untold(programme, faced, stopped), *(one for one in every.values() if _said(one))]
    return [one for one in every.values() if isinstance(one, Exposed)], untold


def not_known(programme: Programme, days: float) -> dict[tuple[str, str], str]:
    """Why the need of a member for an item over some days is not known, where it is not.

    Of those that a stock, a floor or a demand speaks of, in the order of members and items.
    """
    every, faced, stopped = _cells(programme)
    asked = {(one.member, one.item) for one in programme.stocks}
    asked |= {(step.member, step.item) for step in programme.floors}
    asked |= {(want.member, want.item) for want in programme.demand}
    found = {}
    for cell in ((m.member, i.item) for m in programme.members for i in programme.items):
        one = every.get(cell)
        if cell not in asked:
            continue
        if one is None:
            found[cell] = _missing(cell, faced, stopped)
        elif isinstance(one, str):
            found[cell] = one
        elif told := within_reach([one], days)[1]:
            found[cell] = told[0]
    return found


def _missing(
    cell: tuple[str, str],
    faced: dict[str, dict[str, Exposure]],
    stopped: dict[str, dict[str, Defence]],
) -> str:
    member, item = cell
    if not faced.get(member):
        return f"no row of exposure says what raids {member} plans for"
    if not stopped.get(item):
        return f"no row of defences says what {item} stops"
    return f"{item} is not stated to stop {', '.join(faced[member])}, which {member} plans for"


def _said(one: Exposed | str) -> TypeGuard[str]:
    return isinstance(one, str)


def _cells(
    programme: Programme,
) -> tuple[
    dict[tuple[str, str], Exposed | str],
    dict[str, dict[str, Exposure]],
    dict[str, dict[str, Defence]],
]:
    """Members and items with exposure and defence, or why no need is known; and both by class."""
    reference = Reference(programme)
    exposures: dict[str, dict[str, Exposure]] = defaultdict(dict)
    for row in programme.exposure:
        exposures[row.member][row.class_] = row
    defences: dict[str, dict[str, Defence]] = defaultdict(dict)
    for one in programme.defences:
        defences[one.item][one.class_] = one
    found = {}
    for member in programme.members:
        for item in programme.items:
            own = exposures.get(member.member, {})
            against = defences.get(item.item, {})
            classes = [t.class_ for t in programme.threats if t.class_ in own.keys() & against]
            if classes:
                cell = member.member, item.item
                found[cell] = _exposed(reference, *cell, classes, own, against)
    return found, exposures, defences


def _exposed(
    reference: Reference,
    member: str,
    item: str,
    classes: Sequence[str],
    exposures: dict[str, Exposure],
    defences: dict[str, Defence],
) -> Exposed | str:
    """One member and item, or the sentence that tells what is missing."""
    spans: dict[tuple[str, str], list[str]] = defaultdict(list)
    for class_ in classes:
        spans[exposures[class_].from_, exposures[class_].to].append(class_)
    parts: list[Part] = []
    ordered, drifts, told, rests = list[str](), [0.0], list[str](), list[Row]()
    for (from_, to), own in spans.items():
        laws, drift, words, rows = reference.law(from_, to, tuple(own))
        if not laws:
            return (
                f"{member}: no raid of {', '.join(own)} is recorded from {from_ or 'any day'} to "
                f"{to or 'any day'}, so that no need of {item} is known"
            )
        parts += laws
        ordered += own
        drifts.append(drift)
        told.append(words)
        rests += rows
    factors = [float(exposures[class_].factor) for class_ in ordered]
    # A factor up to 1 is the chance of each threat; a larger one also makes days come faster.
    pace = max(1.0, *factors)
    own_cv = [
        float(exposures[c].factor_sd / exposures[c].factor) for c in ordered if exposures[c].factor
    ]
    cv = math.hypot(max(own_cv, default=0.0), max(drifts))
    law = parts[0] if len(parts) == 1 else JointDays(tuple(parts))
    model = RaidModel(law, tuple(factor / pace for factor in factors), pace, cv)
    try:
        policies = tuple(policy_of(defences[class_]) for class_ in ordered)
    except SettingError as error:
        return f"{member}, {item}: {error}"
    rests += [exposures[class_] for class_ in ordered] + [defences[class_] for class_ in ordered]
    return Exposed(
        member,
        item,
        tuple(ordered),
        Drawing(model, policies),
        "; ".join(dict.fromkeys(told)),
        tuple(dict.fromkeys(row.ref for row in rests)),
    )


def within_reach(cells: Sequence[Exposed], days: float) -> tuple[list[Exposed], list[str]]:
    """Those whose use over some days can be worked out, and a sentence for each other."""
    found, untold = [], []
    for one in cells:
        try:
            length_of(one.drawing, days, Steps(2))
        except SettingError as error:
            untold.append(f"{one.member}, {one.item}: {error}")
        else:
            found.append(one)
    return found, untold


def policy_of(row: Defence) -> FiringPolicy:
    """The firing policy that a row of ``defences`` states."""
    looks = [int(shots) for shots in row.looks.split()]
    return FiringPolicy(looks, float(row.successes), float(row.failures))


def _untold(
    programme: Programme,
    exposures: dict[str, dict[str, Exposure]],
    defences: dict[str, dict[str, Defence]],
) -> Iterator[str]:
    """What the inputs leave open, in sentences."""
    defended = {class_ for own in defences.values() for class_ in own}
    bare = [t.class_ for t in programme.threats if t.class_ not in defended]
    faced = dict.fromkeys(class_ for own in exposures.values() for class_ in own)
    if open_ := [class_ for class_ in bare if class_ in faced]:
        yield f"no item is stated to stop {', '.join(open_)}: nothing is counted for them"
    for class_ in sorted(defended):
        several = [item for item, own in defences.items() if class_ in own]
        if len(several) > 1:
            yield (
                f"{', '.join(several)} each stop {class_}; each is counted as if it stood alone, "
                "since how they share the threats is not stated: what they need, added up, counts "
                "these threats more than once"
            )
    if programme.defences:
        yield "success of a shot, firing policy and exposure are inputs; no public count tells them"
