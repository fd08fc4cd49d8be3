"""Figures laid over a programme in memory: the same as over its folder."""

from pathlib import Path

import pytest

from jointstock.programme.read import load
from jointstock.programme.revised import with_sets
from jointstock.words.errors import ProgrammeError, SettingError

STEPS = Path(__file__).parents[2] / "examples" / "first-steps"


@pytest.mark.parametrize("text", ["slip L1 2", "need DE M1 10", "months=18", "plan.steps=5"])
def test_it_is_what_reading_the_folder_with_it_gives(text: str) -> None:
    """A fact or figure over what was read is the one over what is read."""
    assert with_sets(load(STEPS), [text]) == load(STEPS, sets=[text])


def test_what_makes_no_programme_is_told() -> None:
    """A name that is not there, and a value that breaks a rule, raise as they do on reading."""
    with pytest.raises(SettingError):
        with_sets(load(STEPS), ["line.L1.lead_months=3"])
    with pytest.raises(ProgrammeError):
        with_sets(load(STEPS), ["lines.L1.item=NONE"])
