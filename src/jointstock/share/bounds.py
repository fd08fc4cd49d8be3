"""That a group cannot buy for less: prices of a certificate, checked by weak duality.

For any prices the linear model of a way costs at least what the prices make of its limits, less
what a column would gain at them times the most it can be. So no prices can prove too much; good
ones prove the cost itself. A way that is out of reach is told by its least quantities alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, product
from typing import Any

Data = Mapping[str, Any]

_SAME = 1e-6


def proven(model: Data, group: frozenset[str], lots: list[list[Data]]) -> float:
    """The least that the group can pay by the prices of every way of every lot.

    Minus infinity where a way is missing. In units of the currency of today.
    """
    total = 0.0
    covered: list[int] = []
    for ways in lots:
        wants = ways[0]["wants"]
        covered += wants
        told = {_key(way["choices"]): way for way in ways}
        least = float("inf")
        for choices in product(*(_choices(model["wants"][w], model, w) for w in wants)):
            way = told.get(_key(choices))
            if way is None or way["wants"] != wants:
                return float("-inf")
            if not _reached(model, group, wants, choices):
                least = min(least, _bound(model, group, wants, choices, way["prices"]))
        total += least
    return total if sorted(covered) == list(range(len(model["wants"]))) else float("-inf")


def _key(choices: Any) -> tuple[Any, ...]:
    return tuple(
        (c["band"], tuple(c["opened"]), bool(c["contract"]), bool(c["outside"])) for c in choices
    )


def _choices(want: Data, model: Data, w: int) -> Iterator[Data]:
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


def _reached(model: Data, group: frozenset[str], wants: list[int], choices: Any) -> bool:
    """Whether a way is out of the group's reach by quantities alone."""
    for w, choice in zip(wants, choices, strict=True):
        want = model["wants"][w]
        wanted = [want["players"][m] for m in group]
        firm = sum(p["firm"] for p in wanted)
        most = firm + sum(p["optional"] for p in wanted)
        band, slots = want["bands"][choice["band"]], _slots(want, choice, group)
        top = float("inf") if band["to"] is None else band["to"]
        able = min(most, sum(slots.values()), model["rooms"].get(want["contract"], most))
        if not choice["outside"] and min(able, top) < firm - _SAME:
            return True
        if (able if choice["contract"] else 0.0) < band["from"] - _SAME:
            return True
        for s in choice["opened"]:
            one = want["sources"][s]
            own = [r for r, other in enumerate(want["sources"]) if other["line"] == one["line"]]
            made = sum(units for (r, _), units in slots.items() if r in own)
            if min(able, made, top) < one["minimum_order"] - _SAME:
                return True
    return False


def _slots(want: Data, choice: Data, group: frozenset[str]) -> dict[tuple[int, int], float]:
    """The group's slots of the sources in use in which somebody of it can get units."""
    if not choice["contract"]:
        return {}
    kinds = [kind for kind in want["kinds"] if group.intersection(kind["players"])]
    return {
        (s, p): base + sum(want["players"][m]["slots"][s][p] for m in group)
        for s, row in enumerate(want["slots"])
        for p, base in enumerate(row)
        if (not want["sources"][s]["closed"] or s in choice["opened"])
        and any(kind["can"][s][p] for kind in kinds)
    }


def _bound(
    model: Data, group: frozenset[str], wants: list[int], choices: Any, prices: list[Data]
) -> float:
    """What prices make of the limits of a way, less what columns would gain at them."""
    rooms = {c: max(price, 0.0) for c, price in prices[0]["rooms"].items()}
    total = -sum(price * model["rooms"][c] for c, price in rooms.items())
    paid = set()
    for w, choice, told in zip(wants, choices, prices, strict=True):
        want = model["wants"][w]
        total += _of_want(want, choice, told, group, rooms.get(want["contract"], 0.0))
        total += sum(want["sources"][s]["fixed"] for s in choice["opened"])
        if choice["contract"]:
            paid.add(want["contract"])
    return float(total + sum(model["common"].get(contract, 0.0) for contract in paid))


def _of_want(want: Data, choice: Data, told: Data, group: frozenset[str], room: float) -> float:
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
    slots = _slots(want, choice, group)
    total -= sum(rents.get(at, 0.0) * units for at, units in slots.items())
    for k, kind in enumerate(want["kinds"]):
        own = [want["players"][m] for m in kind["players"] if m in group]
        if not own:
            continue
        firm, optional = sum(p["firm"] for p in own), sum(p["optional"] for p in own)
        due = [sum(column) for column in zip(*(p["due"] for p in own), strict=True)]
        served, whole = told["served"][k], told["total"][k]
        most = firm + optional
        steps = [b - a for a, b in zip([0.0, *due], due, strict=False)]
        total += whole * firm - max(-whole, 0.0) * optional
        total -= sum(price * step for price, step in zip(served, steps, strict=True))
        for s, p in slots:
            if kind["can"][s][p]:
                gain = band["unit_costs"][k][s][p] + rents.get((s, p), 0.0) + served[p] - whole
                gain += room - worth - line_worth.get(want["sources"][s]["line"], 0.0)
                total += min(gain, 0.0) * most
        after = [*served[1:], 0.0]
        for p, (price, then) in enumerate(zip(served, after, strict=True)):
            total += min(want["late_costs"][k][p] + price - then, 0.0) * due[p]
            total += min(then - price, 0.0) * most
            if choice["outside"] and offer is not None and kind["can_outside"][p]:
                total += min(offer["unit_costs"][k][p] + price - whole - least, 0.0) * most
    return float(total)
