"""Shares of whole programmes: sums to the cent, settlement, accession, and what stands beside."""

import json
from dataclasses import replace
from functools import cache
from math import isfinite
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointstock import flow
from jointstock.plan.game import PlanGame
from jointstock.programme.programme import Programme
from jointstock.share import METHODS
from jointstock.words.errors import SettingError
from jointstock.words.shares import Rule, Shares
from plan.buys import buy

FOLDER = Path(__file__).parents[1] / "examples" / "nspa-gemt-2024"


@cache
def november() -> Shares:
    programme = flow.read(FOLDER, [FOLDER / "overlays" / "2024-11"])
    return flow.share(programme)


@given(st.integers(0, 10**6), st.sampled_from(["agreed", "owen", "nucleolus", "quantity"]))
@settings(max_examples=25, deadline=None)
def test_adds_up_to_the_cent(seed: int, method: str) -> None:
    """Shares are whole minor units that add up to the cost, and transfers take bills to them."""
    found = flow.share(buy(seed, 3, offer=True), method=method, studies=False)
    assert sum(one.share for one in found.members) == found.total
    assert sum(one.bill for one in found.members) == found.total
    moved = {one.member: one.bill for one in found.members}
    for entry in found.settlement:
        for one in entry.transfers:
            moved[one.source.removeprefix("share:")] += one.quantity
            moved[one.target.removeprefix("share:")] -= one.quantity
    assert moved == {one.member: one.share for one in found.members}


@pytest.mark.parametrize("method", [name for name in METHODS if name != "key"])
def test_every_method(method: str) -> None:
    """Every method has an answer on a plain buy, and an audit with a closed bound."""
    found = flow.share(buy(3, 4, offer=True), method=method, studies=False)
    assert found.worst.closed
    assert found.method == method


def test_key() -> None:
    """A given key is asked for each member, and for members alone."""
    programme = buy(3, 3, offer=True)
    found = flow.share(programme, method="key", key={"DE": 2, "NL": 1, "RO": 1}, studies=False)
    assert abs(found.share("DE").share - 2 * found.share("NL").share) <= 2
    with pytest.raises(SettingError, match="ES"):
        flow.share(programme, method="key", key={"DE": 1, "NL": 1, "RO": 1, "ES": 1})
    with pytest.raises(SettingError, match="RO"):
        flow.share(programme, method="key", key={"DE": 1, "NL": 1})


def test_explained() -> None:
    """Units at their prices, slots, what prices leave and the repair make the share."""
    for one in november().members:
        assert one.priced - one.slots + one.rest + one.repair == one.share
        units = sum(price.units * price.price for price in one.prices)
        assert abs(units - one.priced) <= 1000


def test_sweden_joins() -> None:
    """With Sweden nobody of the first four pays more, and no group would rather leave."""
    found = november()
    assert found.joined is not None
    assert found.joined.joining == ("SE",)
    assert found.joined.monotone
    for member, before in found.joined.before.items():
        assert found.share(member).share <= before + found.worst.tolerance
    assert found.worst.stable
    assert found.worst.listed


def test_who_is_needed() -> None:
    """Without Germany or Romania the others do not open the line; without another they do."""
    opened = {one.member: one.opened for one in november().needed}
    assert opened == {"DE": ("SOB",), "RO": ("SOB",), "NL": (), "ES": (), "SE": ()}


def test_asking_less() -> None:
    """A cheap top-up rewards asking for less; one at the price of buying alone does not."""
    found = november().asked_less
    assert all(one.gains["at the contract's price"] > 0 for one in found)
    assert all(one.gains["at the price of buying alone"] <= 0 for one in found)


def test_subsidy() -> None:
    """A subsidy for three or more comes off the cost of all, and a group of two gets none."""
    programme = buy(3, 4, offer=True)
    plain, helped = (flow.share(programme, subsidy=s, studies=False) for s in (None, 100.0))
    assert plain.total - helped.total == 10_000
    assert helped.share("DE").alone == plain.share("DE").alone


def test_audit() -> None:
    """Shares that a conference agreed are audited as they are."""
    programme = buy(3, 4, offer=True)
    found = flow.share(programme, studies=False)
    given_shares = {one.member: one.share / 100 for one in found.members}
    assert flow.audit(programme, given_shares).worst == found.worst
    given_shares["DE"] += 10**6
    audited = flow.audit(programme, given_shares)
    assert not audited.worst.stable
    assert audited.given - audited.total == 10**8


