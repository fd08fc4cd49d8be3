"""The exact consumption: against values made by other means, and at its edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from jointstock.need.compound import Drawing, consumption, consumptions
from jointstock.need.model import RaidModel
from jointstock.need.panjer import panjer
from jointstock.need.policy import FiringPolicy
from jointstock.words.errors import SettingError

ONE = FiringPolicy.known([1], 0.5)
REFERENCE = FiringPolicy([1, 1], 16, 4)


def reference(rate_cv: float = 0.0) -> RaidModel:
    """The raids of nation 31 of the reference scenario."""
    return RaidModel.negative_binomial(0.15, 6, 2, 0.5, rate_cv=rate_cv)


def sizes(policy: FiringPolicy, p: float, length: int = 400) -> np.ndarray:
    """Shots drawn by one raid of the reference, by convolving raid sizes threat by threat."""
    shots = np.zeros(policy.most + 1)
    chance, fired = 1.0, 0
    for salvo in policy.looks:
        fired += salvo
        shots[fired] += chance * (1 - (1 - p) ** salvo)
        chance *= (1 - p) ** salvo
    shots[fired] += chance
    one = 0.5 * shots
    one[0] += 0.5
    found, power = np.zeros(length), np.ones(1)
    for n in range(300):
        found[: min(length, power.size)] += stats.nbinom.pmf(n, 2, 1 / (1 + 6 / 2)) * power[:length]
        power = np.convolve(power, one)[:length]
    return found


@pytest.mark.parametrize(
    ("policy", "cv", "q95", "q99"),
    [
        (FiringPolicy.known([1, 1], 0.8), 0.0, 260, 288),
        (REFERENCE, 0.0, 265, 299),
        (REFERENCE, 0.1, 274, 313),
        (REFERENCE, 0.2, 296, 348),
        (REFERENCE, 0.3, 326, 397),
        (REFERENCE, 0.5, 397, 522),
    ],
)
def test_reference_quantiles(policy: FiringPolicy, cv: float, q95: int, q99: int) -> None:
    """Quantiles of a year of the reference scenario are those of an earlier, separate program."""
    year = consumption(reference(cv), policy, 365)
    assert year.mean == pytest.approx(197.1)
    assert (year.quantile(0.95), year.quantile(0.99)) == (q95, q99)


def test_aggregate_agrees() -> None:
    """The package aggregate gives the same probabilities with a known success, to 1e-10.

    Recorded from aggregate 0.30.1: ``build("agg N 54.75 claims dsev [0 1 2 ...] [...] poisson",
    bs=1, log2=11)``, the probabilities being those of `sizes` for shots at (1, 1) and 0.8, with
    ``density_df.p_total`` and ``q``; ``benchmarks/need.py`` runs it beside ours.
    """
    year = consumption(reference(), FiringPolicy.known([1, 1], 0.8), 365)
    assert year.mean == pytest.approx(197.1000000000042, abs=1e-9)
    assert (year.quantile(0.95), year.quantile(0.99)) == (260, 288)
    recorded = {197: 0.010919392432218178, 260: 0.0024441467257439228}
    for units, chance in recorded.items():
        assert year.pmf[units] == pytest.approx(chance, abs=1e-12)


@pytest.mark.parametrize("cv", [0.0, 0.3])
def test_panjer_agrees(cv: float) -> None:
    """Panjer's recursion over raid sizes made threat by threat gives the same probabilities."""
    policy = FiringPolicy.known([2, 1], 0.7)
    by_transform = consumption(reference(cv), policy, 60).pmf
    by_recursion = panjer(sizes(policy, 0.7), 0.15 * 60, cv**2, by_transform.size)
    assert np.abs(by_transform - by_recursion).max() < 1e-10


def test_panjer_keeps_small_probabilities() -> None:
    """Far out, a Poisson sum of ones keeps its relative precision."""
    found = panjer(np.array([0.0, 1.0]), 2.0, 0.0, 80)
    assert found == pytest.approx(stats.poisson.pmf(np.arange(80), 2.0), rel=1e-9)
    assert 0 < found[79] < 1e-90


def test_panjer_refuses() -> None:
    """A mean that is none, or too large to start from, is refused."""
    with pytest.raises(SettingError):
        panjer(np.array([0.0, 1.0]), -1.0, 0.0, 9)
    with pytest.raises(SettingError, match="too large"):
        panjer(np.array([0.0, 1.0]), 1e6, 0.0, 9)


