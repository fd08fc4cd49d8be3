"""The oracle itself: against every plan there is, against known figures, and a judge that sees."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.words.entries import Entry
from jointstock.words.months import Month
from jointstock.words.results import Plan
from oracle.entries import as_plan
from oracle.enumerate import best, enumerable
from oracle.facts import Facts
from oracle.generate import programme
from oracle.judge import judge
from oracle.model import optimum
from oracle.money import selected_bands
from oracle.quantities import Quantities, idle
from oracle.roundings import margins
from oracle.rules import breaches
from oracle.values import penalty, value

START = Month.of(2027, 1)


@pytest.mark.parametrize("seed", enumerable(40, most=800))
def test_the_oracle_finds_the_best_of_all_plans(seed: int) -> None:
    tiny = programme(seed, "tiny")
    found = optimum(tiny).values
    every = best(tiny)
    assert list(found) == list(every)
    for goal, most in every.items():
        assert float(found[goal]) == pytest.approx(float(most), rel=1e-9, abs=1e-6), goal


@cache
def planned(seed: int) -> tuple[Programme, Plan]:
    """A small programme and the oracle's plan for it, written out."""
    small = programme(seed, "small")
    return small, as_plan(Facts(small), optimum(small).plan)


@pytest.mark.parametrize("seed", range(12))
def test_the_judge_accepts_the_plan_of_the_oracle(seed: int) -> None:
    small, plan = planned(seed)
    assert judge(small, plan).breaches == []


@pytest.mark.parametrize("seed", range(12))
def test_the_judge_notices_every_entry_that_is_taken_out(seed: int) -> None:
    small, plan = planned(seed)
    for number, entry in enumerate(plan.entries):
        rest = plan.entries[:number] + plan.entries[number + 1 :]
        assert judge(small, replace(plan, entries=rest)).breaches, entry


@pytest.mark.parametrize("seed", range(12))
def test_the_judge_sees_one_unit_too_many_in_every_transfer(seed: int) -> None:
    small, plan = planned(seed)
    for number, entry in enumerate(plan.entries):
        for place, one in enumerate(entry.transfers):
            more = list(entry.transfers)
            more[place] = replace(one, quantity=one.quantity + 1)
            entries = list(plan.entries)
            entries[number] = replace(entry, transfers=tuple(more))
            # Funding may come in any amount up to what is due, if both sides of it agree.
            if entry.kind != "funding":
                assert judge(small, replace(plan, entries=tuple(entries))).breaches, entry


@pytest.mark.parametrize("seed", range(12))
def test_the_judge_sees_a_wrong_value_of_every_goal(seed: int) -> None:
    small, plan = planned(seed)
    for number, goal in enumerate(plan.goals):
        goals = list(plan.goals)
        goals[number] = replace(goal, value=goal.value * 1.01 + 100, bound=goal.bound)
        assert judge(small, replace(plan, goals=tuple(goals))).breaches, goal


def one_member(**tables: object) -> Programme:
    """One member, one item, one open line that makes 2 a month with a lead of 1; 4 months."""
    plain = Programme(
        id="one",
        title="one",
        as_of="2027-01",
        start=START,
        months=4,
        currency="EUR",
        price_year=2027,
        members=(t.Member(member="NL"),),
        parties=(t.Party(party="AGENCY", role="agency"),),
        items=(t.Item(item="A"),),
        contracts=(t.Contract(contract="C", agency="AGENCY"),),
        signatories=(t.Signatory(contract="C", member="NL"),),
        lines=(t.Line(line="L", contract="C", item="A", lead_months=1, already_open=True),),
        capacity=(t.Capacity(line="L", from_=START, units_per_month=2),),
    )
    return plain.replace(**tables)


def test_half_a_floor_weighs_the_five_steps_above_it() -> None:
    # (1 + 3 + 9 + 27 + 81) steps of a tenth.
    assert penalty(Facts(one_member()), 5, 10) == Fraction(121, 10)
    assert penalty(Facts(one_member()), 0, 10) == Fraction(3**10 - 1, 20)
    assert penalty(Facts(one_member()), 12, 10) == 0


def test_three_wanted_units_come_as_two_and_one_after_the_lead() -> None:
    """Delivered 2 in month 1 and 1 in month 2: late 1 unit-month against all 3 by month 1."""
    wanted = t.Demand(member="NL", contract="C", item="A", by=START + 1, firm=3)
    found = optimum(one_member(demand=(wanted,)))
    assert +found.plan.deliveries == {("NL", "L", 1): 2, ("NL", "L", 2): 1}
    # steady: (4 - 1) * 2 + (4 - 2) * 1
    assert (found.values["late"], found.values["steady"]) == (1, 8)


