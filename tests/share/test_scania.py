"""The water supply of six municipalities in Scania (Young, Okada and Hashimoto 1982)."""

import pytest

from jointstock.share import audit, nucleolus, separable, shapley
from share.games import scania


def near(**shares: float) -> object:
    return pytest.approx(shares, abs=0.011)


def test_shapley() -> None:
    """The Shapley value lies outside the core: H, K and L would do better alone."""
    found = shapley(scania()).shares
    assert found == near(A=20.01, H=10.71, K=6.61, L=10.37, M=16.95, T=19.18)
    worst = audit(scania(), found)
    assert worst.group == frozenset("HKL")
    assert not worst.stable


def test_nucleolus() -> None:
    """The nucleolus lies in the core."""
    found = nucleolus(scania()).shares
    assert found == near(A=20.35, H=12.06, K=5.00, L=8.61, M=18.32, T=19.49)
    assert audit(scania(), found).stable


def test_separable() -> None:
    """Separable costs, remaining benefits lie outside the core."""
    found = separable(scania())
    assert found == near(A=19.54, H=13.29, K=5.61, L=10.90, M=16.66, T=17.82)
    assert not audit(scania(), found).stable
