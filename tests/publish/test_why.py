"""Why a figure is what it is, in sentences: what is told where, and what is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jointstock.publish.brief import Brief
from jointstock.publish.why import head, paragraphs, points
from jointstock.words.months import Month
from jointstock.words.why import Answer, Explanation, Figure, Reason, Wall
from publish.first import APRIL, BUDGET, planned

LEVEL = Figure("level", "DE", "M1", 7, 10, APRIL, ((APRIL, APRIL),), rows=("floors:2",))


@pytest.fixture
def brief() -> Brief:
    """The tutorial's plan."""
    return planned()


def test_a_figure_is_told_with_its_rows(brief: Brief) -> None:
    assert head(brief, LEVEL) == (
        "Germany is at 70 % of its floor in April 2025: 7 of 10 (floors:2); it is below it in "
        "April 2025."
    )
    use = Figure("use", "DE", "M1", 2, 3, APRIL, ((APRIL, APRIL),), rows=("use:2",))
    assert head(brief, use) == ("Germany cannot serve 2 of its own use of 3 in April 2025 (use:2).")
    none = Figure("level", "DE", "M1", 7, 0, APRIL)
    assert head(brief, none) == "Germany has 7 in April 2025, where no floor is asked of it."


def test_a_limit_is_told_with_what_it_brings_and_how_far(brief: Brief) -> None:
    reason = Reason(BUDGET, 0.25, "floors", 1.5, until=4, tried=8, whole=0, months=2)
    answer = Answer(LEVEL, 7.5, reasons=(reason,))
    assert list(points(brief, answer)) == [
        "In parts of units, as what follows, the figure is 7.5.",
        (
            "1.02 million EUR more for one unit in the 2025 budget of Germany (budgets:2) would "
            "lift it by 0.25, to 7.75 or 78 %, and take two months off the time below it; four "
            "do four times as much, eight less than eight times as much (in whole units, planned "
            "anew: nothing); the penalty below floors falls by 1.5 of 43.8."
        ),
    ]


def test_what_was_not_tried_is_not_said_to_do_less(brief: Brief) -> None:
    """Where two of two that were tried do as much, nothing is known of a third."""
    reason = Reason(BUDGET, 0.25, "floors", 1.5, until=2, tried=2)
    (told,) = points(brief, Answer(LEVEL, 7, reasons=(reason,)))
    assert "; two do twice as much, and more were not tried; " in told


def test_every_stretch_below_is_told_and_many_are_counted(brief: Brief) -> None:
    """Two stretches are named both; of five it is said how many months they are."""
    apart = tuple((APRIL + 3 * n, APRIL + 3 * n + n % 2) for n in range(5))
    two, five = (head(brief, replace(LEVEL, spells=apart[:n])) for n in (2, 5))
    assert two.endswith("below it in April 2025 and from July 2025 to August 2025.")
    assert five.endswith("below it in 7 of the months from April 2025 to April 2026.")


def test_what_is_borne_is_told_beside_the_stock(brief: Brief) -> None:
    """The stock of the tables is named beside a level that counts gifts as well."""
    told = head(brief, replace(LEVEL, borne=3))
    assert "7 of 10 (floors:2), which is 4 in stock and 3 given and not got back; it" in told


def test_a_price_is_told_as_a_price(brief: Brief) -> None:
    answer = Answer(LEVEL, 7, reasons=(Reason(BUDGET, None, "firm", 1.0),))
    assert list(points(brief, answer)) == [
        (
            "1.02 million EUR more for one unit in the 2025 budget of Germany (budgets:2): by "
            "price 1 more unit of firm demand called off, at the most."
        ),
    ]


def test_walls_others_and_goals_before(brief: Brief) -> None:
    start = Month.of(2025, 1)
    walls = (
        Wall("L1", 3, start, Month.of(2025, 6), ("lines:2",)),
        Wall("L1", 3, start, None, ("lines:2",)),
    )
    answer = Answer(LEVEL, 7, walls, (), (("NL", 2),), (("firm", 8.5),), ((BUDGET, ("NL",)),))
    assert list(points(brief, answer)) == [
        (
            "Nothing called off on line L1 (Works) can come before June 2025: its lead is 3 months "
            "from the first call-off in January 2025 (lines:2), and it has no capacity to spare "
            "before."
        ),
        (
            "Nothing called off on line L1 (Works) can ever come: it has no capacity to spare, and "
            "its lead is 3 months from the first call-off in January 2025 (lines:2)."
        ),
        "By then the same lines deliver 2 to Netherlands.",
        "The goal firm comes before floors; without it this would be 8.5.",
        (
            "1.02 million EUR more for one unit in the 2025 budget of Germany (budgets:2) would "
            "bring units first to Netherlands."
        ),
    ]
    assert list(points(brief, Answer(LEVEL, 7))) == [
        "One unit more of no single limit is known to change this."
    ]


def test_what_is_met_is_told_where_nothing_falls_short(brief: Brief) -> None:
    met = Figure("level", "DE", "M1", 12, 10, APRIL)
    later = Figure("level", "DE", "M1", 9, 10, APRIL + 1, ((APRIL + 1, APRIL + 1),))
    found = paragraphs(brief, Explanation("DE", "M1", APRIL, (), (met,), later))
    assert [one.head.partition(":")[0] for one in found] == [
        "Germany is at its floor or above in April 2025",
        "What comes next",
    ]
    answered = Explanation("DE", "M1", APRIL, (Answer(LEVEL, 7),), (met,))
    assert len(paragraphs(brief, answered)) == 1
