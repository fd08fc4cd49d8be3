"""A group's plan of a certificate, checked against the certificate's model in plain arithmetic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

Data = Mapping[str, Any]

# Units are told to nine decimals; so much apart they are the same.
_SAME = 1e-5


def faults_and_cost(model: Data, group: frozenset[str], plan: Data) -> tuple[list[str], float]:
    """What a plan breaks of the rule, and what it costs, in units of the currency of today."""
    faults: list[str] = []
    cost = 0.0
    used: dict[str, float] = defaultdict(float)
    for w, (want, choice) in enumerate(zip(model["wants"], plan["choices"], strict=True)):
        delivered = _units(plan["delivered"], w)
        bought = _units(plan["bought"], w)
        taken = sum(delivered.values())
        used[want["contract"]] += taken
        faults += _limits(want, choice, group, delivered, taken)
        faults += _outside(want, choice, bought)
        band = want["bands"][choice["band"]]
        for (k, s, p), units in delivered.items():
            cost += units * band["unit_costs"][k][s][p]
        for (k, p), units in bought.items():
            cost += units * want["outside"]["unit_costs"][k][p]
        cost += sum(want["sources"][s]["fixed"] for s in choice["opened"])
        for k, kind in enumerate(want["kinds"]):
            own = [m for m in kind["players"] if m in group]
            late, wrong = _served(want, k, own, delivered, bought)
            faults += wrong
            cost += sum(u * c for u, c in zip(late, want["late_costs"][k], strict=True))
    faults += [
        f"{contract} has room for {room:g} alone"
        for contract, room in model["rooms"].items()
        if used[contract] > room + _SAME
    ]
    choices = zip(model["wants"], plan["choices"], strict=True)
    paid = {want["contract"] for want, choice in choices if choice["contract"]}
    return faults, cost + sum(model["common"].get(contract, 0.0) for contract in paid)


def _units(rows: list[list[Any]], w: int) -> dict[tuple[int, ...], float]:
    """The rows of one want by kind, source and period (or kind and period)."""
    found: dict[tuple[int, ...], float] = defaultdict(float)
    for row in rows:
        if row[0] == w:
            found[tuple(row[1:-1])] += row[-1]
    return found


def _limits(
    want: Data, choice: Data, group: frozenset[str], delivered: Mapping[Any, float], taken: float
) -> list[str]:
    """Slots, openings, minimum orders and the band."""
    faults = []
    slots: dict[tuple[int, int], float] = defaultdict(float)
    lines: dict[str, float] = defaultdict(float)
    for (k, s, p), units in delivered.items():
        slots[s, p] += units
        lines[want["sources"][s]["line"]] += units
        if not want["kinds"][k]["can"][s][p]:
            faults.append(f"{want['sources'][s]['line']} cannot deliver in period {p}")
        if units < 0 or not choice["contract"]:
            faults.append("units are below zero or without a contract")
    for (s, p), units in slots.items():
        own = sum(want["players"][m]["slots"][s][p] for m in group)
        if units > want["slots"][s][p] + own + _SAME:
            faults.append(f"{want['sources'][s]['line']} has too few slots in period {p}")
        if want["sources"][s]["closed"] and s not in choice["opened"]:
            faults.append(f"{want['sources'][s]['line']} is not opened")
    for s in choice["opened"]:
        one = want["sources"][s]
        if lines[one["line"]] < one["minimum_order"] - _SAME:
            faults.append(f"{one['line']} lacks its minimum order")
    band = want["bands"][choice["band"]]
    top = float("inf") if band["to"] is None else band["to"]
    if not band["from"] - _SAME <= taken <= top + _SAME:
        faults.append("the total is not in its price band")
    return faults


def _outside(want: Data, choice: Data, bought: Mapping[Any, float]) -> list[str]:
    units = sum(bought.values())
    if not units:
        return []
    if want["outside"] is None or not choice["outside"] or min(bought.values()) < 0:
        return ["nothing may be bought outside"]
    faults = [
        f"nothing comes from outside in period {p}"
        for k, p in bought
        if not want["kinds"][k]["can_outside"][p]
    ]
    if choice["contract"] is True and units < want["outside"]["minimum_order"] - _SAME:
        faults.append("the outside offer lacks its minimum order")
    return faults


def _served(
    want: Data,
    k: int,
    own: list[str],
    delivered: Mapping[Any, float],
    bought: Mapping[Any, float],
) -> tuple[list[float], list[str]]:
    """What comes late period by period, and whether all of a kind's demand comes at all."""
    periods = len(want["late_costs"][k])
    got, due, late = 0.0, [0.0] * periods, []
    for m in own:
        due = [a + b for a, b in zip(due, want["players"][m]["due"], strict=True)]
    arriving = [bought.get((k, p), 0.0) for p in range(periods)]
    for (kind, _, p), units in delivered.items():
        if kind == k:
            arriving[p] += units
    for p in range(periods):
        got += arriving[p]
        late.append(max(due[p] - got, 0.0))
    firm = sum(want["players"][m]["firm"] for m in own)
    most = firm + sum(want["players"][m]["optional"] for m in own)
    faults = [] if firm - _SAME <= got <= most + _SAME else ["firm demand is not what comes"]
    return late, faults
