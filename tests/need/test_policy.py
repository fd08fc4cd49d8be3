"""Firing policies: shots, leakage, and nodes of an uncertain success."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.need.policy import FiringPolicy, product_nodes
from jointstock.words.errors import SettingError


@pytest.mark.parametrize(
    ("looks", "success", "mean", "leak"),
    [
        ([1, 1], 0.8, 1.2, 0.04),  # 1 + 0.2
        ([2, 2], 0.8, 2.08, 0.0016),  # 2 + 2 x 0.04
        ([1, 1, 1], 0.5, 1.75, 0.125),  # 1 + 1/2 + 1/4
        ([4], 10 / 18, 4.0, (8 / 18) ** 4),  # one salvo: 96.1 percent stopped
    ],
)
def test_shoot_look_shoot(looks: list[int], success: float, mean: float, leak: float) -> None:
    """Mean shots and leakage of a policy are those of plain arithmetic."""
    policy, p = FiringPolicy.known(looks, success), np.array([success])
    assert policy.mean_shots(p)[0] == pytest.approx(mean)
    assert policy.leak(np.array(99), p)[0] == pytest.approx(leak)


@pytest.mark.parametrize(
    ("threats", "shots", "success", "none"),
    [(4, 2, 0.8, 0.8493), (10, 3, 0.8, 0.9228), (10, 2, 0.9, 0.9044), (5, 2, 0.5, 0.2373)],
)
def test_leakage_formula(threats: int, shots: int, success: float, none: float) -> None:
    """Nothing leaks of W threats with probability (1 - (1-k)^n)^W, Wilkening's form."""
    leak = FiringPolicy.known([shots], success).leak(np.array(99), np.array(success))
    assert (1 - leak) ** threats == pytest.approx(none, abs=5e-5)


def test_salvo_cut_short() -> None:
    """With r interceptors left a threat draws at most r: it leaks with (1-p)^min(m, r)."""
    policy = FiringPolicy.known([2, 1], 0.5)
    found = policy.leak(np.array([-3, 0, 1, 2, 3, 4]), np.array(0.5))
    assert found == pytest.approx([1, 1, 0.5, 0.25, 0.125, 0.125])


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.floats(0.0, 1.0))
def test_shots_are_a_distribution(looks: list[int], p: float) -> None:
    """Its function is 1 at 1, and its slope there the mean number of shots."""
    policy, h = FiringPolicy(looks, 1, 1), 1e-6
    at = policy.shots(np.array([1.0, 1.0 + h]), np.array(p))
    assert at[0] == pytest.approx(1.0)
    assert (at[1] - at[0]) / h == pytest.approx(policy.mean_shots(np.array(p)), rel=1e-3)


@pytest.mark.parametrize(("successes", "failures"), [(8, 4), (0.5, 0.5), (4000, 2000)])
def test_nodes_have_the_moments_of_beta(successes: float, failures: float) -> None:
    """Eight nodes give mean and variance of the beta distribution."""
    p, w = FiringPolicy([1], successes, failures).nodes(8)
    total = successes + failures
    mean = successes / total
    assert w @ p == pytest.approx(mean)
    assert w @ (p - mean) ** 2 == pytest.approx(mean * (1 - mean) / (total + 1))


def test_certain_success() -> None:
    """Without failures, or without successes, there is one node; a known policy has its own."""
    assert FiringPolicy([1], 3, 0).nodes(8)[0].tolist() == [1.0]
    assert FiringPolicy([1], 0, 3).nodes(8)[0].tolist() == [0.0]
    assert FiringPolicy.known([1], 0.3).nodes(8)[0].tolist() == [0.3]


def test_nodes_of_several() -> None:
    """Independent successes have the product of nodes, thinned to what is affordable."""
    three = [FiringPolicy([2], 8, 2), FiringPolicy([2], 6, 4), FiringPolicy.known([1], 0.5)]
    p, w = product_nodes(three, 8)
    assert p.shape == (3, 64)
    assert w.sum() == pytest.approx(1)
    assert p[:2] @ w == pytest.approx([0.8, 0.6])
    assert product_nodes(three[:1] * 4, 8)[0].shape == (4, 81)


@pytest.mark.parametrize(
    "wrong", [([], 1, 1), ([0], 1, 1), ([1], 0, 0), ([1], -1, 2), ([1], float("inf"), 1)]
)
def test_what_is_no_policy(wrong: tuple[list[int], float, float]) -> None:
    """Looks without shots, and counts that say nothing, are refused."""
    with pytest.raises(SettingError):
        FiringPolicy(*wrong)
    with pytest.raises(SettingError):
        FiringPolicy.known([1], 1.5)
