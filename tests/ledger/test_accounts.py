"""The chart of accounts: names are made from it alone."""

import pytest

from jointstock.ledger.accounts import CHART, account, kind_of


def test_known_names() -> None:
    """A name is its kind and its parts."""
    assert account("stock", "DE") == "stock:DE"
    assert account("budget", "DE", "2025") == "budget:DE:2025"
    assert account("exchange", "EUR", "USD") == "exchange:EUR:USD"
    assert account("opening") == "opening"


def test_a_kind_that_the_chart_has_not() -> None:
    """An account of no known kind is refused by its name."""
    with pytest.raises(ValueError, match="no kind 'warehouse'"):
        account("warehouse", "DE")


@pytest.mark.parametrize("parts", [(), ("DE",), ("DE", "2025", "EUR")])
def test_a_wrong_number_of_parts(parts: tuple[str, ...]) -> None:
    """Too few parts and too many are refused, with the parts that are needed."""
    with pytest.raises(ValueError, match=r"needs .'member', 'fiscal year'."):
        account("budget", *parts)


def test_the_chart_is_whole() -> None:
    """Every account the planner books on is in the chart under its own name, with a meaning."""
    assert {"room", "due", "met", "line", "stock", "donated", "budget", "paid", "pool"} <= set(
        CHART
    )
    for name, kind in CHART.items():
        assert kind.name == name
        assert kind.holds
        assert kind_of(account(name, *("X" for _ in kind.parts))) == name
