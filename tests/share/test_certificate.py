"""Certificates of shares of real plans: re-checked as they are, and refused when touched."""

import copy
import json
from functools import cache
from random import Random
from typing import Any

import pytest

from jointstock import flow
from jointstock.share.cuts import least_costs
from jointstock.share.verify import verify
from jointstock.words.errors import SettingError
from jointstock.words.shares import Rule
from plan.buys import buy


@cache
def made(seed: int, members: int = 4, slots: str = "proportional", outside: str = "instead") -> str:
    programme = buy(seed, members, offer=True)
    shares = flow.share(programme, rule=Rule(slots, outside), studies=False)
    return json.dumps(flow.certificate(programme, shares))


def failing(data: dict[str, Any]) -> list[str]:
    return [one.what for one in verify(data) if one.holds is False]


@pytest.mark.parametrize("outside", ["instead", "beside"])
@pytest.mark.parametrize("slots", ["proportional", "whole", "after"])
@pytest.mark.parametrize("seed", range(3))
def test_holds(seed: int, slots: str, outside: str) -> None:
    """What is written holds, costs from below included; only the model is taken as it is."""
    checks = verify(json.loads(made(seed, 4, slots, outside)))
    assert [one.what for one in checks if one.holds is False] == []
    assert [one.what for one in checks if one.holds is None] == [
        "the model is that of the programme"
    ]


@pytest.mark.parametrize("members", [4, 9])
def test_subsidy(members: int) -> None:
    """A subsidy for three or more is off the cost of who gets it, and more of it is found out."""
    programme = buy(2, members, offer=True)
    plain, found = (flow.share(programme, subsidy=s, studies=False) for s in (0.0, 50.0))
    assert found.total == plain.total - 50_00
    data = json.loads(json.dumps(flow.certificate(programme, found)))
    assert failing(data) == []
    costs = {len(one["group"]): one["cost"] for one in data["groups"]}
    before = {len(o["group"]): o["cost"] for o in flow.certificate(programme, plain)["groups"]}
    assert costs[1] == before[1]
    assert costs[members] == before[members] - 50_00
    data["subsidy"]["amount"] = 40_00
    assert any("plans" in what for what in failing(data))


def test_a_subsidy_is_in_all_that_is_told_beside() -> None:
    """One more that might join is told with the subsidy before and after, as the shares are."""
    found = flow.share(buy(2, 4, offer=True), subsidy=50.0)
    assert found.one_more is not None
    assert sum(found.one_more.before.values()) == pytest.approx(found.total, abs=1)


@pytest.mark.parametrize("slots", ["proportional", "whole", "after"])
@pytest.mark.parametrize("outside", ["instead", "beside"])
@pytest.mark.parametrize("members", [9, 10, 12])
def test_more_members(members: int, outside: str, slots: str) -> None:
    """Where not every group is listed, prices bound all of them, and nothing needs a solver."""
    data = json.loads(made(1, members, slots, outside))
    assert not data["claim"]["listed"]
    assert len(data["groups"]) < 2**members - 1
    assert [one.what for one in verify(data) if not one.holds] == [
        "the model is that of the programme"
    ]


def test_bounds_are_the_costs_of_all_groups_that_were_priced() -> None:
    """Of eight members all groups are priced: bounds by weak duality are their costs."""
    data = json.loads(made(2, 8, "whole"))
    players = list(data["shares"])
    least = least_costs(data["model"], players, data["bounds"])
    for one in data["groups"]:
        number = sum(1 << players.index(member) for member in one["group"])
        assert least[number] * data["minor_units"] == pytest.approx(one["cost"], abs=1)


@pytest.mark.parametrize("change", ["lower bound", "no prices", "no cuts"])
def test_what_prices_do_not_prove_is_said(change: str) -> None:
    """A bound that is too low, or a way without prices, is not proven, and that is not hidden."""
    data = json.loads(made(1, 10, "whole"))
    if change == "lower bound":
        data["claim"]["bound"] -= 10**6
        data["claim"]["gain"] -= 10**6
    elif change == "no prices":
        data["bounds"][0].pop()
    else:
        for way in data["bounds"][0]:
            way["cuts"] = []
    (all_groups,) = (one for one in verify(data) if "of the 1,023" in one.what)
    assert all_groups.holds is None
    assert "needs a solver" in all_groups.why


