"""Threats not stopped and stocks with deliveries: the exact way against campaigns played out."""

from __future__ import annotations

import numpy as np
import pytest

from jointstock.need.compound import Drawing, consumption
from jointstock.need.leaks import Leaks
from jointstock.need.model import RaidModel
from jointstock.need.policy import FiringPolicy
from jointstock.need.recursion import follow
from jointstock.need.risk import gamma_nodes
from jointstock.words.errors import SettingError


def leak_curve(drawing: Drawing, days: float, length: int = 512) -> tuple[float, np.ndarray]:
    """Threats met, and not stopped by opening stock."""
    p, weights = drawing.nodes(8, leaks=True)
    counts = np.array([days * drawing.model.pace])
    met, missed = Leaks(drawing, p, length).missed(counts, drawing.model.spread(days))
    return float(weights @ met[:, 0]), weights @ missed[:, 0]


def played(
    days: np.ndarray,
    share: float,
    policies: list[FiringPolicy],
    p: list[float],
    stock: int,
    rng: np.random.Generator,
    deliveries: dict[int, int] | None = None,
) -> tuple[int, bool]:
    """One campaign, threat by threat and shot by shot: threats missed, and whether it ran out."""
    missed, out = 0, False
    for day, counts in enumerate(days):
        for class_, policy in enumerate(policies):
            for _ in range(rng.binomial(counts[class_], share)):
                hit = False
                for salvo in policy.looks:
                    if hit:
                        break
                    out |= stock < salvo
                    for _ in range(min(salvo, stock)):
                        stock -= 1
                        hit |= bool(rng.random() < p[class_])
                missed += not hit
        stock += (deliveries or {}).get(day, 0)
    return missed, out


def test_two_classes_of_one_raid_against_play() -> None:
    """Threats missed and running out agree with 4,000 campaigns played, within 4 deviations."""
    record = np.array([[6, 2], [0, 0], [1, 5], [0, 0], [3, 0]])
    policies = [FiringPolicy.known([2, 1], 0.6), FiringPolicy.known([1, 1], 0.8)]
    drawing = Drawing(RaidModel.empirical(record, share=0.5), tuple(policies))
    stock, days, rng = 30, 12, np.random.default_rng(1)
    draws = [
        played(record[rng.integers(0, 5, days)], 0.5, policies, [0.6, 0.8], stock, rng)
        for _ in range(4000)
    ]
    missed, out = np.array(draws, dtype=float).T
    threats, curve = leak_curve(drawing, days)
    use = consumption(drawing.model, policies, days)
    assert threats == pytest.approx(days * 0.5 * record.sum() / 5)
    assert abs(missed.mean() - curve[stock]) < 4 * missed.std() / 4000**0.5
    assert abs(out.mean() - use.survival(stock)) < 4 * 0.5 / 4000**0.5


def test_reference_curve() -> None:
    """The curve of the reference scenario is that of an earlier, separate program."""
    model = RaidModel.negative_binomial(0.15, 6, 2, 0.5)
    drawing = Drawing(model, (FiringPolicy([1, 1], 16, 4),))
    threats, curve = leak_curve(drawing, 365, 1024)
    assert threats == pytest.approx(164.25)
    wanted = {0: 164.25, 50: 124.25, 100: 84.26, 150: 45.62, 197: 19.58, 250: 9.34, 300: 7.94}
    assert [curve[stock] for stock in wanted] == pytest.approx(list(wanted.values()), abs=0.006)


@pytest.mark.parametrize("looks", [[2], [2, 2], [4]])
def test_even_salvos_have_no_pole(looks: list[int]) -> None:
    """Salvos that make every use even, where a function is 1 at -1 as well, have a right curve."""
    drawing = Drawing(RaidModel.empirical([0, 3]), (FiringPolicy.known(looks, 0.5),))
    threats, curve = leak_curve(drawing, 6)
    never = 0.5 ** sum(looks)
    assert threats == pytest.approx(9.0)
    assert curve[0] == pytest.approx(9.0)
    assert curve[400] == pytest.approx(9.0 * never, abs=1e-6)
    assert (np.diff(curve[:60]) <= 1e-7).all()


def test_last_round_of_a_salvo() -> None:
    """One threat, a salvo of two, one round left: it leaks as after one shot."""
    drawing = Drawing(RaidModel.empirical([1]), (FiringPolicy.known([2, 1], 0.25),))
    _, curve = leak_curve(drawing, 1, 64)
    assert curve[:5] == pytest.approx([1.0, 0.75, 0.75**2, 0.75**3, 0.75**3], abs=1e-9)


@pytest.mark.parametrize("success", [0.0, 1.0])
def test_leaks_of_certain_shots(success: float) -> None:
    """A shot that never hits stops nothing; one that always does stops what it is fired at."""
    drawing = Drawing(RaidModel.empirical([4]), (FiringPolicy.known([1], success),))
    _, curve = leak_curve(drawing, 5, 128)
    expected = [20.0 if success == 0 else max(0.0, 20.0 - s) for s in range(30)]
    assert curve[:30] == pytest.approx(expected, abs=1e-7)


