"""Fits: laws are found again in days they made, and a choice is never silent."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from jointstock.need import FiringPolicy, consumption, goodness
from jointstock.need.bootstrap import block_days, interval, resampled
from jointstock.need.fit import (
    NEGATIVE_BINOMIAL,
    OCCUPIED,
    RECORDED,
    covered,
    fit,
    fits,
    rate_variation,
    shape_of,
)
from jointstock.need.laws import NegativeBinomialDays, OccupiedDays, Raids, recorded
from jointstock.need.model import RaidModel
from jointstock.need.record import Record
from jointstock.words.errors import SettingError


def record(counts: np.ndarray) -> Record:
    return Record(date(2023, 1, 1), ("cruise",), np.asarray(counts, dtype=np.int64)[:, None])


def days(law: NegativeBinomialDays | OccupiedDays | Raids, count: int, seed: int) -> np.ndarray:
    return law.sample(np.random.default_rng(seed), count)[:, 0]


def test_shape_is_found_again() -> None:
    """Of 4,000 days with shape 0.4 the likelihood finds a shape near it."""
    counts = days(NegativeBinomialDays(3.0, 0.4), 4000, 1)
    shape, said = shape_of(counts)
    assert shape == pytest.approx(0.4, rel=0.1)
    assert "likelihood" in said


@pytest.mark.parametrize(
    ("counts", "words"),
    [([0] * 50, "nothing was counted"), ([1, 0] * 25, "no more than Poisson")],
)
def test_a_fit_that_has_no_shape_says_so(counts: list[int], words: str) -> None:
    """Without overdispersion there is no shape; another law stands in, and it is told why."""
    assert words in shape_of(np.array(counts))[1]
    found = fit(record(np.array(counts)), "cruise")
    assert found.choice != NEGATIVE_BINOMIAL
    assert any(words in one for one in found.reasons)


def test_a_sparse_series_converges() -> None:
    """Raids on 6 percent of days, where general optimisers fail, have a shape."""
    counts = days(OccupiedDays(0.06, 4.0, 1.0), 457, 3)
    shape, _ = shape_of(counts)
    assert shape is not None
    assert 0.001 < shape < 0.2


@pytest.mark.parametrize(
    ("law", "choice"),
    [
        (NegativeBinomialDays(1.3, 0.45), NEGATIVE_BINOMIAL),
        (OccupiedDays(0.6, 30.0, 6.0), OCCUPIED),
    ],
)
def test_the_law_of_the_days_is_chosen(
    law: NegativeBinomialDays | OccupiedDays, choice: str
) -> None:
    """Of days that a law made, that law is chosen, and the reason is told."""
    found = fit(record(days(law, 700, 5)), "cruise", coverage=False)
    assert found.choice == choice
    assert any(one.startswith(f"{choice}: days as recorded are likely") for one in found.reasons)
    assert found.law.mean[0] == pytest.approx(found.mean)


def test_days_of_two_kinds_fall_back() -> None:
    """A mixture of mass raids and small ones fits no law of few parameters: days are drawn."""
    rng = np.random.default_rng(2)
    mass = np.where(rng.random(900) < 0.1, rng.poisson(60, 900), 0)
    found = fit(record(mass + rng.poisson(2, 900)), "cruise", coverage=False)
    assert found.choice == RECORDED
    assert sum("left out" in one for one in found.reasons) == 2


def test_few_days_are_not_judged() -> None:
    """Five days draw themselves, and it is said why; the rate is never certain."""
    found = fit(record(np.array([103, 1, 0, 5, 77])), "cruise")
    assert found.choice == RECORDED
    assert any("too few to judge" in one for one in found.reasons)
    assert any("cannot be seen in 5 days" in one for one in found.reasons)
    assert found.rate_cv > 0.2
    model = RaidModel.fit(record(np.array([103, 1, 0, 5, 77])), "cruise", share=0.1)
    assert (model.rate_cv, model.arriving[0]) == (found.rate_cv, pytest.approx(3.72))


def test_drift_is_carried_by_the_rate() -> None:
    """A rate that doubles between stretches varies; one that stays hardly does."""
    still = np.random.default_rng(7).poisson(5, 720)
    drifting = np.random.default_rng(7).poisson(np.repeat([2, 8] * 4, 90))
    assert rate_variation(still)[0] < 0.1
    assert rate_variation(drifting)[0] == pytest.approx(0.64, abs=0.1)


def test_coverage_of_forecasts() -> None:
    """Of independent days the forecasts hold about as often as they claim."""
    counts = days(NegativeBinomialDays(2.0, 0.5), 1500, 11)
    found = fit(record(counts), "cruise").candidates[1]
    for share, origins in found.covered.values():
        assert origins > 40
        assert share >= 0.85
    assert covered(counts[:100], lambda _: (None, "", 0)) == {}


def test_pit_tells_laws_apart() -> None:
    """Days of a law are likely under it, and unlikely under Poisson days of the same mean."""
    counts = days(NegativeBinomialDays(3.0, 0.5), 500, 13)
    own = goodness.pit(counts, NegativeBinomialDays(3.0, 0.5), fitted=0)
    other = goodness.pit(counts, NegativeBinomialDays(3.0, float("inf")), fitted=0)
    assert own > 0.05
    assert other < 1e-6


def test_dependence() -> None:
    """Days that repeat each other depend; shuffled they do not; sums over a month tell it too."""
    rng = np.random.default_rng(17)
    blocks = np.repeat(rng.poisson(4, 60), 10)
    assert goodness.ljung_box(blocks.astype(float)) < 1e-9
    assert goodness.clustering(blocks) > 3.0
    alone = rng.permutation(blocks)
    assert goodness.ljung_box(alone.astype(float)) > 1e-3
    assert goodness.clustering(alone) < 2.0
    twice = goodness.same_day(np.stack([blocks, blocks, 0 * blocks], 1))
    assert twice[0] == pytest.approx([1, 1, 0])
    assert goodness.dispersion(np.zeros(9, dtype=int)) == 0.0


def test_classes_that_come_on_the_same_days_are_told() -> None:
    """Drones come with every cruise missile and never with a ballistic one."""
    cruise = np.tile([6, 0, 0, 0], 20)
    counts = np.stack([cruise, 2 * cruise, np.tile([0, 3, 0, 3], 20)], axis=1)
    first, second, third = fits(
        Record(date(2023, 1, 1), ("cruise", "drone", "ballistic"), counts), coverage=False
    )
    assert first.together["drone"] == pytest.approx(1.0)
    assert "goes with drone (1.00), ballistic (-0.58) on the same days (correlation)" in (
        first.reasons
    )
    assert second.together["cruise"] == pytest.approx(1.0)
    assert third.together["cruise"] == pytest.approx(-1 / np.sqrt(3))


def test_block_bootstrap() -> None:
    """Weights add up to 1, repeat with their seed, and keep long blocks together."""
    weights = resampled(60, 50)
    assert weights.sum(axis=1) == pytest.approx(np.ones(50))
    assert np.array_equal(weights, resampled(60, 50))
    trend = np.repeat([0.0, 10.0], 30)
    assert (weights @ trend).std() > 2 * (resampled(60, 50, 1) @ trend).std()
    assert [block_days(n) for n in (1, 5, 30, 400)] == [1, 1, 10, 14]
    assert interval(np.arange(101.0)) == pytest.approx((5.0, 95.0))
    with pytest.raises(SettingError):
        resampled(0)


def test_raids_make_the_days_they_say() -> None:
    """Days drawn from Poisson raids have their mean."""
    assert days(Raids(6.0, 2.0), 4000, 19).mean() == pytest.approx(6.0, rel=0.1)


def test_every_class_of_a_record() -> None:
    """Each class gets a fit; a record without classes is refused."""
    assert [one.class_ for one in fits(record(np.array([1, 2, 3])))] == ["cruise"]
    with pytest.raises(SettingError):
        fits(Record(date(2023, 1, 1), (), np.zeros((3, 0), dtype=np.int64)))


@pytest.mark.parametrize("cv", [0.0, 0.4])
def test_days_of_a_record_by_their_counts(cv: float) -> None:
    """What a record's days launch together is the same by its counts and by powers of its law."""
    law = recorded(np.array([[0], [3], [0], [17], [1], [3], [0], [0], [8], [2]]))
    model = RaidModel(law, (1.0,), 1.0, cv)
    other = consumption(model, FiringPolicy.known([1], 1.0), 30).pmf
    assert goodness.launched(law, 30, cv).pmf == pytest.approx(other, abs=1e-14)
