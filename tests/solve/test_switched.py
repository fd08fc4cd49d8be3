"""A small model with switches, each group's cost and the worst group worked out by hand."""

import numpy as np
import pytest

from jointstock.solve.model import Model
from jointstock.solve.selectors import with_selectors
from jointstock.solve.switched import Asked, Switched, Way

# Three parties want 2, 3 and 4 units.
UNITS = np.array([2.0, 3.0, 4.0])


def model() -> Switched:
    """Units cost 5 each; or, from 5 units on, 3 each and 4 at once."""
    made = Model()
    switches = made.columns("switch", 3, high=1.0)
    bought = made.columns("bought", 1)
    rows = made.rows("wanted", 1, low=0.0, high=0.0)
    made.put(rows, bought, 1.0)
    made.put(rows, switches, -UNITS)
    least = made.rows("least", 1)
    made.put(least, bought, 1.0)
    ways = []
    for name, price, constant, units in (("dear", 5.0, 0.0, 0.0), ("cheap", 3.0, 4.0, 5.0)):
        cost = np.zeros(4)
        cost[bought] = price
        none = np.zeros(0)
        ways.append(
            Way(
                name=name,
                cost=cost,
                constant=constant,
                columns=none.astype(np.int64),
                high=none,
                rows=least,
                low_rows=np.array([units]),
                high_rows=np.array([np.inf]),
                needs=UNITS[None, :],
                least=np.array([units]),
                at_least=price * UNITS,
            )
        )
    return Switched(made.finish(), switches, ways)


def test_costs() -> None:
    """2, 3 and 4 units are dear: 10, 15, 20; from 5 on 4 more than three times the units."""
    found = model()
    costs = {}
    for k in range(1, 8):
        z = np.array([k >> i & 1 for i in range(3)], float)
        cheapest = found.cheapest(z)
        assert cheapest is not None
        costs[k] = cheapest.value
    assert costs == {1: 10, 2: 15, 3: 19, 4: 20, 5: 22, 6: 25, 7: 31}


def test_worst() -> None:
    """Of shares 8, 9 and 14 the last two overpay by -2, the first and third by 0."""
    found = model().worst(np.array([8.0, 9.0, 14.0]), Asked())
    z, cost = found.groups[0]
    assert z.tolist() == [1.0, 0.0, 1.0]
    assert cost == 22.0
    assert found.bound == pytest.approx(0.0, abs=1e-6)


def test_asked() -> None:
    """A party inside, a least size, or some parties alone narrow the search."""
    shares = np.array([8.0, 9.0, 14.0])
    cases = (
        (Asked(inside=1), [0.0, 1.0, 1.0]),
        (Asked(within=np.array([1.0, 1.0, 0.0])), [1.0, 0.0, 0.0]),
        (Asked(least=2, within=np.array([0.0, 1.0, 1.0])), None),
    )
    for asked, expected in cases:
        groups = model().worst(shares, asked).groups
        assert (groups[0][0].tolist() if groups else None) == expected


def test_above() -> None:
    """Where none overpays more than an amount, that is what is proven."""
    found = model().worst(np.array([8.0, 9.0, 14.0]), Asked(above=1.0))
    assert found.bound == pytest.approx(1.0)
    assert all(float(np.array([8.0, 9.0, 14.0]) @ z) - cost <= 1.0 for z, cost in found.groups)


def test_outside_a_span() -> None:
    """Groups in the span of all and the first are left out: the second and third are one there."""
    outside = ((2, np.array([0.0, 1.0, 0.0])),)
    found = model().worst(np.array([8.0, 9.0, 14.0]), Asked(outside=outside))
    assert all(z[1] != z[2] for z, _ in found.groups)
    assert found.groups[0][0].tolist() == [1.0, 0.0, 1.0]


def test_selectors() -> None:
    """Each free switch gets two columns and two rows, and one row asks for one of them."""
    found = model()
    outside = ((2, np.array([0.0, 0.5, 0.0])),)
    wide = with_selectors(found._matrix, found.switches, outside)
    assert wide.a.shape == (found._matrix.a.shape[0] + 3, found._matrix.a.shape[1] + 2)
