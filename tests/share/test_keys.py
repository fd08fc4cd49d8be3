import pytest

from jointstock.share.keys import by_cost_alone, by_key, equal, separable
from jointstock.words.errors import SettingError
from share.games import bulk, runway, valley


def test_by_key() -> None:
    """A total of 100 by 1 to 3 is 25 and 75."""
    assert by_key(100.0, {"a": 1.0, "b": 3.0}) == {"a": 25.0, "b": 75.0}


@pytest.mark.parametrize("key", [{}, {"a": 0.0}, {"a": -1.0, "b": 2.0}, {"a": float("inf")}])
def test_no_key(key: dict[str, float]) -> None:
    """What is no key is refused."""
    with pytest.raises(SettingError):
        by_key(1.0, key)


def test_equal_and_alone() -> None:
    """A runway of 1, 2 and 3 is 1 each in equal parts, and 1/2, 1, 3/2 by cost alone."""
    game = runway(1, 2, 3)
    assert list(equal(game).values()) == pytest.approx([1, 1, 1])
    assert list(by_cost_alone(game).values()) == pytest.approx([0.5, 1, 1.5])


def test_separable() -> None:
    """A runway of 1, 2 and 4: the last adds 2, the others nothing; the rest of 2 by 1, 2, 2."""
    assert list(separable(runway(1, 2, 4)).values()) == pytest.approx([0.4, 0.8, 2.8])


def test_separable_adds_up() -> None:
    """Separable costs and remaining benefits add up to the cost."""
    game = bulk(6, 5)
    assert sum(separable(game).values()) == pytest.approx(game.costs[-1])


def test_valley() -> None:
    """The Tennessee Valley's dams by separable costs: 45,214 and so on, the rest by benefit.

    The last to come add 45,214, 33,763 and 110,977; 222,630 are left, shared by 118,306, 107,063
    and 139,119. The data are as commonly told (see `share.games`); the shares are worked out here.
    """
    expected = {"navigation": 117_475.5, "flood": 99_157.3, "power": 195_951.2}
    assert separable(valley()) == pytest.approx(expected, abs=0.1)
