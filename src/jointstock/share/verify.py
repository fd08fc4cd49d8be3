"""A certificate re-checked without the solver: what holds, what does not, what cannot be said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sized
from dataclasses import dataclass
from typing import Any

import numpy as np

from jointstock.share.certificate import FORM, VERSION
from jointstock.share.cuts import MOST_PLAYERS, least_costs
from jointstock.share.plans import faults_and_cost
from jointstock.solve.subsets import Floats, sizes, sums
from jointstock.words.errors import SettingError

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was checked: what it is, and whether it holds; ``None``: cannot be said."""

    what: str
    holds: bool | None
    why: str = ""


def verify(data: Data) -> tuple[Checked, ...]:
    """Check all of a certificate that needs no solver, and name what does.

    Raises ``SettingError`` where the data are no certificate.
    """
    if data.get("form") != FORM or data.get("version") != VERSION:
        raise SettingError(f"this is no certificate of shares of version {VERSION}")
    try:
        return tuple(_checks(data))
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise SettingError(f"the certificate lacks something or is not whole: {error!r}") from None


def _checks(data: Data) -> Iterator[Checked]:
    shares, claim = data["shares"], data["claim"]
    costs = {frozenset(g["group"]): g["cost"] for g in data["groups"]}
    every = frozenset(shares)
    total = sum(shares.values())
    money = _teller(data)
    yield Checked(
        f"the shares add up to {money(total)}, which is the cost of all to the last minor unit",
        total == data["total"] and costs.get(every) == total,
    )
    gains = {
        group: sum(shares[m] for m in group) - cost
        for group, cost in costs.items()
        if cost is not None and group != every
    }
    worst = max(gains.values(), default=0)
    slack = claim["tolerance"]
    yield Checked(
        f"of {len(gains):,} groups with a cost, none gains more than the claim says",
        worst <= claim["bound"] + slack,
        f"the most is {money(worst)}, claimed are {money(claim['gain'])}, the bound is "
        f"{money(claim['bound'])}",
    )
    yield _named_group(gains, claim, slack)
    least = _least_costs(data)
    yield from _all_groups(data, costs, least)
    yield _stable(claim, worst)
    yield from _plans(data)
    yield from _balanced(data, costs)
    yield _least(data, least)
    yield Checked(
        "the model is that of the programme",
        None,
        f"compare the digest {data['inputs_digest'] or '(none)'} with that of the folder, which "
        "jointstock check FOLDER --json prints as digest (give it the same --with and --set)",
    )


def _teller(data: Data) -> Callable[[float], str]:
    """How amounts of a certificate are told: from minor units to units of the currency."""
    minor, currency = data["minor_units"], data["currency"]
    digits = len(str(minor)) - 1

    def told(amount: float) -> str:
        return f"{amount / minor:,.{digits}f} {currency}"

    return told


def _named_group(gains: Mapping[frozenset[str], int], claim: Data, slack: int) -> Checked:
    group = frozenset(claim["group"])
    if not group:
        return Checked("no group but that of all is there", not gains)
    there = group in gains and abs(gains[group] - claim["gain"]) <= max(slack, 1)
    return Checked(f"the group named gains what is claimed: {', '.join(sorted(group))}", there)


def _least_costs(data: Data) -> Floats | None:
    """What each group pays at the least, subsidy taken off, in minor units, shape (2**n,).

    ``None`` where the certificate has no prices that bound all groups.
    """
    players = list(data["shares"])
    if data["bounds"] is None or len(players) > MOST_PLAYERS:
        return None
    found = least_costs(data["model"], players, data["bounds"]) * float(data["minor_units"])
    given = data["subsidy"]
    found[sizes(len(players)) >= given["least_members"]] -= given["amount"]
    return found


