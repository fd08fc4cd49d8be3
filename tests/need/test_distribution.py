"""What is read from a distribution: quantiles, what is unmet, and cuts of its curve."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.need.distribution import Distribution
from jointstock.words.errors import SettingError

PMFS = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=30).filter(lambda ws: sum(ws) > 0.1)


def made(weights: list[float]) -> Distribution:
    return Distribution(np.array(weights) / sum(weights))


@pytest.mark.parametrize(
    ("mean", "over", "under", "stock", "cost"),
    [(6.0, 1.0, 4.0, 8, 3.570107), (6.0, 1.0, 4.0, 5, 6.590296)],
)
def test_newsvendor(mean: float, over: float, under: float, stock: int, cost: float) -> None:
    """Poisson demand gives the stock and cost of Snyder and Shen, example 4.7."""
    pmf = [math.exp(-mean) * mean**k / math.factorial(k) for k in range(60)]
    demand = Distribution(np.array(pmf))
    if cost < 4:
        assert demand.quantile(under / (over + under)) == stock
    unmet = demand.unmet[stock]
    assert over * (stock - mean + unmet) + under * unmet == pytest.approx(cost, abs=1e-6)


def test_newsvendor_of_a_table() -> None:
    """Snyder and Shen, problem 4.7b: stock 5, cost 1,225,000."""
    chances = {1: 0.25, 2: 0.05, 3: 0.1, 4: 0.2, 5: 0.15, 6: 0.1, 7: 0.1, 8: 0.05}
    demand = Distribution(np.array([chances.get(k, 0.0) for k in range(9)]))
    assert demand.quantile(1e6 / (1e6 + 5e5)) == 5
    left = 5 - demand.mean + demand.unmet[5]
    assert 5e5 * left + 1e6 * demand.unmet[5] == pytest.approx(1_225_000)


def test_a_tie_suffices() -> None:
    """A stock whose probability is the level but for rounding is the quantile."""
    tenths = Distribution(np.full(10, 0.1))
    assert [tenths.quantile(k / 10) for k in range(1, 10)] == list(range(9))
    assert tenths.quantile(0.3 + 1e-9) == 3


def test_ends() -> None:
    """Below 0 a stock always runs out, beyond the last unit never; a level of 1 is refused."""
    coin = Distribution(np.array([0.5, 0.5]))
    assert [coin.survival(s) for s in (-1, 0, 1, 2)] == [1.0, 0.5, 0.0, 0.0]
    assert coin.quantile(0.0) == 0
    for level in (1.0, -0.1, float("nan")):
        with pytest.raises(SettingError, match="quantile"):
            coin.quantile(level)
    with pytest.raises(SettingError, match="not known"):
        Distribution(np.array([0.5, 0.4])).quantile(0.95)


@given(PMFS, st.floats(0.0, 0.999))
def test_quantile_is_the_smallest(weights: list[float], alpha: float) -> None:
    """It suffices, and one unit less does not, within rounding."""
    one = made(weights)
    stock = one.quantile(alpha)
    assert one.survival(stock) <= 1 - alpha + 1e-9
    assert stock == 0 or one.survival(stock - 1) > 1 - alpha - 1e-9


@given(PMFS)
def test_unmet_is_what_its_sum_says(weights: list[float]) -> None:
    """E(D - s)+ by the tail equals the sum over units, and every cut lies on or below it."""
    one = made(weights)
    stocks = np.arange(one.pmf.size)
    direct = [float(one.pmf @ np.maximum(stocks - s, 0)) for s in stocks]
    assert one.unmet == pytest.approx(direct, abs=1e-9)
    for level, slope in one.cuts([0, 2, 50]):
        assert (one.unmet >= level + slope * stocks - 1e-9).all()


def test_told_as_data() -> None:
    """Two units or none, each in half of the cases: as data with the names of the object."""
    told = Distribution(np.array([0.5, 0.0, 0.5, 0.0, 0.0])).told()
    assert told.pmf == (0.5, 0.0, 0.5)
    assert told.survival == (0.5, 0.5, 0.0)
    assert (told.mean, told.quantile["0.5"], told.quantile["0.75"]) == (1.0, 0, 2)
