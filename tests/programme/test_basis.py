"""How much is reported, estimated, assumed."""

from __future__ import annotations

from decimal import Decimal

from jointstock.programme import tables as t
from jointstock.programme.basis import BasisCount, by_basis, total
from jointstock.programme.read import load
from programme.cases import BASE

PROGRAMME = (
    load(BASE)
    .replace(**dict.fromkeys(t.TABLES, ()))
    .replace(
        stocks=(
            t.Stock(member="DE", item="M1", units=4, basis="reported", source="letter"),
            t.Stock(member="NL", item="M1", units=0, basis="estimated"),
        ),
        contracts=(
            t.Contract(contract="C1", ceiling=9, fee_percent=Decimal(2), basis="reported"),
            t.Contract(contract="C2"),
        ),
    )
)


def test_rows_and_figures_are_counted_by_basis() -> None:
    assert by_basis(PROGRAMME) == (
        BasisCount(
            "stocks",
            {"reported": 1, "estimated": 1, "assumed": 0},
            {"reported": 1, "estimated": 1, "assumed": 0},
            1,
        ),
        BasisCount(
            "contracts",
            {"reported": 1, "estimated": 0, "assumed": 1},
            {"reported": 2, "estimated": 0, "assumed": 0},
            0,
        ),
    )


def test_the_total_adds_up() -> None:
    found = total(by_basis(PROGRAMME))
    assert found.rows == {"reported": 2, "estimated": 1, "assumed": 1}
    assert (found.all_rows, found.all_figures, found.sourced) == (4, 4, 1)
    whole = load(BASE)
    assert total(by_basis(whole)).all_rows == len(list(whole.rows()))