def test_poisson_of_logarithmic_sizes() -> None:
    """Negative binomial days that draw one shot each stay negative binomial."""
    found = consumption(RaidModel.daily(2.0, 1.5), ONE, 10).pmf
    wanted = stats.nbinom.pmf(np.arange(found.size), 15.0, 1.5 / 3.5)
    assert np.abs(found - wanted).max() < 1e-12


def test_recorded_days_are_convolved() -> None:
    """Two days drawn from a record give the convolution of its day with itself."""
    model = RaidModel.empirical([0, 0, 3, 5, 0])
    day = np.array([0.6, 0, 0, 0.2, 0, 0.2])
    found = consumption(model, FiringPolicy.known([1], 1.0), 2).pmf
    assert found[:11] == pytest.approx(np.convolve(day, day), abs=1e-12)


def test_classes_of_one_raid_stay_together() -> None:
    """Classes that come on the same day vary together: the variance shows it."""
    both = RaidModel.empirical([[4, 4], [0, 0]])
    apart = RaidModel.empirical([[4, 0], [0, 4]])
    found = [consumption(m, [ONE, ONE], 6) for m in (both, apart)]
    assert [d.mean for d in found] == pytest.approx([24.0, 24.0])
    assert [d.variance for d in found] == pytest.approx([6 * 16.0, 0.0], abs=1e-6)


def test_occupied_days() -> None:
    """Mean and variance of occupancy and size are those of their formula."""
    model = RaidModel.occupied(0.25, 8.0, 2.0)
    found = consumption(model, ONE, 40)
    square = 8**2 + 7 + 7**2 / 2  # of 1 + negative binomial(7, 2)
    assert found.mean == pytest.approx(40 * 0.25 * 8)
    assert found.variance == pytest.approx(40 * (0.25 * square - 4.0))


def test_uncertain_rate_of_whole_days() -> None:
    """Days of a record with an uncertain rate have mean H and variance (cH)^2 in number."""
    found = consumption(RaidModel.empirical([1], rate_cv=0.4), ONE, 50)
    assert found.mean == pytest.approx(50)
    assert found.variance == pytest.approx((0.4 * 50) ** 2)


def test_more_than_the_record() -> None:
    """A pace of two days a day is the same as twice the days."""
    slow = consumption(RaidModel.empirical([0, 2, 7]), ONE, 8)
    fast = consumption(RaidModel.empirical([0, 2, 7], pace=2.0), ONE, 4)
    assert np.abs(slow.pmf - fast.pmf).max() < 1e-12


@pytest.mark.parametrize(
    ("model", "policy", "days"),
    [
        (RaidModel.negative_binomial(0.0, 6, 2, 0.5), REFERENCE, 365),
        (RaidModel.negative_binomial(0.2, 6, 2, 0.0), REFERENCE, 365),
        (RaidModel.negative_binomial(0.2, 0, 2, 0.5), REFERENCE, 365),
        (RaidModel.negative_binomial(0.2, 6, 2, 0.5), REFERENCE, 0),
        (RaidModel.empirical([0, 0]), REFERENCE, 30),
        (RaidModel.empirical([3], rate_cv=0.5), REFERENCE, 0),
    ],
)
def test_nothing_comes(model: RaidModel, policy: FiringPolicy, days: int) -> None:
    """A rate, share, size or horizon of 0 uses nothing, for certain."""
    found = consumption(model, policy, days)
    assert found.pmf[0] == pytest.approx(1.0)
    assert found.quantile(0.999) == 0


def test_tiny_rates() -> None:
    """A rate of one in a million days is no rounding error."""
    found = consumption(RaidModel.negative_binomial(1e-6, 6, 2), ONE, 1)
    assert found.survival(0) == pytest.approx(1e-6 * (1 - 1 / 16), rel=1e-5)


@pytest.mark.parametrize(("success", "shots"), [(0.0, 3), (1.0, 2)])
def test_success_of_0_and_1(success: float, shots: int) -> None:
    """With success 0 every look is fired at, with success 1 only the first."""
    found = consumption(RaidModel.empirical([1]), FiringPolicy.known([2, 1], success), 5)
    assert found.pmf[5 * shots] == pytest.approx(1.0)


