"""The game as data: what the model rests on, and how a group buys, for who checks it elsewhere.

Amounts are in units of the currency of today; units in parts of one. Periods count from 0.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from jointstock.plan.game.game import PlanGame
from jointstock.plan.game.lots import Lot
from jointstock.plan.game.model import prices
from jointstock.plan.game.ways import Choice, common_costs
from jointstock.solve.model import Floats
from jointstock.words.games import Group

Data = dict[str, object]

# Units and prices are told to so many decimals.
_DIGITS = 9


def model_as_data(game: PlanGame) -> Data:
    """Demand, slots, prices and limits: all that a group's plan can be checked against."""
    told = {w: _want(game, lot, k, w) for lot in game.lots for k, w in enumerate(lot.places)}
    wants = [told[w] for w in sorted(told)]
    case = game.case
    limited = [contract for lot in game.lots for contract in lot.built.ceilings]
    rooms = {c: case.contracts[c].ceiling for c in limited}
    return {
        "periods": [str(game.programme.start + int(end)) for end in game.periods.ends],
        "outside": game.rule.outside,
        "wants": wants,
        "rooms": {c: (top or 0) - case.terms.past(c) for c, top in rooms.items()},
        "common": {c: _told(v) for c, v in common_costs(case, game.periods).items()},
    }


def _want(game: PlanGame, lot: Lot, k: int, w: int) -> Data:
    """The k-th want of a lot, which is the w-th of all."""
    want, at, matrix = lot.wants[k], lot.built.blocks[k], lot.built.matrix
    size = len(matrix.low)
    base, own = game.slots_of(w)
    bands = []
    for band, least, most in want.bands:
        cost = prices(game.case, game.periods, want, at, band, size)
        unit = cost[at.delivered]
        bands.append(
            {
                "from": least,
                "to": None if np.isinf(most) else most,
                "unit_costs": _lists(unit),
            }
        )
    way = lot.model.ways[0].cost * game.scale
    offer = want.offer
    return {
        "contract": want.contract,
        "item": want.item,
        "players": {
            player: {
                "firm": want.firm[i],
                "optional": want.optional[i],
                "due": _lists(want.due[i]),
                "slots": _lists(own[:, i]),
            }
            for player, i in game.places.items()
        },
        "slots": _lists(base),
        "kinds": [
            {
                "players": [game.players[i] for i in kind.players],
                "can": (matrix.high[at.delivered[k]] > 0).astype(int).tolist(),
                "can_outside": (matrix.high[at.bought[k]] > 0).astype(int).tolist(),
            }
            for k, kind in enumerate(want.kinds)
        ],
        "sources": [
            {
                "line": one.line,
                "ramp": one.step,
                "closed": one.closed,
                "fixed": _told(one.fixed),
                "minimum_order": one.minimum,
            }
            for one in want.sources
        ],
        "bands": bands,
        "outside": None
        if offer is None
        else {"minimum_order": offer.minimum_order, "unit_costs": _lists(way[at.bought])},
        "late_costs": _lists(way[at.late]),
    }


def plan_as_data(game: PlanGame, group: Group) -> Data | None:
    """How a group buys alone: its choices and what comes from where when; ``None`` if it cannot."""
    found = game.cheapest(group)
    if found is None:
        return None
    choices: dict[int, Data] = {}
    delivered, bought = [], []
    for lot, one in found:
        for w, at, choice in zip(lot.places, lot.built.blocks, lot.choices[one.way], strict=True):
            choices[w] = _choice(choice)
            units = one.x[at.delivered]
            for k, s, p in np.argwhere(units > 1e-9):
                delivered.append([w, int(k), int(s), int(p), _told(units[k, s, p])])
            units = one.x[at.bought]
            for k, p in np.argwhere(units > 1e-9):
                bought.append([w, int(k), int(p), _told(units[k, p])])
    ordered = [choices[w] for w in sorted(choices)]
    return {"choices": ordered, "delivered": delivered, "bought": bought}


def cuts_as_data(game: PlanGame, groups: Iterable[Group]) -> list[list[Data]] | None:
    """Prices that bound what any group can buy for, lot by lot and way by way.

    They were found at the groups that were searched, and at the ``groups`` given; each bounds all
    groups by weak duality. ``cuts`` price a way, ``barred`` show of some groups that they cannot go
    it. ``None`` where groups are too many to be bounded one by one.
    """
    known = game.underestimates
    if known is None:
        return None
    for group in groups:
        known.cost(sum(1 << game.places[player] for player in group))
    n = len(game.players)
    found: list[list[Data]] = [
        [_bounded(lot, k) for k in range(len(lot.model.ways))] for lot in game.lots
    ]
    for place, k, number in dict.fromkeys(known.met):
        lot = game.lots[place]
        z = (number >> np.arange(n) & 1).astype(float)
        duals = lot.model.duals(k, z)
        if duals is not None:
            rows, priced = duals
            told = found[place][k]["cuts" if priced else "barred"]
            assert isinstance(told, list)
            told.append(_prices(lot, rows * game.scale if priced else rows))
    return found


def _bounded(lot: Lot, k: int) -> Data:
    choices = [_choice(choice) for choice in lot.choices[k]]
    return {"wants": list(lot.places), "choices": choices, "cuts": [], "barred": []}


def _prices(lot: Lot, duals: Floats) -> list[Data]:
    """Multipliers of a lot's rows as prices, want by want."""
    rooms = {c: _told(-duals[row]) for c, row in lot.built.ceilings.items()}
    prices = []
    for want, at in zip(lot.wants, lot.built.blocks, strict=True):
        rents = -duals[at.capacity]
        prices.append(
            {
                "rooms": rooms,
                "served": _lists(duals[at.served]),
                "total": _lists(duals[at.total]),
                "band": _told(duals[at.band[0]]),
                "outside": _told(duals[at.outside[0]]),
                "orders": {str(s): _told(duals[at.least[s]]) for s in range(len(want.sources))},
                "slots": [
                    [int(s), int(p), _told(rents[s, p])] for s, p in np.argwhere(rents > 1e-9)
                ],
            }
        )
    return prices


def _choice(choice: Choice) -> Data:
    return {
        "band": choice.band,
        "opened": list(choice.opened),
        "contract": choice.contract,
        "outside": choice.outside,
    }


def _told(value: float) -> float:
    return round(float(value), _DIGITS)


def _lists(values: Floats) -> object:
    return np.round(values, _DIGITS).tolist()
