"""The simulation: against exact marginals, and by hand where items and members help each other."""

from __future__ import annotations

import sys

import numpy as np
import pytest

import jointstock.need
from jointstock.need.compound import consumption
from jointstock.need.events import Scene, Transfer, simulate, z_scores
from jointstock.need.laws import Raids
from jointstock.need.model import RaidModel
from jointstock.need.policy import FiringPolicy
from jointstock.words.errors import SettingError
from need.raid_by_raid import played

ALWAYS = FiringPolicy.known([1], 1.0)
ONE_EACH = Raids(1.0, float("inf"))


def scene(**changes: object) -> Scene:
    """Two members, two classes with an item of their own, 60 days."""
    fields: dict[str, object] = {
        "raids_per_day": np.array([[0.2, 0.1], [0.1, 0.3]]),
        "laws": [Raids(4.0, 2.0), Raids(2.0, 1.0)],
        "shares": [0.5, 1.0],
        "policies": [[(0, FiringPolicy([2, 1], 8, 4))], [(1, FiringPolicy([1, 1], 9, 3))]],
        "opening": np.array([[40, 14], [20, 45]]),
        "spans": [60],
        "arriving": np.zeros((1, 2, 2), dtype=np.int64),
    }
    return Scene(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("rate_cv", [0.0, 0.4])
def test_exact_marginals(rate_cv: float) -> None:
    """Running out and threats missed lie within 4 standard errors of the exact way."""
    what = scene(rate_cv=rate_cv)
    short, missed = z_scores(what, simulate(what, 20_000, seed=1))
    assert np.abs(short).max() < 4.0
    assert np.abs(missed).max() < 4.0


def test_more_salvos_than_two() -> None:
    """A third salvo is fired as the exact way has it."""
    what = scene(
        policies=[[(0, FiringPolicy([1, 1, 2], 6, 6))], [(1, FiringPolicy([2], 9, 3))]],
        opening=np.array([[45, 30], [22, 80]]),
    )
    short, missed = z_scores(what, simulate(what, 20_000, seed=7))
    assert np.abs(short).max() < 4.0
    assert np.abs(missed).max() < 4.0


def test_in_turn_as_at_the_end() -> None:
    """Raids that are met in their turn, as stocks might be moved, are as the exact way has them.

    No stock falls below 0, so that the transfers that link all stocks are never made.
    """
    apart = scene()
    linked = scene(transfers=[Transfer(item, 1, 0, 0, 0, 5) for item in (0, 1)])
    short, missed = z_scores(apart, simulate(linked, 20_000, seed=8))
    assert np.abs(short).max() < 4.0
    assert np.abs(missed).max() < 4.0


def test_classes_that_share_an_item() -> None:
    """Two classes that draw on one stock run out as their distributions together say."""
    first, second = FiringPolicy([2, 1], 8, 4), FiringPolicy([1, 1], 9, 3)
    both = scene(
        raids_per_day=np.array([[0.2, 0.3]]),
        policies=[[(0, first)], [(0, second)]],
        opening=np.array([[75]]),
        arriving=np.zeros((1, 1, 1), dtype=np.int64),
    )
    found = simulate(both, 20_000, seed=9)
    one, two = (
        consumption(RaidModel(law, (share,), rate), policy, 60).pmf
        for law, share, rate, policy in (
            (Raids(4.0, 2.0), 0.5, 0.2, first),
            (Raids(2.0, 1.0), 1.0, 0.3, second),
        )
    )
    chance = 1.0 - np.convolve(one, two)[:76].sum()
    assert 0.1 < chance < 0.9
    assert abs(found.short[0, 0] - chance) < 4.0 * (chance * (1.0 - chance) / 20_000) ** 0.5


def test_words_drawn() -> None:
    """Shots that always hit draw a word a threat: for how many raids, each, and the success."""
    sure = scene(
        raids_per_day=np.array([[1.0]]),
        laws=[ONE_EACH],
        shares=[1.0],
        policies=[[(0, ALWAYS)]],
        opening=np.array([[1000]]),
        arriving=np.zeros((1, 1, 1), dtype=np.int64),
    )
    found = simulate(sure, 1_000, seed=10)
    threats = 1000.0 - found.left[0, 0]
    # Of the threats of a raid, 1.58 where there is one at all, each takes a word, and the raid one.
    raids = 60.0 * (1.0 - np.exp(-1.0))
    assert found.drawn / 1_000 == pytest.approx(threats + raids + 3.0, rel=0.02)


@pytest.mark.slow
def test_ninety_six_cells() -> None:
    """32 members and 3 classes over a year: the largest of 96 z-scores is that of chance."""
    rates = 0.1 * (0.5 + np.arange(32) / 31)
    what = Scene(
        np.repeat(rates[:, None], 3, axis=1),
        [Raids(2.0, 2.0), Raids(6.0, 2.0), Raids(2.0, 1.0)],
        [0.5] * 3,
        [
            [(0, FiringPolicy([2, 1], 8, 4))],
            [(1, FiringPolicy([1, 1], 16, 4))],
            [(2, FiringPolicy([1, 1], 18, 2))],
        ],
        np.rint(rates[:, None] * [400.0, 1300.0, 420.0]).astype(np.int64),
        [365],
        np.zeros((1, 32, 3), dtype=np.int64),
    )
    short, missed = z_scores(what, simulate(what, 40_000, seed=2))
    # Of 96 normal numbers the largest passes 4 in 1 of 160 runs; this one has its seed.
    assert np.abs(short).max() < 4.0
    assert np.abs(missed).max() < 4.0
    assert 0.7 < short.std() < 1.3


def test_an_item_stands_in() -> None:
    """Where the first item is empty the second is taken: threats missed are those beyond both."""
    alone = scene(
        raids_per_day=np.array([[1.0]]),
        laws=[ONE_EACH],
        shares=[1.0],
        policies=[[(0, ALWAYS)]],
        opening=np.array([[8]]),
        arriving=np.zeros((1, 1, 1), dtype=np.int64),
    )
    both = scene(
        raids_per_day=np.array([[1.0]]),
        laws=[ONE_EACH],
        shares=[1.0],
        policies=[[(0, ALWAYS), (1, ALWAYS)]],
        opening=np.array([[5, 3]]),
        arriving=np.zeros((1, 1, 2), dtype=np.int64),
    )
    # With shots that always hit, five and three are as good as eight: the exact way knows eight.
    found = simulate(both, 20_000, seed=3)
    missed = z_scores(alone, found)[1]
    assert abs(missed[0, 0]) < 4.0
    assert found.left[0].sum() < 0.1


def test_transfers_by_level() -> None:
    """A member below its level is sent what another can spare, and the sum is kept."""
    apart = scene(
        raids_per_day=np.array([[1.0], [0.0]]),
        laws=[ONE_EACH],
        shares=[1.0],
        policies=[[(0, ALWAYS)]],
        opening=np.array([[20], [50]]),
        spans=[40],
        arriving=np.zeros((1, 2, 1), dtype=np.int64),
    )
    helped = simulate(
        scene(**{**vars(apart), "transfers": [Transfer(0, 0, 5, 1, 10, 8)]}), 5_000, seed=4
    )
    left_alone = simulate(apart, 5_000, seed=4)
    assert left_alone.left[1, 0] == 50.0
    assert left_alone.short[0, 0] > 0.9
    assert helped.short[0, 0] < 0.1
    assert 10.0 <= helped.left[1, 0] < 40.0
    # 40 raids of one threat on average, each stopped by one unit while there are any.
    assert helped.left.sum() + 40.0 - helped.missed.sum() == pytest.approx(70.0, abs=0.5)


def test_deliveries_and_seed() -> None:
    """What arrives is there in the next span; the same seed gives the same figures."""
    late = scene(spans=[30, 30], arriving=np.full((2, 2, 2), 10))
    one, two = simulate(late, 2_000, seed=5), simulate(late, 2_000, seed=5)
    assert np.array_equal(one.left, two.left)
    assert not np.array_equal(one.left, simulate(late, 2_000, seed=6).left)
    assert (one.short <= simulate(scene(), 2_000, seed=5).short + 0.05).all()
    assert (one.missed_error > 0).all()


def test_scenes_without_an_exact_marginal() -> None:
    """Deliveries, transfers and shared items have none, and a scene that does not fit is told."""
    late = scene(arriving=np.ones((1, 2, 2), dtype=np.int64))
    with pytest.raises(SettingError, match="exact marginal"):
        z_scores(late, simulate(late, 10))
    with pytest.raises(SettingError, match="for each class"):
        simulate(scene(shares=[1.0]), 10)


def test_without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is missing, the error says what to install."""
    monkeypatch.delitem(sys.modules, "jointstock.need.engine", raising=False)
    monkeypatch.delattr(jointstock.need, "engine", raising=False)
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(SettingError, match=r"jointstock\[fast\]"):
        simulate(scene(), 1)


def entangled(seed: int) -> Scene:
    """Three members, three classes and three items: stand-ins, chains of transfers, deliveries."""
    rng = np.random.default_rng(seed)
    first, second, third = (
        FiringPolicy(looks, 6, 3)
        for looks in ([[2, 1], [1, 1], [1]] if seed % 2 else [[1, 2, 1], [2], [1, 1]])
    )
    transfers = [
        Transfer(
            int(rng.integers(3)), *(int(rng.integers(3)), int(rng.integers(2, 12))),
            *(int(rng.integers(3)), int(rng.integers(8)), int(rng.integers(1, 7))),
        )
        for _ in range(9 if seed < 8 else 20)
    ]  # fmt: skip
    arriving = rng.integers(-3, 12, (2, 3, 3))
    return Scene(
        rng.uniform(0.05, 0.3, (3, 3)),
        [Raids(4.0, 2.0), Raids(2.0, 1.0), ONE_EACH],
        [0.6, 1.0, 1.0],
        [[(0, first), (1, second), (2, third)], [(1, third)], [(2, second), (0, first)]],
        rng.integers(0, 35, (3, 3)),
        [25, 20],
        arriving,
        0.3,
        [one for one in transfers if one.to != one.giver],
    )


def as_played(what: Scene, campaigns: int, seed: int) -> None:
    """Hold a scene against the slow simulation of so many campaigns."""
    quick, slow = simulate(what, 40_000, seed=seed), played(what, campaigns, seed)
    for name, (mean, error) in slow.items():
        own, own_error = getattr(quick, name), getattr(quick, f"{name}_error")
        z = (own - mean) / np.maximum(np.hypot(error, own_error), 1e-6 + 0.02 * (error == 0))
        assert np.abs(z).max() < 4.5, (name, z)


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(k, marks=pytest.mark.slow) for k in range(2, 12))]
)
def test_as_raid_by_raid(seed: int) -> None:
    """What is put off changes nothing: as a slow simulation of every shot in its turn has it."""
    as_played(entangled(seed), 800 if seed < 2 else 4_000, seed)


def test_a_giver_that_is_sent_units_itself() -> None:
    """A stock that was found empty is filled again by a giver that was empty too, until then.

    The third member sends to the second, and that to the first, which lives on another item
    meanwhile; every shot hits.
    """
    policies = [[(0, ALWAYS), (1, ALWAYS)]]
    what = Scene(
        np.array([[0.3], [0.4], [0.2]]),
        [ONE_EACH],
        [1.0],
        policies,
        np.array([[3, 30], [6, 2], [40, 0]]),
        [60],
        np.zeros((1, 3, 2), dtype=np.int64),
        0.0,
        [Transfer(0, 0, 3, 1, 5, 4), Transfer(0, 1, 4, 2, 2, 6)],
    )
    as_played(what, 1_500, 3)
