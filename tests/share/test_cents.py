import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.share import settlement, whole
from jointstock.words.months import Month

START = Month.of(2027, 1)
AMOUNTS = st.dictionaries(
    st.sampled_from(["DE", "NL", "RO", "ES", "SE"]), st.floats(-1e12, 1e12), min_size=1
)


@given(AMOUNTS)
def test_whole(amounts: dict[str, float]) -> None:
    """Whole amounts add up to the total, and each is the amount rounded up or down."""
    total = round(sum(amounts.values()))
    found = whole(amounts, total)
    assert sum(found.values()) == total
    assert all(abs(found[name] - amount) <= 1.001 for name, amount in amounts.items())


def test_largest_remainder() -> None:
    """Of 10 in three parts of 3.4, 3.3 and 3.3, the largest remainder gets the one that is left."""
    assert whole({"a": 3.3, "b": 3.4, "c": 3.3}, 10) == {"a": 3, "b": 4, "c": 3}


@given(st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, 10**12)), min_size=1, max_size=6))
def test_settlement(pairs: list[tuple[int, int]]) -> None:
    """Transfers between members take each from bill to share, and add up to nothing."""
    names = [f"M{k}" for k in range(len(pairs))]
    bills = dict(zip(names, (bill for bill, _ in pairs), strict=True))
    shares = dict(zip(names, (share for _, share in pairs), strict=True))
    shares[names[0]] += sum(bills.values()) - sum(shares.values())
    moved = dict.fromkeys(names, 0)
    for entry in settlement(bills, shares, "EUR", START):
        (one,) = entry.transfers
        moved[one.source.removeprefix("share:")] += one.quantity
        moved[one.target.removeprefix("share:")] -= one.quantity
    assert sum(moved.values()) == 0
    assert {name: bills[name] + moved[name] for name in names} == shares


def test_other_sums() -> None:
    """Bills and shares of other sums are refused."""
    with pytest.raises(ValueError, match="one sum"):
        settlement({"DE": 1}, {"DE": 2}, "EUR", START)