def test_nothing_comes() -> None:
    """Without raids nothing is met and nothing missed."""
    drawing = Drawing(RaidModel.empirical([0, 0]), (FiringPolicy.known([2], 0.5),))
    threats, curve = leak_curve(drawing, 30, 64)
    assert threats == 0.0
    assert curve == pytest.approx(np.zeros(64), abs=1e-12)


def single(pmf: list[float], stock: int, arriving: list[int], floor: int = 0) -> dict[str, list]:
    used = np.zeros((1, 1, 32))
    used[0, 0, : len(pmf)] = pmf
    months = len(arriving)
    path = follow(
        np.array([stock]),
        np.array([arriving]),
        np.full((1, months), floor),
        [used] * months,
        np.ones((1, 1)),
    )
    return {name: getattr(path, name)[0].tolist() for name in path.__dataclass_fields__}


def test_a_stock_by_hand() -> None:
    """A coin decides whether 2 are used; 2 are there, 1 arrives each month."""
    found = single([0.5, 0.0, 0.5], 2, [1, 1], floor=2)
    # Month 1: stock 2, then 3 or 1. Month 2: from 3 to 4 or 2, from 1 to 2 or, one missing, 1.
    assert found["below_zero"] == pytest.approx([0.0, 0.25])
    assert found["first"] == pytest.approx([0.0, 0.25])
    assert found["unmet"] == pytest.approx([0.0, 0.25])
    assert found["stock"] == pytest.approx([2.0, (4 + 2 + 2 + 1) / 4])
    assert found["below_floor"] == pytest.approx([0.5, 0.25])


def test_first_passage_adds_up() -> None:
    """A stock that runs out again and again runs out for the first time once."""
    found = single([0.5, 0.0, 0.5], 1, [0, 0, 0])
    assert found["first"] == pytest.approx([0.5, 0.25, 0.125])
    assert found["below_zero"] == pytest.approx([0.5, 0.5, 0.5])


def test_what_leaves_never_goes_below_nothing() -> None:
    """A gift from a stock that is not there takes what there is."""
    found = single([1.0], 2, [-5, 4])
    assert found["stock"] == pytest.approx([0.0, 4.0])
    assert found["below_zero"] == [0.0, 0.0]


def test_a_year_in_one_step_or_twelve() -> None:
    """Without deliveries the months together run out as the exact year does."""
    model = RaidModel.negative_binomial(0.15, 6, 2, 0.5)
    policy = FiringPolicy.known([1, 1], 0.8)
    year = consumption(model, policy, 360)
    month = consumption(model, policy, 30, length=1024).pmf[None, None, :]
    for stock in (150, 200, 260):
        path = follow(
            np.array([stock]), np.zeros((1, 12), int), np.zeros((1, 12), int),
            [month] * 12, np.ones((1, 1)),
        )  # fmt: skip
        assert path.first.sum() == pytest.approx(year.survival(stock), abs=1e-9)
        assert path.unmet.sum() == pytest.approx(year.unmet[stock], abs=1e-6)


def test_stocks_of_many_sizes_at_once() -> None:
    """Stocks followed together go as each by itself, whatever the length of a transform."""
    rng = np.random.default_rng(5)
    opening, arriving = np.array([0, 3, 40, 200]), rng.integers(-3, 9, (4, 5))
    floors, weights = np.full((4, 5), 20), np.array([[0.25, 0.75]] * 4)
    used = rng.random((4, 2, 512)) * np.exp(-np.arange(512.0) / 8.0)
    used /= used.sum(axis=2, keepdims=True)
    together = follow(opening, arriving, floors, [used] * 5, weights, [used] * 5)
    for k in range(4):
        own = slice(k, k + 1)
        cut = [used[own]] * 5
        alone = follow(opening[own], arriving[own], floors[own], cut, weights[own], cut)
        for name in alone.__dataclass_fields__:
            found = getattr(together, name)[own]
            assert found == pytest.approx(getattr(alone, name), abs=1e-12), name


def test_short_distributions_are_refused() -> None:
    """A stock beyond the length of what is known of its use is refused."""
    with pytest.raises(SettingError, match="more than its units"):
        single([1.0], 20, [20])


@pytest.mark.parametrize("spread", [1e-4, 0.04, 0.25, 1.0, 3.0])
def test_gamma_nodes(spread: float) -> None:
    """Nodes of a rate have its mean, variance and third moment."""
    x, w = gamma_nodes(spread, 8)
    assert w.sum() == pytest.approx(1.0)
    assert w @ x == pytest.approx(1.0)
    assert w @ (x - 1) ** 2 == pytest.approx(spread)
    assert w @ (x - 1) ** 3 == pytest.approx(2 * spread**2)
    assert gamma_nodes(0.0, 8)[0].tolist() == [1.0]
