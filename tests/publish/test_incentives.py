"""What telling something else brings; the rule that takes most away comes from the figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jointstock.publish.incentives import (
    best_rule,
    floors_by_rule,
    higher_floors,
    less_in_words,
    more_in_words,
)
from jointstock.words.shares import AskedLess, HigherFloor, Shares
from publish.test_reconciled import found

NAMES = {"DE": "Germany", "NL": "Netherlands"}


def stating(**gains: dict[str, float]) -> Shares:
    """Shares with what members gain by a floor 25 percent higher, by rule, the own rule first."""
    cases = [
        HigherFloor(member, percent, -gain, gain / 2, rule.replace("_", "-"))
        for rule, own in gains.items()
        for member, gain in own.items()
        for percent in ((10, 25) if rule == next(iter(gains)) else (25,))
    ]
    return replace(found(), higher_floors=tuple(cases))


def test_who_gains_most_by_each_rule() -> None:
    """The table names for each rule the member that gains most, and at what expense."""
    shares = stating(penalty={"DE": 2.0, "NL": 1.0}, leximin={"DE": 0.5, "NL": 3.0})
    table = floors_by_rule(shares, NAMES)
    assert table is not None
    assert table.rows == (
        ("steps of the floors", "Germany", "2", "1"),
        ("lowest stock first", "Netherlands", "3", "1.5"),
    )
    own = higher_floors(shares, NAMES)
    assert own is not None
    assert [row[:2] for row in own.rows] == [
        *(("Germany", "10 %"), ("Germany", "25 %")),
        *(("Netherlands", "10 %"), ("Netherlands", "25 %")),
    ]


@pytest.mark.parametrize(
    ("gains", "said"),
    [
        ({"leximin": {"DE": 3.0}, "equal": {"DE": 0.0}}, "equal parts nobody gains: of three"),
        ({"leximin": {"DE": 1.0}, "equal": {"DE": 1.5}}, "lowest stock first nobody gains more"),
        ({"leximin": {"DE": 2.5}, "equal": {"DE": 4.0}}, "No other rule leaves less to gain"),
        ({"pro_rata": {"DE": 0.0}, "equal": {"DE": 0.0}}, "pro rata to demand and equal parts"),
    ],
)
def test_the_rule_is_named_from_the_figures(gains: dict[str, dict[str, float]], said: str) -> None:
    """Whichever leaves least to gain, several where they are alike, none where the own does."""
    text = more_in_words(stating(penalty={"DE": 2.0}, **gains), NAMES)
    assert said in text
    assert "Germany gains most by stating 25 percent more: 2 floor-months" in text


def test_where_nobody_gains_by_the_own_rule_it_is_said() -> None:
    """Nothing is left for another rule to take away."""
    text = more_in_words(stating(equal={"DE": 0.0}, penalty={"DE": 1.0}), NAMES)
    assert "nobody gains by stating 25 percent more" in text


def test_the_top_up_rule_is_named_from_the_figures() -> None:
    """The one under which the most that anybody gains is least."""
    less = (
        AskedLess("DE", 10, {"cheap": 500_00, "dear": -200_00}),
        AskedLess("NL", 10, {"cheap": -100_00, "dear": 50_00}),
    )
    shares = replace(found(), asked_less=less)
    assert best_rule(shares) == ("dear", 50_00)
    assert "Topping up dear takes most of it away" in less_in_words(shares)
    assert "50 EUR" in less_in_words(shares)
