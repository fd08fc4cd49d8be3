"""The risk that a plan was asked to hold, as it is told."""

from dataclasses import replace

from jointstock.publish.outlasted import sentence, told
from jointstock.words.months import Month
from jointstock.words.results import Outlasted
from publish import made

ASKED = replace(made.plan(), settings={"risk": "5", "campaign_days": 30}, outlasted=())


def test_a_chance_just_above_what_was_asked_reads_higher() -> None:
    """5.2 % is more than the 5 % that was asked, and is not told as 5 %."""
    one = Outlasted("DE", "GEM-T", Month.of(2027, 1), 12, 0.052)
    assert told(replace(ASKED, outlasted=(one,)))[1].strip() == (
        "DE GEM-T in 1 month; at most 5.2 %, after 2027-01 with 12 units"
    )


def test_held_by_stocks_that_were_asked_about() -> None:
    """Of stocks on which no raids are known to draw nothing is claimed; unasked nothing is told."""
    (text,) = sentence(ASKED)
    assert "every stock that raids are known to draw on (5 %, 30 days of raids)" in text
    assert sentence(replace(ASKED, outlasted=None)) == []
