"""Setting rows aside: monotone by the oracle's word, and each kind by an example."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from jointstock.plan.case import Case
from jointstock.plan.conflicts.set_aside import only, restricting, spoken_for, without
from jointstock.programme import tables as t
from oracle.feasible import has_plan
from oracle.strained import strained
from plan.test_planner import START, two_members


@pytest.mark.parametrize("size", ["tiny", "small"])
@pytest.mark.parametrize("seed", range(20))
def test_setting_aside_is_monotone(seed: int, size: str) -> None:
    """Of two sets of rows, one inside the other: if the larger can be met, so can the smaller."""
    made = strained(seed, size)
    rows = list(restricting(made))
    dice = Random(seed)
    dice.shuffle(rows)
    chain = [rows[:n] for n in sorted({0, dice.randrange(len(rows)), len(rows) // 2, len(rows)})]
    met = [has_plan(only(made, some)) for some in chain]
    assert met == sorted(met, reverse=True)
    assert met[0]


def test_a_promise_set_aside_is_kept_and_paid() -> None:
    """It takes no capacity and no ceiling, and the stock, the totals and the other rows stay."""
    owed = t.Promised(line="L1", customer="NL", due=START, units=3, contract="C1")
    made = two_members(promised=(owed,), contracts=(t.Contract(contract="C1", ceiling=2),))
    case, before = Case(without(made, made.promised)), Case(made)
    line = case.line_index["L1"]
    assert before.promised[line].tolist() == [3, 0, 0]
    assert case.promised[line].tolist() == [0, 0, 0]
    assert case.promised_in.tolist() == before.promised_in.tolist()
    assert case.terms.past_of_item("C1", "M1") == 3
    assert case.contracts["C1"].ceiling == 2 + 3
    assert case.programme.promised[0].paid
    assert case.programme.stocks is made.stocks
    assert not any(one.possible for one in case.streams if one.line.line != "L1")


def test_set_aside_twice_is_set_aside_once() -> None:
    """Rows that were set aside before may be so again, beside others of the same line."""
    owed = tuple(
        t.Promised(line="L1", customer=one, due=START, units=3) for one in ("NL", "DE", "outside")
    )
    made = two_members(promised=owed)
    once = without(made, made.promised[:1])
    twice = without(once, once.promised[:2])
    assert [row.line for row in twice.promised] == ["L1 (kept)", "L1 (kept)", "L1"]
    assert [row.line for row in twice.lines] == ["L1", "L1 (kept)"]


def test_a_step_of_capacity_speaks_until_the_next_and_the_first_also_before() -> None:
    """Two steps, from February and March: the first without limit also in January."""
    steps = tuple(t.Capacity(line="L1", from_=START + month, units_per_month=2) for month in (1, 2))
    made = two_members(capacity=steps)
    free = [Case(without(made, [row])).capacity[0] > 2 for row in made.capacity]
    assert [one.tolist() for one in free] == [[True, True, False], [False, False, True]]


def test_a_line_set_aside_is_open_and_without_limit_where_it_had_no_capacity() -> None:
    line = t.Line(line="L1", contract="C1", item="M1", lead_months=2, minimum_order=9)
    made = two_members(lines=(line,), capacity=())
    case = Case(without(made, made.lines))
    assert case.closed == ()
    assert case.lines["L1"].lead_months == 0
    assert (case.capacity[0] > 8).all()


def test_a_ramp_set_aside_may_be_taken_at_once() -> None:
    late = t.Ramp(line="L1", step=1, decide_from=START + 2, extra_per_month=1, lead_months=3)
    made = two_members(ramps=(late,))
    assert (Case(made).best_capacity == 2).all()
    assert (Case(without(made, made.ramps)).best_capacity > 8).all()


def test_a_budget_speaks_for_the_years_after_it_without_a_row() -> None:
    """Rows for 2025 and 2027, five years: 2024 to 2026 are the first's, the others the second's."""
    rows = [
        t.Budget(member="NL", fiscal_year=year, amount=Decimal(1), currency="EUR")
        for year in (2025, 2027)
    ]
    made = two_members(start=START + -12, months=60, budgets=tuple(rows))
    assert spoken_for(made, list(made.budgets)) == [(2024, 2026), (2027, 2028)]
    aside = without(made, made.budgets[:1])
    assert [(row.fiscal_year, row.amount > 1) for row in aside.budgets] == [
        (2024, True),
        (2025, True),
        (2026, True),
        (2027, False),
    ]


def test_contracts_signatories_and_demand_lose_what_they_limit() -> None:
    made = two_members(
        contracts=(
            t.Contract(contract="C1", ceiling=1, call_off_from=START, call_off_to=START + 1),
        ),
        signatories=(t.Signatory(contract="C1", member="NL", from_=START + 1),),
    )
    aside = without(made, [*made.contracts, *made.signatories, *made.demand[:1]])
    (contract,), (signed,) = aside.contracts, aside.signatories
    assert (contract.ceiling, contract.call_off_from, contract.call_off_to) == (None, None, None)
    assert signed.from_ is None
    assert aside.demand[0].optional > 6
    assert aside.demand[1] == made.demand[1]
    assert without(made, []) is made
    assert replace(aside.demand[0], optional=0) == made.demand[0]
