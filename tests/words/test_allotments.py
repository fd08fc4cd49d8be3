"""Rules side by side: who lacks more, who less, and in what that is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jointstock.words.allotments import Allotment, Allotments, Allotted

NOTHING = Allotted("DE", None, 0.0, 0, 0, 4, 4, None, 0, 0.0)


def under(rule: str, missing: dict[str, float], waited: dict[str, int]) -> Allotment:
    members = tuple(
        replace(NOTHING, member=one, missing=missing[one], waited=waited[one]) for one in missing
    )
    return Allotment(rule, members, 0.0)


FOUND = Allotments(
    (
        under("penalty", {"DE": 4.0, "NL": 2.0, "ES": 0.0}, {"DE": 10, "NL": 10, "ES": 10}),
        under("equal", {"DE": 4.04, "NL": 1.5, "ES": 0.0}, {"DE": 20, "NL": 20, "ES": 12}),
    )
)


def test_floor_months_count_for_who_lacks_any_and_waiting_for_the_others() -> None:
    """Germany's 0.04 is alike; the Dutch gain a half; Spain's four units wait 2 months more."""
    equal = FOUND.rules[1]
    assert FOUND.chosen.rule == "penalty"
    assert [FOUND.change(one, equal) for one in ("DE", "NL", "ES")] == [0.0, -0.5, 0.5]
    assert FOUND.gain(equal) == ["NL"]
    assert FOUND.lose(equal) == ["ES"]


def test_sums_and_unknown_members() -> None:
    assert FOUND.chosen.total("missing") == 6.0
    with pytest.raises(KeyError, match="SE"):
        FOUND.chosen.of("SE")
