"""Requirement and risk of a small programme: by hand where that can be, and consistent else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from jointstock.need import chance_constrained, consumption, floor_rows, requirement, risk
from jointstock.need.compound import Drawing
from jointstock.need.exposed import exposed
from jointstock.need.gifts import effects
from jointstock.need.leaks import Leaks
from jointstock.need.model import RaidModel
from jointstock.need.policy import FiringPolicy
from jointstock.need.requirement import days_of_supply
from jointstock.need.risk import Stocks
from jointstock.programme.tables import Item
from jointstock.words.errors import SettingError
from jointstock.words.needs import as_data
from need.raided import START, months, plan, programme

# Ten days: 36 cruise, 3 ballistic. Shots a threat: 1 + 0.2 and 2.
DAILY = 3.6 * 1.2 + 0.3 * 2.0


def test_level_of_effort_by_hand() -> None:
    """Expected use is days, threats, share and shots multiplied; attrition is a factor on it."""
    found = requirement(programme(), days=20, attrition=1.5)
    de, nl = found.needs
    assert de.used.value == pytest.approx(20 * 0.4 * DAILY)
    assert nl.used.value == pytest.approx(20 * 0.2 * DAILY)
    assert de.by_days.value == pytest.approx(1.5 * de.used.value)
    assert (de.held, de.stated, nl.held, nl.stated) == (40, 30, 25, None)
    assert de.chance + de.success + de.rate == pytest.approx(1.0)
    assert {"raids:1", "raids:10"} <= set(de.rests_on)


@pytest.mark.parametrize(
    ("units", "a_month", "years"), [(900_000, 14_400, 5.2), (900_000, 36_000, 2.1)]
)
def test_published_replacement_times(units: int, a_month: int, years: float) -> None:
    """The level of effort's arithmetic gives the published years of 155 mm shells."""
    daily = RaidModel.empirical([a_month // 30])
    shot = FiringPolicy.known([1], 1.0)
    p = np.array([1.0])
    use = float(daily.arriving[0] * shot.mean_shots(p)[0])
    assert units / use / 360 == pytest.approx(years, abs=0.05)


def test_floor_by_risk_is_the_quantile() -> None:
    """The floor by risk is the smallest stock that lasts, and its chance is what is told."""
    whole = programme()
    found = requirement(whole, days=20, service=0.9).needs[0]
    drawing = exposed(whole)[0][0].drawing
    use = consumption(drawing.model, drawing.policies, 20, nodes=16)
    assert found.by_risk.value == use.quantile(0.9)
    assert found.runs_out is not None
    assert found.runs_out.value == pytest.approx(use.survival(40))
    assert found.by_risk.low < found.by_risk.value < found.by_risk.high
    for cut in found.cuts:
        stocks = np.arange(use.pmf.size)
        assert (use.unmet >= cut.at_zero + cut.slope * stocks - 1e-9).all()


def test_days_of_supply() -> None:
    """The days that a stock lasts are the most at which it still suffices."""
    drawing = exposed(programme())[0][0].drawing
    (days,) = days_of_supply([drawing], [40], 0.95)

    def out(span: int) -> float:
        return consumption(drawing.model, drawing.policies, span, nodes=4).survival(40)

    assert out(days) <= 0.05 + 1e-9
    assert out(days + 1) > 0.05
    assert days_of_supply([drawing], [0], 0.95) == [0]
    still = Drawing(RaidModel.empirical([0]), (FiringPolicy.known([1], 0.5),))
    assert days_of_supply([still], [0], 0.95) == [3660]


def test_no_reference_is_told() -> None:
    """Exposure to raids that no record has leaves the need unknown, in a sentence."""
    bare = requirement(programme(raids=()))
    assert bare.needs == ()
    assert any("DE: no raid of cruise, ballistic is recorded" in one for one in bare.untold)


def test_monthly_figures_stand_in() -> None:
    """Without days, months inside the reference make the law, class by class."""
    monthly = months(("cruise", 12, 108), ("ballistic", 4, 9))
    found = requirement(programme(raids=(), raid_months=monthly), days=20).needs[0]
    assert found.used.value == pytest.approx(20 * 0.4 * DAILY)
    assert found.reference == "1 month, 2024-11"


def test_a_factor_above_one_makes_days_faster() -> None:
    """Twice the record is twice as many of its days, each in full."""
    rows = tuple(replace(r, factor=Decimal(2), factor_sd=Decimal(0)) for r in programme().exposure)
    model = exposed(programme(exposure=rows))[0][0].drawing.model
    assert (model.pace, model.share, model.rate_cv) == (2.0, (1.0, 1.0), 0.0)
    use = consumption(model, [FiringPolicy([1], 1, 0)] * 2, 10)
    assert use.mean == pytest.approx(20 * 3.9)


def test_floors_travel_as_rows() -> None:
    """Each takes the place of every stated step, is estimated, and names its method."""
    whole = programme()
    needs = requirement(whole, days=20)
    rows = floor_rows(whole, needs)
    assert [(r.member, str(r.from_)) for r in rows] == [
        ("DE", "2025-01"),
        ("DE", "2025-04"),
        ("NL", "2025-01"),
    ]
    assert {(r.method, r.basis) for r in rows} == {("risk", "estimated")}
    assert "need by risk, 20 days at 95 %" in rows[0].source
    by_days = floor_rows(whole, needs, "days")
    assert by_days[0].units == np.ceil(needs.needs[0].by_days.value)
    with pytest.raises(SettingError):
        floor_rows(whole, needs, "stated")


def test_a_chance_constraint_travels_as_floors() -> None:
    """Floors are raised to what holds the level; a stock at them passes the exact check."""
    whole = programme()
    needs = requirement(whole, days=20)
    safe = chance_constrained(whole, needs)
    floors = {(r.member, str(r.from_)): r.units for r in safe.floors}
    assert floors["DE", "2025-04"] == max(50, needs.needs[0].by_risk.value)
    held = tuple(
        replace(row, units=int(need.by_risk.value))
        for row, need in zip(whole.stocks, needs.needs, strict=True)
    )
    still = replace(plan(), entries=())
    assert risk(safe.replace(stocks=held), still, days=20).above(0.05) == []
    short = tuple(replace(row, units=row.units - 1) for row in held)
    assert len(risk(safe.replace(stocks=short), still, days=20).above(0.05)) == 12


def test_risk_follows_the_plan() -> None:
    """Stocks are those of the plan; more stock is less risk; threats and misses go together."""
    found = risk(programme(), plan(), days=20, months=4)
    de, nl = found.risks
    assert [one.stock for one in de.begun] == [40, 34, 64, 64, 64, 64]
    chances = [one.runs_out.value for one in de.begun]
    assert chances[1] > chances[0] > chances[2]
    assert len(nl.months) == 4
    for month in de.months:
        assert month.first <= month.below_zero + 1e-12
        assert month.missed <= month.threats
    assert sum(month.first for month in de.months) <= 1.0 + 1e-9
    # January has 31 days and the same opening stock as a campaign of 31 days begun before it.
    whole = programme()
    drawing = exposed(whole)[0][0].drawing
    use = consumption(drawing.model, drawing.policies, 31, nodes=16)
    one_month = risk(whole, plan(), months=1).risks[0].months[0]
    assert one_month.below_zero == pytest.approx(use.survival(40), abs=2e-3)
    assert one_month.unmet == pytest.approx(use.unmet[40], rel=2e-3)


def test_late_deliveries() -> None:
    """A delay moves what arrives; with its chance the risk lies between on time and late."""
    stocks = Stocks(programme(), plan())
    assert stocks.arriving("DE", "M", START, 6, 0) == [0, -6, 30, 0, 0, 0]
    assert stocks.arriving("DE", "M", START, 6, 2) == [0, -6, 0, 0, 30, 0]

    def below(delays: dict[int, float]) -> list[float]:
        found = risk(programme(), plan(), months=6, delays=delays)
        return [month.below_zero for month in found.risks[0].months]

    on_time, late, either = below({0: 1.0}), below({2: 1.0}), below({0: 0.7, 2: 0.3})
    assert late[3] > on_time[3]
    mixed = [0.7 * a + 0.3 * b for a, b in zip(on_time, late, strict=True)]
    assert either == pytest.approx(mixed)
    began = risk(programme(), plan(), from_=START + 3, months=2, delays={2: 1.0})
    assert began.risks[0].months[0].stock < 34
    with pytest.raises(SettingError, match="add up to 1"):
        risk(programme(), plan(), delays={0: 0.5})
    with pytest.raises(SettingError, match="does not lie"):
        risk(programme(), plan(), from_=START + 9)


def test_what_a_gift_does() -> None:
    """Six units cover six over the record's use a day, and stop what the curve says."""
    (found,) = effects(programme(), plan())
    assert (found.donation, found.units) == ("GIFT", 6)
    assert found.days.value == pytest.approx(6 / DAILY, rel=0.02)
    law = exposed(programme())[0][0].drawing.model.law
    policies = FiringPolicy([1, 1], 8, 2), FiringPolicy([2], 6, 4)
    drawing = Drawing(RaidModel(law, (1.0, 1.0)), policies)
    p, weights = drawing.nodes(8, leaks=True)
    leaks = Leaks(drawing, p, 8192).missed(np.array([400.0]), 0.0)[1][:, 0]
    stopped = (weights @ (leaks[:, 0] - leaks[:, 600])) / 100
    assert found.stopped.value == pytest.approx(stopped, rel=0.02)
    assert found.stopped.low < found.stopped.value < found.stopped.high
    assert effects(programme(defences=()), plan()) == ()


def test_a_gift_is_held_against_the_longer_record() -> None:
    """Ten days by day against a month by figures: the month, and the days where it has fewer."""
    longer = programme(raid_months=months(("cruise", 8, 60), ("ballistic", 2, 4)))
    shorter = tuple(replace(row, days=9, raid_days=2) for row in longer.raid_months)
    for whole, words in (
        (longer, "1 month, 2024-11"),
        (longer.replace(raid_months=shorter), "10 days from 2024-11-01 to 2024-11-10"),
    ):
        assert effects(whole, plan())[0].reference == words


def test_as_data_names_what_it_holds() -> None:
    """Results go to JSON under the names of their fields, months as text."""
    data = as_data(risk(programme(), plan(), months=2))
    assert set(data) == {"days", "from", "months", "delays", "risks", "gifts", "untold"}
    assert data["from"] == "2025-01"
    assert set(data["risks"][0]["begun"][0]["runs_out"]) == {"value", "low", "high"}


def test_items_that_stand_in_for_each_other_are_told() -> None:
    """Two items against one class: each is counted alone, and both need and risk say so."""
    base = programme()
    second = replace(base.defences[0], item="N")
    both = base.replace(items=(*base.items, Item(item="N")), defences=(*base.defences, second))
    for found in (requirement(both, times=2), risk(both, plan(), months=1, times=2)):
        (told,) = (one for one in found.untold if "M, N each stop cruise" in one)
        assert "more than once" in told


@pytest.mark.parametrize(
    "wrong", [{"days": 0}, {"service": 1.0}, {"attrition": 0.5}, {"days": 10**6}]
)
def test_settings_that_are_not_possible(wrong: dict[str, float]) -> None:
    """Days, level and attrition outside their bounds are refused."""
    with pytest.raises(SettingError):
        requirement(programme(), **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("factor", "sd", "successes", "launched"),
    [
        ("1000000", "0", "8", 12),
        ("0.5", "5000", "8", 12),
        ("0.5", "0", "0", 12),
        ("0.5", "0", "8", 10**9),
    ],
)
def test_what_is_beyond_reckoning_is_told(
    factor: str, sd: str, successes: str, launched: int
) -> None:
    """Figures out of all proportion leave a need untold, or computed, and never stop a study."""
    base = programme()
    whole = base.replace(
        exposure=tuple(
            replace(r, factor=Decimal(factor), factor_sd=Decimal(sd)) for r in base.exposure
        ),
        defences=tuple(
            replace(r, successes=Decimal(successes), failures=Decimal(0 if successes == "0" else 2))
            for r in base.defences
        ),
        raids=tuple(replace(r, launched=launched) for r in base.raids),
    )
    found = requirement(whole, days=20, times=5)
    assert len(found.needs) == 2 or any(one.startswith("DE, M:") for one in found.untold)
    risk(whole, plan(), days=20, months=2, times=5)
