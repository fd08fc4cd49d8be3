"""A transfer moves a whole number above zero between two accounts, and an entry is an act."""

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from jointstock.words.entries import Entry, Tense, Transfer
from jointstock.words.months import Month


@pytest.mark.parametrize("quantity", [0, -1, True, False, 1.0, "1", None])
def test_a_quantity_is_a_whole_number_above_zero(quantity: Any) -> None:
    """Nothing, less than nothing, truth and fractions are refused, and told back."""
    with pytest.raises(ValueError, match="whole number above 0") as caught:
        Transfer("M1", "line:L1", "stock:DE", quantity)
    assert repr(quantity) in str(caught.value)


def test_a_transfer_needs_two_accounts() -> None:
    """Nothing moves from an account to itself."""
    with pytest.raises(ValueError, match="two accounts, not 'stock:DE' twice"):
        Transfer("M1", "stock:DE", "stock:DE", 1)


def test_a_transfer_is_not_changed() -> None:
    """A quantity that was written stays."""
    transfer = Transfer("M1", "line:L1", "stock:DE", 40)
    with pytest.raises(FrozenInstanceError):
        transfer.quantity = 41  # type: ignore[misc]
    assert transfer.quantity == 40


def test_an_entry_moves_something() -> None:
    """An act without transfers is refused, and named by kind and month."""
    with pytest.raises(ValueError, match=r"\(delivery, 2025-03\)"):
        Entry(Month.of(2025, 3), "delivery", ())


def test_an_entry_is_planned_unless_said_otherwise() -> None:
    """What nobody promised or did is a proposal."""
    entry = Entry(Month.of(2025, 3), "delivery", (Transfer("M1", "line:L1", "stock:DE", 1),))
    assert entry.tense is Tense.PLANNED
    assert [str(tense) for tense in Tense] == ["planned", "promised", "actual"]