def test_a_date_before_the_start_is_late_in_every_month_since() -> None:
    """1 unit by two months before the start, delivered in month 1: late in -2, -1 and 0."""
    wanted = t.Demand(member="NL", contract="C", item="A", by=START + -2, firm=1)
    assert optimum(one_member(demand=(wanted,))).values["late"] == 3


def test_one_unit_more_is_bought_where_the_lower_band_makes_it_cheaper() -> None:
    """2 units cost 2 * 10, 3 cost 3 * 5: the optional third pays for itself."""
    wanted = t.Demand(member="NL", contract="C", item="A", firm=2, optional=1)
    prices = tuple(
        t.Price(contract="C", item="A", from_units=n, unit_price=Decimal(p), currency="EUR")
        for n, p in ((0, 10), (3, 5))
    )
    assert optimum(one_member(demand=(wanted,), prices=prices)).values["cost"] == 15


def test_unspent_money_reaches_the_next_year_only_where_it_is_carried_over() -> None:
    """Start in month 1 of 2027, fiscal years from March: 2026 is granted at the start."""
    rows = [
        t.Budget(member="NL", fiscal_year=year, amount=Decimal(9), currency="EUR", carry_over=on)
        for year, on in ((2025, True), (2026, True), (2027, False))
    ]
    members = (t.Member(member="NL", fiscal_year_start=3),)
    facts = Facts(one_member(budgets=tuple(rows), members=members))
    assert [purse.granted for purse in facts.purses("NL", "payment")] == [1800, 1800, 2700, 2700]
    rows[1] = replace(rows[1], carry_over=False)
    facts = Facts(one_member(budgets=tuple(rows), members=members))
    assert [purse.granted for purse in facts.purses("NL", "payment")] == [1800, 1800, 900, 900]
    assert facts.purses("NL", "payment")[3].months == (2, 3)


@pytest.mark.parametrize(
    ("price", "fee", "margin"), [("10.01", "0", 0), ("10.005", "0", 1), ("10.05", "10", 1)]
)
def test_budgets_are_tightened_only_by_transfers_that_can_be_inexact(
    price: str, fee: str, margin: int
) -> None:
    """Half a cent for the payment in each of months 1 to 3 if 10.005, for the fee if 1.005."""
    facts = Facts(
        one_member(
            demand=(t.Demand(member="NL", contract="C", item="A", firm=1),),
            contracts=(t.Contract(contract="C", agency="AGENCY", fee_percent=Decimal(fee)),),
            prices=(
                t.Price(
                    contract="C",
                    item="A",
                    from_units=0,
                    unit_price=Decimal(price),
                    currency="EUR",
                ),
            ),
            budgets=(t.Budget(member="NL", fiscal_year=2027, amount=Decimal(9), currency="EUR"),),
        )
    )
    bands = selected_bands(facts, idle(facts))
    half = Fraction(margin, 2)
    assert margins(facts, "NL", "payment", bands) == [0, half, half, half]


def test_a_gift_without_time_for_its_backfill_is_refused() -> None:
    gift = t.Donation(
        donation="G", donor="NL", item="A", recipient="UA", up_to=1, backfill_within_months=2
    )
    held = (t.Stock(member="NL", item="A", units=1),)
    facts = Facts(one_member(donations=(gift,), stocks=held))
    plan = Quantities(opened=frozenset({"L"}))
    plan.gifts["G", 3] = 1
    assert any("beyond the horizon" in one for one in breaches(facts, plan))
    # Given in month 0, called off then, delivered in month 2 at the latest.
    assert value(facts, optimum(facts.programme).plan, "give_early") == 4


def test_promises_and_use_move_stock_without_any_call_off() -> None:
    """2 held, 1 promised in month 1, uses of 2 in months 0 and 1: one use is not served."""
    found = idle(
        Facts(
            one_member(
                stocks=(t.Stock(member="NL", item="A", units=2),),
                promised=(t.Promised(line="L", customer="NL", due=START + 1, units=1),),
                use=tuple(t.Use(member="NL", item="A", month=START + n, units=2) for n in (0, 1)),
            )
        )
    )
    assert +found.not_served == {("NL", "A", 1): 1}


def test_an_entry_of_an_unknown_kind_is_refused() -> None:
    small, plan = planned(0)
    odd: Entry = replace(plan.entries[0], kind="gift")
    assert judge(small, replace(plan, entries=(*plan.entries, odd))).breaches
