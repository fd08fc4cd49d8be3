"""Amounts by member in one text: what is read, and what is refused with all that is wrong."""

from __future__ import annotations

import pytest

from jointstock.words.errors import SettingError
from jointstock.words.weights import weights_of


def test_amounts_are_read_as_they_are_written() -> None:
    """Blanks do not count, and a number may have a point, a sign and an exponent."""
    assert weights_of("key", "DE=24, NL = 6.5,ES=-1e9") == {"DE": 24.0, "NL": 6.5, "ES": -1e9}


@pytest.mark.parametrize("text", ["", "DE", "=3", "DE=", "DE=nan", "DE=inf", "DE=1_0", "DE=1e999"])
def test_what_is_no_number_is_refused(text: str) -> None:
    """A member has one finite number, written in digits."""
    with pytest.raises(SettingError, match="written as DE=24,NL=6"):
        weights_of("--key", text)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    """A person mends a text once, not fault by fault."""
    with pytest.raises(SettingError) as told:
        weights_of("--key", "DE=x,NL=1,NL=2,=4")
    for part in ("gives DE no number", "has NL twice", "has an amount of nobody"):
        assert part in str(told.value)
