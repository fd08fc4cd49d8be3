"""Look-ups of a programme: steps, rates, bands, budgets, gifts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from jointstock.programme import tables as t
from jointstock.programme.programme import Programme
from jointstock.programme.terms import Terms
from jointstock.words.months import Month


def month(text: str) -> Month:
    return Month.parse(text)


def programme(**parts: object) -> Programme:
    base = Programme(
        id="p",
        title="",
        as_of="2024-01",
        start=month("2024-01"),
        months=24,
        currency="EUR",
        price_year=2024,
        members=(t.Member(member="DE"), t.Member(member="JP", fiscal_year_start=4)),
        items=(t.Item(item="A", lethal=True), t.Item(item="B")),
        contracts=(t.Contract(contract="C", called_off_before=5, advance_percent=Decimal(20)),),
    )
    return base.replace(**parts)


def budget(year: int, amount: str, carry: bool = False, member: str = "DE") -> t.Budget:
    return t.Budget(
        member=member,
        fiscal_year=year,
        kind="payment",
        amount=Decimal(amount),
        currency="EUR",
        carry_over=carry,
    )


def test_floor_is_a_step_function_that_starts_before_the_horizon() -> None:
    rows = [("2024-04", 7), ("2023-06", 3), ("2023-01", 9), ("2030-01", 99)]
    terms = Terms(
        programme(
            floors=tuple(
                t.Floor(member="DE", item="A", from_=month(when), units=units)
                for when, units in rows
            )
        )
    )
    assert terms.floor("DE", "A") == [3] * 3 + [7] * 21
    assert terms.floor("JP", "A") == [0] * 24


def test_capacity_is_zero_before_its_first_row() -> None:
    row = t.Capacity(line="L", from_=month("2024-03"), units_per_month=2)
    assert Terms(programme(capacity=(row,))).capacity("L") == [0, 0] + [2] * 22


def test_a_floor_handed_out_may_be_changed_without_changing_the_next() -> None:
    terms = Terms(programme())
    terms.floor("DE", "A")[0] = 5
    assert terms.floor("DE", "A")[0] == 0


def test_index_is_relative_to_the_price_year_and_takes_the_latest_earlier_year() -> None:
    rows = tuple(t.Escalation(year=y, index=Decimal(i)) for y, i in [(2024, "80"), (2023, "50")])
    terms = Terms(programme(escalation=rows, price_year=2023))
    assert terms.index(month("2023-12")) == 1
    assert terms.index(month("2024-01")) == terms.index(month("2029-01")) == Fraction(8, 5)
    with pytest.raises(KeyError, match="2022"):
        terms.index(month("2022-12"))


def test_rate_takes_the_latest_earlier_month_and_never_the_inverse() -> None:
    rows = tuple(
        t.Exchange(month=month(when), from_="USD", to="EUR", rate=Decimal(rate))
        for when, rate in [("2024-05", "0.8"), ("2024-02", "0.9")]
    )
    terms = Terms(programme(exchange=rows))
    assert terms.rate("USD", "EUR", month("2024-04")) == Fraction(9, 10)
    assert terms.rate("USD", "EUR", month("2025-04")) == Fraction(4, 5)
    assert terms.rate("EUR", "EUR", month("2000-01")) == 1
    with pytest.raises(KeyError, match="USD to EUR in 2024-01"):
        terms.rate("USD", "EUR", month("2024-01"))
    with pytest.raises(KeyError, match="EUR to USD"):
        terms.rate("EUR", "USD", month("2024-05"))


def test_past_call_offs_are_the_contracts_own_and_the_promises_that_name_it() -> None:
    lines = (
        t.Line(line="L", contract="C", item="A"),
        t.Line(line="M", contract="C", item="A"),
    )
    promised = (
        t.Promised(line="L", customer="DE", due=month("2024-02"), units=3, contract="C"),
        t.Promised(line="L", customer="DE", due=month("2024-02"), units=4),
    )
    terms = Terms(programme(lines=lines, promised=promised))
    assert terms.past("C") == 8
    assert terms.past_of_item("C", "A") == 8
    two = Terms(programme(lines=(*lines, t.Line(line="N", contract="C", item="B"))))
    assert two.past("C") == 5
    assert two.past_of_item("C", "A") == 0
    assert two.items_of("C") == ("A", "B")


def test_advance_is_the_signatorys_where_it_states_one() -> None:
    rows = (
        t.Signatory(contract="C", member="DE"),
        t.Signatory(contract="C", member="JP", advance_percent=Decimal(0)),
    )
    terms = Terms(programme(signatories=rows))
    assert terms.advance("C", "DE") == Fraction(1, 5)
    assert terms.advance("C", "JP") == 0


def test_band_holds_totals_from_its_first_unit_up_to_the_next() -> None:
    bands = tuple(
        t.Price(contract="C", item="A", from_units=n, unit_price=Decimal(p), currency="EUR")
        for n, p in [(100, "8"), (1, "10")]
    )
    terms = Terms(programme(prices=bands))
    found = [terms.band_of("C", "A", total) for total in (0, 1, 99, 100, 1000)]
    assert [band.unit_price for band in found if band] == [10, 10, 10, 8, 8]
    assert terms.band_of("C", "B", 1) is None


def test_years_that_carry_over_are_one_block_also_over_a_year_without_a_row() -> None:
    rows = (budget(2025, "3"), budget(2023, "10.005", carry=True))
    blocks = Terms(programme(budgets=rows)).grants("DE", "payment")
    assert len(blocks) == 1
    assert [(g.fiscal_year, g.amount, str(g.available)) for g in blocks[0].grants] == [
        (2023, 1001, "2024-01"),
        (2025, 300, "2025-01"),
    ]
    assert (str(blocks[0].first), str(blocks[0].last)) == ("2024-01", "2025-12")
    assert blocks[0].granted(month("2024-12")) == 1001
    assert blocks[0].granted(month("2025-01")) == 1301


def test_a_year_without_a_row_grants_nothing_and_a_past_year_alone_is_gone() -> None:
    terms = Terms(programme(budgets=(budget(2023, "5"), budget(2025, "3"))))
    blocks = terms.grants("DE", "payment")
    assert [([g.amount for g in b.grants], str(b.first), str(b.last)) for b in blocks] == [
        ([], "2024-01", "2024-12"),
        ([300], "2025-01", "2025-12"),
    ]
    assert terms.grants("DE", "commitment") == ()
    assert terms.block_of("DE", "commitment", month("2024-01")) is None
    assert terms.block_of("DE", "payment", month("2024-12")) is blocks[0]
    with pytest.raises(KeyError, match="2026-01"):
        terms.block_of("DE", "payment", month("2026-01"))


def test_fiscal_years_start_in_the_members_month() -> None:
    rows = tuple(budget(year, "1", member="JP") for year in (2023, 2024, 2025, 2026))
    blocks = Terms(programme(budgets=rows)).grants("JP", "payment")
    assert [(str(b.first), str(b.last)) for b in blocks] == [
        ("2024-01", "2024-03"),
        ("2024-04", "2025-03"),
        ("2025-04", "2025-12"),
    ]
    assert [str(b.grants[0].available) for b in blocks] == ["2024-01", "2024-04", "2025-04"]


def test_a_future_year_alone_leaves_the_horizon_without_money() -> None:
    blocks = Terms(programme(budgets=(budget(2030, "1"),))).grants("DE", "payment")
    assert [b.grants for b in blocks] == [(), ()]


@pytest.mark.parametrize(
    ("allowed", "item", "may"),
    [
        ("any", "A", True),
        ("any", "B", True),
        ("non-lethal", "A", False),
        ("non-lethal", "B", True),
        ("none", "B", False),
    ],
)
def test_who_may_give_what(allowed: str, item: str, may: bool) -> None:
    terms = Terms(programme(members=(t.Member(member="DE", may_give=allowed),)))
    gift = t.Donation(donation="g", donor="DE", item=item, recipient="UA", up_to=1)
    assert terms.may_give(gift) is may
