"""A limit that does not hold is found in its month, and told in words."""

from jointstock.ledger.balances import Book
from jointstock.ledger.limits import Breach, Limit, breaches
from jointstock.words.entries import Entry, Transfer
from jointstock.words.months import Month

JAN, FEB, MAR, APR = (Month.of(2025, n) for n in (1, 2, 3, 4))


def moved(month: Month, source: str, target: str, units: int) -> Entry:
    """An act of one transfer."""
    return Entry(month, "act", (Transfer("M1", source, target, units),))


BOOK = Book(
    [
        moved(JAN, "line:L1", "stock:DE", 5),
        moved(FEB, "stock:DE", "used:DE", 7),
        moved(FEB, "line:L1", "stock:DE", 1),
        moved(APR, "line:L1", "stock:DE", 9),
    ]
)


def limit(low: int | None, high: int | None, **changes: object) -> Limit:
    """A limit on what Germany holds from January to April."""
    return Limit("stock:DE", "M1", low, high, JAN, APR, "floors:2", **changes)  # type: ignore[arg-type]


def test_a_balance_below_its_limit() -> None:
    """Five less seven and one more is one below zero, in February."""
    (found,) = breaches(BOOK, [limit(0, None)])
    assert (found.month, found.found) == (FEB, -1)
    assert str(found) == ("stock:DE (M1) in 2025-02: balance -1, allowed at least 0 by floors:2")


def test_a_balance_above_its_limit() -> None:
    """Eight are held in April where seven are allowed."""
    (found,) = breaches(BOOK, [limit(-1, 7)])
    assert str(found) == (
        "stock:DE (M1) in 2025-04: balance 8, allowed at least -1 at most 7 by floors:2"
    )


def test_what_flows_out_in_a_month() -> None:
    """Seven leave in February, whatever arrives beside them."""
    (found,) = breaches(BOOK, [limit(None, 6, flow=True)])
    assert str(found) == "stock:DE (M1) in 2025-02: outflow 7, allowed at most 6 by floors:2"
    assert breaches(BOOK, [limit(None, 7, flow=True)]) == ()


def test_the_months_of_a_limit() -> None:
    """Both ends count, and what lies outside does not."""
    only = Limit("stock:DE", "M1", 0, None, FEB, FEB, "x")
    assert [one.month for one in breaches(BOOK, [only])] == [FEB]
    assert breaches(BOOK, [Limit("stock:DE", "M1", 0, None, APR, APR, "x")]) == ()


def test_a_limit_is_looked_at_from_its_first_month() -> None:
    """A balance that was too low before a limit begins is found in the limit's first month."""
    found = breaches(BOOK, [Limit("stock:DE", "M1", 0, None, MAR, MAR, "x")])
    assert [(one.month, one.found) for one in found] == [(MAR, -1)]


def test_an_account_that_holds_nothing() -> None:
    """A floor on an account that nothing touched is broken at once."""
    bare = Limit("stock:NL", "M1", 3, None, JAN, APR, "floors:3")
    assert breaches(BOOK, [bare]) == (Breach(bare, JAN, 0),)


def test_breaches_come_in_the_order_of_limits() -> None:
    """Two limits that both break are told in the order in which they were given."""
    high, low = limit(None, 4), limit(0, None)
    assert [one.limit for one in breaches(BOOK, [high, low])] == [high, high, low]


def test_money_is_told_in_units_of_its_currency() -> None:
    """4,200 cents too little are 42.00 euros, whatever is signed or paid; a yen has no cents."""
    for unit, said in (("EUR", "-42.00"), ("commitment:EUR", "-42.00"), ("JPY", "-4,200")):
        one = Limit("budget:DE:2025", unit, 0, None, JAN, APR, "budgets:2")
        assert f"({unit}) in 2025-02: balance {said}, allowed" in str(Breach(one, FEB, -4_200))
