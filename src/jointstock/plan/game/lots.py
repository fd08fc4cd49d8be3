"""Wants that bear on one another are one lot; lots are bought apart, and their costs add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jointstock.plan.case import Case
from jointstock.plan.game.model import Built, build
from jointstock.plan.game.wants import Periods, Want
from jointstock.plan.game.ways import Choice, common_costs, ways
from jointstock.solve.model import Floats
from jointstock.solve.switched import Switched
from jointstock.words.shares import Rule

Parts = Sequence[list[tuple[Floats, Floats]]]


@dataclass(frozen=True)
class Lot:
    """Wants bought together: their model, its ways, and what each way decides want by want.

    ``places`` are the wants' positions among all.
    """

    places: tuple[int, ...]
    wants: tuple[Want, ...]
    built: Built
    model: Switched
    choices: Sequence[tuple[Choice, ...]]


def lots(
    case: Case,
    periods: Periods,
    wants: tuple[Want, ...],
    parts: Parts,
    rule: Rule,
    scale: float,
    *,
    joined: bool = False,
) -> tuple[Lot, ...]:
    """The wants in lots: those of a contract with a ceiling or costs in common are one.

    ``parts`` are the slots of each want. ``joined`` takes all wants as one lot, whose ways are then
    the lots' multiplied. Raises ``SettingError`` for a lot with too many ways.
    """
    common = common_costs(case, periods)
    alike: dict[object, list[int]] = {}
    for w, want in enumerate(wants):
        tied = case.contracts[want.contract].ceiling is not None or want.contract in common
        key = 0 if joined else want.contract if tied else w
        alike.setdefault(key, []).append(w)
    found = []
    for places in alike.values():
        inside = tuple(wants[w] for w in places)
        built = build(case, periods, inside, [parts[w] for w in places])
        every, choices = ways(case, periods, inside, built, rule, scale)
        model = Switched(built.matrix, built.switches, every)
        found.append(Lot(tuple(places), inside, built, model, choices))
    return tuple(found)