def test_wrap_around_is_refused() -> None:
    """A length that would fold the tail back is refused, and the one that is enough is named."""
    with pytest.raises(SettingError, match="give 1024"):
        consumption(reference(), REFERENCE, 365, length=256)
    assert consumption(reference(), REFERENCE, 365, length=2048).quantile(0.99) == 299
    with pytest.raises(SettingError, match="fewer days"):
        consumption(RaidModel.empirical([10**6]), ONE, 100)


def test_a_policy_for_each_class() -> None:
    """Classes without a policy of their own are refused."""
    with pytest.raises(SettingError, match="as many policies"):
        consumption(RaidModel.empirical([[1, 2]]), ONE, 5)


MODELS = st.one_of(
    st.builds(
        RaidModel.negative_binomial,
        st.floats(0.01, 2.0),
        st.floats(0.5, 9.0),
        st.floats(0.5, 4.0),
        st.floats(0.0, 1.0),
        rate_cv=st.floats(0.0, 0.8),
    ),
    st.builds(
        RaidModel.empirical,
        st.lists(st.integers(0, 20), min_size=1, max_size=9),
        share=st.floats(0.0, 1.0),
        pace=st.floats(0.1, 2.0),
        rate_cv=st.floats(0.0, 0.8),
    ),
)


@pytest.mark.parametrize("cv", [1e-12, 1e-9, 1e-7, 1e-5])
def test_a_rate_that_hardly_varies_is_a_certain_one(cv: float) -> None:
    policy = FiringPolicy([1], 1.0, 1.0)
    certain, varied = (
        consumption(RaidModel.negative_binomial(1.0, 2.0, 1.0, 1.0, rate_cv=c), policy, 10).pmf
        for c in (0.0, cv)
    )
    n = min(len(certain), len(varied))
    np.testing.assert_allclose(varied[:n], certain[:n], atol=1e-8)


def test_a_part_of_an_exact_day_is_a_day_with_that_chance() -> None:
    """One threat in a day and one shot at it: after half a day none or one, as likely as not."""
    model = RaidModel.empirical([1], share=1.0, pace=0.5)
    found = consumption(model, FiringPolicy([1], 1.0, 1.0), 1)
    np.testing.assert_allclose(found.pmf[:3], [0.5, 0.5, 0.0], atol=1e-12)


@pytest.mark.parametrize("half", [0.5, 0.5000000000000001, 0.5 + 2e-9])
def test_success_near_an_arcsine_law(half: float) -> None:
    p, w = FiringPolicy([2, 1], half, half).nodes(8)
    assert w @ p == pytest.approx(0.5)


@settings(deadline=None, max_examples=60)
@given(MODELS, st.integers(1, 40), st.floats(0.5, 9.0), st.floats(0.5, 9.0))
def test_a_distribution_always(model: RaidModel, days: int, a: float, b: float) -> None:
    """Probabilities add up to 1, and the mean is days, threats and shots multiplied."""
    policy = FiringPolicy([2, 1], a, b)
    found = consumption(model, policy, days)
    p, w = policy.nodes(8)
    mean = days * model.arriving[0] * (w @ policy.mean_shots(p))
    assert found.pmf.min() >= 0.0
    assert found.pmf.sum() == pytest.approx(1.0, abs=1e-8)
    assert found.mean == pytest.approx(mean, rel=1e-6, abs=1e-9)


def test_many_at_once() -> None:
    """A batch gives what each alone gives, in order."""
    drawings = [
        Drawing(model, (policy,))
        for model in (reference(), reference(0.3), RaidModel.empirical([0, 5]))
        for policy in (REFERENCE, ONE)
    ]
    together = consumptions(drawings, 90)
    for one, found in zip(drawings, together, strict=True):
        alone = consumption(one.model, one.policies, 90)
        assert np.array_equal(alone.pmf, found.pmf)


@pytest.mark.parametrize("nodes", [4, 8])
def test_few_nodes_are_near(nodes: int) -> None:
    """Four nodes find the 99 percent quantile of many, and eight are within 2e-4 all over."""
    many = consumption(reference(), FiringPolicy([2, 1], 8, 4), 365, nodes=64)
    few = consumption(reference(), FiringPolicy([2, 1], 8, 4), 365, nodes=nodes)
    assert few.quantile(0.99) == many.quantile(0.99)
    assert np.abs(few.pmf - many.pmf).sum() / 2 < (3e-3 if nodes == 4 else 2e-4)