def test_no_bounds() -> None:
    """Where groups were too many to be bounded, the bound is named as what needs a solver."""
    data = json.loads(made(1, 10))
    data["bounds"] = None
    checks = verify(data)
    assert all(one.holds is not False for one in checks)
    assert any("more than the bound" in one.what and one.holds is None for one in checks)


def test_moved_money() -> None:
    """A unit of money more for one member breaks the sum."""
    data = json.loads(made(0))
    data["shares"]["DE"] += 1
    assert any("add up" in what for what in failing(data))


def test_unstable_called_stable() -> None:
    """Shares under which a group would leave cannot be called stable."""
    data = json.loads(made(0))
    data["shares"]["DE"] += 10**6
    data["shares"]["NL"] -= 10**6
    assert len(failing(data)) >= 2


def test_group_left_out() -> None:
    """A list of all groups lacks none."""
    data = json.loads(made(0))
    del data["groups"][3]
    assert any("all 15 groups" in what for what in failing(data))


@pytest.mark.parametrize("change", ["units", "cost", "slots", "opened"])
def test_touched_plans(change: str) -> None:
    """A plan that serves less, or rests on more than there is, or costs more is found out."""
    data = json.loads(made(1))
    whole = copy.deepcopy(data["groups"][-1])
    if change == "units":
        whole["plan"]["delivered"] = whole["plan"]["delivered"][1:]
        whole["plan"]["bought"] = whole["plan"]["bought"][1:]
    elif change == "cost":
        whole["cost"] -= 1000
    elif change == "opened":
        for choice in whole["plan"]["choices"]:
            choice["opened"], choice["contract"], choice["outside"] = [], False, False
    else:
        want = data["model"]["wants"][0]
        want["slots"] = [[0.0] * len(row) for row in want["slots"]]
        for player in want["players"].values():
            player["slots"] = [[0.0] * len(row) for row in player["slots"]]
    data["groups"][-1] = whole
    assert any("plans" in what or "add up" in what for what in failing(data))


@pytest.mark.parametrize("seed", range(4))
def test_prices_prove_no_more_than_the_cost(seed: int) -> None:
    """Whatever prices are written, what they prove is no more than the group's cost."""
    dice = Random(seed)
    data = json.loads(made(seed))
    for way in (way for lot in data["bounds"] for way in lot):
        assert way["cuts"] or way["barred"] or way["choices"]
        for told in (*way["cuts"], *way["barred"]):
            for prices in told:
                prices["served"] = [[dice.gauss(0, 50) for _ in row] for row in prices["served"]]
                prices["total"] = [dice.gauss(50, 50) for _ in prices["total"]]
                prices["band"] = dice.gauss(0, 50)
                prices["slots"] = [[0, 3, dice.gauss(0, 50)]]
    players = list(data["shares"])
    least = least_costs(data["model"], players, data["bounds"])
    for one in data["groups"]:
        number = sum(1 << players.index(member) for member in one["group"])
        assert least[number] * data["minor_units"] <= one["cost"] + 1


def test_prices_left_out() -> None:
    """A way without prices proves nothing, and the check says so."""
    data = json.loads(made(0))
    data["bounds"][0].pop()
    (least,) = (one for one in verify(data) if "is the least" in one.what)
    assert least.holds is None
    assert "prices do not prove it" in least.why


def test_raised_level() -> None:
    """Weights that do not carry the level they are given for are found out."""
    data = json.loads(made(0))
    data["least_core"]["level"] += 10**6
    assert any("no shares have" in what for what in failing(data))


@pytest.mark.parametrize("data", [{}, {"form": "other"}, {"form": "jointstock share certificate"}])
def test_no_certificate(data: dict[str, Any]) -> None:
    """What is no certificate is refused."""
    with pytest.raises(SettingError):
        verify(data)


def test_not_whole() -> None:
    """A certificate that lacks a part is refused in words."""
    data = json.loads(made(0))
    del data["claim"]
    with pytest.raises(SettingError, match="lacks"):
        verify(data)
