"""Slices: what only money joins, and which of them a difference touches."""

from dataclasses import replace

import pytest

from benchmarks.generated import sized
from jointstock.plan.slices import slices, touched


def test_items_under_contracts_of_their_own_are_slices() -> None:
    """Each item has a contract here, so each is a slice with its lines."""
    made = sized(2, 2, 24)
    first, second = slices(made)
    assert first.items == {"ITEM-1"}
    assert second.contracts == {"FRAME-2"}
    assert first.lines | second.lines == {row.line for row in made.lines}


def test_a_contract_for_two_items_joins_them() -> None:
    """Demand for one item under the contract of the other makes one slice of both."""
    made = sized(2, 2, 24)
    row = replace(made.demand[0], contract="FRAME-2", item="ITEM-1")
    (whole,) = slices(made.replace(demand=(*made.demand, row)))
    assert whole.items == {"ITEM-1", "ITEM-2"}


@pytest.mark.parametrize(
    ("table", "change", "items"),
    [
        ("floors", "units", {"ITEM-1"}),
        ("promised", "units", {"ITEM-1"}),
        ("budgets", "amount", {"ITEM-1", "ITEM-2"}),
        ("members", "weight", {"ITEM-1", "ITEM-2"}),
    ],
)
def test_a_row_touches_its_slice_and_money_touches_all(
    table: str, change: str, items: set[str]
) -> None:
    """A floor or promise belongs to an item; a grant or a member's weight to none."""
    made = sized(2, 2, 24)
    first, *others = getattr(made, table)
    later = made.replace(**{table: (replace(first, **{change: 7}), *others)})
    assert {item for one in touched(made, later, slices(made)) for item in one.items} == items
