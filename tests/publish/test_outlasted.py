"""The risk that a plan was asked to hold, as it is told."""

from dataclasses import replace

from jointstock.publish.outlasted import sentence, told
from jointstock.words.months import Month
from jointstock.words.results import Outlasted, StockRisk
from publish import made

MONTH = Month.of(2027, 1)
HELD = StockRisk("NL", "GEM-T", 90, 10, 120, 0.01, 0.03, MONTH, 100, Month.of(2024, 1))
ASKED = replace(
    made.plan(),
    settings={"risk": "5", "campaign_days": 30},
    outlasted=(),
    stock_risks=(HELD,),
)


def test_a_chance_just_above_what_was_asked_reads_higher() -> None:
    """5.2 % is more than the 5 % that was asked, and is not told as 5 %."""
    one = Outlasted("DE", "GEM-T", MONTH, 12, 0.052)
    risk = StockRisk("DE", "GEM-T", 13, 9, 20, 0.001, 0.052, MONTH, 12, Month.of(2027, 2))
    found = told(replace(ASKED, outlasted=(one,), stock_risks=(risk, HELD)))
    broken, held = (line.strip() for line in found[1:])
    assert broken == (
        "DE GEM-T not in 1 month, to 2027-01, held from then on; at most 5.2 %, after 2027-01 "
        "with 12 units"
    )
    assert held == "held in every month: NL GEM-T (at most 3 %)"


def test_demand_that_is_too_small() -> None:
    """13 units hold the risk, 4 are there and 5 demanded: 4 more, or a risk that 9 units hold."""
    one = Outlasted("DE", "GEM-T", MONTH, 4, 0.6)
    risk = StockRisk("DE", "GEM-T", 13, 5, 9, 0.2031, 0.6, MONTH, 4)
    line = told(replace(ASKED, outlasted=(one,), stock_risks=(risk,)))[1]
    assert line.endswith(
        "demand is too small: 13 units hold the risk, and with all 5 demanded it has 9 at most: "
        "demand 4 more (optional, in table demand), or ask for a risk of 20.4 % or more"
    )


def test_who_is_not_known_of_is_named() -> None:
    """Held is said of what is known alone; the others stand by name, once for each reason."""
    unknown = [StockRisk(who, "GEM-T", unknown="no row of exposure") for who in ("RO", "ES")]
    found = told(replace(ASKED, stock_risks=(HELD, *unknown)))
    assert found[0].startswith("Risk held by every stock of which it is known (5 %, 30 days")
    assert found[-1].strip() == "not known of RO GEM-T, ES GEM-T: no row of exposure"


def test_as_one_sentence() -> None:
    """Who holds it from when on, who does not and why, of whom it is not known; else nothing."""
    assert sentence(ASKED) == ["Held by every stock in every month (5 %, 30 days of raids)"]
    assert sentence(replace(ASKED, outlasted=None)) == []
    risks = (
        StockRisk("DE", "GEM-T", 13, 9, 20, 0.001, 0.052, MONTH, 12, MONTH + 1),
        StockRisk("RO", "GEM-T", 13, 5, 9, 0.2031, 0.6, MONTH, 4),
        StockRisk("ES", "GEM-T", unknown="no row of exposure"),
    )
    months = tuple(Outlasted(who, "GEM-T", MONTH, 4, 0.6) for who in ("DE", "RO"))
    (text,) = sentence(replace(ASKED, outlasted=months, stock_risks=risks))
    assert text == (
        "Not held by every stock in every month (5 %, 30 days of raids): DE GEM-T from 2027-02 on; "
        "RO GEM-T not, since it demands too little; ES GEM-T not known"
    )
