"""That a group cannot buy for less: prices of a certificate as bounds, by weak duality.

For any prices the linear model of a way costs at least what the prices make of its limits, less
what a column would gain at them times the most it can be. So no prices can prove too much; good
ones prove the cost itself. Both are a constant and what each player of a group adds to it, so that
prices that were found at one group bound every other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, product
from typing import Any

Data = Mapping[str, Any]


def key_of(choices: Any) -> tuple[Any, ...]:
    """The choices of a way as one key."""
    return tuple(
        (c["band"], tuple(c["opened"]), bool(c["contract"]), bool(c["outside"])) for c in choices
    )


def every_choice(model: Data, wants: list[int]) -> Iterator[tuple[Data, ...]]:
    """Every way that a group can go for some wants: a choice for each."""
    return product(*(_choices(model["wants"][w], model) for w in wants))


def _choices(want: Data, model: Data) -> Iterator[Data]:
    """Every choice that a group has for a want, from the sources, bands and the offer."""
    lines: list[list[tuple[int, ...]]] = []
    sources = want["sources"]
    for s, one in enumerate(sources):
        if one["ramp"]:
            continue
        steps = [r for r, o in enumerate(sources) if o["line"] == one["line"] and o["ramp"]]
        taken = [tuple(steps[:k]) for k in range(len(steps) + 1)]
        lines.append([(), *((s, *some) for some in taken)] if one["closed"] else taken)
    offer, mixed = want["outside"], model["outside"] == "beside"
    beside = offer is not None and mixed
    for opened in product(*lines):
        for band in range(len(want["bands"])):
            for outside in (False, True) if beside and offer["minimum_order"] else (beside,):
                yield {
                    "band": band,
                    "opened": list(chain(*opened)),
                    "contract": True,
                    "outside": outside,
                }
    if offer is not None and (not mixed or model["common"].get(want["contract"])):
        yield {"band": 0, "opened": [], "contract": False, "outside": True}


def slots_of(want: Data, choice: Data) -> set[tuple[int, int]]:
    """The slots of the sources in use, by source and period, in which anybody can get units."""
    if not choice["contract"]:
        return set()
    return {
        (s, p)
        for s, row in enumerate(want["slots"])
        for p in range(len(row))
        if (not want["sources"][s]["closed"] or s in choice["opened"])
        and any(kind["can"][s][p] for kind in want["kinds"])
    }


Cut = tuple[float, dict[str, float]]


def cut(model: Data, wants: list[int], choices: Any, prices: list[Data], *, free: bool) -> Cut:
    """What prices make of the limits of a way, less what columns would gain at them.

    A constant, and what each player adds to it if it is in the group. With ``free`` nothing costs
    anything: where the sum is above zero, the group cannot go the way at all.
    """
    rooms = {c: max(price, 0.0) for c, price in prices[0]["rooms"].items()}
    total = -sum(price * model["rooms"][c] for c, price in rooms.items())
    added: dict[str, float] = {}
    paid = set()
    for w, choice, told in zip(wants, choices, prices, strict=True):
        want = model["wants"][w]
        constant, own = _of_want(want, choice, told, rooms.get(want["contract"], 0.0), free=free)
        total += constant
        for player, amount in own.items():
            added[player] = added.get(player, 0.0) + amount
        if not free:
            total += sum(want["sources"][s]["fixed"] for s in choice["opened"])
        if choice["contract"]:
            paid.add(want["contract"])
    if not free:
        total += sum(model["common"].get(contract, 0.0) for contract in paid)
    return float(total), added


def _of_want(want: Data, choice: Data, told: Data, room: float, *, free: bool) -> Cut:
    band = want["bands"][choice["band"]]
    top = float("inf") if band["to"] is None else band["to"]
    worth = told["band"]
    if worth < 0.0 and top == float("inf"):
        worth = 0.0
    total = worth * (band["from"] if worth >= 0.0 else top)
    orders = {int(s): max(price, 0.0) for s, price in told["orders"].items()}
    line_worth: dict[str, float] = {}
    for s in choice["opened"]:
        one = want["sources"][s]
        if not one["ramp"] and s in orders:
            total += orders[s] * one["minimum_order"]
            line_worth[one["line"]] = orders[s]
    offer = want["outside"]
    least = max(told["outside"], 0.0) if choice["outside"] and choice["contract"] else 0.0
    total += least * (offer["minimum_order"] if offer is not None else 0.0)
    rents = {(s, p): max(rent, 0.0) for s, p, rent in told["slots"]}
    used = slots_of(want, choice)
    total -= sum(rent * want["slots"][s][p] for (s, p), rent in rents.items() if (s, p) in used)
    dear = 0.0 if free else 1.0
    added: dict[str, float] = {}
    for k, kind in enumerate(want["kinds"]):
        served, whole = told["served"][k], told["total"][k]
        after = [*served[1:], 0.0]
        by_unit = sum(min(then - price, 0.0) for price, then in zip(served, after, strict=True))
        for s, p in used:
            if kind["can"][s][p]:
                gain = dear * band["unit_costs"][k][s][p] + rents.get((s, p), 0.0)
                gain += served[p] - whole + room - worth
                gain -= line_worth.get(want["sources"][s]["line"], 0.0)
                by_unit += min(gain, 0.0)
        if choice["outside"] and offer is not None:
            for p, price in enumerate(served):
                if kind["can_outside"][p]:
                    gain = dear * offer["unit_costs"][k][p] + price - whole - least
                    by_unit += min(gain, 0.0)
        by_due = [
            min(dear * cost + price - then, 0.0)
            for cost, price, then in zip(want["late_costs"][k], served, after, strict=True)
        ]
        for player in kind["players"]:
            one = want["players"][player]
            due = one["due"]
            amount = whole * one["firm"] - max(-whole, 0.0) * one["optional"]
            amount += by_unit * (one["firm"] + one["optional"])
            amount += sum(price * units for price, units in zip(by_due, due, strict=True))
            before = [0.0, *due[:-1]]
            steps = zip(served, due, before, strict=True)
            added[player] = amount - sum(price * (now - was) for price, now, was in steps)
    for (s, p), rent in rents.items():
        if (s, p) in used:
            for player, one in want["players"].items():
                added[player] = added.get(player, 0.0) - rent * one["slots"][s][p]
    return total, added
