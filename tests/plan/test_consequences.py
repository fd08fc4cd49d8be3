"""What follows from a plan, on programmes small enough to work out by hand."""

from dataclasses import replace

import pytest

from jointstock.plan import freed_by_the_buy, pivotal_members, plan, without_call_offs
from jointstock.plan.consequences import leave
from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.words.months import Month
from jointstock.words.results import Freed
from oracle.generate import placed

START = Month.of(2025, 1)
WANTED = {"DE": 6, "NL": 6, "RO": 1}


def three_members() -> Programme:
    """A closed line needs ten units: six and six and one are wanted; Romania lacks one of two."""
    made = Programme(
        id="three",
        title="three members",
        as_of="2025-01",
        start=START,
        months=3,
        currency="EUR",
        price_year=2025,
        members=tuple(t.Member(member=m) for m in WANTED),
        items=(t.Item(item="M1"),),
        stocks=(t.Stock(member="RO", item="M1", units=1),),
        floors=(t.Floor(member="RO", item="M1", from_=START, units=2),),
        contracts=(t.Contract(contract="C1"),),
        signatories=tuple(t.Signatory(contract="C1", member=m) for m in WANTED),
        demand=tuple(
            t.Demand(member=m, contract="C1", item="M1", firm=units) for m, units in WANTED.items()
        ),
        lines=(t.Line(line="L1", contract="C1", item="M1", lead_months=1, minimum_order=10),),
        capacity=(t.Capacity(line="L1", from_=START, units_per_month=100),),
    )
    return placed(made)


def donor() -> Programme:
    """Germany holds ten, keeps eight and gives five; three are promised for March."""
    made = Programme(
        id="donor",
        title="a donor",
        as_of="2025-01",
        start=START,
        months=4,
        currency="EUR",
        price_year=2025,
        members=(t.Member(member="DE"),),
        parties=(t.Party(party="UA", role="recipient"),),
        items=(t.Item(item="M1"),),
        stocks=(t.Stock(member="DE", item="M1", units=10),),
        contracts=(t.Contract(contract="C1"),),
        signatories=(t.Signatory(contract="C1", member="DE"),),
        demand=(t.Demand(member="DE", contract="C1", item="M1", firm=3),),
        lines=(t.Line(line="L1", contract="C1", item="M1", lead_months=1, already_open=True),),
        capacity=(t.Capacity(line="L1", from_=START, units_per_month=3),),
        promised=(t.Promised(line="L1", customer="DE", due=START + 2, units=3),),
        donations=(
            t.Donation(donation="G1", donor="DE", item="M1", recipient="UA", up_to=5, keep_units=8),
        ),
    )
    return placed(made)


def test_who_is_pivotal() -> None:
    """Ten are reached by both large members only; without the small one twelve are left."""
    made = three_members()
    joint = plan(made)
    assert joint.decisions.lines_opened == ("L1",)
    (line,) = pivotal_members(made, joint, plan)
    assert (line.line, line.minimum_order, line.called_off) == ("L1", 10, 13)
    assert line.members == ("DE", "NL")
    assert [(one.member, one.wanted, one.opened) for one in line.without] == [
        ("DE", 7, False),
        ("NL", 7, False),
        ("RO", 12, True),
    ]


def test_who_loses_what() -> None:
    """Romania lacks half its floor for one month in the joint plan, and for three without it."""
    made = three_members()
    joint = plan(made)
    (line,) = pivotal_members(made, joint, plan)
    assert line.without[0].worse == {"NL": (0.0, 0.0), "RO": (0.5, 1.5)}
    assert joint.floor_months_missing("RO") == 0.5


def test_nobody_is_pivotal_for_what_is_open() -> None:
    """A line that is open, or needs no minimum, rests on nobody."""
    made = three_members()
    opened = placed(made.replace(lines=(replace(made.lines[0], already_open=True),)))
    assert pivotal_members(opened, plan(opened), plan) == ()
    free = placed(made.replace(lines=(replace(made.lines[0], minimum_order=0),)))
    assert pivotal_members(free, plan(free), plan) == ()


def test_what_the_buy_frees() -> None:
    """Two are given at once either way; the other three in February instead of March."""
    made = donor()
    nothing = without_call_offs(made)
    with_buy, without = plan(made), plan(nothing)
    assert not any(entry.kind == "call_off" for entry in without.entries)
    (freed,) = freed_by_the_buy(made, with_buy, without)
    assert (freed.donation, freed.with_buy, freed.without_buy) == ("G1", 5, 5)
    assert freed.months_earlier == pytest.approx(3 / 5)


def test_gifts_that_only_the_buy_makes_possible() -> None:
    """Without the promise the buy frees three units more, and none of the first two earlier."""
    made = placed(donor().replace(promised=()))
    found = freed_by_the_buy(made, plan(made), plan(without_call_offs(made)))
    assert found == (Freed("G1", 5, 2, 0.0),)


def test_a_gift_with_nothing_to_compare() -> None:
    """Where nothing is given without the buy, nobody can say how much earlier it comes."""
    made = donor()
    row = replace(made.donations[0], keep_units=11, up_to=2)
    made = placed(made.replace(promised=(), donations=(row,)))
    found = freed_by_the_buy(made, plan(made), plan(without_call_offs(made)))
    assert found == (Freed("G1", 2, 0, None),)


def test_a_member_that_leaves_takes_its_gifts_along() -> None:
    """Its signature, demand and gifts go, and gifts of others in one group with its own."""
    made = donor()
    other = replace(made.donations[0], donation="G2", donor="NL", group="G")
    own = replace(made.donations[0], group="G")
    apart = replace(made.donations[0], donation="G3", donor="NL")
    made = made.replace(
        members=(*made.members, t.Member(member="NL")), donations=(own, other, apart)
    )
    left = leave(made, "DE")
    assert left.signatories == left.demand == ()
    assert [row.donation for row in left.donations] == ["G3"]
    assert left.members == made.members
    assert left.stocks == made.stocks