def _all_groups(
    data: Data, costs: Mapping[frozenset[str], int | None], least: Floats | None
) -> Iterator[Checked]:
    """Whether the list has all groups; of more, whether prices bound what any of them gains."""
    shares, claim = data["shares"], data["claim"]
    every = frozenset(shares)
    number = 2 ** len(every) - 1
    if claim["listed"]:
        inside = all(group and group <= every for group in costs)
        yield Checked(f"all {number:,} groups are listed", inside and len(costs) == number)
        return
    what = f"no group of the {number:,} gains more than the bound"
    if least is not None:
        gains = sums(np.array([float(amount) for amount in shares.values()])) - least
        most = float(gains[1:-1].max())
        if most <= claim["bound"] + claim["tolerance"] + 2:
            why = f"prices bound each of them: {_teller(data)(most)} at the most, by weak duality"
            yield Checked(what, holds=True, why=why)
            return
    yield Checked(
        what,
        None,
        f"{len(costs):,} groups are listed; for the others the bound is that of a search with "
        "whole numbers, which needs a solver",
    )


def _stable(claim: Data, worst: int) -> Checked:
    """Stable is said only where the bound is closed and no group gains."""
    closed = claim["bound"] <= claim["gain"] + claim["tolerance"]
    may = closed and max(claim["bound"], worst) <= claim["tolerance"]
    said = "stable" if claim["stable"] else "not stable"
    return Checked(
        f"the shares are called {said}, which follows from gain and bound", claim["stable"] == may
    )


def _plans(data: Data) -> Iterator[Checked]:
    """Each group's plan keeps the rule and costs what is stated."""
    wrong, count = [], 0
    for one in data["groups"]:
        if one["cost"] is None:
            continue
        count += 1
        faults, cost = faults_and_cost(data["model"], frozenset(one["group"]), one["plan"])
        off = cost * data["minor_units"] - one["cost"] - _subsidy(data, one["group"])
        if off > 1 + 1e-8 * abs(one["cost"]):
            faults.append(f"costs {_teller(data)(off)} more than stated")
        if faults:
            wrong.append(f"{', '.join(one['group'])}: {'; '.join(faults[:3])}")
    yield Checked(
        f"{count:,} groups have plans that serve them within the rule, at no more than their cost"
        + (
            f" and the subsidy of {_teller(data)(given)}"
            if (given := data["subsidy"]["amount"])
            else ""
        ),
        not wrong,
        " | ".join(wrong[:3]),
    )


def _subsidy(data: Data, group: Sized) -> int:
    """What a group gets from outside, which is off its cost and in no plan."""
    given = data["subsidy"]
    return int(given["amount"]) if len(group) >= given["least_members"] else 0


def _least(data: Data, least: Floats | None) -> Checked:
    """That no group can buy for less than its cost, where prices are told that prove it."""
    what = "each cost is the least at which the group can have what it wants"
    why = (
        "its plan shows that it can be had for so much; that it cannot be had for less needs the "
        "solver"
    )
    if least is None:
        return Checked(what, None, why)
    places = {player: i for i, player in enumerate(data["shares"])}
    short = []
    for one in data["groups"]:
        cost = float("inf") if one["cost"] is None else one["cost"]
        if least[sum(1 << places[m] for m in one["group"])] < cost - 1 - 1e-8 * abs(cost):
            short.append(", ".join(one["group"]))
    if short:
        return Checked(what, None, f"prices do not prove it for {' | '.join(short[:5])}: {why}")
    return Checked(what, holds=True, why="prices prove it for every group and way: weak duality")


def _balanced(data: Data, costs: Mapping[frozenset[str], int | None]) -> Iterator[Checked]:
    """Weights of groups that hold each player alike: no shares have a lower worst excess."""
    core = data["least_core"]
    weights = {frozenset(one["group"]): one["weight"] for one in core["weights"]}
    if not weights:
        return
    money = _teller(data)
    each = {m: sum(w for g, w in weights.items() if m in g) for m in data["shares"]}
    level = max(each.values())
    alike = max(abs(level - value) for value in each.values()) <= 1e-6
    known = all(costs.get(group) is not None for group in weights)
    least = level * data["total"] - sum(w * (costs.get(g) or 0) for g, w in weights.items())
    yield Checked(
        f"no shares have a worst group that gains less than {money(core['level'])}",
        alike
        and known
        and min(weights.values()) >= 0
        and abs(sum(weights.values()) - 1.0) <= 1e-6
        and least >= core["level"] - core["tolerance"] - 2,
        f"{len(weights):,} groups with weights hold every member alike and leave {money(least)}",
    )