def test_rule_stands_on_it() -> None:
    """The rule is told in words that differ with it."""
    words = {
        Rule(slots, outside).words
        for slots in ("proportional", "whole", "after")
        for outside in ("instead", "beside")
    }
    assert len(words) == 6
    with pytest.raises(SettingError):
        Rule("half")


def test_nothing_to_share() -> None:
    """Without firm demand there is no cost to share."""
    with pytest.raises(SettingError):
        flow.share(buy(1, 3).replace(demand=()))


def test_nobody_can_leave() -> None:
    """Where no group but that of all reaches the minimum order, shares are at Owen's prices."""
    programme = buy(2, 3)
    total = sum(row.firm for row in programme.demand)
    line = replace(programme.lines[1], minimum_order=total)
    alone = programme.replace(lines=(line,), capacity=programme.capacity[1:])
    found = flow.share(alone)
    assert found.worst.stable
    assert found.worst.group == ()
    assert sum(one.share for one in found.members) == found.total
    assert all(one.alone is None for one in found.members)
    assert [one.worth for one in found.needed if any(one.worth.values())] == []
    data = json.loads(json.dumps(flow.certificate(alone, found)))
    assert all(one.holds is not False for one in flow.verify(data))


def test_one_cannot_buy_alone() -> None:
    """A member that cannot buy alone has no nucleolus, and shares all the same."""
    programme = buy(2, 3)
    line = replace(programme.lines[1], minimum_order=6)
    firm = tuple(replace(row, optional=0) for row in programme.demand)
    half = programme.replace(lines=(line,), capacity=programme.capacity[1:], demand=firm)
    found = flow.share(half)
    assert {one.alone is None for one in found.members} == {True, False}
    assert found.worst.closed
    assert any(one.method == "nucleolus" and one.why for one in found.compared)


def test_where_nothing_gives_a_start_the_shares_begin_alike() -> None:
    """Demand that is worth nothing at Owen's prices, and that cannot be had alone, is shared."""
    for seed in range(12):
        programme = buy(seed, 9)
        if not isfinite(PlanGame(programme).cost(PlanGame(programme).players)):
            continue
        found = flow.share(programme, studies=False)
        assert sum(one.share for one in found.members) == found.total
        assert found.worst.closed


def test_items_apart() -> None:
    """Two items under two contracts cost what each costs by itself, and share as a sum."""
    first, second = buy(2, 3, offer=True), buy(6, 3, offer=True)
    both = _beside(first, second)
    found = flow.share(both, studies=False)
    apart = [flow.share(one, studies=False).total for one in (first, second)]
    assert abs(found.total - sum(apart)) <= 1
    assert found.worst.closed
    data = json.loads(json.dumps(flow.certificate(both, found)))
    assert [one.what for one in flow.verify(data) if one.holds is False] == []


def _beside(first: Programme, second: Programme) -> Programme:
    """Two buys of the same members as one programme."""
    other = {
        "items": tuple(replace(row, item="M2") for row in second.items),
        "contracts": tuple(replace(row, contract="C2") for row in second.contracts),
        "signatories": tuple(replace(row, contract="C2") for row in second.signatories),
        "demand": tuple(replace(row, contract="C2", item="M2") for row in second.demand),
        "prices": tuple(replace(row, contract="C2", item="M2") for row in second.prices),
        "lines": tuple(
            replace(row, line=f"{row.line}2", contract="C2", item="M2") for row in second.lines
        ),
        "capacity": tuple(replace(row, line=f"{row.line}2") for row in second.capacity),
        "outside_offers": tuple(replace(row, item="M2") for row in second.outside_offers),
    }
    joined = {name: (*getattr(first, name), *rows) for name, rows in other.items()}
    rate, index = second.discount_rate, second.escalation
    assert (rate, index) == (first.discount_rate, first.escalation)
    return first.replace(**joined)


def test_what_nobody_can_deliver() -> None:
    """Demand that the plan cannot call off is named and left out, and the rest is shared."""
    programme = buy(3, 3)
    line, slots = programme.lines[0], programme.capacity[0]
    slow = programme.replace(lines=(line,), capacity=(replace(slots, units_per_month=1),))
    plan = flow.plan(slow)
    missing = sum(one.units for one in plan.not_called_off)
    assert missing
    with pytest.raises(SettingError):
        flow.share(slow)
    found = flow.share(slow, of=plan, studies=False)
    assert sum(one.units for one in found.left_out) == missing
    assert sum(one.units for one in found.members) + missing == sum(r.firm for r in slow.demand)
    data = json.loads(json.dumps(flow.certificate(slow, found)))
    assert [one.what for one in flow.verify(data) if one.holds is False] == []
