"""The certificate: what is claimed of shares, and all that can be re-checked without a solver."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from jointstock.share.core import least_core
from jointstock.share.fees import LEAST_SUBSIDISED, SubsidisedGame
from jointstock.share.listed import listed
from jointstock.share.table import TableGame
from jointstock.words.games import Game, Group
from jointstock.words.plain import plain
from jointstock.words.shares import Shares

FORM = "jointstock share certificate"
VERSION = 1

Data = dict[str, object]


def certificate(
    game: Game,
    shares: Shares,
    minor: int,
    model: Data,
    plan_of: Callable[[Group], Data | None],
    cuts_of: Callable[[Iterable[Group]], object],
) -> Data:
    """Shares with their claim, the groups that were met, their plans, and a balanced collection.

    ``model`` is what the plans rest on, ``plan_of`` gives the plan of a group, and ``cuts_of`` the
    prices that prove of all groups, if they are not too many, that they cannot buy for less. Of few
    members every group is listed; of many those that the search for the least core met, the worst
    and the tightest. Weights of a balanced collection prove that no shares have a lower worst
    excess. Costs of groups are less the subsidy that they get; plans and prices are before it.
    """
    found = listed(game)
    subsidy = shares.subsidy / minor
    played = SubsidisedGame(found, subsidy) if subsidy else found
    core = least_core(played)
    groups: dict[Group, float] = dict(core.groups)
    if isinstance(found, TableGame):
        for number in range(1, len(found.costs) - 1):
            inside = frozenset(p for i, p in enumerate(game.players) if number >> i & 1)
            groups.setdefault(inside, played.cost(inside))
    for told in (shares.worst.group, *(one.tightest for one in shares.members)):
        if told:
            groups.setdefault(frozenset(told), played.cost(told))
    groups[frozenset(game.players)] = played.cost(game.players)
    if not isinstance(found, TableGame):  # for the prices that bound all groups
        played.worst_group({one.member: one.share / minor for one in shares.members})
    order = sorted(groups, key=lambda g: (len(g), [p in g for p in game.players][::-1]))
    return {
        "form": FORM,
        "version": VERSION,
        "programme": shares.programme,
        "as_of": shares.as_of,
        "inputs_digest": shares.inputs_digest,
        "currency": shares.currency,
        "minor_units": minor,
        "rule": {**_fields(shares.rule), "words": shares.rule.words},
        "method": shares.method,
        "subsidy": {"amount": shares.subsidy, "least_members": LEAST_SUBSIDISED},
        "total": shares.total,
        "shares": {one.member: one.share for one in shares.members},
        "claim": plain(shares.worst),
        "groups": [_group(group, groups[group], minor, plan_of) for group in order],
        "bounds": cuts_of(order),
        "least_core": {
            "level": round(core.level * minor) if math.isfinite(core.level) else None,
            "tolerance": math.ceil(core.tolerance * minor),
            "weights": [
                {"group": sorted(group), "weight": weight} for group, weight in core.weights.items()
            ],
        },
        "model": model,
    }


def _fields(value: object) -> Mapping[str, object]:
    found = plain(value)
    assert isinstance(found, dict)
    return found


def _group(group: Group, cost: float, minor: int, plan_of: Callable[[Group], Data | None]) -> Data:
    finite = math.isfinite(cost)
    return {
        "group": sorted(group),
        "cost": round(cost * minor) if finite else None,
        "plan": plan_of(group) if finite else None,
    }
