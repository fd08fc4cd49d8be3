"""Series counted from entries are those counted by hand from the lists the plan was made of."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

from jointstock.programme import tables as t
from jointstock.publish import series
from jointstock.words.entries import Entry, Transfer
from jointstock.words.results import RampTaken
from publish import made

PROGRAMME, PLAN = made.programme(), made.plan()


def test_stocks_by_month() -> None:
    found = series.stocks(PROGRAMME, PLAN)
    assert found == {
        ("DE", "GEM-T"): made.stock_by_hand("DE"),
        ("SE", "GEM-T"): made.stock_by_hand("SE"),
    }


def test_borne_is_gifts_less_backfill() -> None:
    found = series.borne(PROGRAMME, PLAN)
    assert found["DE", "GEM-T"] == made.borne_by_hand()
    assert found["SE", "GEM-T"] == [0] * made.MONTHS


def test_real_stock_below_the_floor_counts_gifts_as_gone() -> None:
    found = series.below_floor(PROGRAMME, PLAN)["DE", "GEM-T"]
    floors = [made.floor_by_hand("DE", month) for month in range(made.MONTHS)]
    by_hand = zip(floors, made.stock_by_hand("DE"), strict=True)
    assert found == [max(floor - held, 0) for floor, held in by_hand]


def test_floor_months_missing() -> None:
    # Sweden lacks 4 of 12 for five months and 2 of 12 in one.
    assert PLAN.floor_months_missing("SE") == Fraction(5 * 4 + 2, 12)


def test_loads_against_capacity() -> None:
    east, west = series.loads(PROGRAMME, PLAN)
    assert east.promised == [1] * 12 + [0] * 12
    assert east.capacity == [3] * 24
    assert [t for t in range(24) if east.full(t)] == list(range(3, 12))
    assert sum(west.backfill) == 4
    assert not west.full(0), "a line without capacity is not full"


def test_a_line_that_is_not_opened_has_no_load() -> None:
    decisions = dataclasses.replace(PLAN.decisions, lines_opened=())
    found = series.loads(PROGRAMME, made.plan(decisions=decisions))
    assert [load.line for load in found] == ["EAST"]


def test_a_ramp_adds_capacity_from_its_lead_on() -> None:
    ramp = t.Ramp(line="EAST", step=1, extra_per_month=2, lead_months=4)
    taken = RampTaken("EAST", 1, made.START + 3)
    plan = made.plan(decisions=dataclasses.replace(PLAN.decisions, ramps=(taken,)))
    east, west = series.loads(made.programme(ramps=(ramp,)), plan)
    assert east.capacity == [3] * 7 + [5] * 17
    assert max(west.capacity) == 4


def test_payments_in_both_currencies() -> None:
    found = [one for one in series.payments(PLAN, "payment") if one.entry.member == "SE"]
    euros = sum(one.amount for one in found)
    # 12 units at 5 million, 20 % at call-off and 80 % at delivery.
    assert euros == 12 * made.PRICE
    assert {one.payer_currency for one in found} == {"SEK"}
    assert sum(one.payer_amount for one in found) == int(euros * made.CROWNS)


def test_money_that_comes_back_is_below_zero() -> None:
    back = Transfer("EUR", "paid:WORKS", "budget:DE:2024", 700)
    entry = Entry(made.START, "payment", (back,), member="DE", contract="C1", cause="adjustment")
    (found,) = series.payments(made.plan(entries=(entry,)))
    assert (found.amount, found.payer_amount) == (-700, -700)


def test_budget_years_carry_over_and_lapse() -> None:
    found = {(y.member, y.fiscal_year): y for y in series.budget_years(PROGRAMME, PLAN)}
    # Germany in 2024: advances on 36 units, 80 % of the 12 delivered, and 2 % fee on each.
    spent = (36 * 20 + 12 * 80) * made.PRICE // 100
    spent += spent * 2 // 100
    first = found["DE", 2024]
    assert (first.carried_in, first.granted, first.spent) == (0, 120_000_000_00, spent)
    second = found["DE", 2025]
    assert second.carried_in == 120_000_000_00 - spent
    assert second.funded == 15_000_000_00
    assert second.left == second.carried_in + 100_000_000_00 + second.funded - second.spent
    # Sweden's year starts in July: what is left of 2023 lapses, what is left of 2024 goes on.
    assert found["SE", 2023].left > 0
    assert found["SE", 2024].carried_in == 0
    assert found["SE", 2025].carried_in == found["SE", 2024].left > 0


def test_a_member_without_budget_rows_has_no_limit() -> None:
    budgets = tuple(row for row in PROGRAMME.budgets if row.member != "DE")
    found = series.budget_years(made.programme(budgets=budgets), PLAN)
    german = [year for year in found if year.member == "DE"]
    assert german
    assert not any(year.limited for year in german)
    assert sum(year.spent for year in german) == 36 * made.PRICE * 102 // 100


def test_commitments_are_counted_apart() -> None:
    claim = Transfer("claim:GEM-T", "room:C1", "due:DE:EAST", 2)
    signed = Transfer("commitment:EUR", "committed:DE:2024", "payable:DE:C1", 900)
    entry = Entry(made.START, "call_off", (claim, signed), member="DE", item="GEM-T", line="EAST")
    plan = made.plan(entries=(entry,))
    (year, *_) = series.budget_years(PROGRAMME, plan, "commitment")
    assert (year.member, year.spent, year.limited) == ("DE", 900, False)
    assert series.units_of(entry) == 2
