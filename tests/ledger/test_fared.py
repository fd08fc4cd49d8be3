"""How each member fares, counted by hand on the plan that the tests of the report share."""

from dataclasses import replace
from fractions import Fraction

from jointstock.ledger.compare import Stood
from jointstock.ledger.fared import fared
from jointstock.words.results import Late
from publish import made

PLAN = made.plan()


def test_what_a_member_lacks_gets_gives_and_pays() -> None:
    """Sweden: 4 of 12 missing for five months and 2 in one, 1 unit not called off, 12 delivered."""
    found = fared(PLAN, "SE")
    assert (found.lowest.below, found.lowest.missing, found.lowest.floor) == (6, 4, 12)
    assert found.missing == Fraction(5 * 4 + 2, 12)
    assert (found.not_served, found.not_called_off, found.late) == (1, 1, 62)
    assert (found.got, found.given) == (12, 0)
    assert [currency for currency, _ in found.paid] == ["SEK"]


def test_backfill_counts_as_got() -> None:
    """Germany gets 32 for itself and 4 in place of the 4 that it gives."""
    found = fared(PLAN, "DE")
    assert (found.got, found.given) == (36, 4)


def test_worse_is_in_needs_alone() -> None:
    """More is waited for; to pay more is not to fare worse."""
    found = fared(PLAN, "SE")
    later = fared(replace(PLAN, late=(Late("SE", "C1", "GEM-T", 63),)), "SE")
    assert later.worse_than(found) == ("late",)
    assert found.worse_than(later) == ()
    assert replace(found, paid=(("SEK", 10**15),)).worse_than(found) == ()


def test_who_has_no_part_in_a_plan() -> None:
    found = fared(PLAN, "NL")
    assert found.lowest == Stood()
    assert (found.missing, found.got, found.paid) == (0, 0, ())
