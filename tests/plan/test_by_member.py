"""What each member has in a plan, counted by hand from its entries."""

import pytest

from jointstock.plan import by_member, plan
from jointstock.plan.measure import measure
from jointstock.words.months import Month
from oracle.generate import programme
from plan.test_allotment import by_rule, two_members


def test_two_members_by_hand() -> None:
    """By priority Germany gets 2, 2, 2, 0 from February on and the Netherlands 0, 0, 0, 2.

    Germany holds 4, 6, 8, 10, 10 of 10, so it lacks 0.6 + 0.4 + 0.2; the Dutch 1, 1, 1, 1, 3 of 5,
    so 4 * 0.8 + 0.4, and their two are late in March and April.
    """
    found = by_member(two_members(), "priority", by_rule(two_members(), "priority").entries)
    german, dutch = found.members
    assert (german.lowest, dutch.lowest) == (0.6, 0.2)
    assert german.missing == pytest.approx(1.2)
    assert dutch.missing == pytest.approx(3.6)
    assert (german.late, dutch.late) == (0, 4)
    assert (german.met, german.firm, german.met_by) == (6, 6, Month.of(2025, 4))
    assert (dutch.met, dutch.firm, dutch.met_by) == (2, 2, Month.of(2025, 5))
    assert (german.waited, dutch.waited) == (6 + 4 + 2, 2 * 4)
    assert (german.given, german.cost, found.cost) == (0, 0.0, 0.0)


@pytest.mark.parametrize("seed", range(12))
def test_members_add_up_to_the_goals(seed: int) -> None:
    """Lateness, waiting, what is missing and what is given are those of the whole plan."""
    made = programme(seed, "small")
    entries = plan(made).entries
    found, values = by_member(made, "penalty", entries), measure(made, entries).values
    assert found.total("late") == values["late"]
    assert found.total("waited") == values["priority"]
    assert found.total("missing") == pytest.approx(values["leximin"])
    given = sum(one.transfers[0].quantity for one in entries if one.kind == "donation")
    assert found.total("given") == given
    assert found.cost == pytest.approx(values["cost"])
